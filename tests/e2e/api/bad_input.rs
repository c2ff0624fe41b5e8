//! Requests that the two public endpoints refuse: status, stable code, field; nothing is stored.

use crate::actors::{callback, fresh_phone, responses, vote, with};
use crate::app::App;
use crate::database::fresh_event;
use crate::numbers::{scores, tally_of};
use crate::raw;
use crate::reply::Reply;
use serde_json::{Value, json};

/// Of the survey `guest`, by the limits of its fields; a request to be called has less.
const LIMIT_BYTES: usize = 37 * 1024;
const CALLBACK_LIMIT_BYTES: usize = 35 * 1024;

/// Checks that a body is refused, and that an honest vote for the same event is then the only one counted.
async fn check(survey: &str, body: impl Fn(&Value) -> String, expected: (u16, &str, &str)) {
    let app = App::enter().await;
    let event = fresh_event(&app).await;
    let good = vote(&event.code, 5);
    let (status, code, field) = expected;
    let reply = app.guest().posts(&responses(survey), body(&good)).await;
    reply.refused(status, code, field);
    assert_eq!(
        tally_of(&app, "guest", &event.id).await,
        scores("enjoyed", &[])
    );
    // The id was not used up.
    app.guest()
        .answers("guest", &good)
        .await
        .acknowledged(201, "stored");
    assert_eq!(
        tally_of(&app, "guest", &event.id).await,
        scores("enjoyed", &[(5, 1)])
    );
}

/// A guest's vote with one thing changed.
async fn check_changed(path: &str, value: Value, status: u16, code: &str, field: &str) {
    let body = |good: &Value| with(good, path, value.clone()).to_string();
    check("guest", body, (status, code, field)).await;
}

#[tokio::test]
async fn malformed_submission_bodies_are_refused() {
    check("guest", |_| String::new(), (400, "not_json", "")).await;
    check("guest", |_| "{".to_owned(), (400, "not_json", "")).await;
    check("guest", |_| "[]".to_owned(), (400, "not_json", "")).await;
    check("guest", |good| format!("{good}x"), (400, "not_json", "")).await;
    check("guest", |_| "null".to_owned(), (400, "not_json", "")).await;
    check("guest", |_| "[".repeat(10_000), (400, "not_json", "")).await;
}

#[tokio::test]
async fn a_survey_that_is_not_there() {
    check("nosuch", Value::to_string, (404, "unknown_survey", "")).await;
    check("", Value::to_string, (404, "unknown_survey", "")).await;
    check("%00", Value::to_string, (404, "unknown_survey", "")).await;
}

#[tokio::test]
async fn unknown_fields_are_refused() {
    check_changed("/colour", json!(1), 400, "not_json", "").await;
    check_changed("/answers/enjoyed/colour", json!(1), 400, "not_json", "").await;
}

#[tokio::test]
async fn values_of_a_wrong_type_are_refused() {
    check_changed("/id", json!(5), 400, "not_json", "").await;
    check_changed("/id", Value::Null, 400, "not_json", "").await;
    check_changed("/rev", json!("1"), 400, "not_json", "").await;
    check_changed("/rev", json!(1.5), 400, "not_json", "").await;
    check_changed("/rev", json!(256), 400, "not_json", "").await;
    check_changed("/answers", json!([]), 400, "not_json", "").await;
    check_changed("/answers/enjoyed", json!(5), 400, "not_json", "").await;
    check_changed("/answers/enjoyed/score", json!("5"), 400, "not_json", "").await;
    check_changed("/answers/enjoyed/score", json!(4.5), 400, "not_json", "").await;
}

