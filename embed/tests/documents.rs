//! Documents of surveys: whatever is wrong is told with its path, and whatever passes can be asked.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use otklik_embed::document::Document;
use otklik_embed::document_reader::read;
use otklik_embed::fields::Fields;
use otklik_embed::page::{self, FormKind};
use otklik_embed::settings::Settings;
use otklik_embed::{loader, sheet};
use otklik_survey::{AnswerDraft, Kind, Lang, Submission};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Value, json};

fn example() -> Value {
    serde_json::from_str(include_str!("../../docs/survey.json")).unwrap()
}

/// `path: code` of every mistake.
fn told(document: &Value) -> Vec<String> {
    let mistakes = read(document).map_or_else(|mistakes| mistakes, |_| Vec::new());
    mistakes.iter().map(|it| it.to_string()).collect()
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
fn the_example_is_fine_and_reads_as_it_is_written() {
    assert_eq!(told(&example()), [""; 0]);
    let document = read(&example()).unwrap();
    let written = serde_json::to_value(document.written()).unwrap();
    assert_eq!(read(&written).as_ref(), Ok(&document));
    assert!(!document.is_anonymous());
    let anonymous = read(&with("/anonymous", Some(json!(true)))).unwrap();
    assert!(anonymous.is_anonymous() && anonymous != document);
}

#[test]
fn every_mistake_is_told_with_its_path() {
    let text = |n: usize| Some(json!("я".repeat(n)));
    let list = |n: usize, of: Value| Some(json!(vec![of; n]));
    let question = "/questions/0/texts/uk";
    for (place, value, mistakes) in [
        ("/id", Some(json!("Wedding")), &["id: bad_part_id"][..]),
        ("/id", Some(json!(7)), &["id: wrong_type"]),
        ("/id", None, &["id: missing_field"]),
        ("/id", Some(json!("a".repeat(33))), &["id: bad_part_id"]),
        ("/version", Some(json!(0)), &["version: bad_version"]),
        ("/version", Some(json!(1.5)), &["version: bad_version"]),
        ("/version", Some(json!("1")), &["version: wrong_type"]),
        (
            "/audience",
            Some(json!("staff")),
            &["audience: unknown_word"],
        ),
        (
            "/touchpoint",
            Some(json!("party")),
            &["touchpoint: unknown_word"],
        ),
        ("/anonymous", Some(json!("yes")), &["anonymous: wrong_type"]),
        ("/colour", Some(json!(1)), &["colour: unknown_field"]),
        ("/title", None, &["title: missing_field"]),
        ("/title/uk", None, &["title.uk: missing_field"]),
        ("/title/de", Some(json!("x")), &["title.de: unknown_field"]),
        (
            "/title/en",
            Some(json!(" \u{7}")),
            &["title.en: missing_text"],
        ),
        ("/title/en", text(80), &[]),
        ("/title/en", text(81), &["title.en: text_too_long"]),
        (
            "/title/en",
            Some(json!("{agency}")),
            &["title.en: unknown_placeholder"],
        ),
        (
            "/theme/brand",
            Some(json!("red")),
            &["theme.brand: bad_color"],
        ),
        ("/theme/radius_px", Some(json!(24)), &[]),
        (
            "/theme/radius_px",
            Some(json!(25)),
            &["theme.radius_px: radius_out_of_range"],
        ),
        (
            "/theme/scheme",
            Some(json!("pink")),
            &["theme.scheme: unknown_word"],
        ),
        (
            "/theme/scale",
            Some(json!("hearts")),
            &["theme.scale: unknown_word"],
        ),
        (
            "/theme/logo",
            Some(json!("x")),
            &["theme.logo: unknown_field"],
        ),
        ("/targets/satisfied", Some(json!(100)), &[]),
        (
            "/targets/satisfied",
            Some(json!(100.5)),
            &["targets.satisfied: target_out_of_range"],
        ),
        (
            "/targets/nps",
            Some(json!(-101)),
            &["targets.nps: target_out_of_range"],
        ),
        (
            "/targets/comment",
            Some(json!(1)),
            &["targets.comment: not_scored"],
        ),
        (
            "/allowed_origins",
            list(20, json!("https://a.example")),
            &[],
        ),
        (
            "/allowed_origins",
            list(21, json!("https://a.example")),
            &["allowed_origins: too_many_origins"],
        ),
        (
            "/allowed_origins/-",
            Some(json!("https://a.example/")),
            &["allowed_origins[1]: bad_origin"],
        ),
        (
            "/allowed_origins/0",
            Some(json!("https://".to_owned() + &"a".repeat(262))),
            &[],
        ),
        (
            "/allowed_origins/0",
            Some(json!("https://".to_owned() + &"a".repeat(263))),
            &["allowed_origins[0]: bad_origin"],
        ),
        (
            "/questions",
            Some(json!({})),
            &[
                "targets.nps: not_scored",
                "targets.satisfied: not_scored",
                "questions: wrong_type",
            ],
        ),
        (
            "/questions",
            Some(json!([])),
            &[
                "targets.nps: not_scored",
                "targets.satisfied: not_scored",
                "questions: questions_out_of_range",
            ],
        ),
        (
            "/questions/0/id",
            Some(json!("nps")),
            &[
                "targets.satisfied: not_scored",
                "questions[1].after.question: not_scored",
                "questions[2].id: same_id",
            ],
        ),
        (
            "/questions/3/kind",
            Some(json!("stars")),
            &["questions[3].kind: unknown_word"],
        ),
        (
            "/questions/3/kind",
            None,
            &["questions[3].kind: missing_field"],
        ),
        (
            "/questions/0/required",
            Some(json!(1)),
            &["questions[0].required: wrong_type"],
        ),
        (
            "/questions/0/options",
            Some(json!(["a", "b"])),
            &["questions[0].options: unknown_field"],
        ),
        (
            "/questions/1/options",
            Some(json!(["food"])),
            &[
                "questions[1].options: options_out_of_range",
                "questions[1].texts.ru.options.host: unknown_field",
            ],
        ),
        (
            "/questions/1/options/0",
            Some(json!("food")),
            &[
                "questions[1].options[1]: same_id",
                "questions[1].texts.ru.options.host: unknown_field",
            ],
        ),
        (
            "/questions/1/texts/uk/options/host",
            None,
            &["questions[1].texts.uk.options.host: missing_field"],
        ),
        (
            "/questions/1/texts/uk/options/band",
            Some(json!("x")),
            &["questions[1].texts.uk.options.band: unknown_field"],
        ),
        ("/questions/1/texts/en/options/food", text(60), &[]),
        (
            "/questions/1/texts/en/options/food",
            text(61),
            &["questions[1].texts.en.options.food: text_too_long"],
        ),
        (
            "/questions/1/texts/en/options/food",
            Some(json!("{agency}")),
            &["questions[1].texts.en.options.food: unknown_placeholder"],
        ),
        (
            "/questions/1/after/question",
            Some(json!("nps")),
            &["questions[1].after.question: not_scored"],
        ),
        (
            "/questions/1/after/buckets/0",
            Some(json!("bad")),
            &["questions[1].after.buckets[0]: unknown_word"],
        ),
        (
            "/questions/1/texts/en/after",
            None,
            &["questions[1].texts.en.after: missing_field"],
        ),
        (
            "/questions/1/texts/en/after/low",
            None,
            &["questions[1].texts.en.after.low: missing_field"],
        ),
        (
            "/questions/1/texts/en/after/high",
            Some(json!("x")),
            &["questions[1].texts.en.after.high: unknown_field"],
        ),
        (
            "/questions/3/texts/en/after",
            Some(json!({"low": "x"})),
            &["questions[3].texts.en.after: unknown_field"],
        ),
        (
            "/questions/2/texts/en/touchpoints",
            None,
            &["questions[2].texts.en.touchpoints: missing_field"],
        ),
        (
            "/questions/2/texts/en/touchpoints/after",
            Some(json!("x")),
            &[
                "questions[2].texts.ru.touchpoints.after: missing_field",
                "questions[2].texts.uk.touchpoints.after: missing_field",
            ],
        ),
        (
            "/questions/2/texts/en/touchpoints/party",
            Some(json!("x")),
            &["questions[2].texts.en.touchpoints.party: unknown_field"],
        ),
        (
            "/questions/0/texts",
            None,
            &["questions[0].texts: missing_field"],
        ),
        (question, None, &["questions[0].texts.uk: missing_field"]),
        (
            question,
            Some(json!("x")),
            &["questions[0].texts.uk: wrong_type"],
        ),
        ("/questions/0/texts/uk/text", text(200), &[]),
        (
            "/questions/0/texts/uk/text",
            text(201),
            &["questions[0].texts.uk.text: text_too_long"],
        ),
        (
            "/questions/0/texts/uk/text",
            Some(json!("{agancy}?")),
            &["questions[0].texts.uk.text: unknown_placeholder"],
        ),
        (
            "/questions/0/texts/uk/ends",
            None,
            &["questions[0].texts.uk.ends: missing_field"],
        ),
        (
            "/questions/0/texts/uk/ends/-",
            Some(json!("x")),
            &["questions[0].texts.uk.ends: wrong_count"],
        ),
        (
            "/questions/0/texts/uk/ends/1",
            Some(json!(1)),
            &["questions[0].texts.uk.ends[1]: wrong_type"],
        ),
        (
            "/questions/0/texts/uk/values",
            list(5, json!("x")),
            &[
                "questions[0].texts.ru.values: missing_field",
                "questions[0].texts.en.values: missing_field",
            ],
        ),
        (
            "/questions/3/texts/uk/ends",
            Some(json!(["a", "b"])),
            &["questions[3].texts.uk.ends: unknown_field"],
        ),
    ] {
        let told = told(&with(place, value));
        match mistakes {
            // Options that are gone leave texts in each language behind.
            [first, then] if then.contains(".options.host: unknown_field") => {
                assert!(told.iter().any(|it| it == first), "{place}: {told:?}");
                assert!(told.iter().any(|it| it == then), "{place}: {told:?}");
            }
            _ => assert_eq!(told, mistakes, "{place}"),
        }
    }
    assert_eq!(told(&json!([])), [": wrong_type"]);
}

#[test]
fn many_mistakes_are_told_at_once_in_reading_order() {
    let mut document = example();
    document["version"] = json!(0);
    document["questions"][2]["kind"] = json!(null);
    document["questions"][1]["id"] = json!("");
    document["theme"]["brand"] = json!("");
    assert_eq!(
        told(&document),
        [
            "version: bad_version",
            "theme.brand: bad_color",
            "questions[1].id: bad_part_id",
            "questions[2].kind: wrong_type",
            "targets.nps: target_out_of_range",
        ][..4]
    );
    for n in 0..200 {
        document[format!("x{n}")] = json!(n);
    }
    assert_eq!(told(&document).len(), 100);
}

#[test]
fn questions_and_options_end_at_twenty() {
    let options = |n: usize| {
        let ids: Vec<String> = (0..n).map(|n| format!("o{n}")).collect();
        let named: serde_json::Map<_, _> = ids.iter().map(|id| (id.clone(), json!("x"))).collect();
        let mut document = example();
        document["questions"][1]["options"] = json!(ids);
        for lang in Lang::ALL {
            document["questions"][1]["texts"][lang.code()]["options"] = json!(named);
        }
        told(&document)
    };
    assert_eq!((options(2), options(20)), (vec![], vec![]));
    for n in [0, 1, 21] {
        assert_eq!(options(n), ["questions[1].options: options_out_of_range"]);
    }
    let questions = |n: usize| {
        let mut document = example();
        let questions = document["questions"].as_array_mut().unwrap();
        for n in 4..n {
            let mut next = questions[3].clone();
            next["id"] = json!(format!("q{n}"));
            questions.push(next);
        }
        told(&document)
    };
    assert_eq!(questions(20), [""; 0]);
    assert_eq!(questions(21), ["questions: questions_out_of_range"]);
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

/// Every question that is asked gets an answer, a page shows it, and all of it is accepted.
fn can_be_asked(document: &Document) {
    let settings = settings();
    for lang in Lang::ALL {
        let look = document.look(&settings);
        let sheet = sheet::of_survey(document, lang, document.touchpoint(), look, &settings);
        let page = page::first_form(FormKind::Survey, &sheet, &Fields::default(), &settings);
        let script = loader::script(FormKind::Survey, &sheet, &Fields::default(), &settings);
        assert!(!page.html.contains("<b>"));
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
        match &question.kind {
            Kind::Scored(scale) => answer.score = Some(scale.low().into()),
            Kind::Choice { options, .. } => answer.options = Some(vec![options[0].clone()]),
            Kind::Text => answer.text = Some("text".to_owned()),
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

/// A question by its place; the first one has a score that others may follow.
fn question(place: usize) -> impl Strategy<Value = Value> {
    let kinds = [
        ("csat", 5),
        ("nps", 11),
        ("ces", 7),
        ("text", 0),
        ("choice", 0),
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
    fn whatever_is_right_is_taken_and_can_be_asked(document in document()) {
        match read(&document) {
            Ok(document) => can_be_asked(&document),
            Err(mistakes) => panic!("{mistakes:?} in {document}"),
        }
    }

    /// Parts of one document in places of another: mostly wrong, and asked all the same where not.
    #[test]
    fn whatever_passes_can_be_asked(document in document(), cuts in vec(any::<[u16; 2]>(), 1..4)) {
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
