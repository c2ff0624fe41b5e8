//! Rows of a table as answers, and their errors.

mod columns;
mod errors;
mod identity;
mod zones;

use super::*;
use crate::csv;
use crate::lang::Lang;
use crate::limits;
use crate::response::channel::Channel;
use crate::response::flag::Flag;
use crate::response::source::Source;
use crate::response::status::Status;
use crate::survey::Survey;
use crate::survey::touchpoint::Touchpoint;
use crate::validation_error::ValidationError;
use serde_json::{Value, json};

const ID: &str = "0190b5a0-0000-7000-8000-000000000001";

fn surveys() -> Vec<Survey> {
    let survey = |version: u32, options: &[&str]| {
        serde_json::from_value(json!({
            "id": "guest", "version": version, "audience": "guest", "touchpoint": "event",
            "questions": [
                {"id": "enjoyed", "kind": "csat", "required": true},
                {"id": "liked", "kind": "choice", "several": true, "options": options},
                {"id": "comment", "kind": "text"},
            ],
        }))
        .unwrap()
    };
    vec![
        survey(1, &["music", "food", "other"]),
        survey(2, &["music", "food", "host", "other"]),
    ]
}

fn mapping() -> Value {
    json!({
        "name": "test",
        "fields": {
            "survey": {"value": "guest"},
            "time": {"columns": ["Time", "Время"], "formats": ["DD.MM.YYYY hh:mm", "YYYY-MM-DD"]},
            "event": {"columns": ["Праздник"], "words": {"Свадьба Ивановых": "ev-01"}},
            "channel": {"value": "email"},
            "locale": {"columns": ["Язык"], "words": {"русский": "ru"}},
            "guest.enjoyed": {"columns": ["Оценка"], "words": {"очень": "5", "не помню": ""}},
            "guest.liked": {
                "columns": ["Что"], "separator": ", ", "rest_is_other": true,
                "words": {"Музыка": "music", "Еда, напитки": "food"},
            },
            "guest.comment": {"columns": ["Слова"]},
        },
        "ignore": ["Почта"],
    })
}

const HEADER: &str = "Время,Праздник,Язык,Оценка,Что,Слова,Почта";

fn cells(line: &str) -> Vec<String> {
    let mut records = csv::Table::of(line).records();
    records.next().unwrap().unwrap().cells
}

fn mapping_errors(mapping: &Value, header: &str) -> Vec<(&'static str, String)> {
    let draft: MappingDraft = serde_json::from_value(mapping.clone()).unwrap();
    let (header, surveys) = ([cells(header)], surveys());
    let surveys: Vec<&Survey> = surveys.iter().collect();
    let refused = Mapping::accept(&draft, &header, &surveys).err();
    codes(refused.unwrap_or_default())
}

fn codes(errors: Vec<ValidationError>) -> Vec<(&'static str, String)> {
    let errors = errors.into_iter();
    errors.map(|it| (it.code.as_str(), it.field)).collect()
}

fn read_by(mapping: &Value, header: &str, line: &str) -> Result<Row, Vec<(&'static str, String)>> {
    let draft: MappingDraft = serde_json::from_value(mapping.clone()).unwrap();
    let (header, surveys) = ([cells(header)], surveys());
    let surveys: Vec<&Survey> = surveys.iter().collect();
    let mapping = Mapping::accept(&draft, &header, &surveys).unwrap();
    mapping.read(&cells(line), ID).map_err(codes)
}

fn read(line: &str) -> Result<Row, Vec<(&'static str, String)>> {
    read_by(&mapping(), HEADER, line)
}

/// With another value at a JSON pointer.
fn with(path: &str, value: Value) -> Value {
    let mut changed = mapping();
    let (parent, key) = path.rsplit_once('/').unwrap();
    let parent = changed.pointer_mut(parent).unwrap();
    parent
        .as_object_mut()
        .unwrap()
        .insert(key.to_owned(), value);
    changed
}

