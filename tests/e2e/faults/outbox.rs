//! Outbox messages about callbacks: to which receivers, how often, in which order.

use super::deployments::{
    await_received, deployment, number, parts, received, receiver_replies, states,
};
use crate::actors::{callback, fresh_phone, with};
use crate::app::until;
use crate::deployments::Deployment;
use crate::reply::Reply;
use crate::share;
use serde_json::{Value, json};

const CALLBACKS: &str = "/v1/callbacks?survey=site";
/// As in `workers.mjs`: 24 bytes of 5.
const WEBHOOK_KEY: &str = "BQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUF";

fn parsed(body: &str) -> Value {
    serde_json::from_str(body).expect("JSON")
}

async fn asks_for_a_call(at: &Deployment) -> Value {
    let asked = callback(&fresh_phone());
    let asked = with(&asked, "/name", json!("Оксана Коваленко"));
    let asked = with(&asked, "/comment", json!("Юбилей мамы, 60 гостей"));
    // Never the promised time of the evening, whenever the test runs.
    let asked = with(&asked, "/window", json!("morning"));
    at.posts(CALLBACKS, &asked).await.is(201);
    asked
}

#[tokio::test]
async fn callback_is_sent_to_every_destination_without_personal_data() {
    let at = deployment("notifies");
    let asked = asks_for_a_call(&at).await;
    let id = asked["id"].as_str().expect("an id");
    let phone = asked["phone"].as_str().expect("a phone");
    let link = "/director#callback";
    let [telegram, webhook, email] = [
        "/notifies/bot1:token/sendMessage",
        "/notifies/webhook",
        "/notifies/email",
    ];
    let message = await_received(telegram, 1).await.remove(0);
    let body = parsed(&message.body);
    assert_eq!(body["chat_id"], "-100200300");
    let text = body["text"].as_str().expect("a text");
    assert!(
        text.contains("Новая заявка") && text.contains(link),
        "{text}"
    );

    let hook = await_received(webhook, 1).await.remove(0);
    let body = parsed(&hook.body);
    assert_eq!(body["type"], "callback");
    assert_eq!(body["data"]["id"], id);
    let due_at = at.row(&format!(
        "select due_at_ms as n from callback where id = '{id}'"
    ));
    assert_eq!(body["data"]["due_at_ms"], due_at["n"]);
    let (hook_id, time) = (hook.header("webhook-id"), hook.header("webhook-timestamp"));
    assert!(hook_id.starts_with("callback_"), "{hook_id}");
    let signed = format!("{hook_id}.{time}.{}", hook.body);
    let signature = parts().deployments.signature(WEBHOOK_KEY, &signed);
    assert_eq!(hook.header("webhook-signature"), format!("v1,{signature}"));

    let letter = await_received(email, 1).await.remove(0);
    let body = parsed(&letter.body);
    assert_eq!(body["to"], "director@agency.example");
    assert_eq!(body["from"], "otklik@agency.example");
    assert!(body["text"].as_str().expect("a text").contains(link));

    for request in [&message, &hook, &letter] {
        for personal in [&phone[1..], "Оксана", "Юбилей"] {
            assert!(!request.body.contains(personal), "{}", request.body);
        }
    }
    // A retry and a correction of other fields send no message, and the cron has no work left.
    at.posts(CALLBACKS, &asked).await.is(200);
    let corrected = with(&with(&asked, "/rev", json!(2)), "/topic", json!("Юбилей"));
    at.posts(CALLBACKS, &corrected).await.is(200);
    at.minute_passes();
    for path in [telegram, webhook, email] {
        assert_eq!(received(path).len(), 1, "{path}");
    }
    // A correction that moves `due_at` sends one, under another id.
    let moved = with(&corrected, "/rev", json!(3));
    at.posts(CALLBACKS, &with(&moved, "/window", json!("evening")))
        .await
        .is(200);
    let hooks = await_received(webhook, 2).await;
    assert_ne!(hooks[1].header("webhook-id"), hook_id);
    let due = &parsed(&hooks[1].body)["data"]["due_at_ms"];
    assert!(due.is_i64() && *due != due_at["n"], "{due}");
}

/// Makes waiting messages due, as if their retry delay had passed.
fn pause_passes(at: &Deployment) {
    at.rows("update outbox set next_at_ms = 0 where state = 'waiting'");
    at.minute_passes();
}

