//! The director's page: signing in by a form, the numbers, signing out.

use crate::actors::{callback, vote};
use crate::app::{App, fresh};
use crate::browser::{Browser, Console, Size};
use crate::database::fresh_event;
use crate::reply::Reply;
use serde_json::json;

/// Posts the sign-in form.
async fn sign_in(app: &App, token: &str) -> Reply {
    app.guest()
        .submits("/director/session", &[("token", token)])
        .await
}

/// `name=value` of the session's cookie.
fn cookie_of(reply: &Reply) -> String {
    let cookie = reply
        .header("set-cookie")
        .split(';')
        .next()
        .unwrap_or_default();
    cookie.to_owned()
}

#[tokio::test]
async fn the_cookie_is_the_hosts_alone() {
    let app = App::enter().await;
    let reply = sign_in(&app, &app.parts.token).await;
    reply.is(303);
    assert_eq!(
        reply
            .header("location")
            .trim_start_matches(&app.parts.public_url),
        "/director"
    );
    let cookie = reply.header("set-cookie");
    let attributes: Vec<String> = cookie
        .split(';')
        .map(|part| part.trim().to_ascii_lowercase())
        .collect();
    assert!(attributes[0].starts_with("__host-"), "{cookie}");
    for attribute in [
        "httponly",
        "secure",
        "samesite=strict",
        "path=/",
        "max-age=43200",
    ] {
        assert!(
            attributes.iter().any(|it| it == attribute),
            "{attribute}: {cookie}"
        );
    }
    assert!(
        !attributes.iter().any(|it| it.starts_with("domain")),
        "{cookie}"
    );
    assert!(
        !cookie.contains(&app.parts.token),
        "the cookie is not the token"
    );
    assert!(reply.header("cache-control").contains("no-store"));
}

#[tokio::test]
async fn session_reads_what_the_token_reads() {
    let app = App::enter().await;
    let cookie = cookie_of(&sign_in(&app, &app.parts.token).await);
    for path in ["/v1/aggregates?survey=guest", "/v1/callbacks", "/director"] {
        let reply = Reply::to(app.get(path).header("cookie", &cookie)).await;
        reply.is(200);
        assert!(!reply.header("cache-control").contains("public"), "{path}");
    }
}

#[tokio::test]
async fn export_links_have_the_period_and_the_delimiter_of_the_language() {
    let app = App::enter().await;
    let event = fresh_event(&app).await;
    app.guest()
        .answers("guest", &vote(&event.id, 5))
        .await
        .is(201);
    let cookie = cookie_of(&sign_in(&app, &app.parts.token).await);
    for (lang, delimiter) in [("ru", "%3B"), ("uk", "%3B"), ("en", "%2C")] {
        let path = format!("/director?lang={lang}&from=2020-01-01");
        let page = Reply::to(app.get(&path).header("cookie", &cookie)).await;
        for link in [
            format!("/v1/export.csv?bom=1&delimiter={delimiter}&header={lang}&from=2020-01-01"),
            format!("/v1/export.xlsx?header={lang}&from=2020-01-01"),
        ] {
            let attribute = format!("href=\"{}\"", link.replace('&', "&amp;"));
            assert!(
                page.is(200).body.contains(&attribute),
                "{lang}: {}",
                page.body
            );
            let head = app.request("HEAD", &link).header("cookie", &cookie);
            Reply::to(head).await.is(200);
        }
    }
}

/// A browser's cache must not keep names and phones: Back would show them after signing out.
#[tokio::test]
async fn personal_pages_are_not_cached() {
    let app = App::enter().await;
    let cookie = cookie_of(&sign_in(&app, &app.parts.token).await);
    for path in ["/v1/callbacks", "/director"] {
        let reply = Reply::to(app.get(path).header("cookie", &cookie)).await;
        let cache = reply.header("cache-control");
        assert!(cache.contains("no-store"), "{path}: {cache}");
    }
}

