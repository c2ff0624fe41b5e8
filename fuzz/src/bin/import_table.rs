//! A table of answers from another system: `POST /v1/import`.
#![cfg_attr(fuzzing, no_main)]

use otklik_embed::survey_doc::surveys;
use otklik_fuzz::response;
use otklik_survey::csv::{BadQuote, Record, Table};
use otklik_survey::import::{Mapping, MappingDraft, Row};
use otklik_survey::limits;

otklik_fuzz::target!(check);

const ID: &str = "0190b5a0-0000-7000-8000-000000000001";

/// Reads the columns of `seeds/import_table/`.
const MAPPING: &str = r#"{
    "name": "fuzz",
    "is_export": true,
    "fields": {
        "survey": {"columns": ["survey"], "words": {"гости": "guest"}},
        "version": {"columns": ["version"]},
        "time": {"columns": ["time"], "formats": ["YYYY/MM/DD hh:mm:ss AM zone", "DD.MM.YYYY hh:mm", "YYYY-MM-DDThh:mm:ss.fffzone"]},
        "event": {"columns": ["event"]},
        "channel": {"columns": ["channel"]},
        "reference": {"columns": ["reference"]},
        "status": {"columns": ["status"]},
        "guest.enjoyed": {"columns": ["score"], "words": {"очень": "5", "не помню": ""}},
        "guest.liked": {"columns": ["liked"], "separator": ", ", "rest_is_other": true, "words": {"Еда, напитки": "food"}},
        "guest.comment": {"columns": ["text"]},
        "client.nps": {"columns": ["score"]},
        "client.why": {"columns": ["text"]}
    },
    "ignore_others": true
}"#;

fn check(bytes: &[u8]) {
    let table = String::from_utf8_lossy(bytes);
    let table = Table::of(&table);
    let records: Result<Vec<Record<'_>>, BadQuote> = table.records().collect();
    let Ok(mut records) = records else {
        return;
    };
    if records.is_empty() {
        return;
    }
    let header = records.remove(0);
    check_parts(&table.part_head(), &header, &records);
    let draft: MappingDraft = serde_json::from_str(MAPPING).expect("a mapping");
    let surveys = surveys::versions();
    let Ok(mapping) = Mapping::accept(&draft, &[header.cells], &surveys) else {
        return;
    };
    for record in &records {
        match mapping.read(&record.cells, ID) {
            Err(errors) => assert!(!errors.is_empty(), "refused for nothing"),
            Ok(row) => check_row(&row),
        }
    }
}

/// A table that is cut into parts under the same header has the same rows.
fn check_parts(head: &str, header: &Record<'_>, records: &[Record<'_>]) {
    for record in records {
        let part = [head, header.text, "\r\n", record.text].concat();
        let mut part = Table::of(&part)
            .records()
            .map(|it| it.expect("a row").cells);
        assert_eq!(part.next(), Some(header.cells.clone()));
        assert_eq!(part.next(), Some(record.cells.clone()));
        assert_eq!(part.next(), None);
    }
}

fn check_row(row: &Row) {
    let response = &row.response;
    assert_eq!(
        (response.id().as_str(), response.rev()),
        (ID, limits::REV_MAX)
    );
    let survey = surveys::find(response.survey()).expect("a survey");
    assert_eq!(survey.audience(), row.audience);
    response::check_rows(survey, &response.rows());
    let Ok(at_ms) = row
        .stamp
        .at_ms(|minute, _| Ok::<_, std::convert::Infallible>(minute));
    // Years have four digits.
    assert!(
        (-86_400_000..253_402_387_200_000).contains(&at_ms),
        "{at_ms}"
    );
}
