//! The logs: one line for each request, and no text that a guest typed.

use super::deployments::{deployment, parts};
use crate::actors::{callback, fresh_phone, responses, vote, with};
use crate::app::{fresh, until};
use crate::reply::Reply;
use serde_json::{Value, json};

#[tokio::test]
async fn log_line_has_the_outcome_and_no_personal_data() {
    let at = deployment("logs");
    // Words that occur nowhere else.
    let word = fresh();
    let sent = with(&vote(&word, 5), "/answers/comment", json!({"text": word}));
    let path = format!("{}&utm={word}", responses("guest"));
    let posted = at.posts(&path, &sent).await;
    posted.is(201);
    let phone = fresh_phone();
    let asked = callback(&phone);
    let asked = ["/name", "/topic", "/comment"]
        .iter()
        .fold(asked, |asked, field| with(&asked, field, json!(word)));
    at.posts("/v1/callbacks?survey=site", &asked).await.is(201);
    let unread = json!({"phone": word});
    let refused = at.posts("/v1/callbacks?survey=site", &unread).await;
    refused.is(400);
    let line = line_of(&posted).await;
    assert_eq!(line["route"], "/v1/responses");
    assert_eq!(
        (&line["method"], &line["status"]),
        (&json!("POST"), &json!(201))
    );
    assert!(
        line["ms"].is_u64() && line["database_ms"].is_u64(),
        "{line}"
    );
    let personal = [&phone[1..], &at.network, &word];
    for line in parts().deployments.lines() {
        assert!(!personal.iter().any(|it| line.contains(it)), "{line}");
    }
}

/// D1 charges for rows: the rows that a vote writes are its cost.
#[tokio::test]
async fn a_vote_writes_forty_rows_at_most() {
    let at = deployment("logs");
    at.rows(
        "insert into event (id, title, date, kind, manager, client, zone)
         values ('rows', 'Rows', '2026-01-01', 'k', 'm', 'c', 'UTC')",
    );
    at.rows(
        "insert into invite (code, response, survey, event, reference, channel, issuer, issued_at_ms, sent_at_ms,
                             until)
         values ('rows12345678', '0e9a3f0a-0000-4000-8000-000000000000', 'client', 'rows', 'r', 'email', 'agency', 0, 0,
                 '2099-01-01')",
    );
    let whole = json!({
        "enjoyed": {"score": 5}, "liked": {"options": ["food", "music"]}, "comment": {"text": "тепло"},
    });
    let guest = with(&vote("rows", 5), "/answers", whole);
    let client = with(
        &vote("", 5),
        "/answers",
        json!({
            "nps": {"score": 9}, "why": {"text": "легко"}, "satisfied": {"score": 5},
        }),
    );
    let client = with(
        &with(&client, "/invite", json!("rows12345678")),
        "/event",
        Value::Null,
    );
    let again = with(&guest, "/rev", json!(2));
    let moved = with(&again, "/answers/enjoyed", json!({"score": 3}));
    for (what, survey, vote, status, at_most) in [
        (
            "a guest's whole vote, the first of its link",
            "guest",
            &guest,
            201,
            40,
        ),
        ("the same again", "guest", &guest, 200, 0),
        ("its correction", "guest", &moved, 200, 80),
        ("a client's, by invite", "client", &client, 201, 40),
    ] {
        let reply = at.posts(&responses(survey), vote).await;
        assert_eq!(reply.status, status, "{what}: {}", reply.body);
        let line = line_of(&reply).await;
        let [read, written] =
            ["rows_read", "rows_written"].map(|it| line[it].as_u64().expect("rows"));
        crate::share::report(what, &format!("{read} rows read, {written} written"));
        assert!(written <= at_most, "{what}: {line}");
    }
}

/// The log line of the request with this reply.
pub async fn line_of(reply: &Reply) -> Value {
    let request = reply.header("x-request-id");
    let line = until("the line of the vote", || async {
        let lines = parts().deployments.lines();
        lines.into_iter().find(|line| line.contains(request))
    });
    serde_json::from_str(&line.await).expect("one line of JSON")
}
