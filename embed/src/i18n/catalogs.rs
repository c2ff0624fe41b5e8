//! Turns the Fluent catalogs into sorted tables at build time, so that no Fluent runs in the worker, and makes the
//! pseudo-language of English.
//!
//! A key that one language lacks, a variable that differs, a missing plural form, or syntax beyond text, variables and
//! plurals stops the build with the place.

#![expect(
    clippy::expect_used,
    reason = "a build script stops the build by panicking"
)]

use fluent_syntax::ast::{
    Entry, Expression, InlineExpression, Pattern, PatternElement, Variant, VariantKey,
};
use otklik_survey::Lang;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// The variable that a plural depends on, the same everywhere.
const COUNT: &str = "n";

/// The sentences of one language by key, each with one form, or with one for each plural category.
type Catalog = BTreeMap<String, Vec<String>>;

/// The tables of `texts.rs` for the languages of `Lang::WITH_TEXTS`. `source` returns a language's Fluent catalog.
pub fn tables(source: impl Fn(Lang) -> String) -> String {
    let mut catalogs: Vec<(Lang, Catalog)> = Lang::ALL
        .map(|lang| (lang, read(lang, &source(lang))))
        .into();
    compare(&catalogs);
    let english = catalogs.iter().find(|(lang, _)| *lang == Lang::En);
    let (_, english) = english.expect("English is offered");
    catalogs.push((Lang::EnXa, pseudo(english)));
    let ordered = catalogs.iter().map(|(lang, _)| *lang);
    assert!(ordered.eq(Lang::WITH_TEXTS), "a table for each language");

    let select = |is_plural: bool| -> Vec<Catalog> {
        let of_one = |(_, catalog): &(Lang, Catalog)| {
            let chosen = catalog
                .iter()
                .filter(|(_, forms)| (forms.len() > 1) == is_plural);
            chosen
                .map(|(key, forms)| (key.clone(), forms.clone()))
                .collect()
        };
        catalogs.iter().map(of_one).collect()
    };
    let n = catalogs.len();
    let (single, plural) = (select(false), select(true));
    let mut code = String::new();
    let keys: Vec<&String> = single[0].keys().collect();
    let texts: Vec<String> = single
        .iter()
        .map(|texts| lines(&texts.values().flatten().collect::<Vec<_>>()))
        .collect();
    writeln!(code, "static KEYS: &str = {:?};", lines(&keys)).expect("strings grow");
    writeln!(code, "static TEXTS: [&str; {n}] = {texts:?};").expect("strings grow");
    let keys: Vec<&String> = plural[0].keys().collect();
    let n_plural = keys.len();
    writeln!(code, "static PLURAL_KEYS: [&str; {n_plural}] = {keys:?};").expect("strings grow");
    let forms: Vec<String> = plural.iter().map(|texts| slices(texts.values())).collect();
    writeln!(
        code,
        "static PLURALS: [&[&[&str]]; {n}] = [{}];",
        forms.join(", ")
    )
    .expect("strings grow");
    code
}

/// A slice of slices, as Rust.
fn slices<'a>(all: impl Iterator<Item = &'a Vec<String>>) -> String {
    let forms: Vec<String> = all.map(|forms| format!("&{forms:?}")).collect();
    format!("&[{}]", forms.join(", "))
}

/// English with accents and every third letter doubled, so that a text which is not from the catalogs and a place that
/// is too narrow both show. Variables stay.
fn pseudo(english: &Catalog) -> Catalog {
    let form = |text: &String| {
        let mut n_letters = 0;
        let mut is_variable = false;
        let mut longer = String::new();
        for letter in text.chars() {
            is_variable = (is_variable || letter == '{') && letter != '}';
            if is_variable || !letter.is_ascii_alphabetic() {
                longer.push(letter);
                continue;
            }
            n_letters += 1;
            let accented = accented(letter);
            longer.push(accented);
            if n_letters % 3 == 0 {
                longer.push(accented);
            }
        }
        longer
    };
    let all = english.iter();
    all.map(|(key, forms)| (key.clone(), forms.iter().map(form).collect()))
        .collect()
}

fn accented(letter: char) -> char {
    const PLAIN: &str = "AEIOUYCNSZaeiouycnsz";
    const ACCENTED: &str = "ÁÉÍÓÚÝÇÑŠŽáéíóúýçñšž";
    let pairs = PLAIN.chars().zip(ACCENTED.chars());
    let mut pairs = pairs.filter(|(plain, _)| *plain == letter);
    pairs.next().map_or(letter, |(_, accented)| accented)
}

/// One text with a line for each: a table of references to them would weigh more than they do.
fn lines(texts: &[&String]) -> String {
    assert!(
        texts.iter().all(|text| !text.contains('\n')),
        "a text has one line"
    );
    let texts: Vec<&str> = texts.iter().map(|text| text.as_str()).collect();
    texts.join("\n")
}

