//! How a callback is cancelled, and which later requests cannot revive it.

use super::due_at::{asks, cancels, id_of, listed, page_of};
use crate::actors::{callback, fresh_phone, with};
use crate::app::{App, fresh};
use crate::database::{rows, while_locked};
use serde_json::{Value, json};

#[tokio::test]
async fn cancel_link_cancels_and_nothing_revives_the_callback() {
    let app = App::enter().await;
    let request = with(&callback(&fresh_phone()), "/name", json!("Секретна Олена"));
    asks(&app, &with(&request, "/lang", json!("uk"))).await;
    let request = with(&request, "/lang", json!("uk"));
    let path = page_of(&request);
    let shown = app.visitor().reads(&path).await;
    shown.is(200).holds("Ми обіцяли зателефонувати ");
    assert!(
        !shown.body.contains("Секретна") && !shown.body.contains("916"),
        "{}",
        shown.body
    );
    assert_eq!(shown.header("content-language"), "uk");
    assert_eq!(shown.header("cache-control"), "no-store");
    assert_eq!(listed(&app, &request).await["state"], "new");
    for _ in 0..2 {
        let done = cancels(&app, &format!("{path}?lang=en")).await;
        done.is(200).holds("The request is cancelled");
        assert!(!done.body.contains("<form"), "{}", done.body);
        assert_eq!(listed(&app, &request).await["state"], "cancelled");
    }
    app.visitor()
        .reads(&path)
        .await
        .is(200)
        .holds("Заявку скасовано");
    // The same request again, corrected, or by the plain form.
    let corrected = with(&with(&request, "/rev", json!(2)), "/name", json!("Оля"));
    for again in [&request, &corrected] {
        let receipt = asks(&app, again).await;
        assert_eq!(receipt["status"], "cancelled", "{receipt}");
        for key in ["due_text", "due_at_ms", "cancel_url"] {
            assert_eq!(receipt[key], Value::Null, "{receipt}");
        }
    }
    let fields = [
        ("id", id_of(&request)),
        ("rev", "1"),
        ("lang", "ru"),
        ("phone", "+79161234567"),
        ("consent", "yes"),
    ];
    let page = app.visitor().submits("/c/site", &fields).await;
    page.is(200).holds("Заявка отменена");
    let entry = listed(&app, &request).await;
    assert_eq!(entry["state"], "cancelled");
    assert_eq!(entry["contact"]["name"], "Секретна Олена");
}

#[tokio::test]
async fn callback_in_work_can_be_cancelled_and_a_done_one_cannot() {
    let app = App::enter().await;
    asks(&app, &callback(&fresh_phone())).await;
    for (state, status, after) in [
        ("in_work", 200, "cancelled"),
        ("done", 409, "done"),
        ("spam", 409, "spam"),
    ] {
        let request = callback(&fresh_phone());
        asks(&app, &request).await;
        let id = id_of(&request);
        rows(&format!(
            "update callback set state = '{state}' where id = '{id}'"
        ))
        .await;
        app.visitor().reads(&page_of(&request)).await.is(200);
        cancels(&app, &page_of(&request)).await.is(status);
        assert_eq!(listed(&app, &request).await["state"], after);
    }
    // Open callbacks that were requested earlier are listed above the cancelled ones.
    let all = app.director().callbacks().await;
    let states = all["callbacks"].as_array().expect("a list").iter();
    let open = states.map(|it| it["state"] == "new" || it["state"] == "in_work");
    let open: Vec<bool> = open.collect();
    assert!(open.is_sorted_by(|a, b| a >= b), "{open:?}");
}

/// A tap in the director's list must not call somebody who cancelled the callback.
#[tokio::test]
async fn cancelled_callback_has_no_phone_link() {
    let app = App::enter().await;
    let digits = u32::from_str_radix(&fresh()[..6], 16).expect("hex") % 10_000_000;
    let phone = format!("+7916{digits:07}");
    let request = callback(&phone);
    asks(&app, &request).await;
    let link = format!("href=\"tel:{phone}\"");
    app.director().reads("/director").await.is(200).holds(&link);
    cancels(&app, &page_of(&request)).await.is(200);
    let page = app.director().reads("/director").await;
    page.is(200).holds(&phone);
    assert!(!page.body.contains(&link));
}

#[tokio::test]
async fn cancelling_can_be_retried_after_an_outage() {
    let app = App::enter_alone().await;
    let request = callback(&fresh_phone());
    asks(&app, &request).await;
    let path = format!("{}?lang=uk", page_of(&request));
    let page = while_locked(cancels(&app, &path)).await;
    page.is(503)
        .holds("Зараз не вдається скасувати заявку")
        .holds("<form class=\"otklik-form\" method=\"post\" action=\"?lang=uk\"");
    assert_eq!(page.header("retry-after"), "10");
    assert_eq!(listed(&app, &request).await["state"], "new");
    cancels(&app, &path).await.is(200);
    assert_eq!(listed(&app, &request).await["state"], "cancelled");
}

/// Once a callback is done, neither a retry nor a correction may return a promise to call.
#[tokio::test]
async fn done_callback_takes_no_correction_and_returns_no_due_time() {
    let app = App::enter().await;
    for state in ["done", "spam"] {
        let request = callback(&fresh_phone());
        asks(&app, &request).await;
        let id = id_of(&request);
        rows(&format!(
            "update callback set state = '{state}' where id = '{id}'"
        ))
        .await;
        let corrected = with(&with(&request, "/rev", json!(2)), "/name", json!("Ольга"));
        for again in [&request, &corrected] {
            let reply = app.visitor().asks_for_a_call(again).await;
            reply.refused(409, "request_closed", "");
            assert!(reply.message().contains("заявку"), "{}", reply.body);
        }
        let fields = [
            ("id", id),
            ("rev", "1"),
            ("lang", "ru"),
            ("phone", "+79161234567"),
            ("name", "Ольга"),
            ("consent", "yes"),
        ];
        let page = app.visitor().submits("/c/site", &fields).await;
        page.is(409)
            .holds("Эта заявка уже закрыта")
            .holds("/c/site?lang=ru&amp;by=call");
        let entry = listed(&app, &request).await;
        assert_eq!(entry["state"], state);
        assert_eq!(entry["contact"]["name"], "");
    }
}

#[tokio::test]
async fn unknown_and_malformed_ids_get_the_same_reply() {
    let app = App::enter().await;
    let unknown = format!("/cancel/{}", fresh());
    let expected = app.visitor().reads(&unknown).await;
    expected.is(404);
    for id in [
        "1",
        "%00",
        "' or 1=1 --",
        &"a".repeat(36),
        &"9".repeat(4_000),
    ] {
        let path = format!("/cancel/{}", id.replace(' ', "%20"));
        for reply in [app.visitor().reads(&path).await, cancels(&app, &path).await] {
            assert_eq!(reply.is(404).body, expected.body, "{path}");
        }
    }
    assert_eq!(cancels(&app, &unknown).await.is(404).body, expected.body);
}
