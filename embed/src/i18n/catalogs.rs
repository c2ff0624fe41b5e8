//! Compiles the catalogs to sorted tables, so that no Fluent runs in the worker.
//!
//! A key that one language lacks, a variable that differs, a plural form that a language needs and
//! lacks, or syntax beyond text, variables and plurals stops the build with the place.

#![expect(
    clippy::expect_used,
    reason = "a build script stops the build by panicking"
)]

use fluent_syntax::ast::{
    Entry, Expression, InlineExpression, Pattern, PatternElement, Variant, VariantKey,
};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

pub const LANGS: [&str; 3] = ["ru", "uk", "en"];

/// The plural categories that whole numbers take, in the order of `plural::categories`, which a test
/// compares with these tables. Where a language has `other` besides, it is for fractions: a catalog
/// may hold it for other tools, and nothing here reads it.
const CATEGORIES: [&[&str]; 3] = [
    &["one", "few", "many"],
    &["one", "few", "many"],
    &["one", "other"],
];

/// The variable that a plural goes by, the same everywhere.
const COUNT: &str = "n";

/// Keys of the queue's file alone: in tables of their own, so that the worker does not contain them.
const QUEUE: &str = "queue-";

/// The tables of `texts.rs`, from the source of each language's catalog.
pub fn tables(sources: &[String; 3]) -> String {
    let mut plain = LANGS.map(|_| BTreeMap::new());
    let mut plural = LANGS.map(|_| BTreeMap::new());
    for (place, lang) in LANGS.iter().enumerate() {
        for (key, forms) in read(lang, &sources[place], CATEGORIES[place]) {
            match <[String; 1]>::try_from(forms) {
                Ok([text]) => drop(plain[place].insert(key, text)),
                Err(forms) => drop(plural[place].insert(key, forms)),
            }
        }
    }
    compare(&plain, |text| variables(text));
    compare(&plural, |forms| {
        forms
            .iter()
            .flat_map(|text| variables(text))
            .collect::<BTreeSet<_>>()
    });

    let mut code = String::new();
    for (place, lang) in LANGS.iter().enumerate() {
        let (name, texts) = (lang.to_uppercase(), &mut plain[place]);
        let of_queue = texts.extract_if(.., |key, _| key.starts_with(QUEUE));
        let of_queue: Vec<_> = of_queue
            .map(|(key, text)| (key[QUEUE.len()..].to_owned(), text))
            .collect();
        let n_texts = of_queue.len();
        writeln!(
            code,
            "static {name}_QUEUE: [(&str, &str); {n_texts}] = {of_queue:?};"
        )
        .expect("strings grow");
    }
    let keys: Vec<&String> = plain[0].keys().collect();
    writeln!(code, "static KEYS: &str = {:?};", lines(&keys)).expect("strings grow");
    let plural_keys: Vec<&String> = plural[0].keys().collect();
    let n_plural = plural_keys.len();
    writeln!(
        code,
        "static PLURAL_KEYS: [&str; {n_plural}] = {plural_keys:?};"
    )
    .expect("strings grow");
    for (place, lang) in LANGS.iter().enumerate() {
        let name = lang.to_uppercase();
        let texts: Vec<&String> = plain[place].values().collect();
        writeln!(code, "static {name}: &str = {:?};", lines(&texts)).expect("strings grow");
        let forms: Vec<&Vec<String>> = plural[place].values().collect();
        let n_forms = CATEGORIES[place].len();
        writeln!(
            code,
            "static {name}_PLURALS: [[&str; {n_forms}]; {n_plural}] = {forms:?};"
        )
        .expect("strings grow");
    }
    code
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

/// Every language has every key, with the same variables.
fn compare<'a, T, V: PartialEq + std::fmt::Debug>(
    catalogs: &'a [BTreeMap<String, T>; 3],
    variables: impl Fn(&'a T) -> V,
) {
    let [ru, others @ ..] = catalogs;
    for (catalog, lang) in others.iter().zip(&LANGS[1..]) {
        for (a, b, missing_in) in [(ru, catalog, lang), (catalog, ru, &LANGS[0])] {
            for (key, text) in a {
                let other = b.get(key);
                let other = other.unwrap_or_else(|| {
                    panic!("`{key}` is missing in {missing_in}, or is plural in one language alone")
                });
                assert_eq!(
                    variables(text),
                    variables(other),
                    "variables of `{key}` in {lang}"
                );
            }
        }
    }
}

/// The forms of each message by key, one where it counts nothing; attributes as `key.attribute`; a
/// variable stands as `{name}`.
fn read(lang: &str, source: &str, categories: &[&str]) -> BTreeMap<String, Vec<String>> {
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

fn variables(text: &str) -> Vec<&str> {
    let mut names: Vec<&str> = text
        .split('{')
        .skip(1)
        .filter_map(|part| part.split_once('}').map(|(name, _)| name))
        .collect();
    names.sort_unstable();
    names
}
