//! Bot signals on responses through an invite: each by a request that a bot sends, and the effect on a person's
//! answer of the same invite.

use crate::actors::with;
use crate::app::{App, fresh};
use crate::client::{Client, Form, with_field, without_field};
use crate::database::{recount_agrees, rows};
use crate::invites::{Invited, kept};
use serde_json::{Value, json};
use std::time::Duration;

/// Longer than any person takes from opening the page to sending it.
const GLANCE: Duration = Duration::from_millis(1_150);
const AT_ONCE: Duration = Duration::ZERO;

/// Opens the form of a personal page with `query`, changes it, and sends it after a while.
async fn sends_form(
    bot: &Client<'_>,
    code: &str,
    query: &str,
    wait: Duration,
    change: impl Fn(Form) -> Form,
) {
    let page = bot.opens(&format!("/r/{code}{query}")).await;
    page.reply.is(200);
    bot.looks(wait);
    let form = change(page.form(1));
    // A quarantined sender gets the ordinary thank-you page.
    let reply = bot.posts_form(&page.path, &form).await;
    reply.is(200).holds("otklik-thanks");
}

/// The query of the hidden honeypot link.
async fn hidden_link(bot: &Client<'_>, code: &str) -> String {
    let links = bot.opens(&format!("/r/{code}")).await.links();
    let hidden = links.into_iter().find(|link| link.contains("honeypot="));
    let hidden = hidden.expect("the hidden link");
    let (_, query) = hidden.split_once('?').expect("a query");
    format!("?{query}")
}

/// Checks that the one response is quarantined with `flag`, and counted as quarantined only.
async fn is_quarantined(event: &Invited<'_>, code: &str, flag: &str) {
    let found = kept(code).await;
    let history = format!("quarantined:{flag}");
    let expected = json!({"status": "quarantined", "flag": flag, "score": 1, "history": history});
    assert_eq!(found, expected);
    let enjoyed = event.enjoyed().await;
    assert_eq!(enjoyed.n, 0, "{enjoyed:?}");
    assert!(enjoyed.quarantined > 0, "{enjoyed:?}");
}

async fn sends_json(bot: &Client<'_>, submission: &Value) {
    let reply = bot.posts_json(submission).await;
    assert!(matches!(reply.status, 200 | 201), "{}", reply.body);
}

#[tokio::test]
async fn honeypot_hit_is_quarantined() {
    let app = App::enter().await;
    let event = Invited::event(&app).await;
    let [link, button] = event.codes(["link", "button"]).await;
    let bot = Client::of(&app);
    // The page behind the hidden link carries the signal by itself.
    let hidden = hidden_link(&bot, &link).await;
    sends_form(&bot, &link, &hidden, GLANCE, |form| form).await;
    is_quarantined(&event, &link, "honeypot").await;
    // A browser sends the empty honeypot field and the name of the pressed button.
    let press = |mut form: Form| {
        form.push(("honeypot".to_owned(), "1".to_owned()));
        form
    };
    sends_form(&bot, &button, "", GLANCE, press).await;
    is_quarantined(&event, &button, "honeypot").await;
}

#[tokio::test]
async fn scanner_user_agent_is_quarantined() {
    let app = App::enter().await;
    let event = Invited::event(&app).await;
    let [form, json] = event.codes(["form", "json"]).await;
    let bot = Client::of(&app).saying("user-agent", "Mozilla/5.0 (compatible; Mimecast)");
    sends_form(&bot, &form, "", GLANCE, |form| form).await;
    is_quarantined(&event, &form, "scanner").await;
    sends_json(&bot, &event.submission(&json, 1)).await;
    is_quarantined(&event, &json, "scanner").await;
}

