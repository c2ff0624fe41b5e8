//! The queue of callbacks: one open request a phone, pages, and what a flood of new phones does to it.

use super::deployments::{deployment, number};
use crate::actors::{callback, fresh_phone, urlencoded, with};
use crate::clock::Clock;
use crate::deployments::Deployment;
use crate::reply::Reply;
use serde_json::{Value, json};
use std::time::Duration;

const CALLBACKS: &str = "/v1/callbacks?survey=site";
const HOUR: Duration = Duration::from_secs(3_600);

/// The director's list with these parameters.
async fn list(at: &Deployment, query: &str) -> Value {
    let path = format!("/v1/callbacks{query}");
    at.orders("GET", &path, &json!(null)).await.is(200).json()
}

/// The ids that a list has, in its order.
fn ids(list: &Value) -> Vec<Value> {
    let entries = list["callbacks"].as_array().expect("a list").iter();
    entries.map(|entry| entry["id"].clone()).collect()
}

async fn page(at: &Deployment, path: &str) -> Reply {
    let request = at.request("GET", path);
    Reply::to(request.bearer_auth("a-token-of-the-tests")).await
}

async fn decides(at: &Deployment, fields: &[(&str, &str)]) -> Reply {
    let request = at.request("POST", "/director/callbacks?lang=en");
    let request = request.header("content-type", "application/x-www-form-urlencoded");
    let request = request.bearer_auth("a-token-of-the-tests");
    Reply::to(request.body(urlencoded(fields))).await
}

async fn cancels(at: &Deployment, request: &Value) -> Reply {
    let id = request["id"].as_str().expect("an id");
    at.submits(&format!("/cancel/{id}?lang=en"), &[]).await
}

/// The number of a receiver's messages of a kind.
fn messages(at: &Deployment, kind: &str) -> u64 {
    let sql = format!(
        "select count(*) as n from outbox where destination = 'webhook' and kind = '{kind}'"
    );
    number(at, &sql)
}

#[tokio::test]
async fn a_phone_has_one_open_request_and_nothing_of_it_is_lost() {
    let at = deployment("phones");
    let phone = fresh_phone();
    let first = with(&callback(&phone), "/topic", json!("Свадьба"));
    let first = with(&first, "/window", json!("morning"));
    let receipt = at.posts(CALLBACKS, &first).await.is(201).json();
    // The same phone as somebody else types it, from another page.
    let typed = format!("8 ({}) {} доб. 204", &phone[2..5], &phone[5..]);
    let second = with(&callback(&typed), "/topic", json!("Юбилей"));
    let second = with(&second, "/window", json!("evening"));
    let second = with(&second, "/comment", json!("Лучше вечером"));
    let due = |receipt: &Value| receipt["due_at_ms"].as_u64().expect("a time");
    let mut first_due = due(&receipt);
    for (status, word) in [(201, "stored"), (200, "same")] {
        let again = at.posts(CALLBACKS, &second).await;
        again.acknowledged(status, word);
        // What it would have been promised alone: a receipt does not show who asked before.
        assert_ne!(again.json()["due_at_ms"], receipt["due_at_ms"]);
        // Around noon the evening comes before the next morning.
        first_due = first_due.min(due(&again.json()));
        let cancel_url = again.json()["cancel_url"].as_str().map(str::to_owned);
        let own = second["id"].as_str().expect("an id");
        assert!(cancel_url.expect("a link").ends_with(own));
    }
    let listed = list(&at, "").await;
    assert_eq!(ids(&listed), [first["id"].clone()]);
    let entry = &listed["callbacks"][0];
    assert_eq!(
        (&entry["times"], &entry["window"]),
        (&json!(2), &json!("evening"))
    );
    assert_eq!(entry["contact"]["topic"], "Юбилей");
    assert_eq!(entry["contact"]["comment"], "Лучше вечером");
    assert_eq!(entry["contact"]["phone"], json!(phone));
    assert_eq!(entry["contact"]["extension"], "204");
    assert_eq!(entry["earlier"][0]["topic"], "Свадьба");
    assert_eq!(messages(&at, "callback"), 1);
    let shown = page(&at, "/director?lang=en").await;
    shown
        .is(200)
        .holds("asked 2 times")
        .holds(&format!("href=\"tel:{phone}\""))
        .holds("ext. 204")
        .holds("<small><bdi>Свадьба</bdi></small>");
    let numbers = at.orders("GET", "/v1/aggregates", &json!(null)).await;
    assert_eq!(numbers.is(200).json()["callbacks"]["n"], 1);
    // Its own correction.
    let corrected = with(
        &with(&second, "/rev", json!(2)),
        "/comment",
        json!("После семи"),
    );
    at.posts(CALLBACKS, &corrected)
        .await
        .acknowledged(200, "replaced");
    let listed = list(&at, "").await;
    assert_eq!(listed["callbacks"][0]["contact"]["comment"], "После семи");
    assert_eq!(listed["callbacks"][0]["due_at_ms"], first_due);
    // A closed request takes no further ones in.
    cancels(&at, &second).await.is(200);
    cancels(&at, &first).await.is(200);
    at.posts(CALLBACKS, &first)
        .await
        .acknowledged(200, "cancelled");
    let third = callback(&phone);
    at.posts(CALLBACKS, &third)
        .await
        .acknowledged(201, "stored");
    let listed = list(&at, "").await;
    assert_eq!(ids(&listed), [third["id"].clone(), first["id"].clone()]);
    assert_eq!(listed["callbacks"][0]["times"], 1);
    assert_eq!(messages(&at, "callback"), 2);
}

