//! Signing in under a flood of wrong tokens, and while D1 is unavailable.

use super::deployments::{deployment, number};
use crate::actors::urlencoded;
use crate::clock::Clock;
use crate::deployments::Deployment;
use crate::reply::Reply;
use serde_json::json;
use std::time::Duration;

const SECRET: &str = "a-token-of-the-tests";

async fn signs_in(at: &Deployment, token: &str) -> Reply {
    at.submits("/director/session", &[("token", token)]).await
}

async fn session(at: &Deployment) -> String {
    let reply = signs_in(at, SECRET).await;
    let cookie = reply.is(303).header("set-cookie").split(';').next();
    cookie.unwrap_or_default().to_owned()
}

/// Three hundred wrong tokens from many networks: no more are answered, the right ones still are, and the flood has
/// left one row.
#[tokio::test]
async fn sign_in_flood_is_limited_in_all_and_keeps_nobody_out() {
    let clock = Clock::of_now();
    let at = deployment("guesses").by(&clock);
    let cookie = session(&at).await;
    clock.passes_to_next(Duration::from_secs(60));
    for _ in 0..30 {
        let network = at.elsewhere();
        for _ in 0..10 {
            signs_in(&network, "a wrong token").await.is(401);
        }
    }
    for _ in 0..3 {
        signs_in(&at.elsewhere(), "a wrong token").await.is(429);
        let guess = at.elsewhere().request("GET", "/v1/events");
        let guess = Reply::to(guess.bearer_auth("a wrong token")).await;
        guess.refused(429, "too_many_sign_ins", "");
    }
    let counted = at.row(
        "select count(*) as minutes, sum(n) as n, max(throttled) as throttled from failed_sign_in",
    );
    assert_eq!(counted, json!({"minutes": 1, "n": 300, "throttled": 1}));
    let by_session = at.request("GET", "/v1/events").header("cookie", &cookie);
    Reply::to(by_session).await.is(200);
    let by_secret = at.elsewhere().request("GET", "/director?lang=en");
    let page = Reply::to(by_secret.bearer_auth(SECRET)).await;
    page.is(200)
        .holds("data-failed-sign-ins=\"300\"")
        .holds("Further tries were stopped");
    session(&at.elsewhere()).await;
    // Once the minute is over, it is one entry.
    clock.passes(Duration::from_secs(60));
    session(&at).await;
    let entries = at.rows("select actor, detail from audit where action = 'sign_in_failed'");
    let expected = json!([{"actor": "nobody", "detail": r#"{"n":300,"throttled":true}"#}]);
    assert_eq!(json!(entries), expected);
    assert_eq!(number(&at, "select count(*) as n from failed_sign_in"), 0);
    assert_eq!(
        number(
            &at,
            "select count(*) as n from audit where action = 'sign_in'"
        ),
        3
    );
    let by_secret = at.request("GET", "/director?lang=en").bearer_auth(SECRET);
    Reply::to(by_secret)
        .await
        .is(200)
        .holds("data-failed-sign-ins=\"300\"");
}

/// The cron logs the failures of past minutes, and deletes what is too old.
#[tokio::test]
async fn sign_in_failures_are_logged_and_old_rows_deleted_by_the_cron() {
    let at = deployment("guesses-2");
    let year_ms = 365 * 86_400_000_i64;
    let now_ms = Clock::of_now().now_ms();
    let entry = |id: &str, at_ms: i64| {
        at.rows(&format!(
            "insert into audit (id, at_ms, actor, action, subject, detail)
             values ('{id}', {at_ms}, 'command', 'token_revoked', '1', '{{}}')"
        ));
    };
    entry("old", now_ms - year_ms - 60_000);
    entry("young", now_ms - year_ms + 3_600_000);
    let minute = now_ms / 60_000 - 5;
    at.rows(&format!(
        "insert into failed_sign_in (minute, n, throttled) values ({minute}, 4, 0)"
    ));
    for (hash, ends_ms) in [("a", now_ms - 1_000), ("b", now_ms + 3_600_000)] {
        let hash = hash.repeat(64);
        at.rows(&format!(
            "insert into session (hash, made_at_ms, expires_at_ms) values ('{hash}', 1, {ends_ms})"
        ));
    }
    at.minute_passes();
    let left = at.rows("select at_ms, action, detail from audit order by at_ms");
    assert_eq!(left.len(), 2, "{left:?}");
    assert_eq!(left[0]["action"], "token_revoked");
    assert_eq!(
        left[1],
        json!({"at_ms": minute * 60_000, "action": "sign_in_failed", "detail": r#"{"n":4}"#})
    );
    assert_eq!(
        number(
            &at,
            "select count(*) as n from session where hash like 'b%'"
        ),
        1
    );
    assert_eq!(number(&at, "select count(*) as n from session"), 1);
}

/// A session is looked up in the database: while that is unavailable, the form comes back with everything typed.
#[tokio::test]
async fn sign_in_unknown_in_an_outage_loses_no_form() {
    let at = deployment("calm");
    let cookie = session(&at).await;
    let faulty = at.with_faults(json!({"fault": "down"}));
    let fields = [
        ("id", "ev-outage"),
        ("title", "Typed in vain"),
        ("date", "2026-05-16"),
    ];
    let request = faulty.request("POST", "/director/events/new?lang=en");
    let request = request
        .header("cookie", &cookie)
        .header("sec-fetch-site", "same-origin");
    let form = "application/x-www-form-urlencoded";
    let request = request
        .header("content-type", form)
        .body(urlencoded(&fields));
    let reply = Reply::to(request).await;
    reply
        .is(503)
        .holds("value=\"Typed in vain\"")
        .holds("name=\"date\"");
    assert_eq!(reply.header("retry-after"), "10");
    // Nobody is signed out by it, nor believes to be.
    let leaves = faulty.request("POST", "/director/session/end");
    let leaves = leaves
        .header("cookie", &cookie)
        .header("sec-fetch-site", "same-origin");
    let left = Reply::to(leaves).await;
    assert_eq!(left.is(503).header("set-cookie"), "");
    let reads = at.request("GET", "/v1/events").header("cookie", &cookie);
    Reply::to(reads).await.is(200);
}
