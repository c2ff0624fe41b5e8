//! The time by which a visitor is promised a callback.

use crate::actors::{callback, fresh_phone, with};
use crate::app::{App, fresh};
use crate::database::{local_time, rows};
use crate::reply::Reply;
use serde_json::{Value, json};
use std::time::{SystemTime, UNIX_EPOCH};

const MINUTE_MS: i64 = 60_000;
const DAY_MS: i64 = 24 * 60 * MINUTE_MS;

fn now_ms() -> i64 {
    let now = SystemTime::now().duration_since(UNIX_EPOCH);
    i64::try_from(now.expect("after 1970").as_millis()).expect("before 300,000,000")
}

pub async fn asks(app: &App, request: &Value) -> Value {
    let reply = app.visitor().asks_for_a_call(request).await;
    assert!(matches!(reply.status, 200 | 201), "{}", reply.body);
    reply.json()
}

pub fn id_of(request: &Value) -> &str {
    request["id"].as_str().expect("an id")
}

pub async fn listed(app: &App, request: &Value) -> Value {
    let all = app.director().callbacks().await;
    let list = all["callbacks"].as_array().expect("a list of callbacks");
    let found = list
        .iter()
        .find(|callback| callback["id"] == request["id"])
        .expect("it is listed");
    found.clone()
}

pub fn page_of(request: &Value) -> String {
    format!("/cancel/{}", id_of(request))
}

pub async fn cancels(app: &App, path: &str) -> Reply {
    app.visitor().submits(path, &[]).await
}

/// The receipt in each language shows the due time in the agency's zone.
#[tokio::test]
async fn receipt_has_due_time_and_caller_number() {
    let app = App::enter().await;
    let zone = app.director().callbacks().await["zone"].clone();
    let zone = zone.as_str().expect("a zone");
    for (lang, locale, by, verb, by_when, from) in [
        ("ru", "ru", "call", "Позвоним ", " до ", " с номера "),
        ("ru", "ru", "message", "Напишем ", " до ", " с номера "),
        ("uk", "uk", "call", "Зателефонуємо ", " до ", " з номера "),
        ("uk", "uk", "message", "Напишемо ", " до ", " з номера "),
        ("en", "en-GB", "call", "We will call you ", " by ", " from "),
        (
            "en",
            "en-GB",
            "message",
            "We will message you ",
            " by ",
            " from ",
        ),
    ] {
        let request = with(&callback(&fresh_phone()), "/lang", json!(lang));
        let request = with(&request, "/by", json!(by));
        let asked_at_ms = now_ms();
        let receipt = asks(&app, &request).await;
        let due_at_ms = receipt["due_at_ms"].as_i64().expect("a time");
        // The configured target, plus rounding up to a minute.
        assert!(due_at_ms >= asked_at_ms + 15 * MINUTE_MS, "{receipt}");
        let local = local_time(due_at_ms, zone, locale).await;
        let text = |key: &str| local[key].as_str().expect("a text").to_owned();
        let sentence = receipt["due_text"].as_str().expect("a sentence");
        let today = local_time(asked_at_ms, zone, locale).await["day"].clone();
        let tomorrow = local_time(asked_at_ms + DAY_MS, zone, locale).await;
        let (near, date) = match &local["day"] {
            day if *day == today => (["сегодня", "сьогодні", "today"], String::new()),
            day if *day == tomorrow["day"] => (["завтра", "завтра", "tomorrow"], String::new()),
            _ => (["", "", ""], text("date")),
        };
        let place = ["ru", "uk", "en"].iter().position(|it| *it == lang);
        for part in [
            verb,
            near[place.expect("a language")],
            &date,
            &format!("{by_when}{} (UTC{})", text("time"), text("offset")),
            &format!("{from}+380 67 123 45 67."),
        ] {
            assert!(sentence.contains(part), "no {part:?} in {sentence:?}");
        }
        let hours = match local["weekday"].as_u64() {
            Some(1..=5) => "10:00".."19:01",
            Some(6) => "11:00".."16:01",
            other => panic!("nobody works on weekday {other:?}"),
        };
        let time = text("time");
        assert!(hours.contains(&time.as_str()), "{time} {local}");
        let cancel_url = format!("{}{}", app.parts.public_url, page_of(&request));
        assert_eq!(receipt["cancel_url"], cancel_url);
        let listed = listed(&app, &request).await;
        assert_eq!(listed["by"], by);
        assert_eq!(listed["due_at_ms"], due_at_ms);
        let in_zone = format!("{} {time}", text("day"));
        assert_eq!(listed["due_at"], in_zone);
        assert_eq!(listed["overdue"], false);
    }
}

/// The test moves `due_at` in the database, so that a recomputed one would differ.
async fn moves(request: &Value, due_at_ms: i64) {
    rows(&format!(
        "update callback set due_at_ms = {due_at_ms} where id = '{}'",
        id_of(request)
    ))
    .await;
}