/// Who knows a phone can ask for a call to it, and can take back that alone.
#[tokio::test]
async fn a_phone_is_not_enough_to_cancel_a_request_or_to_learn_of_it() {
    let clock = Clock::of_now();
    let at = deployment("known").by(&clock);
    let phone = fresh_phone();
    let [before, visitor, after] = [(); 3].map(|()| callback(&phone));
    for request in [&before, &visitor, &after] {
        at.posts(CALLBACKS, request).await.is(201);
    }
    let open = async || {
        let listed = list(&at, "").await;
        let entries = listed["callbacks"].as_array().expect("a list").iter();
        let own = entries.filter(|it| it["contact"]["phone"] == phone && it["state"] == "new");
        own.map(|it| (it["id"].clone(), it["times"].clone()))
            .collect::<Vec<_>>()
    };
    assert_eq!(open().await, [(before["id"].clone(), json!(3))]);
    cancels(&at, &after).await.is(200);
    assert_eq!(open().await, [(before["id"].clone(), json!(2))]);
    cancels(&at, &before).await.is(200);
    assert_eq!(open().await, [(visitor["id"].clone(), json!(1))]);
    // Taken back is taken back.
    let revived = with(&with(&after, "/rev", json!(2)), "/comment", json!("x"));
    at.posts(CALLBACKS, &revived)
        .await
        .acknowledged(200, "cancelled");
    // A request that nobody answered for a week is no reason to swallow another.
    clock.passes(8 * 24 * HOUR);
    let messages_before = messages(&at, "callback");
    let later = callback(&phone);
    let receipt = at.posts(CALLBACKS, &later).await;
    receipt.acknowledged(201, "stored");
    assert!(receipt.json()["due_at_ms"].as_i64() > Some(clock.now_ms()));
    assert_eq!(open().await.len(), 2);
    assert_eq!(messages(&at, "callback"), messages_before + 1);
}

#[tokio::test]
async fn a_corrected_phone_leaves_the_request_to_those_who_still_wait() {
    let at = deployment("moved");
    let phones = [fresh_phone(), fresh_phone(), fresh_phone()];
    let [first, second, other] = [&phones[0], &phones[0], &phones[1]].map(|it| callback(it));
    for request in [&first, &second, &other] {
        at.posts(CALLBACKS, request).await.is(201);
    }
    assert_eq!(ids(&list(&at, "").await).len(), 2);
    // To the phone of an open request, then to a new one.
    for (rev, phone, times) in [(2, &phones[1], [1, 2]), (3, &phones[2], [1, 1])] {
        let moved = with(&with(&first, "/rev", json!(rev)), "/phone", json!(phone));
        at.posts(CALLBACKS, &moved)
            .await
            .acknowledged(200, "replaced");
        let listed = list(&at, "").await;
        let of = |request: &Value| {
            let mut entries = listed["callbacks"].as_array().expect("a list").iter();
            let found = entries.find(|entry| entry["id"] == request["id"]);
            found.map(|entry| (entry["contact"]["phone"].clone(), entry["times"].clone()))
        };
        let [of_second, of_other] = times;
        assert_eq!(
            of(&second),
            Some((json!(phones[0]), json!(of_second))),
            "{listed}"
        );
        assert_eq!(of(&other).map(|it| it.1), Some(json!(of_other)), "{listed}");
    }
    cancels(&at, &first).await.is(200);
    let open = list(&at, "").await;
    let open = open["callbacks"].as_array().expect("a list").iter();
    assert_eq!(open.filter(|entry| entry["state"] == "new").count(), 2);
    // Page by page: the two open ones first.
    let mut seen = Vec::new();
    let mut after = String::new();
    for _ in 0..3 {
        let part = list(&at, &format!("?limit=1{after}")).await;
        seen.extend(ids(&part));
        after = part["next"]
            .as_str()
            .map_or(String::new(), |it| format!("&after={it}"));
    }
    assert_eq!(after, "", "the last page");
    assert_eq!(seen, ids(&list(&at, "").await));
    assert_eq!(seen[2], first["id"]);
    for query in ["limit=0", "limit=201", "after=1", "quarantined=1", "page=2"] {
        let path = format!("/v1/callbacks?{query}");
        let refused = at.orders("GET", &path, &json!(null)).await;
        let (field, _) = query.split_once('=').expect("a parameter");
        refused.refused(422, "bad_parameter", field);
    }
}

