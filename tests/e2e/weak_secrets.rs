//! Secrets that could be guessed, and settings that would give them away, are refused by whatever needs them.

use crate::actors::{callback, vote};
use crate::deployments::{Deployment, Deployments};
use crate::reply::Reply;
use std::sync::OnceLock;

fn deployment(name: &'static str) -> Deployment {
    static STARTED: OnceLock<Deployments> = OnceLock::new();
    let deployments = STARTED.get_or_init(|| Deployments::start("weak_secrets/workers.mjs", &[]));
    Deployment::new(deployments, name)
}

async fn deep_health(at: &Deployment) -> Reply {
    at.reads("/healthz?deep=1").await
}

#[tokio::test]
async fn weak_secrets_fail_deep_health() {
    deep_health(&deployment("sound")).await.is(200);
    for name in [
        "short-token",
        "monotone-token",
        "stored-token",
        "zero-key",
        "zero-link-key",
        "same-keys",
        "open-http",
        "quoted",
    ] {
        let reply = deep_health(&deployment(name)).await;
        assert_eq!(reply.status, 500, "{name}: {}", reply.body);
    }
}

#[tokio::test]
async fn weak_secrets_sign_nobody_in() {
    for (name, token) in [
        ("short-token", "0123456789abcde"),
        ("monotone-token", "1212121212121212121212"),
    ] {
        let at = deployment(name);
        let reply = at.submits("/director/session", &[("token", token)]).await;
        assert_eq!(reply.is(500).header("set-cookie"), "");
        let reply = Reply::to(at.request("GET", "/v1/events").bearer_auth(token)).await;
        reply.refused(500, "internal", "");
        // Guests need no such secret.
        at.reads("/s/guest").await.is(200);
    }
    let at = deployment("sound");
    let fields = [("token", "a-token-of-the-tests")];
    at.submits("/director/session", &fields).await.is(303);
}

#[tokio::test]
async fn weak_secrets_seal_no_contact_and_make_no_link() {
    for name in ["zero-key", "same-keys"] {
        let at = deployment(name);
        let asked = callback("+380671234567");
        let reply = at.posts("/v1/callbacks?survey=site", &asked).await;
        reply.refused(500, "internal", "");
    }
    for name in ["zero-link-key", "same-keys"] {
        let event = serde_json::json!({"title": "Бал", "date": "2026-05-16"});
        let reply = deployment(name)
            .orders("PUT", "/v1/events/ev-1", &event)
            .await;
        reply.refused(500, "internal", "");
    }
    let at = deployment("sound");
    let asked = callback("+380671234567");
    at.posts("/v1/callbacks?survey=site", &asked).await.is(201);
}

#[tokio::test]
async fn weak_secrets_are_not_sent_over_http() {
    for name in ["open-http", "quoted"] {
        let at = deployment(name);
        let health = at.reads("/healthz").await.is(500).json();
        let status = health["status"].as_str().expect("a status");
        assert!(status.contains("public_url"), "{status}");
        at.reads("/s/guest").await.is(500);
        let voted = at
            .posts("/v1/responses?survey=guest", &vote("nowhere", 5))
            .await;
        voted.refused(500, "internal", "");
    }
}

/// A browser that was here once reaches a public deployment by https alone; localhost has no certificate.
#[tokio::test]
async fn weak_transport_is_refused_by_browsers() {
    for path in ["/s/guest", "/director", "/healthz", "/nosuch", "/v1/events"] {
        let header = "strict-transport-security";
        let public = deployment("public").reads(path).await;
        assert_eq!(public.header(header), "max-age=31536000", "{path}");
        let local = deployment("sound").reads(path).await;
        assert_eq!(local.header(header), "", "{path}");
    }
}
