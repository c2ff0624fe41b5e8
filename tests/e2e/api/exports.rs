//! `/v1/export.csv` and `/v1/export.jsonl`. Streaming and aborted transfers: `faults/exports.rs`.

use crate::actors::{vote, with};
use crate::app::App;
use crate::database::{Event, fresh_event, rows};
use crate::reply::Reply;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Strict RFC 4180: everything else is a parse error.
fn parsed(table: &str) -> Vec<Vec<String>> {
    parsed_by(table, ',', "\r\n")
}

/// As [`parsed`], with another delimiter and another end of a row.
pub fn parsed_by(table: &str, delimiter: char, end_of_row: &str) -> Vec<Vec<String>> {
    let (mut all, mut row, mut cell) = (Vec::new(), Vec::new(), String::new());
    let mut signs = table.chars().peekable();
    while let Some(sign) = signs.next() {
        match sign {
            '"' => {
                assert!(cell.is_empty(), "a quote within a cell: {table}");
                loop {
                    match signs.next().expect("a closed quote") {
                        '"' if signs.peek() == Some(&'"') => cell.extend(signs.next()),
                        '"' => break,
                        other => cell.push(other),
                    }
                }
                assert!(
                    (signs.peek())
                        .is_some_and(|it| *it == delimiter || end_of_row.starts_with(*it)),
                    "text behind a quote: {table}"
                );
            }
            _ if sign == delimiter => row.push(std::mem::take(&mut cell)),
            _ if end_of_row.starts_with(sign) => {
                for expected in end_of_row.chars().skip(1) {
                    assert_eq!(signs.next(), Some(expected), "half an end of a row");
                }
                row.push(std::mem::take(&mut cell));
                all.push(std::mem::take(&mut row));
            }
            '\r' | '\n' => panic!("a bare line end: {table}"),
            other => cell.push(other),
        }
    }
    assert!(
        row.is_empty() && cell.is_empty(),
        "a last line without its end"
    );
    all
}

/// Each row by the names of its columns.
fn by_name(table: &str) -> Vec<BTreeMap<String, String>> {
    named(parsed(table))
}

pub fn named(rows: Vec<Vec<String>>) -> Vec<BTreeMap<String, String>> {
    let mut all = rows.into_iter();
    let header = all.next().expect("a header");
    all.map(|row| {
        assert_eq!(row.len(), header.len());
        header.iter().cloned().zip(row).collect()
    })
    .collect()
}

async fn export(app: &App, ending: &str, event: &Event) -> Reply {
    let path = format!("/v1/export.{ending}?event={}", event.id);
    app.director().reads(&path).await
}

/// Comments as guests write them, and as somebody does who knows spreadsheets.
pub const TEXTS: [&str; 14] = [
    "Просто хорошо",
    "=1+1",
    "+5 музыке",
    "-5 еде",
    "=HYPERLINK(\"http://x.example\",\"y\"), и; всё",
    "\"кавычки\" и 'апострофы'",
    "две\nстроки",
    "'=уже с апострофом",
    "хорошо;=1+cmd|' /C calc'!A0",
    "раз, -SUM(A1:A9); \"=2+2\"",
    "список:\n- музыка\n\n+ еда",
    "; ;=3+3",
    "a\n\"=HYPERLINK(\"\"http://x.example\"\")\"",
    "|черта|, 🎉",
];

#[tokio::test]
async fn csv_export_equals_the_posted_votes() {
    let app = App::enter().await;
    let event = fresh_event(&app).await;
    let mut sent = Vec::new();
    for (place, text) in TEXTS.into_iter().enumerate() {
        // What the guest liked is not asked after less.
        let score = 3 + place as i64 % 3;
        let mut vote = with(
            &vote(&event.code, score),
            "/answers/comment",
            json!({"text": text}),
        );
        vote["answers"]["liked"] = json!({"options": ["other", "host"], "other": text});
        app.guest().answers("guest", &vote).await.is(201);
        sent.push((vote["id"].clone(), score));
    }
    let mut stage = vote(&event.code, 5);
    stage["answers"] = json!({"satisfied": {"score": 2}});
    app.guest().answers("stage", &stage).await.is(201);
    let file = export(&app, "csv", &event).await;
    let listed = by_name(&file.is(200).body);
    assert_eq!(listed.len(), sent.len() + 1);
    for ((row, (id, score)), text) in listed.iter().zip(&sent).zip(TEXTS) {
        assert_eq!(&json!(row["id"]), id, "the oldest first");
        assert_eq!(row["guest.enjoyed"], score.to_string());
        assert_eq!(row["guest.liked"], "host|other");
        assert_eq!(row["stage.satisfied"], "");
        assert_eq!(row["event"], event.id);
        assert_eq!(row["manager"], event.manager);
        assert_eq!(row["client"], event.client);
        assert_eq!(
            row["guest.comment"].replace('\'', ""),
            text.replace('\'', "")
        );
        // A field without a line end.
        let line = row["guest.liked.other"].replace('\'', "");
        assert_eq!(line, text.replace(['\'', '\n'], ""));
    }
    assert_eq!(listed[1]["guest.comment"], "'=1+1");
    assert_eq!(listed[8]["guest.comment"], "хорошо;'=1+cmd|' /C calc'!A0");
    let last = listed.last().expect("a row");
    assert_eq!(last["stage.satisfied"], "2");
    assert_eq!(
        (last["guest.enjoyed"].as_str(), last["audience"].as_str()),
        ("", "client")
    );
    for cell in parsed(&file.body).into_iter().flatten() {
        assert!(!cell.starts_with(['=', '+', '-', '@']), "{cell}");
    }
}

