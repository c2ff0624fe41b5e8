//! Access: every route with every role, and with invalid tokens.

use crate::app::{App, fresh};
use crate::database::{rows, token, token_that};
use crate::reply::Reply;
use serde_json::{Value, json};

/// The access rule of a route.
#[derive(Debug, PartialEq)]
enum Access {
    Open,
    /// These roles.
    Roles(Vec<&'static str>),
    /// The director; everybody else gets the sign-in form.
    DirectorPage,
}

const ROLES: [&str; 4] = ["director", "manager", "reader", "integration"];

/// The expected rule, derived from the path; OpenAPI must describe the same.
fn expected_access(method: &str, path: &str) -> Access {
    let is_below = |folder: &str| path == folder || path.starts_with(&format!("{folder}/"));
    if is_below("/director") && !is_below("/director/session") {
        return Access::DirectorPage;
    }
    // Posted by guests, or linked by the agency; every other route below /v1 is the agency's.
    let is_sent = method == "POST" && ["/v1/responses", "/v1/callbacks"].contains(&path);
    let is_handed_out = path == "/v1/surveys" || is_below("/v1/surveys/{survey}");
    let is_document = path == "/v1/surveys/{survey}";
    if !is_below("/v1") || is_sent || (is_handed_out && !is_document) {
        return Access::Open;
    }
    let decides = path.ends_with("/include")
        || path.ends_with("/exclude")
        || method == "DELETE"
        || path == "/v1/import"
        || path == "/v1/audit"
        || path == "/v1/callbacks/{id}/events"
        || path == "/v1/contacts/rekey"
        || is_document;
    let may = |role: &&str| match *role {
        "manager" => !decides,
        "reader" => path == "/v1/aggregates",
        "integration" => is_below("/v1/events") && !decides,
        _ => true,
    };
    Access::Roles(ROLES.into_iter().filter(may).collect())
}

/// Every path and method, with the roles that OpenAPI lists.
async fn described(app: &App) -> Vec<(String, String, Value)> {
    let openapi = Reply::to(app.get("/openapi.json")).await.is(200).json();
    let mut all = Vec::new();
    for (path, methods) in openapi["paths"].as_object().expect("paths") {
        for (method, operation) in methods.as_object().expect("methods") {
            let method = method.to_uppercase();
            let roles = operation["security"][0]["token"].clone();
            if method == "GET" {
                all.push(("HEAD".to_owned(), path.clone(), roles.clone()));
            }
            all.push((method, path.clone(), roles));
        }
    }
    assert!(all.len() >= 60, "addresses went missing: {}", all.len());
    all
}

/// A path with values that do not exist, so that the request has no effect.
fn filled(path: &str) -> String {
    let words = [
        ("{survey}", "guest"),
        ("{id}", "00000000-0000-4000-8000-00000000000f"),
        ("{code}", "111111111111"),
        ("{file}", "nosuch.js"),
    ];
    let path = words.iter().fold(path.to_owned(), |path, (name, word)| {
        path.replace(name, word)
    });
    assert!(
        !path.contains('{'),
        "`filled` has no value for a parameter of {path}"
    );
    path
}

async fn asks(app: &App, method: &str, path: &str, token: Option<&str>) -> Reply {
    let mut request = app.request(method, path);
    if let Some(token) = token {
        request = request.bearer_auth(token);
    }
    Reply::to(request).await
}

async fn sends(app: &App, method: &str, path: &str, token: &str, body: &Value) -> Reply {
    let request = app.request(method, path).bearer_auth(token);
    Reply::to(request.body(body.to_string())).await
}

/// Whether the sign-in form is shown instead of the page.
fn is_shown_the_form(reply: &Reply) -> bool {
    let goes_there = reply.status == 303 && reply.header("location") == "/director";
    goes_there || reply.status == 401 || reply.body.contains("name=\"token\"")
}

/// Checks a reply against the access rule.
#[track_caller]
fn check(reply: &Reply, access: &Access, role: &str, asked: &str) {
    let asked = format!("{asked} by {role}: {} {}", reply.status, reply.body);
    match access {
        Access::Open => {
            // 401 for a wrong token in the sign-in form is not about the caller's own token.
            let is_sign_in = asked.contains("/director/session ");
            assert!(is_sign_in || reply.status != 401, "{asked}");
            assert!(!reply.body.contains("\"forbidden\""), "{asked}");
        }
        Access::DirectorPage => {
            // The answer to HEAD has no page to look at.
            if !asked.starts_with("HEAD /director by") {
                assert_eq!(is_shown_the_form(reply), role != "director", "{asked}");
                if role == "director" {
                    assert_eq!(reply.header("cache-control"), "no-store", "{asked}");
                }
            }
        }
        Access::Roles(roles) => {
            let (status, code) = match role {
                role if roles.contains(&role) => {
                    assert!(![401, 403].contains(&reply.status), "{asked}");
                    // Nothing that needs a token or a session is found in a browser after signing out.
                    let is_empty = reply.status == 204;
                    let cache = reply.header("cache-control");
                    assert!(is_empty || cache == "no-store", "{asked}: {cache}");
                    return;
                }
                role if ROLES.contains(&role) => (403, "forbidden"),
                _ => (401, "unauthorized"),
            };
            if asked.starts_with("HEAD ") {
                assert_eq!(reply.status, status, "{asked}")
            } else {
                reply.refused(status, code, "")
            }
        }
    }
}

#[tokio::test]
async fn every_route_admits_its_roles() {
    let mut app = App::enter_alone().await;
    let mut callers: Vec<(&str, Option<String>)> = vec![
        ("nobody", None),
        ("director", Some(app.parts.token.clone())),
        ("a made-up one", Some(format!("otk_{}", "0".repeat(64)))),
        (
            "revoked",
            Some(token_that("director", "", 3_600_000, "revoked").await),
        ),
        (
            "expired",
            Some(token_that("director", "", -1, "valid").await),
        ),
    ];
    for role in ROLES {
        let manager = if role == "manager" {
            "nobody-in-particular"
        } else {
            ""
        };
        callers.push((role, Some(token(role, manager).await)));
    }
    let tokens = rows("select * from token").await;
    let all = described(&app).await;
    let mut n_guarded = 0;
    for (role, token) in &callers {
        // Each from another network: past sixty unknown links a network is rate limited.
        app.moves();
        for (method, path, listed) in &all {
            let access = expected_access(method, path);
            match &access {
                Access::Roles(roles) => {
                    assert_eq!(listed, &json!(roles), "{method} {path} is described")
                }
                Access::Open | Access::DirectorPage => {
                    assert!(listed.is_null(), "{method} {path} is described")
                }
            }
            let path = filled(path);
            let reply = asks(&app, method, &path, token.as_deref()).await;
            assert!(reply.status < 500, "{method} {path}: {}", reply.status);
            check(&reply, &access, role, &format!("{method} {path}"));
            n_guarded += usize::from(access != Access::Open);
        }
    }
    assert!(n_guarded >= callers.len() * 25, "{n_guarded}");
    assert_eq!(
        rows("select * from token").await,
        tokens,
        "asking writes nothing"
    );
    // Paths that are not served have no guard.
    for path in [
        "/v1/aggregates",
        "/v1/events",
        "/v1/events/x/invites",
        "/director",
    ] {
        asks(&app, "PATCH", path, None).await.is(405);
    }
    // The director's request retried every dead letter, which a page of other tests shows.
    rows("update outbox set state = 'dead', attempts = 12 where destination = 'webhook' and error = '503'").await;
}

#[tokio::test]
async fn invalid_tokens_get_the_same_reply() {
    let app = App::enter_alone().await;
    let right = token("director", "").await;
    let revoked = token_that("director", "", 3_600_000, "revoked").await;
    let expired = token_that("director", "", -1, "valid").await;
    let other_case = right.to_uppercase().replace("OTK_", "otk_");
    let hash = rows("select hash from token order by id desc limit 1").await[0]["hash"].clone();
    let hash = hash.as_str().expect("a hash");
    let refused = asks(&app, "GET", "/v1/events", None).await;
    refused.refused(401, "unauthorized", "");
    for token in [
        revoked.as_str(),
        &expired,
        &other_case,
        &right[..right.len() - 1],
        &right[4..],
        &format!("{right}0"),
        &format!("otk_{}", "f".repeat(64)),
        &format!("otk_{hash}"),
        hash,
        "otk_",
        "otk_' or 1=1 --",
    ] {
        let reply = asks(&app, "GET", "/v1/events", Some(token)).await;
        assert_eq!((reply.status, &reply.body), (401, &refused.body), "{token}");
    }
    asks(&app, "GET", "/v1/events", Some(&right)).await.is(200);
    // A revoked token is refused from the next request on.
    rows("update token set revoked_at_ms = 1 where revoked_at_ms is null").await;
    let reply = asks(&app, "GET", "/v1/events", Some(&right)).await;
    assert_eq!((reply.status, &reply.body), (401, &refused.body));
}

/// A bearer token takes precedence over the session cookie of the same browser.
#[tokio::test]
async fn bearer_token_takes_precedence_over_session() {
    let app = App::enter().await;
    let reader = token("reader", "").await;
    let cookie = app.director().signs_in().await;
    let request = || app.get("/v1/events").header("cookie", &cookie);
    Reply::to(request()).await.is(200);
    let with_token = request().bearer_auth(&reader);
    Reply::to(with_token).await.refused(403, "forbidden", "");
    let unknown = request().bearer_auth("otk_nosuch");
    Reply::to(unknown).await.refused(401, "unauthorized", "");
    // The message is in the reader's language.
    for (lang, word) in [("ru", "Этому"), ("uk", "Цьому"), ("en", "This")] {
        let path = format!("/v1/events?lang={lang}");
        let reply = asks(&app, "GET", &path, Some(&reader)).await;
        assert!(reply.message().starts_with(word), "{}", reply.message());
    }
}

/// An integration stores events of every manager and issues invites, and reads no answers.
#[tokio::test]
async fn integration_stores_events_and_issues_invites() {
    let app = App::enter().await;
    let token = token("integration", "").await;
    let path = format!("/v1/events/{}", fresh());
    let event = json!({"title": "Бал", "date": "2026-05-16", "manager": "anybody"});
    let stored = sends(&app, "PUT", &path, &token, &event).await;
    assert_eq!(stored.is(201).json()["manager"], "anybody");
    let invites = format!("{path}/invites");
    let asked = json!({"references": ["A-1"]});
    sends(&app, "POST", &invites, &token, &asked).await.is(200);
    let listed = asks(&app, "GET", &invites, Some(&token)).await;
    listed.is(200).holds("A-1,agency,open\r\n");
    let numbers = asks(&app, "GET", "/v1/aggregates", Some(&token)).await;
    numbers.refused(403, "forbidden", "");
}
