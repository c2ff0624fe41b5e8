//! `Survey::accept`: every limit at its edge and one past it, every code at least once.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use otklik_survey::{Code, Submission, Survey, limits};
use serde_json::{Value, json};

const ID: &str = "0190b5a0-0000-7000-8000-000000000001";

fn survey() -> Survey {
    serde_json::from_value(json!({
        "id": "s", "version": 2, "audience": "client", "touchpoint": "after",
        "questions": [
            {"id": "nps", "kind": "nps", "required": true},
            {"id": "why", "kind": "text", "after": {"question": "nps", "buckets": ["low"]}},
            {"id": "liked", "kind": "choice", "options": ["food", "music", "other"], "several": true},
            {"id": "one", "kind": "choice", "options": ["a", "b"]},
            {"id": "ease", "kind": "ces"},
        ]
    }))
    .unwrap()
}

fn submit(answers: Value, envelope: Value) -> Result<Vec<Value>, Vec<(String, &'static str)>> {
    let mut body = json!({"id": ID, "rev": 1, "version": 2, "answers": answers});
    for (key, value) in envelope.as_object().unwrap() {
        body[key] = value.clone();
    }
    let submission: Submission = serde_json::from_value(body).unwrap();
    match survey().accept(submission) {
        Ok(response) => Ok(response.rows().iter().map(|row| json!(row)).collect()),
        Err(errors) => Err(errors
            .into_iter()
            .map(|validation_error| (validation_error.field, validation_error.code.as_str()))
            .collect()),
    }
}

fn rows(answers: Value) -> Vec<Value> {
    submit(answers, json!({})).unwrap()
}

fn refused(answers: Value) -> Vec<(String, &'static str)> {
    submit(answers, json!({})).unwrap_err()
}

fn refused_envelope(envelope: Value) -> Vec<(String, &'static str)> {
    submit(json!({"nps": {"score": 9}}), envelope).unwrap_err()
}

#[test]
fn every_kind_becomes_its_rows() {
    let stored = rows(json!({
        "nps": {"score": 3},
        "why": {"text": "  холодно \r\n и\u{0} поздно "},
        "liked": {"options": ["other", "food", "food"], "other": " свет "},
    }));
    assert_eq!(
        stored,
        [
            json!({"question": "nps", "option": "", "score": 3}),
            json!({"question": "why", "option": "", "text": "холодно \n и поздно"}),
            json!({"question": "liked", "option": ""}),
            json!({"question": "liked", "option": "food"}),
            json!({"question": "liked", "option": "other", "text": "свет"}),
        ]
    );
}

#[test]
fn empty_answers_are_no_answers() {
    let stored = rows(json!({
        "nps": {"score": 3}, "why": {"text": " \n "}, "liked": {"options": []}, "ease": {},
    }));
    assert_eq!(stored.len(), 1);
}

#[test]
fn a_follow_up_of_another_bucket_is_left_out() {
    let stored = rows(json!({"nps": {"score": 10}, "why": {"text": "typed before"}}));
    assert_eq!(stored.len(), 1);
}

#[test]
fn scales_end_where_they_end() {
    for score in [0, 10] {
        assert_eq!(rows(json!({"nps": {"score": score}})).len(), 1);
    }
    for score in [-1, 11, 256, i32::MAX] {
        assert_eq!(
            refused(json!({"nps": {"score": score}})),
            [("answers.nps".to_owned(), "score_off_scale")]
        );
    }
    assert_eq!(
        refused(json!({"nps": {"score": 9}, "ease": {"score": 8}}))[0].1,
        "score_off_scale"
    );
}

#[test]
fn texts_end_at_their_limit() {
    let why = |n| json!({"nps": {"score": 1}, "why": {"text": "щ".repeat(n)}});
    assert_eq!(rows(why(limits::TEXT_MAX_CHARS)).len(), 2);
    assert_eq!(
        refused(why(limits::TEXT_MAX_CHARS + 1))[0].1,
        "text_too_long"
    );
    let other =
        |n| json!({"nps": {"score": 9}, "liked": {"options": ["other"], "other": "щ".repeat(n)}});
    assert_eq!(rows(other(limits::OTHER_MAX_CHARS)).len(), 3);
    assert_eq!(
        refused(other(limits::OTHER_MAX_CHARS + 1))[0].1,
        "text_too_long"
    );
}

