//! `POST /v1/import`: each row becomes one answer. From one deployment into another: `faults/imports.rs`.

use crate::actors::{vote, with};
use crate::app::{App, fresh};
use crate::database::{Event, fresh_event, rows};
use crate::numbers::{scores, tally_of};
use crate::reply::Reply;
use serde_json::{Value, json};

pub(super) fn mapping(event: &Event) -> Value {
    json!({
        // Each test has its own event, so that rows of other tests are not counted.
        "name": fresh(),
        "fields": {
            "survey": {"value": "guest"},
            "channel": {"value": "email"},
            "time": {"columns": ["Когда"], "formats": ["DD.MM.YYYY hh:mm:ss"]},
            "event": {"columns": ["Праздник"], "words": {"Свадьба": event.id}},
            "locale": {"columns": ["Язык"]},
            "guest.enjoyed": {"columns": ["Оценка"], "words": {"очень": "5"}},
            "guest.liked": {
                "columns": ["Что"], "separator": ", ", "rest_is_other": true,
                "words": {"Музыка": "music", "Еда": "food"},
            },
            "guest.comment": {"columns": ["Слова"]},
        },
        "ignore": ["Почта"],
    })
}

pub(super) const HEADER: &str = "Когда,Праздник,Язык,Оценка,Что,Слова,Почта\r\n";

pub(super) fn table(lines: &[&str]) -> String {
    [HEADER, &lines.join("\r\n"), "\r\n"].concat()
}

pub(super) async fn sends(app: &App, body: &Value, lang: &str) -> Reply {
    let request = app.request("POST", "/v1/import");
    let request = request.bearer_auth(&app.parts.token);
    Reply::to(request.header("accept-language", lang).json(body)).await
}

pub(super) async fn imports(app: &App, mapping: &Value, table: &str, is_dry: bool) -> Value {
    let body = json!({"mapping": mapping, "csv": table, "dry_run": is_dry});
    sends(app, &body, "ru").await.is(200).json()
}

/// Numbers of rows, stored, already stored, and errors.
pub(super) fn counts(report: &Value) -> [u64; 4] {
    let rejected = report["rejected"].as_array().expect("a list").len() as u64;
    let [rows, stored, already] =
        ["rows", "stored", "already"].map(|name| report[name].as_u64().expect("a count"));
    [rows, stored, already, rejected]
}

pub(super) async fn stored(event: &Event) -> Vec<Value> {
    let id = &event.id;
    let sql = format!(
        "select received_at_ms, day, source, status, channel, locale, touchpoint, rev from response
         where event = '{id}' order by received_at_ms, id"
    );
    rows(&sql).await
}

#[tokio::test]
async fn a_dry_run_stores_nothing_and_a_second_run_nothing_more() {
    let app = App::enter().await;
    let event = fresh_event(&app).await;
    let mut mapping = mapping(&event);
    let lines = [
        // Half past midnight of the agency is the day before in UTC.
        "01.05.2024 00:30:07,Свадьба,ru,очень,\"Музыка, танцы\",\"Всё, спасибо\",a@b.example",
        "01.05.2024 12:00:00,Свадьба,uk,4,,,",
        "01.05.2024 12:00:00,Свадьба,uk,4,,,",
        "01.05.2024 12:00:00,Свадьба,,6,,,",
    ];
    let result = imports(&app, &mapping, &table(&lines), true).await;
    assert_eq!(counts(&result), [4, 3, 0, 1], "{result}");
    assert_eq!(stored(&event).await, Vec::<Value>::new());
    let result = imports(&app, &mapping, &table(&lines), false).await;
    assert_eq!(counts(&result), [4, 3, 0, 1], "{result}");
    let expected = [
        (1_714_512_607_000_i64, "ru"),
        (1_714_554_000_000, "uk"),
        (1_714_554_000_000, "uk"),
    ];
    let expected = expected.map(|(at_ms, locale)| {
        json!({
            "received_at_ms": at_ms, "day": "2024-05-01", "source": "event_link", "status": "accepted",
            "channel": "email", "locale": locale, "touchpoint": "event", "rev": 32,
        })
    });
    assert_eq!(stored(&event).await, expected);
    let tally = tally_of(&app, "guest", &event.id).await;
    let again = async |mapping: &Value, lines: &[&str]| {
        let dry = imports(&app, mapping, &table(lines), true).await;
        let result = imports(&app, mapping, &table(lines), false).await;
        assert_eq!(dry, result);
        assert_eq!(tally_of(&app, "guest", &event.id).await, tally);
        counts(&result)
    };
    assert_eq!(again(&mapping, &lines).await, [4, 0, 3, 1]);
    // A row's id is derived from its content, not from its format.
    mapping["fields"]["guest.enjoyed"]["words"] = json!({"очень": "1"});
    assert_eq!(again(&mapping, &lines[..3]).await, [3, 0, 3, 0]);
    let id = &event.id;
    let sql = format!(
        "select question, option, text from answer join response on id = response
         where event = '{id}' and text is not null order by question"
    );
    let expected = [("comment", "", "Всё, спасибо"), ("liked", "other", "танцы")];
    let expected = expected.map(
        |(question, option, text)| json!({"question": question, "option": option, "text": text}),
    );
    assert_eq!(rows(&sql).await, expected);
    // Later, with another row beside them.
    let more = [&lines[..3], &["02.05.2024 09:00:00,Свадьба,,5,,,"]].concat();
    let result = imports(&app, &mapping, &table(&more), false).await;
    assert_eq!(counts(&result), [4, 1, 3, 0]);
}

