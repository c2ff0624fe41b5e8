//! Requests to be called, worked to their end: by the API, and by a page without scripts.

use super::deployments::{deployment, number};
use crate::actors::{callback, fresh_phone, urlencoded};
use crate::app::fresh;
use crate::clock::Clock;
use crate::deployments::Deployment;
use crate::reply::Reply;
use serde_json::{Value, json};
use std::time::Duration;

const CALLBACKS: &str = "/v1/callbacks?survey=site";

/// A new request; its id.
async fn asked(at: &Deployment, phone: &str) -> String {
    let request = callback(phone);
    at.posts(CALLBACKS, &request).await.is(201);
    request["id"].as_str().expect("an id").to_owned()
}

async fn steps(at: &Deployment, request: &str, step: &Value) -> Reply {
    let path = format!("/v1/callbacks/{request}/events");
    at.orders("POST", &path, step).await
}

fn step(kind: &str) -> Value {
    json!({"id": fresh(), "kind": kind})
}

fn attempt(result: &str) -> Value {
    json!({"id": fresh(), "kind": "attempt", "result": result})
}

fn closed(outcome: &str) -> Value {
    json!({"id": fresh(), "kind": "closed", "outcome": outcome})
}

/// The director's entry of a request.
async fn entry(at: &Deployment, request: &str) -> Value {
    let list = at
        .orders("GET", "/v1/callbacks", &json!(null))
        .await
        .is(200)
        .json();
    let mut entries = list["callbacks"].as_array().expect("a list").iter();
    let found = entries.find(|it| it["id"] == request);
    found
        .unwrap_or_else(|| panic!("no {request} in {list}"))
        .clone()
}

/// The kinds and words of a request's steps, the latest first.
fn words(entry: &Value) -> Vec<String> {
    let events = entry["events"].as_array().expect("steps").iter();
    let shown = |event: &Value| format!("{} {}", event["kind"], event["word"]).replace('"', "");
    events.map(|event| shown(event).trim().to_owned()).collect()
}

#[tokio::test]
async fn a_request_is_worked_to_its_end() {
    let clock = Clock::of_now();
    let at = deployment("worked").by(&clock);
    let phone = fresh_phone();
    let request = asked(&at, &phone).await;
    let taken = step("taken");
    steps(&at, &request, &taken).await.is(201);
    let receipt = steps(&at, &request, &taken).await.is(200).json();
    assert_eq!(receipt, json!({"id": request, "state": "in_work"}));
    // Somebody else takes it at the same time.
    let refused = steps(&at, &request, &step("taken")).await;
    refused.refused(409, "callback_moved", "");
    for (words, state) in [
        (attempt("no_answer"), "in_work"),
        (attempt("reached"), "in_work"),
        (closed("agreed"), "done"),
    ] {
        clock.passes(Duration::from_secs(60));
        let receipt = steps(&at, &request, &words).await.is(201).json();
        assert_eq!(receipt["state"], state);
    }
    let found = entry(&at, &request).await;
    assert_eq!(
        (&found["state"], &found["attempts"]),
        (&json!("done"), &json!(2))
    );
    let done = [
        "closed agreed",
        "attempt reached",
        "attempt no_answer",
        "taken",
    ];
    assert_eq!(words(&found), done);
    // Nobody calls a closed one; the same phone asks anew.
    steps(&at, &request, &attempt("busy"))
        .await
        .refused(409, "callback_moved", "");
    let again = asked(&at, &phone).await;
    assert_eq!(entry(&at, &again).await["state"], "new");
    // Two open requests of one phone would be two calls.
    steps(&at, &request, &step("reopened"))
        .await
        .refused(409, "callback_moved", "");
    // What a visitor cancelled stays closed.
    at.submits(&format!("/cancel/{again}?lang=en"), &[])
        .await
        .is(200);
    for words in [step("taken"), step("reopened"), closed("spam")] {
        steps(&at, &again, &words)
            .await
            .refused(409, "callback_moved", "");
    }
    // A mistake is opened again.
    steps(&at, &request, &step("reopened")).await.is(201);
    assert_eq!(entry(&at, &request).await["state"], "in_work");
    let sql = format!(
        "select count(*) as n from audit where action = 'callback_worked' and subject = '{request}'"
    );
    assert_eq!(number(&at, &sql), 5, "one entry for each stored step");
}

