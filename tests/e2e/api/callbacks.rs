//! Callback requests: who may read them, which are refused, and that no file holds personal data.

use crate::actors::{callback, fresh_phone, with};
use crate::app::{App, files_below, fresh};
use crate::database;
use crate::reply::Reply;
use serde_json::{Value, json};

/// The callback of this id as the director lists it.
async fn listed(app: &App, id: &Value) -> Option<Value> {
    let all = app.director().callbacks().await;
    let list = all["callbacks"].as_array().expect("a list of callbacks");
    list.iter().find(|callback| callback["id"] == *id).cloned()
}

#[tokio::test]
async fn a_request_is_stored_and_listed() {
    let app = App::enter().await;
    let full = json!({
        "id": fresh(), "rev": 1, "lang": "uk", "phone": "+380 (67) 555-20-01", "name": "Оксана",
        "topic": "весілля", "window": "evening", "comment": "після шостої", "consent": true,
        "channel": "site",
    });
    app.visitor()
        .asks_for_a_call(&full)
        .await
        .acknowledged(201, "stored");
    let listed = listed(&app, &full["id"]).await.expect("it is listed");
    for (pointer, value) in [
        ("/contact/phone", "+380675552001"),
        ("/contact/name", "Оксана"),
        ("/contact/comment", "після шостої"),
        ("/contact/topic", "весілля"),
        ("/window", "evening"),
        ("/state", "new"),
    ] {
        let found = listed.pointer(pointer).and_then(Value::as_str);
        assert_eq!(found, Some(value), "{pointer} in {listed}");
    }
}

/// The stored format: base64 of nonce, sealed JSON and tag, bound to the callback.
#[tokio::test]
async fn a_stored_contact_opens_with_the_key_and_for_its_callback_alone() {
    let app = App::enter().await;
    let phone = fresh_phone();
    let request = with(&callback(&phone), "/name", json!("Олена"));
    let request = with(&request, "/topic", json!("весілля"));
    app.visitor()
        .asks_for_a_call(&request)
        .await
        .acknowledged(201, "stored");
    let id = request["id"].as_str().expect("an id");
    let sql = format!("select sealed from contact where callback = '{id}'");
    let rows = database::rows(&sql);
    let sealed = rows.await[0]["sealed"].clone();
    let sealed = sealed.as_str().expect("a text");
    let contact = database::opened_contact(sealed, id).await;
    assert_eq!(contact["phone"], json!(phone));
    assert_eq!(contact["name"], "Олена");
    assert_eq!(contact["topic"], "весілля");
    assert_eq!(
        database::opened_contact(sealed, &fresh()).await,
        Value::Null
    );
}

#[tokio::test]
async fn only_the_director_reads_them() {
    let app = App::enter().await;
    Reply::to(app.get("/v1/callbacks"))
        .await
        .refused(401, "unauthorized", "");
    for token in [
        "",
        "wrong",
        &app.parts.token[1..],
        &format!("{}x", app.parts.token),
    ] {
        let request = app.get("/v1/callbacks").bearer_auth(token);
        Reply::to(request).await.refused(401, "unauthorized", "");
    }
    // A token in the address is no token.
    let path = format!("/v1/callbacks?token={}", app.parts.token);
    Reply::to(app.get(&path))
        .await
        .refused(401, "unauthorized", "");
}

#[tokio::test]
async fn repeated_callback_is_unchanged() {
    let app = App::enter().await;
    let request = callback(&fresh_phone());
    let visitor = app.visitor();
    visitor
        .asks_for_a_call(&request)
        .await
        .acknowledged(201, "stored");
    visitor
        .asks_for_a_call(&request)
        .await
        .acknowledged(200, "same");
    let phone = fresh_phone();
    let other = with(&request, "/phone", json!(phone));
    visitor
        .asks_for_a_call(&other)
        .await
        .refused(409, "conflict", "");
    let higher = with(&other, "/rev", json!(2));
    visitor
        .asks_for_a_call(&higher)
        .await
        .acknowledged(200, "replaced");
    visitor
        .asks_for_a_call(&request)
        .await
        .acknowledged(200, "ignored");
    let listed = listed(&app, &request["id"]).await.expect("it is listed");
    assert_eq!(listed["contact"]["phone"], json!(phone));
}

/// Checks that a valid request with one field changed is refused and not listed.
async fn check(path: &str, value: Value, code: &str, field: &str) {
    let app = App::enter().await;
    let request = with(&callback(&fresh_phone()), path, value);
    app.visitor()
        .asks_for_a_call(&request)
        .await
        .refused(422, code, field);
    assert_eq!(listed(&app, &request["id"]).await, None);
}

