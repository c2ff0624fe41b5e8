//! Turns the Fluent catalogs into sorted tables, and passes on the minified loader and style.
//!
//! A key that one language lacks, a variable that differs, or syntax beyond text and variables
//! stops the build with the place.

#![expect(
    clippy::expect_used,
    reason = "a build script stops the build by panicking"
)]

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

const LANGS: [&str; 3] = ["ru", "uk", "en"];

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed=texts");
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    fs::write(out.join("catalogs.rs"), catalogs()).expect("OUT_DIR is writable");
    pass_on_minified(&out);
}

fn catalogs() -> String {
    let [ru, uk, en] = LANGS.map(|lang| read(&Path::new("texts").join(lang).with_extension("ftl")));
    for (lang, catalog) in [("uk", &uk), ("en", &en)] {
        for (a, b, missing_in) in [(&ru, catalog, lang), (catalog, &ru, "ru")] {
            for (key, text) in a {
                let other = b.get(key);
                let other = other.unwrap_or_else(|| panic!("`{key}` is missing in {missing_in}"));
                assert_eq!(
                    variables(text),
                    variables(other),
                    "variables of `{key}` in {lang}"
                );
            }
        }
    }
    let mut code = String::new();
    let keys: Vec<&String> = ru.keys().collect();
    writeln!(code, "static KEYS: [&str; {}] = {keys:?};", keys.len()).expect("strings grow");
    for (name, catalog) in [("RU", &ru), ("UK", &uk), ("EN", &en)] {
        let texts: Vec<&String> = catalog.values().collect();
        writeln!(code, "static {name}: [&str; {}] = {texts:?};", texts.len())
            .expect("strings grow");
    }
    code
}

/// Messages by key; attributes as `key.attribute`; a variable stands as `{name}`.
fn read(path: &Path) -> BTreeMap<String, String> {
    let source = fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let resource = fluent_syntax::parser::parse(source)
        .unwrap_or_else(|(_, errors)| panic!("{}: {errors:?}", path.display()));
    let mut texts = BTreeMap::new();
    let mut add = |key: String, pattern: &Pattern<String>| {
        let text = flatten(&key, pattern);
        assert!(
            texts.insert(key.clone(), text).is_none(),
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
            Entry::Term(term) => panic!("{}: no terms: -{}", path.display(), term.id.name),
            Entry::Junk { content } => panic!("{}: cannot read {content}", path.display()),
        }
    }
    texts
}

fn flatten(key: &str, pattern: &Pattern<String>) -> String {
    let mut text = String::new();
    for element in &pattern.elements {
        match element {
            PatternElement::TextElement { value } => text.push_str(value),
            PatternElement::Placeable {
                expression: Expression::Inline(InlineExpression::VariableReference { id }),
            } => write!(text, "{{{}}}", id.name).expect("strings grow"),
            PatternElement::Placeable { .. } => panic!("`{key}`: only variables are supported"),
        }
    }
    text
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

/// `OTKLIK_MIN_DIR` names the folder of the minified files; without it the sources serve as they are.
fn pass_on_minified(out: &Path) {
    println!("cargo:rerun-if-env-changed=OTKLIK_MIN_DIR");
    let minified = env::var_os("OTKLIK_MIN_DIR").map(PathBuf::from);
    for name in [
        "loader.js",
        "form.css",
        "page.css",
        "stars.css",
        "faces.css",
    ] {
        let source = Path::new("src").join(name);
        println!("cargo:rerun-if-changed={}", source.display());
        let from = match &minified {
            Some(folder) => folder.join(name),
            None => source,
        };
        println!("cargo:rerun-if-changed={}", from.display());
        fs::copy(&from, out.join(name)).unwrap_or_else(|e| panic!("{}: {e}", from.display()));
    }
}
