//! Mappings, and their errors.

use super::{HEADER, mapping, mapping_errors, with};
use serde_json::json;

#[test]
fn a_mapping_error_has_its_path() {
    assert_eq!(mapping_errors(&mapping(), HEADER), []);
    let column = |name: &str| json!({"columns": [name]});
    let long = "я".repeat(65);
    for (path, value, code, place) in [
        ("name", json!(""), "bad_mapping", "name"),
        ("name", json!(long), "bad_mapping", "name"),
        ("fields/survey", json!({}), "bad_mapping", "fields.survey"),
        (
            "fields/survey",
            json!({"value": "quests"}),
            "unknown_survey",
            "fields.survey.value",
        ),
        (
            "fields/survey",
            json!({"value": "guest", "columns": ["Язык"]}),
            "bad_mapping",
            "fields.survey",
        ),
        (
            "fields/survey/words",
            json!({"Гости": "guest"}),
            "bad_mapping",
            "fields.survey",
        ),
        (
            "fields/version",
            json!({"value": "3"}),
            "unknown_version",
            "fields.version.value",
        ),
        (
            "fields/time/formats",
            json!([]),
            "bad_mapping",
            "fields.time.formats",
        ),
        (
            "fields/time/formats",
            json!(["DD.MM.YYYY", "hh:mm"]),
            "bad_mapping",
            "fields.time.formats.1",
        ),
        (
            "fields/time",
            json!({"value": "2024-05-01", "formats": ["YYYY-MM-DD"]}),
            "bad_mapping",
            "fields.time",
        ),
        (
            "fields/id",
            json!({"value": "1"}),
            "bad_mapping",
            "fields.id",
        ),
        (
            "fields/reference",
            column("Договор"),
            "missing_column",
            "fields.reference.columns",
        ),
        (
            "fields/event/formats",
            json!(["YYYY-MM-DD"]),
            "bad_mapping",
            "fields.event.formats",
        ),
        (
            "fields/event/separator",
            json!(","),
            "bad_mapping",
            "fields.event.separator",
        ),
        (
            "fields/event/rest_is_other",
            json!(true),
            "wrong_kind",
            "fields.event.other",
        ),
        (
            "fields/channel",
            json!({"value": "pigeon"}),
            "unknown_channel",
            "fields.channel.value",
        ),
        (
            "fields/touchpoint",
            json!({"value": "dance"}),
            "unknown_touchpoint",
            "fields.touchpoint.value",
        ),
        (
            "fields/source",
            json!({"value": "trust"}),
            "unknown_source",
            "fields.source.value",
        ),
        (
            "fields/status",
            json!({"value": "good"}),
            "unknown_status",
            "fields.status.value",
        ),
        (
            "fields/flag",
            json!({"value": "mood"}),
            "unknown_status",
            "fields.flag.value",
        ),
        (
            "fields/locale/words",
            json!({"русский": "rus"}),
            "unknown_lang",
            "fields.locale.words.русский",
        ),
        (
            "fields/guest.nps",
            column("Почта"),
            "unknown_question",
            "fields.guest.nps",
        ),
        (
            "fields/mood",
            column("Почта"),
            "unknown_question",
            "fields.mood",
        ),
        (
            "fields/guest.comment/columns",
            json!([]),
            "bad_mapping",
            "fields.guest.comment",
        ),
        (
            "fields/guest.comment",
            json!({"value": "5"}),
            "bad_mapping",
            "fields.guest.comment",
        ),
        (
            "fields/guest.comment/words",
            json!({"a": "b"}),
            "wrong_kind",
            "fields.guest.comment.words.a",
        ),
        (
            "fields/guest.comment/separator",
            json!(";"),
            "bad_mapping",
            "fields.guest.comment.separator",
        ),
        (
            "fields/guest.comment/rest_is_other",
            json!(true),
            "wrong_kind",
            "fields.guest.comment.other",
        ),
        (
            "fields/guest.enjoyed/words",
            json!({"очень": "6"}),
            "score_off_scale",
            "fields.guest.enjoyed.words.очень",
        ),
        (
            "fields/guest.liked/words",
            json!({"Танцы": "dance"}),
            "unknown_option",
            "fields.guest.liked.words.Танцы",
        ),
        (
            "fields/guest.liked/separator",
            json!(""),
            "bad_mapping",
            "fields.guest.liked.separator",
        ),
        (
            "fields/guest.liked/other",
            json!(["Иное"]),
            "missing_column",
            "fields.guest.liked.other",
        ),
        ("ignore", json!([]), "unmapped_column", "Почта"),
    ] {
        let found = mapping_errors(&with(&["/", path].concat(), value), HEADER);
        assert!(
            found.contains(&(code, place.to_owned())),
            "{path}: {found:?}"
        );
    }
}

#[test]
fn every_column_is_mapped_or_left_out_on_purpose() {
    let more = [HEADER, ",Возраст,Слова"].concat();
    let found = mapping_errors(&mapping(), &more);
    let expected = ["Возраст", "Слова"].map(|name| ("unmapped_column", name.to_owned()));
    assert_eq!(found, expected);
    // Of two columns with a mapped name nobody knows which one is meant.
    let found = mapping_errors(&with("/ignore_others", json!(true)), &more);
    assert_eq!(found, [("unmapped_column", "Слова".to_owned())]);
    // What is ignored may be there twice, and a column without a name needs no mapping.
    let more = [HEADER, ",Почта,, "].concat();
    assert_eq!(mapping_errors(&mapping(), &more), []);
    let found = mapping_errors(&mapping(), "Праздник,Язык,Что,Слова,Почта");
    assert_eq!(
        found,
        [
            ("missing_column", "fields.guest.enjoyed.columns".to_owned()),
            ("missing_column", "fields.time.columns".to_owned()),
        ]
    );
}

#[test]
fn without_a_survey_a_time_and_a_question_nothing_is_an_answer() {
    let none = json!({"name": "test", "ignore_others": true});
    let expected = ["fields.survey", "fields.time", "fields"];
    let expected = expected.map(|place| ("bad_mapping", place.to_owned()));
    assert_eq!(mapping_errors(&none, HEADER), expected);
}

#[test]
fn a_name_of_64_characters_fits() {
    assert_eq!(
        mapping_errors(&with("/name", json!("я".repeat(64))), HEADER),
        []
    );
}