#[tokio::test]
async fn rows_with_ids_are_deduplicated_by_id() {
    let app = App::enter().await;
    let event = fresh_event(&app).await;
    let mut mapping = mapping(&event);
    mapping["ignore"] = json!([]);
    mapping["fields"]["id"] = json!({"columns": ["Почта"]});
    let first = "01.05.2024 12:00:00,Свадьба,,4,,,17";
    let result = imports(&app, &mapping, &table(&[first, first]), false).await;
    assert_eq!(counts(&result), [2, 1, 1, 0], "{result}");
    let changed = "01.05.2024 12:00:00,Свадьба,,1,,,17";
    let other = "01.05.2024 12:00:00,Свадьба,,4,,,18";
    let result = imports(&app, &mapping, &table(&[other, changed]), false).await;
    assert_eq!(counts(&result), [2, 1, 1, 0], "{result}");
    // What is stored stays, and the row is named.
    let named = &result["changed"];
    let named = (&named[0]["row"], &named[0]["code"], &named[0]["column"]);
    let expected = (&json!(2), &json!("stored_otherwise"), &json!("Почта"));
    assert_eq!(named, expected, "{result}");
    let result = imports(&app, &mapping, &table(&[first, other]), true).await;
    assert_eq!(
        (&result["already"], &result["changed"]),
        (&json!(2), &json!([]))
    );
    assert_eq!(
        tally_of(&app, "guest", &event.id).await,
        scores("enjoyed", &[(4, 2)])
    );
    // Nobody knows which of two contents is right.
    let (one, two) = (
        "01.05.2024 12:00:00,Свадьба,,5,,,19",
        "01.05.2024 12:00:00,Свадьба,,1,,,19",
    );
    let result = imports(&app, &mapping, &table(&[one, other, two]), false).await;
    assert_eq!(counts(&result), [3, 0, 1, 2], "{result}");
    let found: Vec<_> = ["/rejected/0", "/rejected/1"]
        .map(|it| result.pointer(it))
        .into();
    let found: Vec<_> = found
        .into_iter()
        .flatten()
        .map(|it| (&it["row"], &it["code"], &it["column"]))
        .collect();
    let (code, column) = (json!("id_reused"), json!("Почта"));
    assert_eq!(
        found,
        [(&json!(1), &code, &column), (&json!(3), &code, &column)]
    );
}

/// A file is sent in parts: equal rows are numbered over all parts.
#[tokio::test]
async fn equal_rows_of_several_parts_are_all_counted() {
    let app = App::enter().await;
    let event = fresh_event(&app).await;
    let mapping = mapping(&event);
    let line = "01.05.2024 12:00:00,Свадьба,,4,,,";
    let part = async |repeats: Value| {
        let table = table(&[line, line]);
        let body = json!({"mapping": mapping, "csv": table, "repeats": repeats});
        counts(&sends(&app, &body, "ru").await.is(200).json())
    };
    assert_eq!(part(json!([])).await, [2, 2, 0, 0]);
    assert_eq!(part(json!([2, 3])).await, [2, 2, 0, 0]);
    assert_eq!(part(json!([0, 1])).await, [2, 0, 2, 0]);
    assert_eq!(part(json!([2, 3])).await, [2, 0, 2, 0]);
    assert_eq!(
        tally_of(&app, "guest", &event.id).await,
        scores("enjoyed", &[(4, 4)])
    );
}

