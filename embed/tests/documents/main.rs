//! Documents of surveys: all errors have their path, and every valid document can be answered.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod date;
mod errors;
mod random;

use otklik_embed::settings::Settings;
use otklik_embed::survey_doc::reader::{read, read_stored};
use otklik_survey::Lang;
use serde_json::{Value, json};

fn example() -> Value {
    serde_json::from_str(include_str!("../../../docs/survey.json")).unwrap()
}

/// `path: code` of every error.
fn errors_of(document: &Value) -> Vec<String> {
    let errors = read(document).map_or_else(|errors| errors, |_| Vec::new());
    errors.iter().map(|it| it.to_string()).collect()
}

/// The example with another value at a place, or without it.
fn with(pointer: &str, value: Option<Value>) -> Value {
    let mut document = example();
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    let parent = document.pointer_mut(parent).unwrap();
    match (parent, value) {
        (Value::Array(items), Some(value)) if name == "-" => items.push(value),
        (Value::Array(items), Some(value)) => items[name.parse::<usize>().unwrap()] = value,
        (Value::Array(items), None) => drop(items.remove(name.parse().unwrap())),
        (Value::Object(fields), Some(value)) => drop(fields.insert(name.to_owned(), value)),
        (Value::Object(fields), None) => drop(fields.remove(name)),
        (other, _) => panic!("{other} has no parts"),
    }
    document
}

#[test]
fn the_example_is_read_as_it_is_written() {
    assert_eq!(errors_of(&example()), [""; 0]);
    let document = read(&example()).unwrap();
    let written = serde_json::to_value(document.written()).unwrap();
    assert_eq!(read(&written).as_ref(), Ok(&document));
    assert!(!document.is_anonymous());
    let anonymous = read(&with("/anonymous", Some(json!(true)))).unwrap();
    assert!(anonymous.is_anonymous() && anonymous != document);
}

/// As a document that was published before a language came.
#[test]
fn a_stored_document_without_a_language_is_read_in_its_fallback() {
    let mut document = example();
    let texts = |document: &mut Value, pointer: &str| {
        let texts = document.pointer_mut(pointer).unwrap();
        texts.as_object_mut().unwrap().remove("uk").unwrap();
    };
    texts(&mut document, "/title");
    texts(&mut document, "/questions/0/texts");
    assert!(
        read(&document).is_err(),
        "a publisher must give every language"
    );
    let (found, missing) = read_stored(document).unwrap();
    assert_eq!(missing, [Lang::Uk]);
    assert_eq!(found.title(Lang::Uk), found.title(Lang::En));
    assert_ne!(found.title(Lang::Ru), found.title(Lang::En));
    let (_, none) = read_stored(example()).unwrap();
    assert_eq!(none, []);
}

fn settings() -> Settings {
    let agency = json!({"ru": "агентство", "uk": "агенцію", "en": "the agency"});
    serde_json::from_value(json!({
        "public_url": "https://ask.example", "zone": "Europe/Kyiv", "default_lang": "ru",
        "agency": agency, "hours": [{"days": [1, 5], "from": "10:00", "to": "19:00"}],
        "allowed_origins": ["https://agency.example", "https://other.example"],
        "consent_url": "https://agency.example/consent", "phone_example": "+380 67 123-45-67",
    }))
    .unwrap()
}

#[test]
fn a_document_narrows_the_sites_and_changes_the_look() {
    let (document, settings) = (read(&example()).unwrap(), settings());
    for (origin, may) in [
        ("https://agency.example", true),
        ("https://ask.example", true),
        ("https://other.example", false),
        ("https://third.example", false),
    ] {
        assert_eq!(document.allows(origin, &settings), may, "{origin}");
    }
    let wider = read(&with(
        "/allowed_origins/0",
        Some(json!("https://third.example")),
    ))
    .unwrap();
    assert!(
        !wider.allows("https://third.example", &settings),
        "the settings do not list it"
    );
    assert!(document.look(&settings).style().contains("--fill:#8a1538"));
    assert_eq!(document.target("nps"), Some(40.0));
}