#[tokio::test]
async fn steps_that_do_not_exist_are_refused() {
    let at = deployment("worked");
    let request = asked(&at, &fresh_phone()).await;
    let stranger = fresh();
    steps(&at, &stranger, &step("taken"))
        .await
        .refused(404, "unknown_callback", "id");
    steps(&at, "x", &step("taken"))
        .await
        .refused(404, "unknown_callback", "id");
    for (words, field) in [
        (json!({"id": fresh(), "kind": "called"}), "kind"),
        (json!({"id": fresh(), "kind": "attempt"}), "kind"),
        (
            json!({"id": fresh(), "kind": "taken", "result": "reached"}),
            "kind",
        ),
        (
            json!({"id": fresh(), "kind": "closed", "outcome": "reached"}),
            "",
        ),
        (json!({"id": "1", "kind": "taken"}), "id"),
        (
            json!({"id": fresh(), "kind": "closed", "outcome": "spam", "result": "busy"}),
            "outcome",
        ),
    ] {
        steps(&at, &request, &words)
            .await
            .refused(400, "not_json", field);
    }
    assert_eq!(entry(&at, &request).await["events"], json!([]));
    // Another request has this step already.
    let taken = step("taken");
    steps(&at, &request, &taken).await.is(201);
    let other = asked(&at, &fresh_phone()).await;
    steps(&at, &other, &taken)
        .await
        .refused(409, "callback_moved", "");
    assert_eq!(entry(&at, &other).await["state"], "new");
}

/// An attempt in time is what was promised, whatever came of it.
#[tokio::test]
async fn a_request_that_was_tried_is_not_overdue() {
    let clock = Clock::of_now();
    let at = deployment("worked").by(&clock);
    let [tried, left] = [fresh_phone(), fresh_phone()];
    let (tried, left) = (asked(&at, &tried).await, asked(&at, &left).await);
    steps(&at, &tried, &attempt("no_answer")).await.is(201);
    let due_ms = entry(&at, &left).await["due_at_ms"]
        .as_i64()
        .expect("a promise");
    let until = u64::try_from(due_ms - clock.now_ms()).expect("ahead") + 60_000;
    clock.passes(Duration::from_millis(until));
    assert_eq!(entry(&at, &tried).await["overdue"], false);
    assert_eq!(entry(&at, &left).await["overdue"], true);
}

/// The page has a form for each request; whoever presses a button twice has noted one step.
#[tokio::test]
async fn the_page_notes_steps_without_scripts() {
    let at = deployment("worked");
    let request = asked(&at, &fresh_phone()).await;
    let page = async || {
        let request = at.request("GET", "/director/callbacks?lang=en");
        Reply::to(request.bearer_auth("a-token-of-the-tests"))
            .await
            .is(200)
            .body
            .clone()
    };
    // The id of the next step, in the form of this request.
    let event_in = |page: &str| {
        let form = page
            .split(&format!("/director/callbacks/{request}?lang=en"))
            .nth(1);
        let value = form.and_then(|it| it.split("name=\"event\" value=\"").nth(1));
        value
            .and_then(|it| it.get(..36))
            .expect("a form")
            .to_owned()
    };
    let presses = async |event: &str, step: &str, outcome: &str| {
        let sent = at.request("POST", &format!("/director/callbacks/{request}?lang=en"));
        let sent = sent.header("content-type", "application/x-www-form-urlencoded");
        let fields = [("event", event), ("step", step), ("outcome", outcome)];
        Reply::to(
            sent.bearer_auth("a-token-of-the-tests")
                .body(urlencoded(&fields)),
        )
        .await
    };
    let event = event_in(&page().await);
    for _ in 0..2 {
        presses(&event, "attempt no_answer", "agreed").await.is(303);
    }
    // The page of before: its step is taken.
    let stale = presses(&event, "closed", "agreed")
        .await
        .is(409)
        .body
        .clone();
    assert!(stale.contains("Load the list again"), "{stale}");
    let after = page().await;
    assert!(after.contains("no answer"), "{after}");
    presses(&event_in(&after), "closed", "answered")
        .await
        .is(303);
    let found = entry(&at, &request).await;
    assert_eq!(words(&found), ["closed answered", "attempt no_answer"]);
    let done = page().await;
    let row = done
        .split(&format!("data-steps=\"{request}\""))
        .nth(1)
        .expect("the request");
    let row = row.split("</tr>").next().expect("its row");
    assert!(
        row.contains("value=\"reopened\"") && !row.contains("value=\"taken\""),
        "{row}"
    );
}
