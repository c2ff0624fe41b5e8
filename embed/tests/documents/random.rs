//! Random documents.

use crate::{example, settings};
use otklik_embed::client::loader;
use otklik_embed::fields::Fields;
use otklik_embed::page;
use otklik_embed::page::form_kind::FormKind;
use otklik_embed::survey_doc::document::Document;
use otklik_embed::survey_doc::localized_survey;
use otklik_embed::survey_doc::reader::read;
use otklik_survey::question::KindName;
use otklik_survey::{AnswerDraft, Lang, Submission};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Value, json};

/// Shows every question on a page, answers it, and accepts the answers.
fn can_be_asked(document: &Document) {
    let settings = settings();
    for lang in Lang::ALL {
        let look = document.look(&settings);
        let localized =
            localized_survey::of_survey(document, lang, document.touchpoint(), look, &settings);
        let page = page::form_page::first_form(
            FormKind::Survey,
            &localized,
            &Fields::default(),
            &settings,
            None,
        );
        let script = loader::script(FormKind::Survey, &localized, &Fields::default(), &settings);
        assert!(!page.html.contains("<b>"));
        let inline = loader::inline(&localized, &Fields::default(), &settings);
        assert!(!inline.contains("</") && !inline.contains("<!--"));
        assert!(!page.html.contains("{agency}") && !script.contains("{agency}"));
        for (question, words) in document.words(lang) {
            assert!(page.html.contains(&["q.", &question.id].concat()));
            for option in question.options() {
                assert!(
                    words
                        .options
                        .get(option)
                        .is_some_and(|text| !text.is_empty())
                );
            }
        }
    }
    let mut submission = Submission {
        id: "0190b5a0-0000-7000-8000-000000000001".to_owned(),
        rev: 1,
        version: document.version(),
        ..Submission::default()
    };
    for question in document.questions() {
        let mut answer = AnswerDraft::default();
        match question.kind.name() {
            KindName::Nps | KindName::Csat | KindName::Ces => {
                answer.score = question.kind.scale().map(|scale| scale.low().into());
            }
            KindName::Choice => answer.options = Some(vec![question.options()[0].clone()]),
            KindName::Text => answer.text = Some("text".to_owned()),
            KindName::Date => answer.text = Some("2026-05-16".to_owned()),
        }
        submission.answers.insert(question.id.clone(), answer);
    }
    let response = document.accept(submission).unwrap();
    assert_eq!(response.survey(), document.id());
    let written = serde_json::to_value(document.written()).unwrap();
    assert_eq!(read(&written).as_ref(), Ok(document));
}

fn line(max_chars: usize) -> impl Strategy<Value = String> {
    let signs = select(vec![
        "я",
        "ї",
        "<b>",
        "&",
        "\"",
        "'",
        "</script>",
        "x",
        " ",
        "\u{2028}",
        "{agency}",
    ]);
    vec(signs, 1..10).prop_map(move |signs| {
        let text = ["a", &signs.concat()].concat();
        text.chars().take(max_chars).collect()
    })
}

fn label() -> impl Strategy<Value = String> {
    line(60).prop_map(|text| text.replace(['{', '}'], ""))
}

/// A question by its index; the first one is scored, so that others can follow it.
fn question(place: usize) -> impl Strategy<Value = Value> {
    let kinds = [
        ("csat", 5),
        ("nps", 11),
        ("ces", 7),
        ("text", 0),
        ("choice", 0),
        ("date", 0),
    ];
    let kinds = if place == 0 {
        kinds[..3].to_vec()
    } else {
        kinds.to_vec()
    };
    let texts = vec((line(150), vec(label(), 20)), 3);
    let buckets = select(vec![vec![], vec!["low"], vec!["high", "middle"]]);
    (
        select(kinds),
        texts,
        2..=20_usize,
        buckets,
        any::<[bool; 3]>(),
    )
        .prop_map(
            move |((kind, n_values), texts, n_options, buckets, [required, named, several])| {
                let ids: Vec<String> = (0..n_options).map(|n| format!("o{n}")).collect();
                let mut question =
                    json!({"id": format!("q{place}"), "kind": kind, "required": required});
                let follows = place > 0 && !buckets.is_empty();
                if follows {
                    question["after"] = json!({"question": "q0", "buckets": buckets});
                }
                if kind == "choice" {
                    question["options"] = json!(ids);
                    question["several"] = json!(several);
                }
                for (lang, (text, labels)) in Lang::ALL.into_iter().zip(texts) {
                    let named_by = |ids: &[String]| -> Value {
                        let named = ids
                            .iter()
                            .cloned()
                            .zip(labels.iter().map(|text| json!(text)));
                        Value::Object(named.collect())
                    };
                    let mut words = json!({"text": text});
                    if n_values > 0 {
                        words["ends"] = json!(labels[..2]);
                    }
                    if n_values > 0 && named {
                        words["values"] = json!(labels[..n_values]);
                    }
                    if kind == "choice" {
                        words["options"] = named_by(&ids);
                    }
                    if follows && named {
                        let buckets: Vec<String> =
                            buckets.iter().map(|it| (*it).to_owned()).collect();
                        words["after"] = named_by(&buckets);
                    }
                    question["texts"][lang.code()] = words;
                }
                question
            },
        )
}

fn document() -> impl Strategy<Value = Value> {
    let questions = (1..8_usize).prop_flat_map(|n| (0..n).map(question).collect::<Vec<_>>());
    (questions, vec(label(), 3), any::<bool>()).prop_map(|(questions, titles, anonymous)| {
        let mut document = example();
        document["questions"] = json!(questions);
        document["anonymous"] = json!(anonymous);
        if anonymous {
            document["questions"][0]["required"] = json!(true);
        }
        document["targets"] = json!({});
        for (lang, title) in Lang::ALL.into_iter().zip(titles) {
            document["title"][lang.code()] = json!(title);
        }
        document
    })
}

/// The pointers of all parts of a document.
fn places(value: &Value, at: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            for (name, field) in fields {
                places(field, &[at, "/", name].concat(), found);
            }
        }
        Value::Array(items) => {
            for (place, item) in items.iter().enumerate() {
                places(item, &format!("{at}/{place}"), found);
            }
        }
        _ => {}
    }
    found.push(at.to_owned());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn valid_documents_are_read_and_can_be_answered(document in document()) {
        match read(&document) {
            Ok(document) => can_be_asked(&document),
            Err(errors) => panic!("{errors:?} in {document}"),
        }
    }

    /// Parts of one document in another one: mostly invalid, and answered where valid.
    #[test]
    fn mixed_documents_that_are_read_can_be_answered(document in document(), cuts in vec(any::<[u16; 2]>(), 1..4)) {
        let mut document = document;
        for [from, to] in cuts {
            let mut found = Vec::new();
            places(&document, "", &mut found);
            let pick = |at: u16| &found[usize::from(at) % found.len()];
            let part = document.pointer(pick(from)).cloned().unwrap_or_default();
            if let Some(place) = document.pointer_mut(pick(to)) {
                *place = part;
            }
        }
        if let Ok(document) = read(&document) {
            can_be_asked(&document);
        }
    }
}