#[tokio::test]
async fn missing_user_activation_is_quarantined() {
    let app = App::enter().await;
    let event = Invited::event(&app).await;
    let [plain, declared, silent, loader] = event.codes(["a", "b", "c", "d"]).await;
    let bot = Client::of(&app);
    let watched = |form: Form| with_field(&form, "user_activation", "0");
    sends_form(&bot, &plain, "", GLANCE, watched).await;
    is_quarantined(&event, &plain, "no_user_activation").await;
    let submission = with(
        &event.submission(&declared, 1),
        "/user_activation",
        json!(false),
    );
    sends_json(&bot, &submission).await;
    is_quarantined(&event, &declared, "no_user_activation").await;
    let submission = with(
        &event.submission(&silent, 1),
        "/user_activation",
        Value::Null,
    );
    sends_json(&bot, &submission).await;
    is_quarantined(&event, &silent, "no_user_activation").await;
    // The loader's form, sent without its script.
    let fields = [
        ("id", fresh()),
        ("rev", "1".to_owned()),
        ("version", "1".to_owned()),
        ("invite", loader.clone()),
        ("q.enjoyed", "1".to_owned()),
    ];
    let fields = fields
        .map(|(name, value)| (name.to_owned(), value))
        .to_vec();
    bot.posts_form("/s/guest", &fields).await.is(200);
    is_quarantined(&event, &loader, "no_user_activation").await;
}

#[tokio::test]
async fn missing_or_forged_form_token_is_quarantined() {
    let app = App::enter().await;
    let event = Invited::event(&app).await;
    let [none, forged, others, other] = event.codes(["a", "b", "c", "d"]).await;
    let bot = Client::of(&app);
    let without_form_token = |form: Form| without_field(&form, "form_token");
    sends_form(&bot, &none, "", GLANCE, without_form_token).await;
    is_quarantined(&event, &none, "no_form").await;
    // The token's time is set an hour back.
    let older = |form: Form| {
        let form_token = form.iter().find(|(name, _)| name == "form_token");
        let (made, digest) = form_token
            .and_then(|it| it.1.split_once('.'))
            .expect("a form_token");
        let made: i64 = made.parse().expect("a moment");
        with_field(
            &form,
            "form_token",
            &format!("{}.{digest}", made - 3_600_000),
        )
    };
    sends_form(&bot, &forged, "", AT_ONCE, older).await;
    is_quarantined(&event, &forged, "no_form").await;
    let page = bot.opens(&format!("/r/{other}")).await;
    let form_token = page
        .form(1)
        .into_iter()
        .find(|(name, _)| name == "form_token");
    let (_, form_token) = form_token.expect("a form_token");
    let anothers = |form: Form| with_field(&form, "form_token", &form_token);
    sends_form(&bot, &others, "", GLANCE, anothers).await;
    is_quarantined(&event, &others, "no_form").await;
}

#[tokio::test]
async fn form_sent_at_once_is_quarantined() {
    let app = App::enter().await;
    let event = Invited::event(&app).await;
    let [quick, person] = event.codes(["quick", "person"]).await;
    let bot = Client::of(&app);
    sends_form(&bot, &quick, "", AT_ONCE, |form| form).await;
    is_quarantined(&event, &quick, "too_fast").await;
    sends_form(&bot, &person, "", GLANCE, |form| form).await;
    assert_eq!(kept(&person).await["history"], "accepted:");
}

#[tokio::test]
async fn answers_to_unread_letters_are_quarantined() {
    let app = App::enter().await;
    let event = Invited::event(&app).await;
    let bot = Client::of(&app);
    let now_ms = app.clock().now_ms();
    for (reference, sent_at_ms, history) in [
        ("just issued", None, "quarantined:too_soon"),
        (
            "goes out later",
            Some(now_ms + 60_000),
            "quarantined:too_soon",
        ),
        ("long ago", Some(now_ms - 5_100), "accepted:"),
    ] {
        let asked = json!({"references": [reference], "sent_at_ms": sent_at_ms});
        let table = event.issues(&asked).await.is(200).body.clone();
        let (_, code) = table.trim_end().rsplit_once("/r/").expect("a link");
        sends_json(&bot, &event.submission(code, 1)).await;
        assert_eq!(kept(code).await["history"], history, "{reference}");
    }
    let enjoyed = event.enjoyed().await;
    assert_eq!((enjoyed.n, enjoyed.quarantined), (1, 2), "{enjoyed:?}");
}

#[tokio::test]
async fn two_answers_within_seconds_are_quarantined() {
    let app = App::enter().await;
    let event = Invited::event(&app).await;
    let [every, same] = event.codes(["every", "same"]).await;
    let bot = Client::of(&app);
    for score in 1..=3 {
        sends_json(&bot, &event.submission(&every, score)).await;
    }
    let found = kept(&every).await;
    let history = "quarantined:many_scores quarantined:many_scores quarantined:many_scores";
    assert_eq!(found["history"], history);
    assert_eq!(found["status"], "quarantined");
    // The same answer from two pages is a person's double tap.
    for _ in 0..2 {
        sends_json(&bot, &event.submission(&same, 4)).await;
    }
    assert_eq!(kept(&same).await["history"], "accepted: accepted:");
    let enjoyed = event.enjoyed().await;
    assert_eq!((enjoyed.n, enjoyed.quarantined), (1, 1), "{enjoyed:?}");
    recount_agrees(&app).await;
}

