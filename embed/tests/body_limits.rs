//! A form with every text at its limit is below the limit of its body, as fields and as JSON, in any alphabet.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use otklik_embed::fields::{Fields, field_name, other_name};
use otklik_embed::look::Look;
use otklik_embed::page::form_kind::FormKind;
use otklik_embed::page::form_page::first_form;
use otklik_embed::survey_doc::{localized_survey, surveys};
use otklik_survey::callback::By;
use otklik_survey::question::OTHER;
use otklik_survey::{Lang, Survey, limits};
use serde::Serialize;
use support::settings;

/// Four bytes of UTF-8: no character has more.
const LONGEST: &str = "\u{1f382}";
const ID: &str = "0190b5a0-0000-7000-8000-000000000001";

type Typed = Vec<(String, String)>;

/// The fields that every form can have, each at its limit.
fn common() -> Typed {
    let token = format!("1780000000000.{}", "f".repeat(32));
    let challenge = "a".repeat(limits::CHALLENGE_MAX_BYTES);
    [
        ("id", ID.to_owned()),
        ("rev", "32".to_owned()),
        ("version", u32::MAX.to_string()),
        ("lang", "en".to_owned()),
        ("event", LONGEST.repeat(limits::EVENT_MAX_CHARS)),
        ("touchpoint", "consultation".to_owned()),
        ("channel", "messenger".to_owned()),
        ("user_activation", "1".to_owned()),
        ("manager", LONGEST.repeat(limits::MANAGER_MAX_CHARS)),
        ("reference", LONGEST.repeat(limits::REFERENCE_MAX_CHARS)),
        ("invite", "N7PUP5BRdPBK".to_owned()),
        ("form_token", token),
        ("honeypot", "1".to_owned()),
        ("partial", "1".to_owned()),
        ("language", "en".to_owned()),
        ("by", "message".to_owned()),
        ("cf-turnstile-response", challenge),
    ]
    .map(|(name, value)| (name.to_owned(), value))
    .into()
}

fn answers(survey: &Survey) -> Typed {
    let mut typed = common();
    for question in survey.questions() {
        let field = field_name(&question.id);
        for option in question.options() {
            typed.push((field.clone(), option.clone()));
        }
        if question.has_other() {
            let other = LONGEST.repeat(limits::OTHER_MAX_CHARS);
            typed.push((other_name(&question.id), other));
        }
        if question.options().is_empty() {
            // Of a score or a day less.
            typed.push((field, LONGEST.repeat(limits::TEXT_MAX_CHARS)));
        }
    }
    typed
}

fn callback() -> Typed {
    let mut typed = common();
    for (name, max_chars) in [
        ("phone", limits::PHONE_MAX_CHARS),
        ("name", limits::NAME_MAX_CHARS),
        ("topic", limits::TOPIC_MAX_CHARS),
        ("comment", limits::TEXT_MAX_CHARS),
    ] {
        typed.push((name.to_owned(), LONGEST.repeat(max_chars)));
    }
    for (name, value) in [("window", "afternoon"), ("consent", "yes")] {
        typed.push((name.to_owned(), value.to_owned()));
    }
    typed
}

fn encoded(typed: &Typed) -> String {
    let mut body = form_urlencoded::Serializer::new(String::new());
    body.extend_pairs(typed).finish()
}

/// JSON as programs write it that escape whatever is not ASCII.
fn escaped(value: &impl Serialize) -> String {
    let json = serde_json::to_string(value).unwrap();
    let signs = json.encode_utf16();
    let written = signs.map(|unit| match u8::try_from(unit) {
        Ok(byte) if byte.is_ascii() => char::from(byte).to_string(),
        Ok(_) | Err(_) => format!("\\u{unit:04x}"),
    });
    written.collect()
}