#[tokio::test]
async fn messages_to_a_destination_keep_their_order() {
    let at = deployment("order");
    receiver_replies(
        "/order/webhook",
        "503 Service Unavailable\r\nRetry-After: 700",
    );
    let first = asks_for_a_call(&at).await;
    await_received("/order/webhook", 1).await;
    until("the failure is settled", || async {
        let row = at.row("select error from outbox where destination = 'webhook' order by seq");
        (row["error"] == "503").then_some(())
    })
    .await;
    let waits =
        at.row("select next_at_ms - made_at_ms as n from outbox where destination = 'webhook'");
    assert!(
        waits["n"].as_u64() >= Some(700_000),
        "as asked for: {waits}"
    );
    let second = asks_for_a_call(&at).await;
    at.minute_passes();
    assert_eq!(received("/order/webhook").len(), 1, "not before its time");
    pause_passes(&at);
    await_received("/order/webhook", 2).await;
    receiver_replies("/order/webhook", "204 No Content");
    pause_passes(&at);
    let requests = await_received("/order/webhook", 4).await;
    let ids: Vec<Value> = requests
        .iter()
        .map(|request| parsed(&request.body)["data"]["id"].clone())
        .collect();
    assert_eq!(
        ids,
        [&first, &first, &first, &second].map(|it| it["id"].clone())
    );
    assert_eq!(states(&at, "webhook"), ["sent", "sent"]);
    // The other receivers got theirs meanwhile.
    assert_eq!(states(&at, "telegram"), ["sent", "sent"]);
}

#[tokio::test]
async fn dead_letter_is_shown_and_can_be_retried() {
    let at = deployment("refuses");
    let telegram = "/refuses/bot1:token/sendMessage";
    receiver_replies(telegram, "410 Gone");
    asks_for_a_call(&at).await;
    until("it is dead", || async {
        (states(&at, "telegram") == ["dead"]).then_some(())
    })
    .await;
    // Later messages are not delayed.
    asks_for_a_call(&at).await;
    await_received(telegram, 2).await;
    let page = Reply::to(
        at.request("GET", "/director?lang=en")
            .bearer_auth("a-token-of-the-tests"),
    );
    let page = page.await;
    page.is(200)
        .holds("Undelivered messages")
        .holds("status 410");
    page.holds("not sent any more").holds("Send again");
    let refused = at.submits("/director/outbox?lang=en", &[]).await;
    refused.is(401).holds("signed out");
    receiver_replies(telegram, "200 OK");
    let again = at.orders("POST", "/director/outbox", &json!({})).await;
    assert_eq!(again.is(303).header("location"), "/director?lang=ru#outbox");
    until("both are delivered", || async {
        (states(&at, "telegram") == ["sent", "sent"]).then_some(())
    })
    .await;
    let page = Reply::to(
        at.request("GET", "/director?lang=en")
            .bearer_auth("a-token-of-the-tests"),
    );
    assert!(!page.await.body.contains("Undelivered messages"));
}

/// Retries to an unavailable receiver end.
#[tokio::test]
async fn message_becomes_a_dead_letter_after_many_attempts() {
    let at = deployment("again");
    receiver_replies("/again/email", "500 Internal Server Error");
    asks_for_a_call(&at).await;
    await_received("/again/email", 1).await;
    for attempt in 2..=54 {
        until("the attempt is settled", || async {
            let row = at.row("select error from outbox where destination = 'email'");
            (row["error"] != "").then_some(())
        })
        .await;
        assert_eq!(
            states(&at, "email"),
            ["waiting"],
            "before attempt {attempt}"
        );
        pause_passes(&at);
        assert_eq!(received("/again/email").len(), attempt);
    }
    assert_eq!(states(&at, "email"), ["dead"]);
    pause_passes(&at);
    assert_eq!(received("/again/email").len(), 54);
}

/// While D1 fails before and after commits, each callback is stored once, with one message for each receiver,
/// and every message is delivered: once, or once more where only the ack was lost.
#[tokio::test]
async fn no_message_is_lost_while_the_database_fails() {
    let at = deployment("many");
    let n_callbacks = share::of(20, 300);
    for number in 0..n_callbacks {
        let asked = callback(&fresh_phone());
        let is_taken = async |attempt: u32| {
            let seed = number as u32 * 100 + attempt;
            let faults = json!({"before": 0.3, "after": 0.2, "seed": seed});
            let at = at.elsewhere().with_faults(faults);
            matches!(at.posts(CALLBACKS, &asked).await.status, 200 | 201)
        };
        let mut attempts = 1..100;
        while !is_taken(attempts.next().expect("enough attempts")).await {}
    }
    let n = |of: &str| number(&at, &format!("select count(*) as n from {of}"));
    assert_eq!(n("callback"), n_callbacks as u64);
    assert_eq!(n("outbox"), 3 * n_callbacks as u64);
    let mut minutes = 0..n_callbacks * 4 + 20;
    while n("outbox where state = 'waiting'") > 0 {
        let minute = minutes.next().expect("enough minutes");
        at.rows("update outbox set next_at_ms = 0 where state = 'waiting'");
        let faults = json!({"before": 0.2, "after": 0.2, "seed": minute});
        at.with_faults(faults).minute_passes();
    }
    assert_eq!(n("outbox where state = 'sent'"), 3 * n_callbacks as u64);
    let mut ids: Vec<String> = received("/many/webhook")
        .iter()
        .map(|request| parsed(&request.body)["data"]["id"].to_string())
        .collect();
    let n_received = ids.len();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), n_callbacks);
    share::report(
        "callbacks while D1 fails 30 % before and 20 % after it stores",
        &format!(
            "{n_callbacks} stored, each sent to 3 receivers; the webhook received {n_received} times"
        ),
    );
}
