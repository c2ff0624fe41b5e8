//! Messages about clients' low answers, and the director's list of them.

use super::deployments::{await_received, deployment, number, received};
use crate::actors::{responses, vote, with};
use crate::app::fresh;
use crate::clock::Clock;
use crate::deployments::Deployment;
use crate::reply::Reply;
use serde_json::{Value, json};
use std::time::Duration;

/// The start of the link to the next page.
const MORE: &str = "/director/low-answers?lang=en&amp;after=";
const HOUR: Duration = Duration::from_secs(3_600);

/// A client's answer with an NPS score.
fn recommends(id: &str, rev: u8, score: u8) -> Value {
    json!({"id": id, "rev": rev, "version": 1, "lang": "ru",
        "answers": {"nps": {"score": score}, "satisfied": {"score": 4}}})
}

/// An invite to the client of a new event.
async fn invite(at: &Deployment) -> Value {
    let events = format!("/v1/events/e2e-{}", &fresh()[..13]);
    let draft = json!({"title": "Юбилей", "date": "2099-05-16"});
    at.orders("PUT", &events, &draft).await.is(201);
    let order = json!({"references": ["a"], "sent_at_ms": 1_700_000_000_000_u64});
    let invites = format!("{events}/invites?survey=client");
    let table = at.orders("POST", &invites, &order).await;
    json!(table.is(200).body.trim_end().rsplit('/').next())
}

/// A person's answer through an invite.
fn invited(code: &Value, score: u8) -> Value {
    let sent = with(&recommends(&fresh(), 1, score), "/invite", code.clone());
    with(&sent, "/user_activation", json!(true))
}

async fn page(at: &Deployment, path: &str) -> Reply {
    let request = at.request("GET", path);
    Reply::to(request.bearer_auth("a-token-of-the-tests")).await
}

fn bodies(path: &str) -> Vec<Value> {
    let requests = received(path).into_iter();
    requests
        .map(|request| serde_json::from_str(&request.body).expect("JSON"))
        .collect()
}

/// Messages of a kind to the webhook.
fn messages(at: &Deployment, kind: &str) -> u64 {
    let sql = format!(
        "select count(*) as n from outbox where destination = 'webhook' and kind = '{kind}'"
    );
    number(at, &sql)
}

#[tokio::test]
async fn low_answer_by_invite_is_sent_at_once_and_stays() {
    let at = deployment("low");
    let path = responses("client");
    at.posts(&responses("guest"), &vote("nowhere", 1))
        .await
        .is(201);
    let code = invite(&at).await;
    let low = with(
        &invited(&code, 0),
        "/answers/why",
        json!({"text": "Ждали час"}),
    );
    at.posts(&path, &low).await.is(201);
    let sent = &await_received("/low/webhook", 1).await[0];
    let body: Value = serde_json::from_str(&sent.body).expect("JSON");
    assert_eq!(
        (&body["type"], &body["data"]["n"]),
        (&json!("low_answer"), &json!(1))
    );
    // Through an invite the response has an id that only the server knows.
    assert_ne!(body["data"]["id"], low["id"]);
    // The client's name is on the linked page only.
    let shown = page(&at, "/director?lang=en").await;
    shown.is(200).holds("id=\"low_answer\"").holds("Ждали час");
    shown.holds("Юбилей").holds("<bdi>a</bdi>");
    // Corrected a minute later: the call is still due, and the list has what was said first.
    let clock = Clock::of_now();
    clock.passes(Duration::from_secs(60));
    let later = at.by(&clock);
    let happy = invited(&code, 10);
    later
        .posts(&path, &happy)
        .await
        .acknowledged(200, "replaced");
    let again = with(
        &with(&happy, "/rev", json!(2)),
        "/answers/nps/score",
        json!(1),
    );
    later.posts(&path, &again).await.is(200);
    assert_eq!(messages(&at, "low_answer"), 1);
    let better = with(
        &with(&again, "/rev", json!(3)),
        "/answers/nps/score",
        json!(9),
    );
    later.posts(&path, &better).await.is(200);
    let shown = page(&at, "/director/low-answers?lang=en").await;
    shown.is(200).holds("0, 4").holds("now: 9, 4");
    assert_eq!(messages(&at, "low_answer"), 1);
}

#[tokio::test]
async fn low_answers_without_an_invite_are_one_message_an_hour() {
    let clock = Clock::of_now();
    clock.passes_to_next(HOUR);
    let at = deployment("hourly").by(&clock);
    let path = responses("client");
    let unhappy = fresh();
    for rev in [1, 2] {
        let status = if rev == 1 { 201 } else { 200 };
        let posted = at.posts(&path, &recommends(&unhappy, rev, rev)).await;
        posted.is(status);
        at.posts(&path, &recommends(&unhappy, rev, rev))
            .await
            .is(200);
    }
    for _ in 0..39 {
        at.posts(&path, &recommends(&fresh(), 1, 3)).await.is(201);
    }
    at.posts(&path, &recommends(&fresh(), 1, 9)).await.is(201);
    let due = "select min(n) as n from outbox where kind = 'low_answers'";
    assert_eq!((messages(&at, "low_answers"), number(&at, due)), (1, 40));
    // It waits for the end of its hour, and holds up no other message.
    let code = invite(&at).await;
    at.posts(&path, &invited(&code, 0)).await.is(201);
    await_received("/hourly/webhook", 1).await;
    at.minute_passes();
    let kinds = |bodies: &[Value]| -> Vec<Value> {
        bodies.iter().map(|body| body["type"].clone()).collect()
    };
    assert_eq!(kinds(&bodies("/hourly/webhook")), ["low_answer"]);
    at.rows("update outbox set next_at_ms = 0 where kind = 'low_answers'");
    at.minute_passes();
    let hooks = bodies("/hourly/webhook");
    assert_eq!(kinds(&hooks), ["low_answer", "low_answers"]);
    assert_eq!(hooks[1]["data"]["n"], 40);
    let chats = bodies("/hourly/bot1:token/sendMessage");
    let text = chats[1]["text"].as_str().expect("a text");
    assert!(
        text.contains(": 40") && text.contains("/director#low_answer\n")
            || text.ends_with("/director#low_answer"),
        "{text}"
    );
    // Of the next hour: another message.
    clock.passes(HOUR);
    at.posts(&path, &recommends(&fresh(), 1, 3)).await.is(201);
    assert_eq!(messages(&at, "low_answers"), 2);
    // The one by invite is listed first, though it is not the newest; the others follow page by page.
    let shown = page(&at, "/director/low-answers?lang=en").await;
    let first = shown
        .is(200)
        .body
        .find("<bdi>a</bdi>")
        .expect("the invited one");
    assert_eq!(shown.body.matches("data-low=").count(), 20);
    assert!(!shown.body[..first].contains("</tr><tr"), "it is the first");
    let mut next = shown.body.clone();
    let mut rows = 20;
    for _ in 0..2 {
        let (_, rest) = next.split_once(MORE).expect("a next page");
        let after = rest.split('"').next().expect("its cursor");
        let path = format!("/director/low-answers?lang=en&after={after}");
        next = page(&at, &path).await.is(200).body.clone();
        rows += next.matches("data-low=").count();
    }
    assert_eq!(rows, 42);
    assert!(!next.contains(MORE));
    page(&at, "/director/low-answers?after=x").await.is(422);
}