#[test]
fn a_row_becomes_a_response() {
    let row = read("01.05.2024 12:00,Свадьба Ивановых,русский,очень,\"Еда, напитки, Музыка, танцы, торт\",\"Всё, спасибо\",a@b.example").unwrap();
    let response = &row.response;
    assert_eq!(response.id().as_str(), ID);
    assert_eq!((response.rev(), response.version()), (32, 2));
    assert_eq!(response.event(), Some("ev-01"));
    assert_eq!(response.channel(), Channel::Email);
    assert_eq!(response.touchpoint(), Some(Touchpoint::Event));
    assert_eq!(response.lang(), Some(Lang::Ru));
    let rows: Vec<_> = response.rows();
    let rows: Vec<_> = rows
        .iter()
        .map(|it| (it.question, it.option, it.score, it.text))
        .collect();
    assert_eq!(
        rows,
        [
            ("enjoyed", "", Some(5), None),
            ("liked", "", None, None),
            ("liked", "food", None, None),
            ("liked", "music", None, None),
            ("liked", "other", None, Some("танцы, торт")),
            ("comment", "", None, Some("Всё, спасибо")),
        ]
    );
    assert_eq!((row.source, row.status), (None, Status::Accepted));
    let Ok(at_ms) = row
        .stamp
        .at_ms(|minute, _| Ok::<_, core::convert::Infallible>(minute));
    assert_eq!(at_ms, 1_714_564_800_000);
}

#[test]
fn a_day_is_read_by_the_format_of_its_column() {
    let survey: Survey = serde_json::from_value(json!({
        "id": "guest", "version": 1, "audience": "guest",
        "questions": [{"id": "day", "kind": "date"}, {"id": "comment", "kind": "text"}],
    }))
    .unwrap();
    let mapping = |field: &str, formats: &[&str]| -> MappingDraft {
        serde_json::from_value(json!({
            "name": "test",
            "fields": {
                "survey": {"value": "guest"},
                "time": {"columns": ["Time"], "formats": ["YYYY-MM-DD"]},
                field: {"columns": ["Day"], "formats": formats},
            },
        }))
        .unwrap()
    };
    let header = [cells("Time,Day")];
    let read = |formats: &[&str], line: &str| {
        let draft = mapping("guest.day", formats);
        let row = Mapping::accept(&draft, &header, &[&survey])
            .unwrap()
            .read(&cells(line), ID);
        row.map_err(codes)
            .map(|row| row.response.rows()[0].text.unwrap().to_owned())
    };
    assert_eq!(
        read(&["DD.MM.YYYY"], "2024-05-01,09.05.2024"),
        Ok("2024-05-09".to_owned())
    );
    assert_eq!(
        read(&[], "2024-05-01,2024-05-09"),
        Ok("2024-05-09".to_owned())
    );
    let refused = vec![("bad_date", "Day".to_owned())];
    assert_eq!(read(&[], "2024-05-01,09.05.2024"), Err(refused));
    for (field, formats, path) in [
        ("guest.day", ["DD.MM"], "fields.guest.day.formats.0"),
        (
            "guest.comment",
            ["DD.MM.YYYY"],
            "fields.guest.comment.formats",
        ),
    ] {
        let draft = mapping(field, &formats);
        let refused = Mapping::accept(&draft, &header, &[&survey]).unwrap_err();
        assert_eq!(codes(refused), [("bad_mapping", path.to_owned())]);
    }
}

#[test]
fn words_without_a_translation_mean_themselves() {
    let row = read("2024-05-01,ev-02,uk,3,music,,").unwrap();
    assert_eq!(row.response.event(), Some("ev-02"));
    assert_eq!(row.response.lang(), Some(Lang::Uk));
    assert_eq!(row.response.score("enjoyed"), Some(3));
    assert_eq!(row.response.rows().len(), 3);
}

