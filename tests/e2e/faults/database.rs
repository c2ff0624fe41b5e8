//! A database that fails for a moment, for longer, after the commit, or never answers.

use super::deployments::{deployment, number};
use crate::actors::{callback, fresh_phone, responses, vote};
use crate::app::fresh;
use crate::clock::Clock;
use serde_json::{Value, json};
use std::time::Duration;

fn stored(id: &Value) -> String {
    let id = id.as_str().expect("an id");
    format!("select count(*) as n from response where id = '{id}'")
}

#[tokio::test]
async fn short_outage_is_retried() {
    let at = deployment("calm");
    let sent = vote("nowhere", 5);
    let faulty = at.with_faults(json!({"first": 3}));
    let posted = faulty.posts(&responses("guest"), &sent).await;
    posted.acknowledged(201, "stored");
    assert_eq!(number(&at, &stored(&sent["id"])), 1);
    // Reads too.
    faulty.reads("/healthz?deep=1").await.is(200);
}

#[tokio::test]
async fn long_outage_is_503_with_retry_after() {
    let at = deployment("calm");
    for fault in ["down", "overload"] {
        let faulty = at.with_faults(json!({"fault": fault}));
        let sent = vote("nowhere", 5);
        let posted = faulty.posts(&responses("guest"), &sent).await;
        posted.refused(503, "unavailable", "");
        assert_eq!(posted.header("retry-after"), "10");
        at.posts(&responses("guest"), &sent).await.is(201);
        let asked = callback(&fresh_phone());
        let posted = faulty.posts("/v1/callbacks?survey=site", &asked).await;
        posted.refused(503, "unavailable", "");
    }
    // The plain form keeps every answer, and its button.
    let id = fresh();
    let fields = [
        ("id", &*id),
        ("rev", "1"),
        ("version", "1"),
        ("lang", "en"),
        ("q.enjoyed", "4"),
        ("q.comment", "Long live the band"),
    ];
    let faulty = at.with_faults(json!({"fault": "down"}));
    let page = faulty.submits("/s/guest", &fields).await;
    page.is(503).holds("Long live the band").holds(&id);
    let chosen = page.body.split("value=\"4\"").nth(1).expect("the score");
    assert!(chosen.split('>').next().expect("a tag").contains("checked"));
    page.holds("type=\"submit\"");
    at.submits("/s/guest", &fields).await.is(200);
    assert_eq!(number(&at, &stored(&json!(id))), 1);
}

/// An error in SQL is not retried: it would fail again.
#[tokio::test]
async fn sql_error_is_500() {
    let at = deployment("calm");
    let faulty = at.with_faults(json!({"fault": "mistaken"}));
    let posted = faulty.posts(&responses("guest"), &vote("nowhere", 5)).await;
    posted.refused(500, "internal", "");
}

/// Committed, and the reply lost: the worker's own retry finds the row.
#[tokio::test]
async fn lost_commit_reply_stores_once() {
    let at = deployment("calm");
    let sent = vote("nowhere", 5);
    // With `after` 1, the seed 6 fails after the first batch and not after the second.
    let faulty = at.with_faults(json!({"after": 0.5, "seed": seed_that_fails_once()}));
    let posted = faulty.posts(&responses("guest"), &sent).await;
    posted.acknowledged(200, "same");
    assert_eq!(number(&at, &stored(&sent["id"])), 1);
    let id = sent["id"].as_str().expect("an id");
    let sql = format!("select count(*) as n from answer where response = '{id}'");
    assert_eq!(number(&at, &sql), 1);
}

/// The first seed of `faults.mjs` whose second draw is below one half and whose fourth is not: the first draw
/// of each attempt decides about a failure before the batch.
fn seed_that_fails_once() -> i32 {
    let is_right = |seed: &i32| {
        let mut state = *seed;
        let chances = [0; 4].map(|_| chance(&mut state));
        chances[1] < 0.5 && chances[3] >= 0.5
    };
    (1..1_000).find(is_right).expect("one of a thousand")
}

/// Equals `chances` in `faults.mjs`.
fn chance(state: &mut i32) -> f64 {
    *state = state.wrapping_add(0x6d2b_79f5);
    let of = |it: i32, shift: u32| ((it as u32) >> shift) as i32;
    let mut mixed = (*state ^ of(*state, 15)).wrapping_mul(1 | *state);
    mixed = mixed.wrapping_add((mixed ^ of(mixed, 7)).wrapping_mul(61 | mixed)) ^ mixed;
    f64::from((mixed ^ of(mixed, 14)) as u32) / 4_294_967_296.0
}

#[tokio::test]
async fn silent_database_times_out() {
    let clock = Clock::of_now();
    let at = deployment("silent").by(&clock);
    let faulty = at.with_faults(json!({"fault": "silent"}));
    let posted = faulty.posts(&responses("guest"), &vote("nowhere", 5)).await;
    posted.refused(503, "unavailable", "");
    // A second for published surveys, six for the vote; a guest's browser waits for 20.
    assert_eq!(clock.follows(&posted), Duration::from_secs(7));
}

/// A newer worker has migrated the database, and may store rows that this one cannot read.
#[tokio::test]
async fn unknown_schema_version_is_not_written() {
    let at = deployment("newer");
    // The first schema has no predecessor, so a table named like `schema` holds a number below it.
    at.rows("alter table schema rename to other");
    at.rows(
        "create table schema (
           version integer not null constraint unknown_schema check (version <> 0),
           writes_from integer not null
         ) strict",
    );
    at.rows("insert into schema select * from other");
    let health = at.reads("/healthz?deep=1").await.is(200).json();
    let schema = health["schema"].as_i64().expect("a number");
    let sent = vote("nowhere", 5);
    for (version, writes_from, status) in [
        (schema + 1, schema, 201),
        (schema + 1, schema + 1, 503),
        (schema - 2, schema - 2, 503),
        (schema, schema, 200),
    ] {
        at.rows(&format!(
            "update schema set version = {version}, writes_from = {writes_from}"
        ));
        let posted = at.posts(&responses("guest"), &sent).await;
        posted.is(status);
        let is_ok = status < 500;
        let health = at.reads("/healthz?deep=1").await;
        health.is(if is_ok { 200 } else { 500 });
        if !is_ok {
            posted.refused(503, "unavailable", "");
        }
        at.reads("/s/guest").await.is(200);
    }
    // A database before its migrations.
    at.rows("drop table schema");
    let posted = at.posts(&responses("guest"), &vote("nowhere", 5)).await;
    posted.refused(503, "unavailable", "");
}
