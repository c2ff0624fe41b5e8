//! Sessions of the director: opened and ended on the server; wrong tokens are limited, and keep nobody out.

use crate::actors::urlencoded;
use crate::app::App;
use crate::database::{rows, token};
use crate::reply::Reply;
use std::time::Duration;

const MINUTE: Duration = Duration::from_secs(60);

/// A page's form, with a session's cookie, where there is one.
async fn posts(app: &App, path: &str, cookie: &str, headers: &[(&str, &str)]) -> Reply {
    let mut request = app.request("POST", path).header("cookie", cookie);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    Reply::to(request).await
}

const OWN_PAGE: [(&str, &str); 1] = [("sec-fetch-site", "same-origin")];

async fn is_open(app: &App, cookie: &str) -> bool {
    let reply = Reply::to(app.get("/v1/events").header("cookie", cookie)).await;
    match reply.status {
        200 => true,
        _ => {
            reply.refused(401, "unauthorized", "");
            false
        }
    }
}

async fn signs_in(app: &App, token: &str) -> Reply {
    let fields = [("token", token)];
    app.guest()
        .submits("/director/session?lang=en", &fields)
        .await
}

#[tokio::test]
async fn sign_in_ends_for_copies_of_the_cookie_too() {
    let app = App::enter().await;
    let cookie = app.director().signs_in().await;
    let other = app.director().signs_in().await;
    assert!(is_open(&app, &cookie).await && is_open(&app, &other).await);
    let left = posts(&app, "/director/session/end", &cookie, &OWN_PAGE).await;
    assert!(left.is(303).header("set-cookie").contains("Max-Age=0"));
    assert!(!is_open(&app, &cookie).await, "a copy of the cookie");
    assert!(is_open(&app, &other).await, "another browser's session");
    let page = Reply::to(app.get("/director").header("cookie", &cookie)).await;
    page.is(200).holds("name=\"token\"");
    // Again, or without a session, nothing happens.
    posts(&app, "/director/session/end", &cookie, &OWN_PAGE)
        .await
        .is(303);
    posts(&app, "/director/session/end", "", &OWN_PAGE)
        .await
        .is(303);
}

#[tokio::test]
async fn sign_in_ends_everywhere_at_once() {
    let app = App::enter_alone().await;
    let cookies = [
        app.director().signs_in().await,
        app.director().signs_in().await,
    ];
    let [cookie, other] = &cookies;
    let refused = posts(&app, "/director/sessions/end", "", &OWN_PAGE).await;
    refused.is(401);
    assert!(is_open(&app, other).await);
    posts(&app, "/director/sessions/end", cookie, &OWN_PAGE)
        .await
        .is(303);
    for cookie in &cookies {
        assert!(!is_open(&app, cookie).await);
    }
    let entry = &rows(
        "select actor, action, detail ->> 'n' >= 2 as both from audit order by seq desc limit 1",
    )
    .await[0];
    assert_eq!(
        [&entry["actor"], &entry["action"]],
        ["session", "sign_out_all"]
    );
    assert_eq!(entry["both"], 1);
}

#[tokio::test]
async fn sign_in_ends_after_twelve_hours() {
    let app = App::enter().await;
    let hours = |n: u64| MINUTE * 60 * u32::try_from(n).expect("few");
    app.clock();
    let cookie = app.director().signs_in().await;
    app.passes(hours(12) - MINUTE);
    assert!(is_open(&app, &cookie).await);
    app.passes(MINUTE);
    assert!(!is_open(&app, &cookie).await);
}

/// A host's page may send votes, and has no business with sessions.
#[tokio::test]
async fn sign_in_and_out_is_for_own_pages() {
    let app = App::enter().await;
    let cookie = app.director().signs_in().await;
    let fields = [("token", app.parts.token.as_str())];
    for origin in [
        app.parts.demo_url.as_str(),
        "https://stranger.example",
        "null",
    ] {
        for path in [
            "/director/session",
            "/director/session/end",
            "/director/sessions/end",
        ] {
            let headers = [("origin", origin), ("sec-fetch-site", "cross-site")];
            for headers in [&headers[..], &headers[..1]] {
                let mut request = app.request("POST", path).header("cookie", &cookie);
                for (name, value) in headers {
                    request = request.header(*name, *value);
                }
                let form = "application/x-www-form-urlencoded";
                let request = request
                    .header("content-type", form)
                    .body(urlencoded(&fields));
                let reply = Reply::to(request).await;
                assert_eq!(reply.status, 403, "{origin} {path}: {}", reply.body);
                assert_eq!(reply.header("set-cookie"), "");
            }
        }
    }
    assert!(is_open(&app, &cookie).await);
    let own = app.guest().at_origin(&app.parts.public_url);
    own.submits("/director/session", &fields).await.is(303);
}

#[tokio::test]
async fn sign_in_allows_ten_wrong_tokens_a_minute() {
    let mut app = App::enter().await;
    let cookie = app.director().signs_in().await;
    let reader = token("reader", "").await;
    let secret = app.parts.token.clone();
    app.clock().passes_to_next(MINUTE);
    // By the form and as a bearer's, counted together.
    for number in 0..10 {
        let guess = format!("guess-{number}");
        if number % 2 == 0 {
            let page = signs_in(&app, &guess).await;
            page.is(401).holds("That token does not fit");
        } else {
            let reply = Reply::to(app.get("/v1/events").bearer_auth(&guess)).await;
            reply.refused(401, "unauthorized", "");
        }
    }
    let limited = signs_in(&app, "guess").await;
    limited
        .is(429)
        .holds("name=\"token\"")
        .holds("Too many wrong access tokens");
    assert_eq!(limited.header("retry-after"), "60");
    let limited = Reply::to(app.get("/v1/events").bearer_auth("guess")).await;
    limited.refused(429, "too_many_sign_ins", "");
    // Whoever is right is let in, from this network too.
    assert!(is_open(&app, &cookie).await);
    for right in [&secret, &reader] {
        let numbers = app.get("/v1/aggregates?survey=guest").bearer_auth(right);
        Reply::to(numbers).await.is(200);
    }
    signs_in(&app, &secret).await.is(303);
    // Another network still gets its own ten.
    app.moves();
    signs_in(&app, "guess").await.is(401);
    app.passes(MINUTE);
    signs_in(&app, "guess").await.is(401);
}