#[tokio::test]
async fn invalid_phones_are_refused() {
    for phone in [
        "12",
        "abc",
        "+7916123456",
        "+0000000000000",
        "8 (916) 123-45",
        "+1234567890123456",
    ] {
        check("/phone", json!(phone), "bad_phone", "phone").await;
    }
    check("/phone", json!("1".repeat(33)), "bad_phone", "phone").await;
    for phone in ["8 (029) 123-45-67", "495 123-45-67"] {
        check("/phone", json!(phone), "missing_country", "phone").await;
    }
    check("/phone", json!("  "), "missing_phone", "phone").await;
    check("/phone", Value::Null, "missing_phone", "phone").await;
}

#[tokio::test]
async fn consent_is_not_assumed() {
    check("/consent", json!(false), "missing_consent", "consent").await;
    check("/consent", Value::Null, "missing_consent", "consent").await;
}

#[tokio::test]
async fn other_fields_have_their_limits() {
    check("/name", json!("я".repeat(101)), "text_too_long", "name").await;
    check("/topic", json!("я".repeat(201)), "text_too_long", "topic").await;
    check(
        "/comment",
        json!("я".repeat(2_001)),
        "text_too_long",
        "comment",
    )
    .await;
    check("/window", json!("midnight"), "unknown_window", "window").await;
    check("/channel", json!("pigeon"), "unknown_channel", "channel").await;
}

#[tokio::test]
async fn two_errors_are_reported_together() {
    let app = App::enter().await;
    let id = fresh();
    let fields = [
        ("id", &*id),
        ("rev", "1"),
        ("phone", "12"),
        ("name", "Ольга Ким"),
    ];
    let page = app.visitor().submits("/c/site", &fields).await;
    page.is(422)
        .holds("err-phone")
        .holds("err-consent")
        .holds("Ольга Ким");
}

#[tokio::test]
async fn numbers_of_several_countries_are_normalised() {
    let app = App::enter().await;
    for (typed, stored) in [
        ("8 (916) 555-40-01", "+79165554001"),
        ("+7 916 555 40 02", "+79165554002"),
        ("067 555 40 03", "+380675554003"),
        ("+380675554004", "+380675554004"),
        ("+49 30 901820", "+4930901820"),
    ] {
        let request = callback(typed);
        app.visitor()
            .asks_for_a_call(&request)
            .await
            .acknowledged(201, "stored");
        let listed = listed(&app, &request["id"]).await.expect("it is listed");
        assert_eq!(listed["contact"]["phone"], stored, "{typed}");
    }
}

/// Also without scripts: the form names what is missing, and keeps the phone.
#[tokio::test]
async fn belarusian_number_without_its_country_is_asked_for_the_code() {
    let app = App::enter().await;
    for (lang, sentence) in [
        ("ru", "Начните номер с кода страны"),
        ("uk", "Почніть номер із коду країни"),
        ("en", "Begin the number with its country code"),
    ] {
        let id = fresh();
        let fields = [
            ("id", &*id),
            ("rev", "1"),
            ("lang", lang),
            ("phone", "8 (029) 123-45-67"),
            ("consent", "yes"),
        ];
        let page = app.visitor().submits("/c/site", &fields).await;
        page.is(422).holds(sentence).holds("8 (029) 123-45-67");
    }
}

/// Database, its write-ahead log and the server's own log, byte by byte.
#[tokio::test]
async fn no_file_contains_personal_data() {
    let app = App::enter().await;
    let digits = format!(
        "{:07}",
        u128::from_str_radix(&fresh()[..8], 16).expect("hex") % 10_000_000
    );
    let secrets = [
        format!("916{digits}"),
        format!("Имя-{}", fresh()),
        format!("Слова-{}", fresh()),
        format!("Тема-{}", fresh()),
    ];
    let request = json!({
        "id": fresh(), "rev": 1, "phone": format!("+7{}", secrets[0]), "name": secrets[1],
        "comment": secrets[2], "topic": secrets[3], "consent": true,
    });
    app.visitor()
        .asks_for_a_call(&request)
        .await
        .acknowledged(201, "stored");
    // Neither the error nor its message may write personal data into a log.
    let refused = with(&with(&request, "/id", json!("1")), "/rev", json!(2));
    app.visitor().asks_for_a_call(&refused).await.is(422);
    let id = request["id"].as_str().expect("an id");
    let mut id_found = false;
    let logs = app.parts.root.join("target");
    let mut files = files_below(&app.parts.state);
    files.extend(files_below(&logs.join("logs")));
    for file in files {
        let bytes = std::fs::read(&file).unwrap_or_default();
        for secret in &secrets {
            assert!(!holds(&bytes, secret), "{} holds {secret}", file.display());
        }
        id_found |= holds(&bytes, id);
    }
    assert!(id_found, "the search finds text that is stored in clear");
}

fn holds(bytes: &[u8], text: &str) -> bool {
    let text = text.as_bytes();
    bytes.windows(text.len()).any(|window| window == text)
}