/// As in `workers.mjs`: five new phones an hour, eight a day.
#[tokio::test]
async fn a_flood_is_set_aside_and_hides_no_earlier_request() {
    let clock = Clock::of_now();
    clock.passes_to_next(HOUR);
    let at = deployment("flood").by(&clock);
    let real = callback(&fresh_phone());
    at.posts(CALLBACKS, &real).await.is(201);
    for _ in 0..12 {
        let receipt = at.posts(CALLBACKS, &callback(&fresh_phone())).await;
        assert!(
            receipt.is(201).json()["due_at_ms"].is_i64(),
            "a bot learns nothing"
        );
    }
    // A phone that has an open request is not new.
    let again = with(&real, "/id", json!(crate::app::fresh()));
    at.posts(CALLBACKS, &again).await.is(201);
    let listed = list(&at, "").await;
    assert_eq!(ids(&listed).len(), 5);
    assert!(ids(&listed).contains(&real["id"]));
    assert_eq!(listed["quarantined"], 8);
    assert_eq!(
        (messages(&at, "callback"), messages(&at, "callbacks_held")),
        (5, 1)
    );
    let numbers = at.orders("GET", "/v1/aggregates", &json!(null)).await;
    assert_eq!(numbers.is(200).json()["callbacks"]["n"], 5);
    let shown = page(&at, "/director?lang=en").await;
    shown
        .is(200)
        .holds("8 requests set aside.")
        .holds("Clear all as spam");
    let held = list(&at, "?quarantined=true").await;
    assert_eq!(ids(&held).len(), 8);
    let look = page(&at, "/director/callbacks?lang=en&quarantined=true").await;
    look.is(200).holds(
        held["callbacks"][7]["contact"]["phone"]
            .as_str()
            .expect("a phone"),
    );
    // A visitor among them cancels.
    let phone = fresh_phone();
    let visitor = callback(&phone);
    at.posts(CALLBACKS, &visitor).await.is(201);
    cancels(&at, &visitor).await.is(200);
    // Nobody but the director clears, and only what was shown.
    let until = clock.now_ms().to_string();
    let all = [("action", "clear"), ("until_ms", &*until), ("id", "")];
    at.submits("/director/callbacks", &all).await.is(401);
    let early = [("action", "clear"), ("until_ms", "1"), ("id", "")];
    decides(&at, &early).await.is(303);
    for wrong in [
        [("action", "burn"), ("until_ms", "1")],
        [("action", "clear"), ("until_ms", "x")],
    ] {
        decides(&at, &wrong).await.is(422);
    }
    assert_eq!(list(&at, "").await["quarantined"], 8);
    let one = held["callbacks"][0]["id"].as_str().expect("an id");
    let admitted = [("action", "admit"), ("until_ms", &*until), ("id", one)];
    decides(&at, &admitted).await.is(303);
    assert!(ids(&list(&at, "").await).contains(&json!(one)));
    decides(&at, &all).await.is(303);
    let listed = list(&at, "").await;
    assert_eq!((ids(&listed).len(), &listed["quarantined"]), (6, &json!(0)));
    let cleared = number(
        &at,
        "select count(*) as n from callback where state = 'spam'",
    );
    assert_eq!(cleared, 7);
    let shown = page(&at, "/director?lang=en").await;
    assert!(!shown.is(200).body.contains("callbacks_held"));
    // The next of the flood is reported anew. An hour later three more are taken: then the day is full.
    at.posts(CALLBACKS, &callback(&fresh_phone())).await.is(201);
    assert_eq!(messages(&at, "callbacks_held"), 1);
    clock.passes(HOUR + HOUR);
    for _ in 0..4 {
        at.posts(CALLBACKS, &callback(&fresh_phone())).await.is(201);
    }
    let listed = list(&at, "").await;
    assert_eq!((ids(&listed).len(), &listed["quarantined"]), (9, &json!(2)));
}