/// A person's answer stays, whatever a bot sends afterwards.
#[tokio::test]
async fn bot_does_not_replace_a_persons_answer() {
    let app = App::enter().await;
    let event = Invited::event(&app).await;
    let [code] = event.codes(["A-1"]).await;
    let bot = Client::of(&app);
    let vote = event.submission(&code, 5);
    sends_json(&bot, &vote).await;
    let before = event.enjoyed().await;
    let hidden = hidden_link(&bot, &code).await;
    sends_form(&bot, &code, &hidden, AT_ONCE, |form| form).await;
    sends_form(&bot, &code, "", AT_ONCE, |form| form).await;
    // Also under the id of the person's own answer, with a higher revision.
    let higher = with(
        &with(&vote, "/rev", json!(2)),
        "/user_activation",
        json!(false),
    );
    let higher = with(&higher, "/answers/enjoyed/score", json!(1));
    sends_json(&bot, &higher).await;
    let found = kept(&code).await;
    assert_eq!(
        found["history"],
        "accepted: quarantined:honeypot quarantined:too_fast quarantined:no_user_activation"
    );
    assert_eq!(
        (&found["status"], &found["score"]),
        (&json!("accepted"), &json!(5))
    );
    let after = event.enjoyed().await;
    assert_eq!((after.n, after.quarantined, after.values[&5]), (1, 0, 1));
    assert_eq!(after.values, before.values);
    recount_agrees(&app).await;
}

#[tokio::test]
async fn persons_answer_replaces_a_bots() {
    let app = App::enter().await;
    let event = Invited::event(&app).await;
    let [code] = event.codes(["A-1"]).await;
    let bot = Client::of(&app);
    sends_form(&bot, &code, "", AT_ONCE, |form| form).await;
    is_quarantined(&event, &code, "too_fast").await;
    assert_eq!(event.unanswered().await, ["A-1"], "a bot is no answer");
    sends_json(&bot, &event.submission(&code, 5)).await;
    let after = event.enjoyed().await;
    assert_eq!(
        (
            after.n,
            after.quarantined,
            after.values[&5],
            after.values[&1]
        ),
        (1, 0, 1, 0)
    );
    assert_eq!(event.unanswered().await, Vec::<String>::new());
    // The receipt time is that of the person's answer, not of the bot's.
    let sql = format!(
        "select r.received_at_ms = v.at_ms as at, r.day = v.day as day from response as r
         join revision as v on v.response = r.id and v.status = 'accepted' where r.invite = '{code}'"
    );
    assert_eq!(rows(&sql).await, [json!({"at": 1, "day": 1})]);
    recount_agrees(&app).await;
}

#[tokio::test]
async fn unconfirmed_tap_is_partial() {
    let app = App::enter().await;
    let event = Invited::event(&app).await;
    let [code] = event.codes(["A-1"]).await;
    let bot = Client::of(&app);
    let tap = |score| with(&event.submission(&code, score), "/partial", json!(true));
    sends_json(&bot, &tap(2)).await;
    let tapped = event.enjoyed().await;
    assert_eq!((tapped.n, tapped.partial, tapped.quarantined), (0, 1, 0));
    // The person returns within seconds, with another answer that is confirmed.
    sends_json(&bot, &event.submission(&code, 5)).await;
    let voted = event.enjoyed().await;
    assert_eq!((voted.n, voted.partial, voted.quarantined), (1, 0, 0));
    // Opened and tapped again: the confirmed answer stays.
    sends_json(&bot, &tap(1)).await;
    let found = kept(&code).await;
    assert_eq!(found["history"], "partial: accepted: partial:");
    assert_eq!(
        (&found["status"], &found["score"]),
        (&json!("accepted"), &json!(5))
    );
    assert_eq!(event.enjoyed().await.n, 1);
    recount_agrees(&app).await;
}
