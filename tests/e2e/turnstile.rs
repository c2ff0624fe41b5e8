//! Turnstile, in deployments that use it: the pages, and the status of submissions.

mod deployments;

use crate::actors::{callback, fresh_phone, responses, vote, with};
use crate::app::fresh;
use crate::deployments::Deployment;
use crate::reply::Reply;
use deployments::{deployment, row, verifications};
use serde_json::{Value, json};

const TOKEN: &str = "XXXX.DUMMY.TOKEN.XXXX";
const FIELD: &str = "cf-turnstile-response";
const DIV: &str = r#"<div class="cf-turnstile" data-sitekey="1x00000000000000000000AA" data-language="LANG" data-appearance="interaction-only"></div>"#;
const SCRIPT: &str =
    r#"<script src="https://challenges.cloudflare.com/turnstile/v0/api.js" async defer></script>"#;

/// The stored result of a vote: its status and flag.
fn status(id: &Value) -> String {
    let id = id.as_str().expect("an id");
    let sql =
        format!("select status || ':' || coalesce(flag, '') as it from response where id = '{id}'");
    row(&sql)["it"].as_str().unwrap_or("none").to_owned()
}

/// A vote as a program sends it, with a token.
fn challenged(submission: &Value) -> Value {
    with(submission, "/challenge", json!(TOKEN))
}

/// An event of today, stored in the deployments' common database; its guests' page and one person's code.
async fn event(at: &Deployment) -> (String, String) {
    let id = format!("e2e-{}", &fresh()[..13]);
    let draft = json!({"title": "Юбилей", "date": "2099-05-16", "guests": 100});
    let path = format!("/v1/events/{id}");
    let made = at.orders("PUT", &path, &draft).await.is(201).json();
    let url = made["guest_url"].as_str().expect("a link");
    let code = url.rsplit('/').next().expect("a code").to_owned();
    let path = format!("{path}/invites?survey=guest");
    let order = json!({"references": ["a"], "sent_at_ms": 1_700_000_000_000_u64});
    let table = at.orders("POST", &path, &order).await;
    let invite = table.is(200).body.trim_end().rsplit('/').next();
    (code, invite.expect("an invite").to_owned())
}

/// A page without the parts that differ for each guest.
fn common(page: &Reply) -> String {
    let mut html = page.is(200).body.clone();
    for name in ["id", "form_token"] {
        let start = format!("name=\"{name}\" value=\"");
        if let Some((_, rest)) = html.split_once(&start) {
            let (value, _) = rest.split_once('"').expect("the value's end");
            // The hidden link contains the form token too.
            html = html.replace(&value.to_owned(), "");
        }
    }
    html
}

#[tokio::test]
async fn open_pages_have_the_challenge_and_no_other_change() {
    let (off, on) = (deployment("off"), deployment("passes"));
    let (code, invite) = event(&on).await;
    for (path, lang) in [
        ("/s/guest?lang=ru".to_owned(), "ru"),
        ("/c/site?lang=uk".to_owned(), "uk"),
        (format!("/e/{code}?lang=en"), "en"),
    ] {
        let (without, page) = (off.reads(&path).await, on.reads(&path).await);
        let div = DIV.replace("LANG", lang);
        page.holds(&div).holds(SCRIPT);
        let rest = common(&page).replacen(&div, "", 1).replacen(SCRIPT, "", 1);
        assert_eq!(rest, common(&without), "{path}");
        // The policy of pages with the product's script allows Cloudflare's as one more source.
        let policy = page.header("content-security-policy");
        let added =
            " https://challenges.cloudflare.com; frame-src https://challenges.cloudflare.com";
        let rest = policy.strip_suffix(added).expect("the policy allows it");
        let rest = rest.strip_suffix("; script-src").unwrap_or(rest);
        assert_eq!(rest, without.header("content-security-policy"), "{path}");
    }
    for path in [
        format!("/r/{invite}?lang=ru"),
        "/embed/guest.js?lang=ru".to_owned(),
    ] {
        let (without, page) = (off.reads(&path).await, on.reads(&path).await);
        assert_eq!(common(&page), common(&without), "{path}");
        let policy = page.header("content-security-policy");
        assert!(!policy.contains("cloudflare"), "{path}: {policy}");
    }
}

/// Votes by the plain form, with these fields too, and gets the ordinary thanks; returns the response's id.
async fn votes_plainly(at: &Deployment, more: &[(&str, &str)]) -> Value {
    let id = fresh();
    let own = [
        ("id", &*id),
        ("rev", "1"),
        ("version", "1"),
        ("q.enjoyed", "4"),
    ];
    at.submits("/s/guest", &[&own, more].concat()).await.is(200);
    json!(id)
}

#[tokio::test]
async fn verified_vote_counts_once() {
    let at = deployment("passes");
    let token = fresh();
    let sent = with(&vote("nowhere", 5), "/challenge", json!(token));
    let posted = at.posts(&responses("guest"), &sent).await;
    posted.acknowledged(201, "stored");
    let again = at.posts(&responses("guest"), &sent).await;
    again.acknowledged(200, "same");
    assert_eq!(status(&sent["id"]), "accepted:");
    let requests = verifications(&token);
    let keys: Vec<&Value> = requests.iter().map(|it| &it.1["idempotency_key"]).collect();
    assert_eq!(keys.len(), 2);
    assert_eq!(keys[0], keys[1], "the retry is checked under the same key");
    let key = keys[0].as_str().expect("a key");
    assert!(
        uuid::Uuid::parse_str(key).is_ok() && sent["id"] != key,
        "{key}"
    );
    for request in requests {
        let (head, fields) = &request;
        let body = fields.as_object().expect("an object");
        assert_eq!(
            body.len(),
            3,
            "secret, response, key and nothing else: {body:?}"
        );
        assert_eq!(body["response"], json!(token));
        let text = format!("{head}{fields}");
        assert!(
            !text.contains(&at.network),
            "the guest's address went along: {text}"
        );
    }
    let id = votes_plainly(&at, &[(FIELD, TOKEN)]).await;
    assert_eq!(status(&id), "accepted:");
}