#[test]
fn all_errors_are_returned_with_their_fields() {
    let errors = submit(
        json!({
            "why": {"score": 1}, "liked": {"options": ["fish"]},
            "one": {"options": ["a", "b"]}, "ghost": {"text": "boo"},
        }),
        json!({"id": "x", "rev": 33, "version": 3, "lang": "de", "touchpoint": "t", "channel": "c"}),
    )
    .unwrap_err();
    let codes: Vec<_> = errors
        .iter()
        .map(|(field, code)| (field.as_str(), *code))
        .collect();
    assert_eq!(
        codes,
        [
            ("id", "bad_id"),
            ("rev", "bad_rev"),
            ("version", "unknown_version"),
            ("lang", "unknown_lang"),
            ("touchpoint", "unknown_touchpoint"),
            ("channel", "unknown_channel"),
            ("answers.ghost", "unknown_question"),
            ("answers.nps", "missing_answer"),
            ("answers.liked", "unknown_option"),
            ("answers.one", "too_many_options"),
        ]
    );
}

#[test]
fn an_answer_of_another_kind_is_refused() {
    for (question, answer) in [
        ("nps", json!({"text": "9"})),
        ("nps", json!({"score": 9, "options": []})),
        ("liked", json!({"score": 1})),
        ("one", json!({"text": "a"})),
    ] {
        let errors = refused(json!({question: answer}));
        assert_eq!(
            errors
                .iter()
                .filter(|(_, code)| *code == "wrong_kind")
                .count(),
            1
        );
    }
}

#[test]
fn revisions_run_from_1_to_32() {
    for rev in [1, 32] {
        assert!(submit(json!({"nps": {"score": 9}}), json!({"rev": rev})).is_ok());
    }
    for rev in [0, 33, 255] {
        assert_eq!(refused_envelope(json!({"rev": rev}))[0].1, "bad_rev");
    }
}

#[test]
fn ids_are_uuids_in_lower_case() {
    let with_id = |id: &str| -> Submission {
        serde_json::from_value(
            json!({"id": id, "rev": 1, "version": 2, "answers": {"nps": {"score": 1}}}),
        )
        .unwrap()
    };
    let upper = survey().accept(with_id(&ID.to_uppercase())).unwrap();
    assert_eq!(upper.id().as_str(), ID);
    for id in [
        "",
        "0190b5a0",
        &ID.replace('-', ""),
        &format!("{ID}0"),
        &ID.replace('0', "g"),
    ] {
        assert!(survey().accept(with_id(id)).is_err(), "{id}");
    }
}

#[test]
fn touchpoint_of_the_survey_is_the_default() {
    let submission: Submission = serde_json::from_value(
        json!({"id": ID, "rev": 1, "version": 2, "answers": {"nps": {"score": 1}}}),
    )
    .unwrap();
    let response = survey().accept(submission).unwrap();
    assert_eq!(response.touchpoint().unwrap().as_str(), "after");
    assert_eq!(response.channel().as_str(), "site");
    assert_eq!(response.event(), None);
}

#[test]
fn codes_are_distinct() {
    let mut codes: Vec<_> = Code::ALL.iter().map(|code| code.as_str()).collect();
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), Code::ALL.len());
}

#[test]
fn a_long_event_is_cut_not_refused() {
    let submission: Submission = serde_json::from_value(json!({
        "id": ID, "rev": 1, "version": 2, "event": "щ".repeat(limits::EVENT_MAX_CHARS + 1),
        "answers": {"nps": {"score": 1}},
    }))
    .unwrap();
    let response = survey().accept(submission).unwrap();
    let n_chars = response.event().unwrap().chars().count();
    assert_eq!(n_chars, limits::EVENT_MAX_CHARS);
}

#[test]
fn cutting_an_event_twice_changes_nothing() {
    let read = |event: &str| {
        let submission: Submission = serde_json::from_value(json!({
            "id": ID, "rev": 1, "version": 2, "event": event, "answers": {"nps": {"score": 1}},
        }))
        .unwrap();
        let response = survey().accept(submission).unwrap();
        response.event().unwrap().to_owned()
    };
    let word = "e".repeat(limits::EVENT_MAX_CHARS - 1);
    let cut = read(&format!("{word} and more"));
    assert_eq!(cut, word);
    assert_eq!(read(&cut), cut);
}