#[test]
fn errors_of_a_row_name_its_columns() {
    let long = format!("2024-05-01,,,5,,{},", "я".repeat(2_001));
    for (line, expected) in [
        ("2024-05-01,,,5,,,,x", vec![("wrong_width", "#8")]),
        ("вчера,,,5,,,", vec![("unreadable_time", "Время")]),
        ("2024-05-01,,,6,,,", vec![("score_off_scale", "Оценка")]),
        (
            "2024-05-01,,,хорошо,,,",
            vec![("score_off_scale", "Оценка")],
        ),
        ("2024-05-01,,,,,,", vec![("missing_answer", "Оценка")]),
        (
            "2024-05-01,,,не помню,,,",
            vec![("missing_answer", "Оценка")],
        ),
        (&long, vec![("text_too_long", "Слова")]),
        (
            "вчера,,по-русски,0,,,",
            vec![
                ("unreadable_time", "Время"),
                ("unknown_lang", "Язык"),
                ("score_off_scale", "Оценка"),
            ],
        ),
    ] {
        let found = read(line).unwrap_err();
        let expected: Vec<_> = expected
            .into_iter()
            .map(|(code, column)| (code, column.to_owned()))
            .collect();
        assert_eq!(found, expected, "{line}");
    }
}

#[test]
fn unknown_options_are_refused_or_become_other() {
    let strict = with("/fields/guest.liked/rest_is_other", json!(false));
    let line = "2024-05-01,,,5,\"Музыка, танцы\",,";
    let refused = read_by(&strict, HEADER, line).unwrap_err();
    assert_eq!(refused, [("unknown_option", "Что".to_owned())]);
    let mut column = strict;
    column["fields"]["guest.liked"]["other"] = json!(["Почта"]);
    let row = read_by(&column, HEADER, "2024-05-01,,,5,Музыка,,конкурсы").unwrap();
    let rows = row.response.rows();
    let other = rows.iter().find(|it| it.option == "other").unwrap();
    assert_eq!((rows.len(), other.text), (4, Some("конкурсы")));
    // One option a cell: the separator of others is a part of it.
    let mut single = mapping();
    single["fields"]["guest.liked"]["separator"] = Value::Null;
    let row = read_by(&single, HEADER, line).unwrap();
    let rows = row.response.rows();
    assert_eq!(rows[2].text, Some("Музыка, танцы"));
}

#[test]
fn an_export_keeps_ids_source_and_status() {
    let mut export = with("/is_export", json!(true));
    export["fields"]["survey"] = json!({"columns": ["survey"]});
    export["fields"]["version"] = json!({"columns": ["version"]});
    export["fields"]["source"] = json!({"columns": ["source"]});
    export["fields"]["status"] = json!({"columns": ["status"]});
    export["fields"]["flag"] = json!({"columns": ["flag"]});
    let header = [HEADER, ",survey,version,source,status,flag"].concat();
    let row = |end: &str| {
        let line = ["2024-05-01,,,5,,'=1+1,,", end].concat();
        read_by(&export, &header, &line)
    };
    let kept = row("guest,1,invite,quarantined,burst").unwrap();
    assert_eq!(kept.response.version(), 1);
    assert_eq!(kept.response.rows()[1].text, Some("=1+1"));
    assert_eq!(
        (kept.source, kept.status, kept.flag),
        (Some(Source::Invite), Status::Quarantined, Some(Flag::Burst))
    );
    for (end, code, column) in [
        ("guests,1,,,", "unknown_survey", "survey"),
        (",1,,,", "unknown_survey", "survey"),
        ("guest,3,,,", "unknown_version", "version"),
        ("guest,1,letter,,", "unknown_source", "source"),
        ("guest,1,,good,", "unknown_status", "status"),
        ("guest,1,,quarantined,mood", "unknown_status", "flag"),
    ] {
        let refused = row(end).unwrap_err();
        assert_eq!(refused, [(code, column.to_owned())], "{end}");
    }
}

#[test]
fn an_id_of_an_export_is_a_uuid() {
    let mut export = with("/is_export", json!(true));
    export["fields"]["id"] = json!({"columns": ["Почта"]});
    export["ignore"] = json!([]);
    let draft: MappingDraft = serde_json::from_value(export).unwrap();
    let (header, surveys) = ([cells(HEADER)], surveys());
    let surveys: Vec<&Survey> = surveys.iter().collect();
    let mapping = Mapping::accept(&draft, &header, &surveys).unwrap();
    let row = cells("2024-05-01,,,5,,,17");
    assert_eq!(mapping.identity(&row).own_id, "17");
    let refused = codes(mapping.read(&row, "17").unwrap_err());
    assert_eq!(refused, [("bad_id", "Почта".to_owned())]);
}
