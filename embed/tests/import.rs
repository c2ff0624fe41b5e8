//! The ready mappings: each reads the example beside it.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use otklik_embed::survey_doc::surveys;
use otklik_survey::csv;
use otklik_survey::import::{Mapping, MappingDraft, Row};
use otklik_survey::{Channel, Source, Status};
use std::fs;
use std::path::{Path, PathBuf};

const ID: &str = "0190b5a0-0000-7000-8000-000000000001";

fn file(name: &str, ending: &str) -> PathBuf {
    Path::new("../docs/import")
        .join(name)
        .with_extension(ending)
}

fn rows(name: &str) -> Vec<Row> {
    let draft = fs::read_to_string(file(name, "json")).unwrap();
    let draft: MappingDraft = serde_json::from_str(&draft).unwrap();
    assert_eq!(draft.name, name);
    let table = fs::read_to_string(file(name, "csv")).unwrap();
    let mut records = csv::Table::of(&table).records().map(Result::unwrap);
    let header = records.by_ref().take(draft.n_header_rows());
    let header: Vec<Vec<String>> = header.map(|it| it.cells).collect();
    let surveys = surveys::versions();
    let mapping = Mapping::accept(&draft, &header, &surveys).unwrap();
    let read = |cells: &[String]| {
        let own = Some(mapping.identity(cells).own_id).filter(|_| draft.is_export);
        mapping.read(cells, own.as_deref().unwrap_or(ID)).unwrap()
    };
    records.map(|record| read(&record.cells)).collect()
}

/// UTC milliseconds, of an agency two hours ahead.
fn times(rows: &[Row]) -> Vec<i64> {
    let zone = |minute: i64, _: Option<&str>| Ok::<_, std::convert::Infallible>(minute - 120);
    rows.iter()
        .map(|row| row.stamp.at_ms(zone).unwrap_or_default())
        .collect()
}

fn texts(row: &Row) -> Vec<(&str, &str)> {
    let rows = row.response.rows().into_iter();
    let texts = rows.filter_map(|it| Some((it.question, it.text?)));
    texts.collect()
}

fn options(row: &Row) -> Vec<&str> {
    let rows = row.response.rows().into_iter();
    let options = rows.map(|it| it.option).filter(|it| !it.is_empty());
    options.collect()
}

#[test]
fn every_mapping_has_its_example() {
    let mut names: Vec<String> = fs::read_dir("../docs/import")
        .unwrap()
        .filter_map(|entry| {
            let path = entry.unwrap().path();
            let name = path.file_stem()?.to_str()?.to_owned();
            (path.extension()? == "json").then_some(name)
        })
        .collect();
    names.sort();
    let ready = [
        "google-forms",
        "lime-survey",
        "own-export",
        "survey-monkey",
        "typeform",
        "yandex-forms",
    ];
    assert_eq!(names, ready);
    for name in &names {
        assert!(!rows(name).is_empty(), "{name}");
    }
}

#[test]
fn google_forms() {
    let rows = rows("google-forms");
    let scores: Vec<_> = rows.iter().map(|it| it.response.score("enjoyed")).collect();
    assert_eq!(scores, [Some(5), Some(4), Some(3)]);
    let expected = [1_715_539_267_000, 1_715_587_353_000, 1_715_587_353_000];
    assert_eq!(times(&rows), expected);
    assert_eq!(texts(&rows[0]), [("comment", "Спасибо, было чудесно")]);
    assert_eq!(texts(&rows[1]), [("liked", "салют над озером")]);
    assert_eq!(
        texts(&rows[2]),
        [("comment", "Музыка была громкой,\nа зал тесным")]
    );
    for row in &rows {
        assert_eq!(row.response.event(), Some("ev-01"));
        assert_eq!(row.response.channel(), Channel::Email);
    }
}

#[test]
fn yandex_forms() {
    let rows = rows("yandex-forms");
    let scores = |question| -> Vec<_> {
        let scores = rows.iter().map(|it| it.response.score(question));
        scores.collect()
    };
    assert_eq!(scores("nps"), [Some(10), Some(6)]);
    assert_eq!(scores("satisfied"), [Some(5), Some(4)]);
    assert_eq!(texts(&rows[0]), [("why", "Всё вовремя; команда рядом")]);
    assert_eq!(times(&rows), [1_717_402_542_000, 1_717_430_469_000]);
}

/// Programs with a column for each option: the same two answers.
#[test]
fn a_column_for_each_option() {
    for (name, first_at) in [
        ("typeform", 1_715_553_000_000),
        ("survey-monkey", 1_715_542_867_000),
        ("lime-survey", 1_715_542_867_000),
    ] {
        let rows = rows(name);
        let scores: Vec<_> = rows.iter().map(|it| it.response.score("enjoyed")).collect();
        assert_eq!(scores, [Some(5), Some(4)], "{name}");
        assert_eq!(times(&rows)[0], first_at, "{name}");
        assert_eq!(options(&rows[0]), ["food", "music"], "{name}");
        assert_eq!(options(&rows[1]), ["host", "other"], "{name}");
        assert_eq!(texts(&rows[0])[0].0, "comment", "{name}");
        assert_eq!(texts(&rows[1])[0].0, "liked", "{name}");
    }
}

#[test]
fn our_own_export() {
    let rows = rows("own-export");
    let sources: Vec<_> = rows
        .iter()
        .map(|it| (it.response.survey(), it.source, it.status))
        .collect();
    assert_eq!(
        sources,
        [
            ("guest", Some(Source::EventLink), Status::Accepted),
            ("client", Some(Source::Invite), Status::Accepted),
            ("guest", Some(Source::EventLink), Status::Quarantined),
        ]
    );
    assert_eq!(
        rows[1].response.id().as_str(),
        "0190b5a0-0000-7000-8000-000000000002"
    );
    assert_eq!(times(&rows)[0], 1_715_539_267_250);
    let expected = [("liked", "салют"), ("comment", "=лучший день")];
    assert_eq!(texts(&rows[0]), expected);
    assert_eq!(texts(&rows[2]), [("disappointed", "парковка")]);
}
