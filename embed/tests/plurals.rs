//! Plural sentences: the rule is the platform's, and the tables have every form that it needs.

#[path = "../src/i18n/catalogs.rs"]
mod catalogs;

use otklik_embed::i18n::texts;
use otklik_survey::Lang;
use std::collections::BTreeSet;
use std::process::Command;

/// Beyond 200 only the last digits decide the form.
const LARGE: [u64; 12] = [
    999,
    1_000,
    1_001,
    1_011,
    1_012,
    1_021,
    1_024,
    10_111,
    100_000,
    1_000_000,
    1_000_002,
    123_456_789,
];

fn numbers() -> Vec<u64> {
    (0..=200).chain(LARGE).collect()
}

#[test]
fn the_rule_is_that_of_the_platform() {
    for lang in Lang::ALL {
        let script = format!(
            "const rules = new Intl.PluralRules('{}');
             console.log({:?}.map(n => rules.select(n)).join(' '))",
            lang.code(),
            numbers(),
        );
        let output = Command::new("node").args(["-e", &script]).output().unwrap();
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{errors}");
        let printed = String::from_utf8(output.stdout).unwrap();
        let printed: Vec<&str> = printed.split_whitespace().collect();
        assert_eq!(printed.len(), numbers().len());
        for (n, printed) in numbers().iter().zip(printed) {
            let rule = lang.plural_rule();
            let category = rule.categories()[rule.category(*n)];
            assert_eq!(category, printed, "{n} in {}", lang.code());
        }
    }
}

#[test]
fn every_category_is_taken_by_a_number() {
    for lang in Lang::ALL {
        let rule = lang.plural_rule();
        let taken: BTreeSet<usize> = numbers().into_iter().map(|n| rule.category(n)).collect();
        assert!(
            taken.into_iter().eq(0..rule.categories().len()),
            "{}",
            lang.code()
        );
    }
}

#[test]
fn a_sentence_agrees_with_its_number() {
    let counted = |lang, n| texts::counted(lang, "questions-count", n);
    for (lang, n, words) in [
        (Lang::Ru, 1, "1 вопрос,"),
        (Lang::Ru, 3, "3 вопроса,"),
        (Lang::Ru, 5, "5 вопросов,"),
        (Lang::Ru, 12, "12 вопросов,"),
        (Lang::Ru, 21, "21 вопрос,"),
        (Lang::Uk, 1, "1 запитання,"),
        (Lang::Uk, 4, "4 запитання,"),
        (Lang::Uk, 11, "11 запитань,"),
        (Lang::En, 1, "1 question,"),
        (Lang::En, 0, "0 questions,"),
        (Lang::En, 21, "21 questions,"),
    ] {
        let text = counted(lang, n);
        assert!(text.contains(words), "{text}");
    }
    assert_eq!(
        texts::counted(Lang::Ru, "send", 1),
        "send",
        "it counts nothing"
    );
}

/// The panic message of a build of these catalogs, in the order ru, uk, en; `None` where it succeeds.
fn panic_of(sources: [&str; 3]) -> Option<String> {
    let build = || catalogs::tables(|lang| sources[lang as usize].to_owned());
    let panic = std::panic::catch_unwind(build).err()?;
    panic.downcast_ref::<String>().cloned()
}

#[test]
fn a_missing_plural_form_stops_the_build() {
    let whole = "a = { $n ->\n [one] { $n } x\n [few] { $n } y\n *[many] { $n } z\n }";
    let english = "a = { $n ->\n [one] { $n } x\n *[other] { $n } y\n }";
    assert_eq!(panic_of([whole, whole, english]), None);
    let with_fractions = whole.replace("*[many]", "[many]");
    let with_fractions = with_fractions.replace("z\n", "z\n *[other] { $n } w\n");
    assert_eq!(panic_of([&with_fractions, whole, english]), None);

    let without_few = "a = { $n ->\n [one] { $n } x\n *[many] { $n } z\n }";
    let without_many = "a = { $n ->\n [one] { $n } x\n [few] { $n } y\n *[other] { $n } z\n }";
    let other_variable = whole.replace("$n ->", "$count ->");
    let of_english = english.replace("[one]", "[few]");
    let two = [whole, " { $n ->\n [one] x\n [few] y\n *[many] z\n }"].concat();
    for (sources, about) in [
        ([without_few, whole, english], "`few` is missing"),
        ([whole, without_many, english], "`many` is missing"),
        ([whole, whole, &of_english], "`few`"),
        ([&other_variable, whole, english], "$n"),
        ([&two, whole, english], "one plural"),
        (
            [whole, whole, "a = { $n } x"],
            "plural in one language alone",
        ),
        ([whole, whole, "b = x"], "is missing in"),
    ] {
        let panic = panic_of(sources);
        assert!(
            panic.as_ref().is_some_and(|panic| panic.contains(about)),
            "{about}: {panic:?}"
        );
    }
}

/// Each letter of the pseudo-language has its accent where it has one, and variables stay as they are.
#[test]
fn the_pseudo_language_is_longer_english_with_the_same_variables() {
    for (key, english) in [
        ("send", texts::text(Lang::En, "send")),
        ("due-call", texts::text(Lang::En, "due-call")),
    ] {
        let pseudo = texts::text(Lang::EnXa, key);
        assert!(pseudo.chars().count() > english.chars().count(), "{pseudo}");
        assert!(!pseudo.is_ascii(), "{pseudo}");
        for part in english.split('{').skip(1) {
            let variable = part.split('}').next().unwrap_or_default();
            assert!(pseudo.contains(&["{", variable, "}"].concat()), "{pseudo}");
        }
    }
    assert!(texts::counted(Lang::EnXa, "questions-count", 3).contains('3'));
}
