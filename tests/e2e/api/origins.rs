//! Which origins may post from a browser: the server's own pages, the listed sites, and requests without
//! `Origin`.

use crate::actors::{callback, fresh_phone, responses, vote};
use crate::app::App;
use crate::database::fresh_event;
use crate::reply::Reply;

const STRANGER: &str = "https://stranger.example";

/// A post from `origin` to both endpoints.
async fn check(origin: &str, status: u16) {
    let app = App::enter().await;
    let event = fresh_event(&app).await;
    let guest = app.guest().at_origin(origin);
    let replies = [
        guest.answers("guest", &vote(&event.code, 5)).await,
        guest.asks_for_a_call(&callback(&fresh_phone())).await,
    ];
    for reply in replies {
        if status == 403 {
            reply.refused(403, "origin_not_allowed", "");
            // The error is readable, so that the loader can submit the form without fetch.
            assert_eq!(reply.header("access-control-allow-origin"), origin);
        } else {
            reply.acknowledged(status, "stored");
            assert_eq!(reply.header("access-control-allow-origin"), origin);
            assert!(reply.header("vary").to_ascii_lowercase().contains("origin"));
        }
    }
}

#[tokio::test]
async fn unlisted_origins_are_refused() {
    check(STRANGER, 403).await;
}

#[tokio::test]
async fn null_is_refused() {
    check("null", 403).await;
}

#[tokio::test]
async fn lookalike_origins_are_refused() {
    let demo = &crate::app::parts().demo_url;
    check(&format!("{demo}.evil.example"), 403).await;
    check(&format!("{demo}0"), 403).await;
    check(&demo.replace("http:", "https:"), 403).await;
    check(&demo.to_uppercase(), 403).await;
}

#[tokio::test]
async fn listed_origins_pass() {
    check(&crate::app::parts().demo_url, 201).await;
}

#[tokio::test]
async fn own_origin_passes() {
    check(&crate::app::parts().public_url, 201).await;
}

#[tokio::test]
async fn no_origin_passes() {
    let app = App::enter().await;
    let event = fresh_event(&app).await;
    let reply = app.guest().answers("guest", &vote(&event.code, 5)).await;
    reply.acknowledged(201, "stored");
}

#[tokio::test]
async fn plain_forms_are_exempt() {
    let app = App::enter().await;
    let event = fresh_event(&app).await;
    for origin in [STRANGER, "null"] {
        let id = crate::app::fresh();
        let fields = [
            ("id", &*id),
            ("rev", "1"),
            ("version", "1"),
            ("event", &event.id),
            ("q.enjoyed", "5"),
        ];
        app.guest()
            .at_origin(origin)
            .submits("/s/guest", &fields)
            .await
            .is(200);
    }
    let fields = [
        ("id", &*crate::app::fresh()),
        ("rev", "1"),
        ("phone", &*fresh_phone()),
        ("consent", "yes"),
    ];
    app.visitor()
        .at_origin("null")
        .submits("/c/site", &fields)
        .await
        .is(200);
}

#[tokio::test]
async fn body_from_an_unlisted_origin_is_not_read() {
    let app = App::enter().await;
    let reply = app
        .guest()
        .at_origin(STRANGER)
        .posts(&responses("guest"), "{")
        .await;
    reply.refused(403, "origin_not_allowed", "");
    // The survey is checked before the origin.
    let reply = app
        .guest()
        .at_origin(STRANGER)
        .posts(&responses("nosuch"), "{")
        .await;
    reply.refused(404, "unknown_survey", "");
}

/// An error must be readable by the page whose request caused it.
#[tokio::test]
async fn listed_origins_can_read_errors() {
    let app = App::enter().await;
    let demo = &app.parts.demo_url;
    let reply = app
        .guest()
        .at_origin(demo)
        .posts(&responses("guest"), "{")
        .await;
    reply.refused(400, "not_json", "");
    assert_eq!(reply.header("access-control-allow-origin"), demo);
    // So must Retry-After.
    let exposed = reply.header("access-control-expose-headers");
    assert_eq!(exposed, "Retry-After");
}

#[tokio::test]
async fn preflights_are_answered() {
    let app = App::enter().await;
    let ask = |origin: String, path: &str| {
        let request = app.request("OPTIONS", path);
        let request = request.header("origin", origin);
        let request = request.header("access-control-request-method", "POST");
        Reply::to(request.header("access-control-request-headers", "content-type"))
    };
    let demo = &app.parts.demo_url;
    for path in ["/v1/responses?survey=guest", "/v1/callbacks?survey=site"] {
        let reply = ask(demo.clone(), path).await;
        reply.is(204);
        assert_eq!(reply.header("access-control-allow-origin"), demo);
        assert!(
            reply
                .header("access-control-allow-methods")
                .contains("POST")
        );
        let headers = reply
            .header("access-control-allow-headers")
            .to_ascii_lowercase();
        assert!(headers.contains("content-type"), "{headers}");
        assert_eq!(reply.header("access-control-allow-credentials"), "");
        let stranger = ask(STRANGER.to_owned(), path).await;
        assert_eq!(stranger.header("access-control-allow-origin"), "");
    }
}

#[tokio::test]
async fn loader_allows_any_origin() {
    let app = App::enter().await;
    for path in ["/embed/guest.js?lang=ru", "/embed/guest.json?lang=ru"] {
        let reply = app.guest().at_origin(STRANGER).reads(path).await;
        reply.is(200);
        assert_eq!(reply.header("access-control-allow-origin"), "*", "{path}");
    }
}