#[tokio::test]
async fn export_has_content_type_and_file_name() {
    let app = App::enter().await;
    let event = fresh_event(&app).await;
    app.guest()
        .answers("guest", &vote(&event.code, 5))
        .await
        .is(201);
    let sql = format!("select day from response where event = '{}'", event.id);
    let today = rows(&sql).await[0]["day"]
        .as_str()
        .expect("a day")
        .to_owned();
    for (ending, kind) in [
        ("csv", "text/csv; charset=utf-8"),
        ("jsonl", "application/x-ndjson; charset=utf-8"),
        (
            "xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
    ] {
        let file = export(&app, ending, &event).await;
        assert_eq!(file.is(200).header("content-type"), kind);
        assert_eq!(file.header("cache-control"), "no-store");
        let name = format!("attachment; filename=\"responses-{today}.{ending}\"");
        assert_eq!(file.header("content-disposition"), name);
        let head = app.request("HEAD", &format!("/v1/export.{ending}?event={}", event.id));
        let head = Reply::to(head.bearer_auth(&app.parts.token)).await;
        assert_eq!(head.is(200).header("content-disposition"), name);
        assert_eq!(head.body, "");
    }
    for (path, field) in [
        ("/v1/export.csv?bom=2", "bom"),
        ("/v1/export.csv?delimiter=.", "delimiter"),
        ("/v1/export.csv?header=en-XA", "header"),
        ("/v1/export.jsonl?header=ru", "header"),
        ("/v1/export.xlsx?header=xx", "header"),
        ("/v1/export.xlsx?bom=1", "bom"),
        ("/v1/export.xlsx?delimiter=,", "delimiter"),
        ("/v1/export.jsonl?delimiter=,", "delimiter"),
        ("/v1/export.jsonl?bom=1", "bom"),
        ("/v1/export.csv?limit=5", "limit"),
        ("/v1/export.csv?event=a&event=b", "event"),
        ("/v1/export.jsonl?colour=red", "colour"),
    ] {
        let reply = app.director().reads(path).await;
        reply.refused(422, "bad_parameter", field);
    }
    let format = format!("gala-{}", event.id);
    rows(&format!(
        "update event set format = '{format}' where id = '{}'",
        event.id
    ))
    .await;
    for (name, value) in [("client", &event.client), ("format", &format)] {
        let path = format!("/v1/export.csv?{name}={value}");
        let found = app.director().reads(&path).await;
        assert_eq!(parsed(&found.is(200).body).len(), 2, "{path}");
        let none = app.director().reads(&format!("{path}x")).await;
        assert_eq!(
            parsed(&none.is(200).body).len(),
            1,
            "the header alone: {path}"
        );
    }
    let empty = app
        .director()
        .reads("/v1/export.jsonl?event=not-there")
        .await;
    assert_eq!(empty.is(200).body, "");
}

#[tokio::test]
async fn csv_for_people_has_words_and_local_times() {
    let app = App::enter().await;
    let event = fresh_event(&app).await;
    let vote = vote(&event.id, 5);
    app.guest().answers("guest", &vote).await.is(201);
    for (lang, columns) in [
        (
            "ru",
            ["Номер ответа", "Получен (UTC)", "Получен, местное время"],
        ),
        (
            "uk",
            [
                "Номер відповіді",
                "Отримано (UTC)",
                "Отримано, місцевий час",
            ],
        ),
        ("en", ["Response", "Received (UTC)", "Received, local time"]),
    ] {
        let path = format!("/v1/export.csv?event={}&header={lang}", event.id);
        let file = app.director().reads(&path).await;
        let row = &by_name(&file.is(200).body)[0];
        let [id, utc, local] = columns.map(|name| row[name].as_str());
        assert_eq!(json!(id), vote["id"]);
        // The zone of the tests' agency: two hours ahead in winter, three in summer.
        let utc = utc.replace('T', " ");
        let (utc_day, utc_hour) = (&utc[..10], utc[11..13].parse::<i64>().expect("an hour"));
        let hour: i64 = local[11..13].parse().expect("an hour");
        assert!(
            [2, 3].contains(&(hour - utc_hour).rem_euclid(24)),
            "{utc} {local}"
        );
        assert_eq!(local[13..], utc[13..19]);
        assert!(&local[..10] >= utc_day, "{utc} {local}");
        assert!(row.values().any(|cell| cell == "5"));
        assert!(row.keys().all(|name| !name.contains("guest.")), "{row:?}");
    }
}

/// Compares bytes: a text decoder would remove the byte order mark.
#[tokio::test]
async fn csv_for_spreadsheets_has_a_byte_order_mark() {
    let app = App::enter().await;
    for (query, has_mark) in [
        ("?event=not-there", false),
        ("?event=not-there&bom=1", true),
    ] {
        let request = app.get(&format!("/v1/export.csv{query}"));
        let answer = request.bearer_auth(&app.parts.token).send().await;
        let bytes = answer.expect("an answer").bytes().await.expect("a body");
        assert_eq!(bytes.starts_with(b"\xef\xbb\xbf"), has_mark);
        assert_eq!(
            bytes.iter().filter(|byte| **byte == 0xef).count(),
            usize::from(has_mark)
        );
    }
}

#[tokio::test]
async fn json_lines_equal_the_paged_list() {
    let app = App::enter().await;
    let event = fresh_event(&app).await;
    for text in ["=1", "тел. +79161234567", "две\nстроки"] {
        let vote = with(
            &vote(&event.code, 5),
            "/answers/comment",
            json!({"text": text}),
        );
        app.guest().answers("guest", &vote).await.is(201);
    }
    let file = export(&app, "jsonl", &event).await;
    let lines = lines(&file.is(200).body);
    let path = format!("/v1/responses?event={}", event.id);
    let page = app.director().reads(&path).await.json();
    let mut listed = page["responses"].as_array().expect("responses").clone();
    listed.reverse();
    assert_eq!(lines, listed);
    assert_eq!(lines[0]["answers"][1]["text"], "=1");
    assert_eq!(lines[1]["answers"][1]["text"], "тел. •••");
}

#[tokio::test]
async fn export_filters_equal_those_of_the_paged_list() {
    let app = App::enter().await;
    let event = fresh_event(&app).await;
    let first = with(
        &vote(&event.code, 5),
        "/answers/comment",
        json!({"text": "ТЕЛ. 100%"}),
    );
    app.guest().answers("guest", &first).await.is(201);
    let mut second = with(&vote(&event.code, 1), "/channel", json!("email"));
    second["lang"] = json!("uk");
    second["touchpoint"] = json!("concept");
    second["answers"] = json!({"satisfied": {"score": 1}});
    app.guest().answers("stage", &second).await.is(201);
    let mut finds = 0;
    for filter in [
        "survey=stage",
        "audience=client",
        "touchpoint=concept",
        "manager=nobody",
        "channel=email",
        "locale=uk",
        "from=2100-01-01",
        "to=2020-01-01",
        "status=quarantined",
        "status=accepted",
        "q=%D1%82%D0%B5%D0%BB",
        "q=100%25",
        "q=%25%25",
    ] {
        let query = format!("event={}&{filter}", event.id);
        let page = format!("/v1/responses?{query}");
        let page = app.director().reads(&page).await.is(200).json();
        let listed = page["responses"].as_array().expect("responses").clone();
        let listed: Vec<Value> = listed.into_iter().rev().collect();
        let file = format!("/v1/export.jsonl?{query}");
        let file = app.director().reads(&file).await;
        assert_eq!(lines(&file.is(200).body), listed, "{filter}");
        assert!(listed.len() < 2 || filter == "status=accepted", "{filter}");
        finds += listed.len();
    }
    assert_eq!(finds, 9);
}

fn lines(file: &str) -> Vec<Value> {
    let lines = file.lines().map(serde_json::from_str);
    lines.map(|line| line.expect("JSON")).collect()
}