/// Whoever asks for somebody's phone in a flood does not hide what that person asks for when it is over.
#[tokio::test]
async fn a_held_request_takes_no_later_one_with_it() {
    let clock = Clock::of_now();
    clock.passes_to_next(HOUR);
    let at = deployment("flood-over").by(&clock);
    for _ in 0..5 {
        at.posts(CALLBACKS, &callback(&fresh_phone())).await.is(201);
    }
    let phone = fresh_phone();
    for _ in 0..2 {
        at.posts(CALLBACKS, &callback(&phone)).await.is(201);
    }
    let listed = list(&at, "").await;
    assert_eq!((ids(&listed).len(), &listed["quarantined"]), (5, &json!(1)));
    clock.passes(HOUR + HOUR);
    let visitor = callback(&phone);
    at.posts(CALLBACKS, &visitor).await.is(201);
    let listed = list(&at, "").await;
    assert_eq!((ids(&listed).len(), &listed["quarantined"]), (6, &json!(1)));
    assert!(ids(&listed).contains(&visitor["id"]));
    assert_eq!(messages(&at, "callback"), 6);
    // A correction in the next flood stays where it was.
    for _ in 0..5 {
        at.posts(CALLBACKS, &callback(&fresh_phone())).await.is(201);
    }
    clock.passes(2 * HOUR);
    for _ in 0..9 {
        at.posts(CALLBACKS, &callback(&fresh_phone())).await.is(201);
    }
    let corrected = with(
        &with(&visitor, "/rev", json!(2)),
        "/comment",
        json!("Лучше утром"),
    );
    at.posts(CALLBACKS, &corrected).await.is(200);
    assert!(ids(&list(&at, "").await).contains(&visitor["id"]));
    // A further one of the visitor's joins the visitor's.
    let before = ids(&list(&at, "").await).len();
    at.posts(CALLBACKS, &callback(&phone)).await.is(201);
    assert_eq!(ids(&list(&at, "").await).len(), before);
    // Admitted, a request stays so for those who joined it, also where its first row is cancelled
    // or corrected to a phone that is held; and one that is not admitted stays held, whatever becomes of its first row.
    let held_phone = fresh_phone();
    at.posts(CALLBACKS, &callback(&held_phone)).await.is(201);
    for (is_admitted, is_cancelled) in [(true, true), (true, false), (false, true), (false, false)]
    {
        let stranger_phone = fresh_phone();
        let stranger = callback(&stranger_phone);
        at.posts(CALLBACKS, &stranger).await.is(201);
        let joined = callback(&stranger_phone);
        at.posts(CALLBACKS, &joined).await.is(201);
        if is_admitted {
            let until = clock.now_ms().to_string();
            let id = stranger["id"].as_str().expect("an id");
            let admitted = [("action", "admit"), ("until_ms", &*until), ("id", id)];
            decides(&at, &admitted).await.is(303);
        }
        if is_cancelled {
            cancels(&at, &stranger).await.is(200);
        } else {
            let elsewhere = if is_admitted { &held_phone } else { &phone };
            let moved = with(
                &with(&stranger, "/rev", json!(2)),
                "/phone",
                json!(elsewhere),
            );
            at.posts(CALLBACKS, &moved).await.is(200);
        }
        let is_listed = ids(&list(&at, "").await).contains(&joined["id"]);
        assert_eq!(is_listed, is_admitted, "cancelled: {is_cancelled}");
    }
}

/// Whoever asks first for somebody's phone does not put off what that person was promised.
#[tokio::test]
async fn a_request_is_due_when_its_first_row_is() {
    let at = deployment("due-first");
    let phone = fresh_phone();
    let mut due_at_ms = Vec::new();
    for window in ["evening", "morning"] {
        let request = with(&callback(&phone), "/window", json!(window));
        let receipt = at.posts(CALLBACKS, &request).await.is(201).json();
        due_at_ms.push(receipt["due_at_ms"].as_i64().expect("a due time"));
    }
    assert_ne!(due_at_ms[0], due_at_ms[1]);
    let listed = list(&at, "").await;
    let shown = listed["callbacks"][0]["due_at_ms"].as_i64();
    assert_eq!(shown, due_at_ms.into_iter().min());
}

/// Whoever has many networks and phones cannot ask for calls without end.
#[tokio::test]
async fn three_hundred_requests_a_minute_are_taken_in_all() {
    let clock = Clock::of_now();
    let at = deployment("calls").by(&clock);
    let asks = || {
        let (at, request) = (at.elsewhere(), callback(&fresh_phone()));
        async move { at.posts(CALLBACKS, &request).await }
    };
    clock.passes_to_next(Duration::from_secs(60));
    for _ in 0..300 {
        asks().await.is(201);
    }
    asks().await.refused(429, "too_many_requests", "");
    clock.passes(Duration::from_secs(60));
    asks().await.is(201);
    assert_eq!(number(&at, "select count(*) as n from callback"), 301);
}