#[tokio::test]
async fn due_time_changes_only_with_the_preferred_time() {
    let app = App::enter().await;
    let request = callback(&fresh_phone());
    let first = asks(&app, &request).await;
    let due_at_ms = first["due_at_ms"].as_i64().expect("a time");
    assert_eq!(asks(&app, &request).await["due_text"], first["due_text"]);
    let moved = due_at_ms + 30 * DAY_MS;
    moves(&request, moved).await;
    let corrected = with(&with(&request, "/rev", json!(2)), "/name", json!("Ольга"));
    for (again, status) in [
        (&request, "same"),
        (&corrected, "replaced"),
        (&corrected, "same"),
    ] {
        let receipt = asks(&app, again).await;
        assert_eq!(receipt["status"], status);
        assert_eq!(receipt["due_at_ms"], moved);
    }
    let evening = with(
        &with(&corrected, "/rev", json!(3)),
        "/window",
        json!("evening"),
    );
    let receipt = asks(&app, &evening).await;
    let due_at_ms = receipt["due_at_ms"].as_i64().expect("a time");
    assert!((now_ms()..moved).contains(&due_at_ms), "{receipt}");
    let entry = listed(&app, &request).await;
    let due_at = entry["due_at"].as_str().expect("a time");
    let (_, time) = due_at.split_once(' ').expect("a day and a time");
    assert!(("17:15".."19:01").contains(&time), "{due_at}");
    assert_eq!(entry["overdue"], false);
}

#[tokio::test]
async fn passed_due_time_is_shown_as_passed_and_renewed_by_a_correction() {
    let app = App::enter().await;
    let request = callback(&fresh_phone());
    asks(&app, &request).await;
    let passed = now_ms() - 3 * DAY_MS;
    moves(&request, passed).await;
    let retried = asks(&app, &request).await;
    assert_eq!(retried["status"], "same");
    assert_eq!(retried["due_at_ms"], passed);
    let sentence = retried["due_text"].as_str().expect("a sentence");
    assert!(sentence.starts_with("Мы обещали позвонить "), "{sentence}");
    assert_eq!(listed(&app, &request).await["overdue"], true);
    let page = app.director().reads("/director?lang=ru").await;
    let due_at = listed(&app, &request).await["due_at"].clone();
    page.is(200)
        .holds(due_at.as_str().expect("a time"))
        .holds("просрочено");
    // A week later, past the promised time.
    moves(&request, passed - 5 * DAY_MS).await;
    assert_eq!(listed(&app, &request).await["overdue"], false);
    let corrected = with(&with(&request, "/rev", json!(2)), "/name", json!("Ольга"));
    let receipt = asks(&app, &corrected).await;
    assert_eq!(receipt["status"], "replaced");
    let due_at_ms = receipt["due_at_ms"].as_i64().expect("a time");
    assert!(due_at_ms > now_ms(), "{receipt}");
    let sentence = receipt["due_text"].as_str().expect("a sentence");
    assert!(sentence.starts_with("Позвоним "), "{sentence}");
    assert_eq!(listed(&app, &request).await["overdue"], false);
}

/// A calendar whose working hours are closed for months.
#[tokio::test]
async fn callback_without_due_time_can_be_cancelled() {
    let app = App::enter().await;
    let phone = fresh_phone();
    let request = callback(&phone);
    asks(&app, &request).await;
    let id = id_of(&request);
    rows(&format!(
        "update callback set due_at_ms = null where id = '{id}'"
    ))
    .await;
    let receipt = asks(&app, &request).await;
    assert_eq!(receipt["due_text"], Value::Null);
    assert_eq!(receipt["due_at_ms"], Value::Null);
    let cancel_url = format!("{}{}", app.parts.public_url, page_of(&request));
    assert_eq!(receipt["cancel_url"], cancel_url);
    let fields = [
        ("id", id),
        ("rev", "1"),
        ("lang", "ru"),
        ("phone", &*phone),
        ("consent", "yes"),
    ];
    let page = app.visitor().submits("/c/site", &fields).await;
    page.is(200)
        .holds("Перезвоним вам в рабочее время")
        .holds(&format!("class=\"otklik-cancel\" href=\"{cancel_url}\""));
    cancels(&app, &page_of(&request)).await.is(200);
}

#[tokio::test]
async fn every_callback_form_offers_call_and_message() {
    let app = App::enter().await;
    for survey in ["guest", "client", "stage", "effort", "site"] {
        for (by, sentence) in [("call", "Перезвоните мне"), ("message", "Напишите мне")]
        {
            let page = app
                .visitor()
                .reads(&format!("/c/{survey}?lang=ru&by={by}"))
                .await;
            page.is(200).holds(sentence);
            page.holds(&format!("name=\"by\" value=\"{by}\""));
            // The chosen part of the day is carried to the page in another language.
            page.holds(&format!("?lang=uk&amp;by={by}"));
            let payload = format!("/embed/{survey}.json?form=callback&by={by}&lang=ru");
            let payload = app.visitor().reads(&payload).await.is(200).json();
            let html = payload["html"].as_str().expect("markup");
            assert!(
                html.contains(&format!("name=\"by\" value=\"{by}\"")),
                "{html}"
            );
            assert_eq!(payload["title"], sentence);
        }
    }
    let page = app.visitor().reads("/c/site?lang=ru&by=pigeon").await;
    page.is(200)
        .holds("name=\"by\" value=\"\"")
        .holds("Перезвоните мне");
    // Kept on the page after an error.
    let fields = [
        ("id", &*fresh()),
        ("rev", "1"),
        ("by", "message"),
        ("lang", "en"),
    ]
    .map(|(name, value)| (name, value.to_owned()));
    let fields: Vec<(&str, &str)> = fields.iter().map(|(a, b)| (*a, b.as_str())).collect();
    let page = app.visitor().submits("/c/guest", &fields).await;
    page.is(422)
        .holds("name=\"by\" value=\"message\"")
        .holds("Message me");
}