#[tokio::test]
async fn forged_cookies_are_refused() {
    let app = App::enter().await;
    let cookie = cookie_of(&sign_in(&app, &app.parts.token).await);
    let (name, value) = cookie.split_once('=').expect("a cookie");
    let mut tampered = value.to_owned();
    let last = if tampered.pop() == Some('A') {
        'B'
    } else {
        'A'
    };
    tampered.push(last);
    // In the middle of the cookie, where an expiry may be.
    let (head, tail) = value.split_at(value.len() / 2);
    for forged in [
        "",
        "x",
        &app.parts.token,
        &value[1..],
        &format!("{head}0{tail}"),
        &format!("9{value}"),
    ] {
        let cookie = format!("{name}={forged}");
        let reply = Reply::to(
            app.get("/v1/aggregates?survey=guest")
                .header("cookie", &cookie),
        )
        .await;
        reply.refused(401, "unauthorized", "");
        let page = Reply::to(app.get("/director").header("cookie", &cookie)).await;
        page.is(200).holds("name=\"token\"");
    }
}

#[tokio::test]
async fn a_wrong_token_is_refused_on_the_page() {
    let app = App::enter().await;
    for token in ["", "no-such-token", &app.parts.token[1..]] {
        let page = sign_in(&app, token).await;
        page.is(401).holds("name=\"token\"").holds("otklik-error");
        assert_eq!(page.header("set-cookie"), "");
        assert!(
            token.is_empty() || !page.body.contains(token),
            "the token is not shown again"
        );
    }
}

#[tokio::test]
async fn a_token_in_the_address_opens_nothing() {
    let app = App::enter().await;
    for path in ["/director", "/v1/aggregates", "/v1/callbacks"] {
        let reply = app
            .guest()
            .reads(&format!("{path}?survey=guest&token={}", app.parts.token))
            .await;
        assert!(
            reply.status == 401 || reply.body.contains("name=\"token\""),
            "{path}: {}",
            reply.status
        );
        assert!(
            !reply.body.contains(&app.parts.token),
            "{path} repeats the token"
        );
    }
}

#[tokio::test]
async fn strangers_cannot_sign_the_director_out() {
    let app = App::enter().await;
    let reply = Reply::to(app.request("POST", "/director/session/end")).await;
    assert!([303, 403].contains(&reply.status), "{}", reply.status);
    let reply = app
        .guest()
        .at_origin("https://stranger.example")
        .submits("/director/session/end", &[])
        .await;
    assert!([303, 403].contains(&reply.status), "{}", reply.status);
}

/// In a browser: sign in, the posted numbers, sign out. Runs alone, so that the numbers do not change.
#[tokio::test]
async fn page_shows_the_posted_numbers() {
    let app = App::enter_alone().await;
    let event = fresh_event(&app).await;
    for score in [5, 5, 4, 1] {
        app.guest()
            .answers("guest", &vote(&event.code, score))
            .await
            .is(201);
    }
    let name = format!("Имя-{}", &fresh()[..8]);
    let mut request = callback("+79167654321");
    request["name"] = json!(name);
    app.visitor().asks_for_a_call(&request).await.is(201);
    let page = Browser::open(&app, Size::Desktop).await;
    page.goto(&format!("{}/director?lang=ru", app.parts.url))
        .await;
    page.write("input[name='token']", &app.parts.token).await;
    page.tap("button[type='submit']").await;
    page.wait_for("table").await;
    let url = page.driver.current_url().await.expect("an address");
    assert!(!url.as_str().contains(&app.parts.token), "{url}");
    let text = page.page_text().await;
    let guest = crate::numbers::Numbers::read(&app, "survey=guest").await;
    let headline = guest.question("event_link", "enjoyed");
    assert!(
        text.contains(&headline.n.to_string()),
        "n = {} in\n{text}",
        headline.n
    );
    // In the number format of a Russian reader.
    let score = format!("{:.2}", headline.score.expect("a score")).replace('.', ",");
    assert!(text.contains(&score), "score = {score} in\n{text}");
    assert!(
        text.contains("+79167654321") && text.contains(&name),
        "{text}"
    );
    page.tap("form[action$='/director/session/end'] button")
        .await;
    page.wait_for("input[name='token']").await;
    page.goto(&format!("{}/director", app.parts.url)).await;
    page.wait_for("input[name='token']").await;
    page.close(Console::Silent).await;
}