#[test]
fn unknown_questions_are_reported_once() {
    let mut answers = json!({"nps": {"score": 1}});
    for n in 0..1_000 {
        answers[format!("x{n}")] = json!({});
    }
    assert_eq!(refused(answers).len(), 1);
}

/// A retry is recognized by a hash of this text, also after the worker was replaced: it can only change together
/// with the stored hashes.
#[test]
fn the_hashed_payload_does_not_change() {
    let submission: Submission = serde_json::from_value(json!({
        "id": ID, "rev": 7, "version": 2, "lang": "uk", "event": "e", "channel": "qr",
        "answers": {
            "nps": {"score": 3}, "why": {"text": "t"},
            "liked": {"options": ["other", "food"], "other": "o"},
        },
    }))
    .unwrap();
    let response = survey().accept(submission).unwrap();
    assert_eq!(
        serde_json::to_string(&response).unwrap(),
        concat!(
            r#"{"id":"0190b5a0-0000-7000-8000-000000000001","survey":"s","version":2,"#,
            r#""lang":"uk","event":"e","touchpoint":"after","channel":"qr","answers":["#,
            r#"{"question":"nps","value":{"Score":3}},{"question":"why","value":{"Text":"t"}},"#,
            r#"{"question":"liked","value":{"Options":{"options":["food","other"],"other":"o"}}}]}"#,
        )
    );
}

fn accepted(answers: Value, envelope: Value) -> otklik_survey::Response {
    let mut body = json!({"id": ID, "rev": 1, "version": 2, "answers": answers});
    for (key, value) in envelope.as_object().unwrap() {
        body[key] = value.clone();
    }
    let submission: Submission = serde_json::from_value(body).unwrap();
    survey().accept(submission).unwrap()
}

#[test]
fn manager_and_reference_are_kept_or_left_out_but_never_refused() {
    let long = "x".repeat(65);
    for (manager, reference, kept) in [
        (" olena ", "A-1042", (Some("olena"), Some("A-1042"))),
        (&long, &long, (None, None)),
        ("", "+79161234567", (None, None)),
        ("olena", "a@b.example", (Some("olena"), None)),
    ] {
        let envelope = json!({"manager": manager, "reference": reference});
        let response = accepted(json!({"nps": {"score": 9}}), envelope);
        assert_eq!((response.manager(), response.reference()), kept);
    }
}

/// A retry after the release that added them must find the stored hash.
#[test]
fn absent_fields_do_not_change_the_payload() {
    let response = accepted(json!({"nps": {"score": 9}}), json!({}));
    let said = serde_json::to_value(&response).unwrap();
    let mut keys: Vec<&String> = said.as_object().unwrap().keys().collect();
    keys.sort_unstable();
    assert_eq!(
        keys,
        [
            "answers",
            "channel",
            "event",
            "id",
            "lang",
            "survey",
            "touchpoint",
            "version"
        ]
    );
}

#[test]
fn one_low_score_makes_a_response_low() {
    for (answers, low) in [
        (json!({"nps": {"score": 6}}), true),
        (json!({"nps": {"score": 7}}), false),
        (json!({"nps": {"score": 10}, "ease": {"score": 3}}), true),
        (json!({"nps": {"score": 10}, "ease": {"score": 4}}), false),
    ] {
        let response = accepted(answers.clone(), json!({}));
        assert_eq!(survey().is_low(&response), low, "{answers}");
    }
}

#[test]
fn a_callback_is_answered_by_a_call_or_a_message() {
    use otklik_survey::callback::{By, Callback, Lifecycle};
    let draft = |by: Option<&str>| otklik_survey::CallbackDraft {
        id: ID.to_owned(),
        rev: 1,
        phone: "+79161234567".to_owned(),
        consent: true,
        by: by.map(str::to_owned),
        ..otklik_survey::CallbackDraft::default()
    };
    for (by, read) in [
        (None, By::Call),
        (Some(""), By::Call),
        (Some("call"), By::Call),
        (Some("message"), By::Message),
    ] {
        assert_eq!(Callback::accept(draft(by)).unwrap().by(), read);
    }
    let refused = Callback::accept(draft(Some("pigeon"))).unwrap_err();
    assert_eq!(refused[0].code, Code::UnknownBy);
    // Broken is what is still open after its time.
    for state in Lifecycle::ALL {
        let open = matches!(state, Lifecycle::New | Lifecycle::InWork);
        assert_eq!(state.is_overdue(10, 11), open);
        assert!(!state.is_overdue(10, 10));
    }
}
