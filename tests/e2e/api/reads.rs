//! GET and HEAD never write, whatever the query: previews and mail scanners open every link. Only what somebody of the
//! agency reads is logged.

use crate::actors::{callback, fresh_phone};
use crate::app::App;
use crate::database::{counts, fresh_event, rows};
use crate::reply::Reply;

#[tokio::test]
async fn reading_every_address_changes_no_row() {
    let app = App::enter_alone().await;
    let event = fresh_event(&app).await.id;
    let vote = format!("event={event}&touchpoint=event&channel=email&score=5&lang=ru");
    let by_name = "q.enjoyed=5&id=6f1d2c9e-0b3a-4a55-9d2f-1f0c5a7b8e90&rev=1&consent=yes&phone=%2B79161234567";
    let paths = [
        format!("/s/guest?{vote}"),
        format!("/s/guest?{vote}&{by_name}"),
        "/s/client?score=0".to_owned(),
        "/s/stage?score=1".to_owned(),
        "/s/effort?score=7".to_owned(),
        "/s/site?score=9".to_owned(),
        format!("/c/site?{by_name}"),
        format!("/embed/guest.js?{vote}"),
        format!("/embed/guest.json?{vote}"),
        "/embed/site.js?form=callback".to_owned(),
        format!("/v1/responses?survey=guest&{by_name}"),
        format!("/v1/callbacks?survey=site&{by_name}"),
        "/v1/aggregates?survey=guest".to_owned(),
        "/v1/responses".to_owned(),
        "/v1/export.csv".to_owned(),
        "/v1/export.xlsx".to_owned(),
        "/v1/export.jsonl".to_owned(),
        "/v1/surveys".to_owned(),
        "/v1/callbacks".to_owned(),
        format!("/v1/surveys/guest/email?{by_name}"),
        format!("/v1/surveys/guest/qr.svg?event={event}"),
        format!("/v1/surveys/guest/qr.png?event={event}"),
        "/preview/guest-ru.png".to_owned(),
        "/v1/events".to_owned(),
        format!("/v1/events/{event}?{by_name}"),
        format!("/v1/events/not-{event}?title=x&date=2026-01-01"),
        "/e/111111111111".to_owned(),
        "/director/events".to_owned(),
        "/director/events/new?title=x&date=2026-01-01".to_owned(),
        format!("/director/events/{event}?title=x&date=2026-01-01"),
        "/director".to_owned(),
        format!("/director/session?token={}", app.parts.token),
        "/director/session/end".to_owned(),
        "/healthz".to_owned(),
        "/openapi.json".to_owned(),
        "/nosuch".to_owned(),
    ];
    let request = callback(&fresh_phone());
    app.visitor().asks_for_a_call(&request).await.is(201);
    let id = request["id"].as_str().expect("an id");
    let paths = [
        paths.as_slice(),
        &[
            format!("/cancel/{id}"),
            format!("/cancel/{id}?state=cancelled&{by_name}"),
        ],
    ]
    .concat();
    let state = format!("select state from callback where id = '{id}'");
    let before = counts().await;
    let logged = "select count(*) as n from audit";
    let logged_before = rows(logged).await;
    for path in &paths {
        for method in ["GET", "HEAD", "OPTIONS"] {
            let plain = Reply::to(app.request(method, path)).await;
            assert!(plain.status < 500, "{method} {path}: {}", plain.status);
        }
    }
    assert_eq!(rows(logged).await, logged_before);
    for path in &paths {
        for method in ["GET", "HEAD", "OPTIONS"] {
            let signed = app.request(method, path).bearer_auth(&app.parts.token);
            let signed = Reply::to(signed).await;
            assert!(signed.status < 500, "{method} {path}: {}", signed.status);
        }
    }
    assert_eq!(counts().await, before);
    assert_eq!(rows(&state).await[0]["state"], "new");
}

#[tokio::test]
async fn head_equals_get_without_body() {
    let app = App::enter().await;
    for path in [
        "/s/guest?lang=ru",
        "/embed/guest.js?lang=ru",
        "/v1/surveys/guest/email",
        "/v1/surveys/guest/qr.svg",
        "/preview/guest-ru.png",
        "/healthz",
        "/openapi.json",
    ] {
        let get = Reply::to(app.get(path)).await;
        let head = Reply::to(app.request("HEAD", path)).await;
        head.is(get.status);
        assert_eq!(
            head.header("content-type"),
            get.header("content-type"),
            "{path}"
        );
        assert_eq!(head.body, "", "{path}");
    }
}