/// Every language has every key, with the same variables, and counts in the same sentences.
fn compare(catalogs: &[(Lang, Catalog)]) {
    for (lang, catalog) in catalogs {
        for (other, with) in catalogs {
            for (key, forms) in catalog {
                let others = with
                    .get(key)
                    .filter(|others| (others.len() > 1) == (forms.len() > 1));
                let others = others.unwrap_or_else(|| {
                    panic!(
                        "`{key}` is missing in {}, or is plural in one language alone",
                        other.code()
                    )
                });
                assert_eq!(
                    variables(forms),
                    variables(others),
                    "variables of `{key}` in {} and {}",
                    lang.code(),
                    other.code()
                );
            }
        }
    }
}

/// The forms of each message by key, one where it counts nothing; attributes as `key.attribute`; a
/// variable stands as `{name}`.
fn read(lang: Lang, source: &str) -> Catalog {
    let categories = lang.plural_rule().categories();
    let lang = lang.code();
    let resource = fluent_syntax::parser::parse(source.to_owned())
        .unwrap_or_else(|(_, errors)| panic!("{lang}: {errors:?}"));
    let mut texts = BTreeMap::new();
    let mut add = |key: String, pattern: &Pattern<String>| {
        let forms = forms(&format!("{key}` in `{lang}"), pattern, categories);
        assert!(
            texts.insert(key.clone(), forms).is_none(),
            "`{key}` stands twice"
        );
    };
    for entry in &resource.body {
        match entry {
            Entry::Message(message) => {
                let key = &message.id.name;
                let value = message.value.as_ref();
                add(
                    key.clone(),
                    value.unwrap_or_else(|| panic!("`{key}` has no text")),
                );
                for attribute in &message.attributes {
                    add(format!("{key}.{}", attribute.id.name), &attribute.value);
                }
            }
            Entry::Comment(_) | Entry::GroupComment(_) | Entry::ResourceComment(_) => {}
            Entry::Term(term) => panic!("{lang}: no terms: -{}", term.id.name),
            Entry::Junk { content } => panic!("{lang}: cannot read {content}"),
        }
    }
    texts
}

/// The whole sentence once for each category, or once without a plural: the text around a plural belongs to each of
/// its forms.
fn forms(place: &str, pattern: &Pattern<String>, categories: &[&str]) -> Vec<String> {
    let mut forms = vec![String::new()];
    for element in &pattern.elements {
        let add: Vec<String> = match element {
            PatternElement::TextElement { value } => vec![value.clone()],
            PatternElement::Placeable { expression } => match expression {
                Expression::Inline(InlineExpression::VariableReference { id }) => {
                    vec![format!("{{{}}}", id.name)]
                }
                Expression::Select {
                    selector: InlineExpression::VariableReference { id },
                    variants,
                } if id.name == COUNT => variants_of(place, variants, categories),
                Expression::Select { .. } => panic!("`{place}`: a plural goes by ${COUNT}"),
                Expression::Inline(_) => {
                    panic!("`{place}`: only variables and plurals are supported")
                }
            },
        };
        forms = match (forms.as_slice(), add.as_slice()) {
            ([before], several) => several.iter().map(|add| format!("{before}{add}")).collect(),
            (several, [add]) => several
                .iter()
                .map(|before| format!("{before}{add}"))
                .collect(),
            _ => panic!("`{place}`: one plural in a sentence"),
        };
    }
    forms
}

fn variants_of(place: &str, variants: &[Variant<String>], categories: &[&str]) -> Vec<String> {
    let mut found = BTreeMap::new();
    for variant in variants {
        let VariantKey::Identifier { name } = &variant.key else {
            panic!("`{place}`: a form goes by its category, not by a number");
        };
        assert!(
            categories.contains(&name.as_str()) || name == "other",
            "`{place}`: no number takes the form `{name}` in this language"
        );
        let [text] = forms(place, &variant.value, &[])
            .try_into()
            .unwrap_or_else(|_| panic!("`{place}`: no plural inside of a plural"));
        found.insert(name.clone(), text);
    }
    let form = |category: &&str| {
        let form = found.get(*category).cloned();
        form.unwrap_or_else(|| panic!("`{place}`: the form `{category}` is missing"))
    };
    categories.iter().map(form).collect()
}

/// Sorted. Plural forms may differ in how often they use a variable, so each counts once there.
fn variables(forms: &[String]) -> Vec<&str> {
    let parts = forms.iter().flat_map(|text| text.split('{').skip(1));
    let names = parts.filter_map(|part| part.split_once('}').map(|(name, _)| name));
    let mut names: Vec<&str> = names.collect();
    names.sort_unstable();
    if forms.len() > 1 {
        names.dedup();
    }
    names
}