#[tokio::test]
async fn unknown_events_are_reported() {
    let app = App::enter().await;
    let event = fresh_event(&app).await;
    let mapping = mapping(&event);
    let name = format!("lost-{}", &fresh()[..8]);
    let line = format!("01.05.2024 12:00:00,{name},,4,,,");
    let lines = [line.as_str(), &line, "01.05.2024 12:00:00,,,4,,,"];
    for is_dry in [true, false] {
        let result = imports(&app, &mapping, &table(&lines), is_dry).await;
        assert_eq!(counts(&result), [3, 3, 0, 0], "{result}");
        assert_eq!(result["unknown_events"], json!([name]));
    }
    let sql = format!("select source, event from response where event_raw = '{name}'");
    let expected = json!({"source": "open", "event": null});
    assert_eq!(rows(&sql).await, [expected.clone(), expected]);
}

#[tokio::test]
async fn row_errors_are_reported_and_other_rows_stored() {
    let app = App::enter().await;
    let event = fresh_event(&app).await;
    let mapping = mapping(&event);
    let lines = [
        "01.05.2024,Свадьба,,4,,,",
        "01.05.2099 12:00:00,Свадьба,,4,,,",
        "01.05.1999 12:00:00,Свадьба,,4,,,",
        "01.05.2024 12:00:00,Свадьба,xx,плохо,,,",
        "01.05.2024 12:00:00,Свадьба,,4,,,,x",
        // Without the last cells.
        "01.05.2024 12:00:00,Свадьба,,4",
    ];
    let body = json!({"mapping": mapping, "csv": table(&lines)});
    let mut reasons = Vec::new();
    for lang in ["ru", "uk", "en"] {
        let result = sends(&app, &body, lang).await.is(200).json();
        let rejected = result["rejected"].as_array().expect("a list").clone();
        let places: Vec<_> = rejected
            .iter()
            .map(|it| {
                (
                    it["row"].as_u64(),
                    it["code"].as_str(),
                    it["column"].as_str(),
                )
            })
            .collect();
        let expected = [
            (1, "unreadable_time", "Когда"),
            (2, "unreadable_time", "Когда"),
            (3, "unreadable_time", "Когда"),
            (4, "unknown_lang", "Язык"),
            (4, "score_off_scale", "Оценка"),
            (5, "wrong_width", "#8"),
        ];
        let expected = expected.map(|(row, code, column)| (Some(row), Some(code), Some(column)));
        assert_eq!(places, expected);
        reasons.push(rejected[0]["reason"].clone());
    }
    reasons.dedup();
    assert_eq!(reasons.len(), 3, "{reasons:?}");
    assert_eq!(stored(&event).await.len(), 1);
}

#[tokio::test]
async fn mapping_that_does_not_fit_is_refused_with_every_path() {
    let app = App::enter().await;
    let event = fresh_event(&app).await;
    let mut wrong = mapping(&event);
    wrong["fields"]["survey"] = json!({"value": "quests"});
    wrong["fields"]["guest.liked"]["words"] = json!({"Танцы": "dance"});
    wrong["ignore"] = json!([]);
    let body = json!({"mapping": wrong, "csv": table(&["x"])});
    let refused = sends(&app, &body, "en").await;
    refused.refused(422, "unknown_option", "fields.guest.liked.words.Танцы");
    let all = refused.json()["error"]["all"].clone();
    let all: Vec<_> = all.as_array().expect("all").iter().collect();
    let fields: Vec<_> = all.iter().map(|it| it["field"].as_str()).collect();
    let expected = [
        "fields.guest.liked.words.Танцы",
        "fields.survey.value",
        "Почта",
    ];
    assert_eq!(fields, expected.map(Some));
    for (body, code, field) in [
        (
            json!({"mapping": {}, "csv": ""}),
            "rows_out_of_range",
            "csv",
        ),
        (
            json!({"mapping": {}, "csv": HEADER}),
            "rows_out_of_range",
            "csv",
        ),
        (
            json!({"mapping": {}, "csv": table(&["x"])}),
            "bad_mapping",
            "name",
        ),
    ] {
        sends(&app, &body, "en").await.refused(422, code, field);
    }
    for body in [
        json!({"mapping": {"colour": 1}, "csv": ""}),
        json!({"mapping": {}}),
        json!({"csv": "", "mapping": {}, "dry_run": "yes"}),
    ] {
        sends(&app, &body, "en").await.refused(400, "not_json", "");
    }
}

