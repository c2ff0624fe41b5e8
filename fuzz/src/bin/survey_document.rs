//! A survey's document: `PUT /v1/surveys/{survey}`.
#![cfg_attr(fuzzing, no_main)]

use otklik_embed::survey_doc::document::Document;
use otklik_embed::survey_doc::reader::read;
use otklik_fuzz::text::{are_errors, is_line};
use otklik_survey::{Lang, limits};
use serde_json::Value;

otklik_fuzz::target!(check);

fn check(bytes: &[u8]) {
    let Ok(json) = serde_json::from_slice::<Value>(bytes) else {
        return;
    };
    match read(&json) {
        // A field without a name has no path, and a document that is no object has one error.
        Err(errors) if json.get("").is_some() => assert!(!errors.is_empty()),
        Err(errors) if json.is_object() => are_errors(&errors),
        Err(errors) => assert_eq!(errors.len(), 1),
        Ok(document) => check_accepted(&document),
    }
}

fn check_accepted(document: &Document) {
    assert!((1..=limits::QUESTIONS_MAX).contains(&document.questions().len()));
    for lang in Lang::ALL {
        is_line(document.title(lang), limits::TITLE_MAX_CHARS);
        for (question, words) in document.words(lang) {
            is_line(&words.text, limits::QUESTION_MAX_CHARS);
            for option in question.options() {
                let name = words.options.get(option).expect("a name");
                is_line(name, limits::LABEL_MAX_CHARS);
            }
        }
    }
    let written = serde_json::to_value(document.written()).expect("JSON");
    let again = read(&written);
    assert_eq!(again.as_ref(), Ok(document), "read again it is another");
}