fn survey(questions: &[String]) -> Survey {
    let questions = questions.join(",");
    let json =
        format!(r#"{{"id":"own","version":1,"audience":"guest","questions":[{questions}]}}"#);
    serde_json::from_str(&json).unwrap()
}

/// As many questions as there can be, with ids as long as they can be.
fn questions(rest: &str) -> Vec<String> {
    let numbers = 10..10 + limits::QUESTIONS_MAX;
    let id = |number| format!("{}{number}", "q".repeat(limits::PART_ID_MAX_CHARS - 2));
    numbers
        .map(|number| format!(r#"{{"id":"{}",{rest}}}"#, id(number)))
        .collect()
}

fn own_surveys() -> Vec<Survey> {
    let mut options: Vec<String> = (11..10 + limits::OPTIONS_MAX)
        .map(|number| format!("{}{number}", "o".repeat(limits::PART_ID_MAX_CHARS - 2)))
        .collect();
    options.push(OTHER.to_owned());
    let options = serde_json::to_string(&options).unwrap();
    let choice = format!(r#""kind":"choice","several":true,"options":{options}"#);
    vec![
        survey(&questions(r#""kind":"text""#)),
        survey(&questions(&choice)),
    ]
}

#[test]
fn the_longest_answers_are_below_their_limit() {
    let built_in = surveys::current().map(|document| Survey::clone(document));
    for survey in built_in.chain(own_surveys()) {
        // Scores and days are short.
        let mut typed = answers(&survey);
        for question in survey.questions() {
            if question.kind.scale().is_some() {
                let name = field_name(&question.id);
                typed.retain(|(field, _)| *field != name);
                typed.push((name, "10".to_owned()));
            }
        }
        let body = encoded(&typed);
        let max_bytes = survey.body_max_bytes();
        assert!(body.len() <= max_bytes, "{} of {max_bytes}", body.len());
        let json = escaped(&Fields::parse(body.as_bytes()).submission(&survey));
        assert!(json.len() <= max_bytes, "{} of {max_bytes}", json.len());
        assert!(max_bytes >= limits::BODY_MAX_BYTES && max_bytes % 1024 == 0);
        // Not far above either.
        let spare = max_bytes - body.len().max(limits::BODY_MAX_BYTES);
        assert!(spare <= max_bytes / 3, "{spare} of {max_bytes}");
    }
}

#[test]
fn the_longest_request_to_be_called_is_below_its_limit() {
    let max_bytes = limits::CALLBACK_BODY_MAX_BYTES;
    let body = encoded(&callback());
    assert!(body.len() <= max_bytes, "{} of {max_bytes}", body.len());
    let json = escaped(&Fields::parse(body.as_bytes()).callback());
    assert!(json.len() <= max_bytes, "{} of {max_bytes}", json.len());
    assert!(max_bytes - body.len() <= max_bytes / 4);
}

/// Else a new field of a page would not be counted.
#[test]
fn every_field_of_a_form_is_counted() {
    let settings = settings();
    let mut full = Fields::default();
    for (name, value) in common() {
        full.set(&name, value);
    }
    full.set("honeypot", "");
    for document in surveys::current() {
        let forms = [
            (
                FormKind::Survey,
                answers(document),
                localized_survey::of_survey(document, Lang::Ru, None, Look::default(), &settings),
            ),
            (
                FormKind::Callback,
                callback(),
                localized_survey::of_callback(
                    document,
                    Lang::Ru,
                    By::Call,
                    Look::default(),
                    &settings,
                ),
            ),
        ];
        for (kind, counted, localized) in forms {
            let page = first_form(kind, &localized, &full, &settings, None);
            let (_, form) = page.html.split_once("<form").unwrap();
            let names = form.split(" name=\"").skip(1);
            let names: Vec<&str> = names
                .filter_map(|rest| Some(rest.split_once('"')?.0))
                .collect();
            assert!(names.contains(&"id") && names.len() > 10, "{names:?}");
            for name in names {
                assert!(counted.iter().any(|(field, _)| field == name), "{name}");
            }
        }
    }
}

/// Pages in other encodings send UTF-8 too.
#[test]
fn forms_name_their_encoding() {
    let settings = settings();
    let site = surveys::find("site").unwrap();
    let look = Look::default;
    for (kind, localized) in [
        (
            FormKind::Survey,
            localized_survey::of_survey(site, Lang::Ru, None, look(), &settings),
        ),
        (
            FormKind::Callback,
            localized_survey::of_callback(site, Lang::Ru, By::Call, look(), &settings),
        ),
    ] {
        let page = first_form(kind, &localized, &Fields::default(), &settings, None);
        assert!(
            page.html.contains(" accept-charset=\"utf-8\""),
            "{}",
            page.html
        );
    }
}