#[tokio::test]
async fn a_part_has_a_thousand_rows_and_one_and_a_half_megabytes() {
    let app = App::enter().await;
    let event = fresh_event(&app).await;
    let mapping = mapping(&event);
    let lines: Vec<String> = (0..1_001)
        .map(|n| format!("01.05.2024 12:{:02}:{:02},Свадьба,,4,,,", n / 60, n % 60))
        .collect();
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    let body = json!({"mapping": mapping, "csv": table(&lines)});
    let refused = sends(&app, &body, "ru").await;
    refused.refused(422, "rows_out_of_range", "csv");
    let result = imports(&app, &mapping, &table(&lines[..1_000]), false).await;
    assert_eq!(counts(&result), [1_000, 1_000, 0, 0], "{result}");
    assert_eq!(
        tally_of(&app, "guest", &event.id).await,
        scores("enjoyed", &[(4, 1_000)])
    );
    let body = json!({"mapping": mapping, "csv": table(&lines[..1]), "dry_run": true}).to_string();
    for (n_bytes, status) in [(1_500_000, 200), (1_500_001, 413)] {
        let padded = format!("{body}{}", " ".repeat(n_bytes - body.len()));
        let request = app.request("POST", "/v1/import").body(padded);
        let reply = Reply::to(request.bearer_auth(&app.parts.token)).await;
        reply.is(status);
    }
}

/// One value in D1 holds at most 2 MB: a larger one is refused before it is sent to D1.
#[tokio::test]
async fn rows_that_expand_beyond_the_limit_are_refused() {
    let app = App::enter().await;
    let event = fresh_event(&app).await;
    let mut mapping = mapping(&event);
    // Each character stands for a whole option.
    mapping["fields"]["guest.liked"]["words"] =
        json!({"h": "host", "m": "music", "f": "food", "d": "decor", "o": "organisation"});
    mapping["fields"]["guest.liked"]["separator"] = json!("|");
    let comment = "x".repeat(1_250);
    let lines: Vec<String> = (0..1_000)
        .map(|n| {
            format!(
                "01.05.2024 12:{:02}:{:02},Свадьба,,4,h|m|f|d|o,{comment},",
                n / 60,
                n % 60
            )
        })
        .collect();
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    let body = json!({"mapping": mapping, "csv": table(&lines)});
    sends(&app, &body, "ru").await.refused(413, "too_large", "");
    assert_eq!(stored(&event).await.len(), 0);
}

/// Who knows a form's rows knows what their ids are made of, and not the key.
#[tokio::test]
async fn import_ids_cannot_be_taken_before() {
    let app = App::enter().await;
    let event = fresh_event(&app).await;
    // The start of the SHA-256 of `["public-words","guest","row-1"]`, as a UUID.
    let taken = with(
        &vote(&event.id, 1),
        "/id",
        json!("53bf18e5-0b68-4018-82c5-9b63c8b31d19"),
    );
    app.guest().answers("guest", &taken).await.is(201);
    let mut mapping = mapping(&event);
    mapping["name"] = json!("public-words");
    mapping["fields"]["id"] = json!({"columns": ["Почта"]});
    mapping["ignore"] = json!([]);
    let line = "01.05.2024 12:00:00,Свадьба,uk,4,,,row-1";
    let result = imports(&app, &mapping, &table(&[line]), false).await;
    assert_eq!(counts(&result), [1, 1, 0, 0], "{result}");
    // And still once.
    let result = imports(&app, &mapping, &table(&[line]), false).await;
    assert_eq!(counts(&result), [1, 0, 1, 0], "{result}");
}