#[tokio::test]
async fn invalid_envelopes_are_refused() {
    check_changed("/id", json!("1"), 422, "bad_id", "id").await;
    check_changed(
        "/id",
        json!("'; drop table response; --"),
        422,
        "bad_id",
        "id",
    )
    .await;
    check_changed("/rev", json!(0), 422, "bad_rev", "rev").await;
    check_changed("/rev", json!(33), 422, "bad_rev", "rev").await;
    check_changed("/version", json!(2), 422, "unknown_version", "version").await;
    check_changed("/lang", json!("xx"), 422, "unknown_lang", "lang").await;
    check_changed(
        "/touchpoint",
        json!("dance"),
        422,
        "unknown_touchpoint",
        "touchpoint",
    )
    .await;
    check_changed(
        "/channel",
        json!("pigeon"),
        422,
        "unknown_channel",
        "channel",
    )
    .await;
}

#[tokio::test]
async fn invalid_answers_are_refused() {
    let enjoyed = "answers.enjoyed";
    for score in [0, 6, -1, 256, 257, i64::from(i32::MIN), i64::from(i32::MAX)] {
        check_changed(
            "/answers/enjoyed/score",
            json!(score),
            422,
            "score_off_scale",
            enjoyed,
        )
        .await;
    }
    check_changed("/answers", json!({}), 422, "missing_answer", enjoyed).await;
    check_changed(
        "/answers/enjoyed",
        json!({}),
        422,
        "missing_answer",
        enjoyed,
    )
    .await;
    check_changed(
        "/answers/enjoyed",
        json!({"text": "5"}),
        422,
        "wrong_kind",
        enjoyed,
    )
    .await;
    check_changed(
        "/answers/nps",
        json!({"score": 9}),
        422,
        "unknown_question",
        "answers.nps",
    )
    .await;
    check_changed(
        "/answers/liked",
        json!({"options": ["gold"]}),
        422,
        "unknown_option",
        "answers.liked",
    )
    .await;
    check_changed(
        "/answers/liked",
        json!({"score": 1}),
        422,
        "wrong_kind",
        "answers.liked",
    )
    .await;
    check_changed(
        "/answers/comment",
        json!({"options": []}),
        422,
        "wrong_kind",
        "answers.comment",
    )
    .await;
    let long = json!({"text": "ё".repeat(2_001)});
    check_changed(
        "/answers/comment",
        long,
        422,
        "text_too_long",
        "answers.comment",
    )
    .await;
    let long = json!({"options": ["other"], "other": "ё".repeat(201)});
    check_changed(
        "/answers/liked",
        long,
        422,
        "text_too_long",
        "answers.liked",
    )
    .await;
}

#[tokio::test]
async fn texts_at_their_limit_are_accepted() {
    let app = App::enter().await;
    let event = fresh_event(&app).await;
    let full = with(
        &vote(&event.code, 5),
        "/answers",
        json!({
            "enjoyed": {"score": 5}, "comment": {"text": "ё".repeat(2_000)},
            "liked": {"options": ["other"], "other": "ё".repeat(200)},
        }),
    );
    app.guest()
        .answers("guest", &full)
        .await
        .acknowledged(201, "stored");
}

#[tokio::test]
async fn the_fields_limits_are_the_bodys() {
    let app = App::enter().await;
    let event = fresh_event(&app).await;
    let padded = |n_bytes: usize| {
        let vote = vote(&event.code, 5).to_string();
        let padding = " ".repeat(n_bytes - vote.len());
        format!("{vote}{padding}")
    };
    let path = responses("guest");
    let guest = app.guest();
    guest
        .posts(&path, padded(LIMIT_BYTES))
        .await
        .acknowledged(201, "stored");
    guest
        .posts(&path, padded(LIMIT_BYTES + 1))
        .await
        .refused(413, "too_large", "");
    guest
        .posts(&path, padded(1024 * 1024))
        .await
        .refused(413, "too_large", "");
    raw::chunked(&app, &path, &padded(LIMIT_BYTES))
        .await
        .acknowledged(201, "stored");
    raw::chunked(&app, &path, &padded(LIMIT_BYTES + 1))
        .await
        .refused(413, "too_large", "");
    assert_eq!(
        tally_of(&app, "guest", &event.id).await,
        scores("enjoyed", &[(5, 2)])
    );
}