#[tokio::test]
async fn unverified_vote_is_quarantined() {
    for (name, token) in [
        ("passes", json!(null)),
        ("passes", json!("")),
        ("passes", json!("x".repeat(2_049))),
        ("fails", json!(TOKEN)),
        ("spent", json!(TOKEN)),
        // What a sender can bring about is no outage.
        ("passes", json!("crafted")),
        ("nonsense", json!(TOKEN)),
        ("forbidden", json!(TOKEN)),
    ] {
        let at = deployment(name);
        let sent = with(&vote("nowhere", 5), "/challenge", token);
        let posted = at.posts(&responses("guest"), &sent).await;
        posted.acknowledged(201, "stored");
        assert_eq!(status(&sent["id"]), "quarantined:no_challenge", "{name}");
    }
    let longest = with(&vote("nowhere", 5), "/challenge", json!("x".repeat(2_048)));
    let at = deployment("passes");
    at.posts(&responses("guest"), &longest).await.is(201);
    assert_eq!(status(&longest["id"]), "accepted:");
    // The plain form gets the ordinary thanks.
    let id = votes_plainly(&at, &[]).await;
    assert_eq!(status(&id), "quarantined:no_challenge");
}

#[tokio::test]
async fn invite_needs_no_challenge() {
    let at = deployment("fails");
    let (_, invite) = event(&at).await;
    let sent = with(&vote("nowhere", 5), "/invite", json!(invite));
    let sent = with(&sent, "/user_activation", json!(true));
    at.posts(&responses("guest"), &sent).await.is(201);
    let sql = format!("select status from response where invite = '{invite}'");
    assert_eq!(row(&sql)["status"], "accepted");
}

#[tokio::test]
async fn callback_needs_a_challenge() {
    let asked = callback(&fresh_phone());
    let path = "/v1/callbacks?survey=site";
    let at = deployment("passes");
    at.posts(path, &asked)
        .await
        .refused(422, "challenge_failed", "challenge");
    let at_fails = deployment("fails");
    let refused = at_fails.posts(path, &challenged(&asked)).await;
    refused.refused(422, "challenge_failed", "challenge");
    at.posts(path, &challenged(&asked))
        .await
        .acknowledged(201, "stored");
    // The page keeps the typed input, shows the reason, and shows the challenge again.
    let id = fresh();
    let fields = [
        ("id", &*id),
        ("rev", "1"),
        ("lang", "en"),
        ("phone", "+380671234567"),
        ("name", "Oksana"),
        ("window", "any"),
        ("consent", "yes"),
    ];
    let page = at.submits("/c/site", &fields).await;
    page.is(422)
        .holds("from a robot")
        .holds("Oksana")
        .holds("+380671234567")
        .holds(SCRIPT);
    page.holds(&DIV.replace("LANG", "en"));
    let sql = format!("select count(*) as n from callback where id = '{id}'");
    assert_eq!(row(&sql)["n"], 0);
    let fields = [fields.as_slice(), &[(FIELD, TOKEN)]].concat();
    at.submits("/c/site", &fields).await.is(200);
    assert_eq!(row(&sql)["n"], 1);
}

/// `silent` takes the time limit of five seconds.
#[tokio::test]
async fn nothing_is_lost_while_the_verifier_is_down() {
    for name in ["down", "broken", "internal", "stranger", "silent"] {
        let at = deployment(name);
        let sent = challenged(&vote("nowhere", 3));
        at.posts(&responses("guest"), &sent).await.is(201);
        assert_eq!(status(&sent["id"]), "accepted:", "{name}");
    }
    let asked = challenged(&callback(&fresh_phone()));
    let at = deployment("down");
    let n = || row("select n from turnstile_outage where reason = 'silent'")["n"].clone();
    let before = n().as_u64().expect("a count");
    for status in [201, 200] {
        let posted = at.posts("/v1/callbacks?survey=site", &asked).await;
        posted.is(status);
    }
    assert_eq!(n(), before + 1, "a retry is not counted again");
    // The director sees it; one row a reason, however many passed.
    let page = at.orders("GET", "/director?lang=en", &json!(null)).await;
    page.is(200).holds("Turnstile did not answer.");
    page.holds("Turnstile refused the secret: check TURNSTILE_SECRET.");
    assert_eq!(row("select count(*) as n from turnstile_outage")["n"], 4);
}

#[tokio::test]
async fn test_secret_is_refused_on_a_public_address() {
    deployment("public").reads("/s/guest").await.is(200);
    for (name, mistake) in [
        ("dummy", "TURNSTILE_SECRET is a test secret"),
        ("bare", "TURNSTILE_SECRET"),
    ] {
        let at = deployment(name);
        for path in [
            "/s/guest",
            "/c/site",
            "/director",
            "/embed/guest.js",
            "/healthz",
        ] {
            at.reads(path).await.is(500);
        }
        at.posts(&responses("guest"), &vote("nowhere", 5))
            .await
            .is(500);
        let health = at.reads("/healthz?deep=1").await.is(500).json();
        let status = health["status"].as_str().expect("a status");
        assert!(status.contains(mistake), "{status}");
    }
}