#[tokio::test]
async fn callbacks_have_the_same_limits() {
    let app = App::enter().await;
    let visitor = app.visitor();
    let path = "/v1/callbacks?survey=site";
    let good = callback(&fresh_phone()).to_string();
    let padding = " ".repeat(CALLBACK_LIMIT_BYTES - good.len());
    let full = format!("{good}{padding}");
    visitor
        .posts(path, full.clone())
        .await
        .acknowledged(201, "stored");
    let long = format!("{full} ");
    visitor
        .posts(path, long.clone())
        .await
        .refused(413, "too_large", "");
    raw::chunked(&app, path, &long)
        .await
        .refused(413, "too_large", "");
    visitor.posts(path, "{").await.refused(400, "not_json", "");
    let good = callback(&fresh_phone());
    visitor
        .posts("/v1/callbacks?survey=nosuch", good.to_string())
        .await
        .refused(404, "unknown_survey", "");
    // Every survey accepts these fields.
    visitor
        .posts("/v1/callbacks?survey=guest", good.to_string())
        .await
        .acknowledged(201, "stored");
}

#[tokio::test]
async fn errors_are_in_the_callers_language() {
    let app = App::enter().await;
    let bodies = [
        ("{".to_owned(), 400),
        (
            with(&vote("", 5), "/answers/enjoyed/score", json!(9)).to_string(),
            422,
        ),
        (with(&vote("", 5), "/answers", json!({})).to_string(), 422),
        (" ".repeat(LIMIT_BYTES + 1), 413),
    ];
    for (body, status) in bodies {
        // The submission's own language would take precedence over the browser's.
        let body = body.replace(r#""lang":"ru","#, "");
        let mut messages = Vec::new();
        for lang in ["ru", "uk", "en-GB,en;q=0.9,ru;q=0.5"] {
            let reply = app
                .guest()
                .speaking(lang)
                .posts(&responses("guest"), body.clone())
                .await;
            messages.push(reply.is(status).message());
        }
        let [ru, uk, en] = messages.as_slice() else {
            panic!("three messages");
        };
        assert!(ru != uk && uk != en && ru != en, "{messages:?}");
        assert!(
            en.is_ascii() && !ru.is_ascii() && !uk.is_ascii(),
            "{messages:?}"
        );
        assert!(!ru.contains(['і', 'ї', 'є']), "{ru}");
    }
}

#[tokio::test]
async fn unknown_methods_and_paths_are_refused() {
    let app = App::enter().await;
    for (method, path, allow) in [
        ("PUT", "/v1/responses?survey=guest", "POST"),
        ("DELETE", "/v1/callbacks?survey=site", "POST"),
        ("POST", "/v1/aggregates", "GET"),
        ("POST", "/healthz", "GET"),
        ("DELETE", "/s/guest", "POST"),
        (
            "DELETE",
            "/cancel/0190b5a0-0000-7000-8000-000000000001",
            "POST",
        ),
        ("GET", "/director/session", "POST"),
        ("POST", "/director", "GET"),
        ("POST", "/embed/guest.js", "GET"),
        ("QUERY", "/v1/aggregates", "GET"),
        ("QUERY", "/s/guest", "POST"),
    ] {
        let reply = Reply::to(app.request(method, path)).await;
        reply.is(405);
        let allowed = reply.header("allow");
        assert!(
            allowed.contains(allow) && !allowed.contains(method),
            "{method} {path}: {allowed}"
        );
    }
    for path in [
        "/nosuch",
        "/v1/nosuch",
        "/s/nosuch",
        "/c/nosuch",
        "/embed/nosuch.js",
        "/widget/nosuch.js",
        "/s/",
        "/v1",
        "/s/guest/more",
        "/cancel",
        "/cancel/",
        "/cancel/0190b5a0-0000-7000-8000-000000000001/more",
    ] {
        Reply::to(app.get(path)).await.is(404);
    }
}
