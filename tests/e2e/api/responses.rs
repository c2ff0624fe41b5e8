//! `POST /v1/responses`: the stored rows, and the effect of a repeated submission.

use crate::actors::{responses, vote, with};
use crate::app::App;
use crate::database::{fresh_event, rows};
use crate::numbers::{and_answers, scores, tally_of};
use futures_util::future::join_all;
use serde_json::json;
use std::time::Duration;

#[tokio::test]
async fn a_vote_is_stored_and_counted() {
    let app = App::enter().await;
    let event = fresh_event(&app).await;
    let vote = vote(&event.code, 4);
    let reply = app.guest().answers("guest", &vote).await;
    reply.acknowledged(201, "stored");
    assert_eq!(reply.json()["id"], vote["id"]);
    assert_eq!(reply.json()["rev"], 1);
    let tally = tally_of(&app, "guest", &event.id).await;
    assert_eq!(tally, scores("enjoyed", &[(4, 1)]));
}

/// Posts submissions under one id one after the other, and checks the final count.
async fn check(steps: &[(u8, i64, u16, &str)], counted: i64) {
    let app = App::enter().await;
    let event = fresh_event(&app).await;
    let first = vote(&event.code, 1);
    for (rev, score, status, word) in steps {
        let next = with(&first, "/rev", json!(rev));
        let next = with(&next, "/answers", json!({"enjoyed": {"score": score}}));
        let reply = app.guest().answers("guest", &next).await;
        match *word {
            "conflict" => reply.refused(*status, "conflict", ""),
            word => reply.acknowledged(*status, word),
        }
    }
    let tally = tally_of(&app, "guest", &event.id).await;
    assert_eq!(tally, scores("enjoyed", &[(counted, 1)]), "{steps:?}");
}

#[tokio::test]
async fn repeated_submission_stores_nothing() {
    check(
        &[
            (1, 5, 201, "stored"),
            (1, 5, 200, "same"),
            (1, 5, 200, "same"),
        ],
        5,
    )
    .await;
}

#[tokio::test]
async fn the_same_revision_with_another_body_is_a_conflict() {
    check(&[(1, 5, 201, "stored"), (1, 2, 409, "conflict")], 5).await;
}

#[tokio::test]
async fn a_higher_revision_replaces() {
    check(
        &[
            (1, 5, 201, "stored"),
            (2, 2, 200, "replaced"),
            (32, 3, 200, "replaced"),
        ],
        3,
    )
    .await;
}

#[tokio::test]
async fn a_lower_revision_is_ignored() {
    check(
        &[
            (7, 5, 201, "stored"),
            (3, 2, 200, "ignored"),
            (7, 5, 200, "same"),
        ],
        5,
    )
    .await;
}

#[tokio::test]
async fn replaced_revision_may_be_repeated() {
    check(
        &[
            (1, 5, 201, "stored"),
            (2, 4, 200, "replaced"),
            (1, 5, 200, "ignored"),
        ],
        4,
    )
    .await;
}

#[tokio::test]
async fn a_replacement_may_leave_an_answer_out() {
    let app = App::enter().await;
    let event = fresh_event(&app).await;
    let full = with(
        &vote(&event.code, 5),
        "/answers",
        json!({
            "enjoyed": {"score": 5}, "liked": {"options": ["food", "other"], "other": "фонтан"},
            "comment": {"text": "Спасибо!"},
        }),
    );
    app.guest()
        .answers("guest", &full)
        .await
        .acknowledged(201, "stored");
    let less = with(
        &with(&full, "/rev", json!(2)),
        "/answers",
        json!({"enjoyed": {"score": 3}}),
    );
    app.guest()
        .answers("guest", &less)
        .await
        .acknowledged(200, "replaced");
    let tally = tally_of(&app, "guest", &event.id).await;
    assert_eq!(tally, scores("enjoyed", &[(3, 1)]));
}

/// What a response is about is what its first revision said; a correction changes its answers and its language.
#[tokio::test]
async fn a_replacement_is_about_the_same() {
    let app = App::enter().await;
    let (first_event, other) = (fresh_event(&app).await, fresh_event(&app).await);
    let manager = &first_event.manager;
    let mut first = vote(&first_event.code, 5);
    first["touchpoint"] = json!("event");
    first["manager"] = json!(manager);
    first["reference"] = json!("A-1");
    app.guest()
        .answers("guest", &first)
        .await
        .acknowledged(201, "stored");
    for (rev, event) in [(2, json!(other.code)), (3, json!(other.id)), (4, json!(""))] {
        let mut moved = with(&with(&first, "/rev", json!(rev)), "/event", event);
        moved["touchpoint"] = json!("after");
        moved["channel"] = json!("email");
        moved["manager"] = json!(other.manager);
        moved["reference"] = json!("B-2");
        moved["lang"] = json!("uk");
        moved["answers"]["enjoyed"]["score"] = json!(5 - rev);
        app.guest()
            .answers("guest", &moved)
            .await
            .acknowledged(200, "replaced");
    }
    let kept = format!(
        "select source, event, event_raw, touchpoint, channel, manager, reference, locale
         from response where id = '{}'",
        first["id"].as_str().expect("an id")
    );
    let expected = json!({
        "source": "event_link", "event": first_event.id, "event_raw": null, "touchpoint": "event",
        "channel": "qr", "manager": manager, "reference": "A-1", "locale": "uk",
    });
    assert_eq!(rows(&kept).await, [expected]);
    assert_eq!(
        tally_of(&app, "guest", &first_event.id).await,
        scores("enjoyed", &[(1, 1)])
    );
    assert_eq!(
        tally_of(&app, "guest", &other.id).await,
        scores("enjoyed", &[])
    );
}

#[tokio::test]
async fn case_of_an_id_is_ignored() {
    let app = App::enter().await;
    let event = fresh_event(&app).await;
    let lower = vote(&event.code, 5);
    let upper = lower["id"].as_str().expect("an id").to_uppercase();
    let upper = with(&lower, "/id", json!(upper));
    app.guest()
        .answers("guest", &lower)
        .await
        .acknowledged(201, "stored");
    app.guest()
        .answers("guest", &upper)
        .await
        .acknowledged(200, "same");
    assert_eq!(
        tally_of(&app, "guest", &event.id).await,
        scores("enjoyed", &[(5, 1)])
    );
}

#[tokio::test]
async fn twenty_concurrent_posts_of_one_id_are_one_vote() {
    let app = App::enter().await;
    let event = fresh_event(&app).await;
    let vote = vote(&event.code, 5);
    let guest = app.guest();
    let mut statuses = Vec::new();
    let posts = (0..20).map(|_| guest.answers("guest", &vote));
    for reply in join_all(posts).await {
        statuses.push(reply.status);
    }
    statuses.sort_unstable();
    assert_eq!(statuses[19], 201, "{statuses:?}");
    assert!(
        statuses[..19].iter().all(|status| *status == 200),
        "{statuses:?}"
    );
    assert_eq!(
        tally_of(&app, "guest", &event.id).await,
        scores("enjoyed", &[(5, 1)])
    );
}

#[tokio::test]
async fn both_content_types_are_json() {
    let app = App::enter().await;
    let event = fresh_event(&app).await;
    for content_type in ["text/plain", "text/plain;charset=UTF-8", "application/json"] {
        let request = app.request("POST", &responses("guest"));
        let request = request.header("content-type", content_type);
        let request = request.body(vote(&event.code, 5).to_string());
        crate::reply::Reply::to(request)
            .await
            .acknowledged(201, "stored");
    }
    assert_eq!(
        tally_of(&app, "guest", &event.id).await,
        scores("enjoyed", &[(5, 3)])
    );
}

#[tokio::test]
async fn loaders_form_fields_are_accepted() {
    let app = App::enter().await;
    let event = fresh_event(&app).await;
    let id = crate::app::fresh();
    let fields = [
        ("id", id.as_str()),
        ("rev", "1"),
        ("version", "1"),
        ("lang", "uk"),
        ("event", &event.id),
        ("touchpoint", "event"),
        ("channel", "site"),
        ("q.enjoyed", "4"),
        ("q.liked", "food"),
        ("q.liked", "other"),
        ("q.liked.other", "фонтан"),
        ("q.comment", "Дякую + 100 % & ще"),
    ];
    let path = responses("guest");
    app.guest()
        .submits(&path, &fields)
        .await
        .acknowledged(201, "stored");
    app.guest()
        .submits(&path, &fields)
        .await
        .acknowledged(200, "same");
    let liked = [("", 1), ("food", 1), ("other", 1)];
    let expected = and_answers(scores("enjoyed", &[(4, 1)]), "liked", &liked);
    let expected = and_answers(expected, "comment", &[("", 1)]);
    assert_eq!(tally_of(&app, "guest", &event.id).await, expected);
}

#[tokio::test]
async fn vote_for_an_unknown_event_is_kept() {
    let app = App::enter().await;
    let unknown = format!("{}-{}", crate::app::fresh(), "x".repeat(27));
    assert_eq!(unknown.len(), 64);
    let vote = vote(&unknown, 5);
    app.guest()
        .answers("guest", &vote)
        .await
        .acknowledged(201, "stored");
    // It has no tally: the agency does not have that event.
    assert_eq!(
        tally_of(&app, "guest", &unknown).await,
        scores("enjoyed", &[])
    );
    let kept = format!(
        "select event_raw from response where id = '{}'",
        vote["id"].as_str().expect("an id")
    );
    assert_eq!(rows(&kept).await, [json!({"event_raw": unknown})]);
}

#[tokio::test]
async fn corrections_end_after_a_day() {
    let app = App::enter().await;
    let clock = app.clock();
    let hours_pass = |n: u64| clock.passes(Duration::from_secs(n * 3_600));
    let event = fresh_event(&app).await;
    let first = vote(&event.code, 5);
    let guest = app.guest();
    guest
        .answers("guest", &first)
        .await
        .acknowledged(201, "stored");
    let score = |rev: u8, score: i64| {
        let answers = json!({"enjoyed": {"score": score}});
        with(&with(&first, "/rev", json!(rev)), "/answers", answers)
    };
    hours_pass(23);
    guest
        .answers("guest", &score(2, 4))
        .await
        .acknowledged(200, "replaced");
    hours_pass(1);
    guest
        .answers("guest", &score(3, 1))
        .await
        .refused(409, "correction_closed", "");
    guest
        .answers("guest", &score(2, 4))
        .await
        .acknowledged(200, "same");
    guest
        .answers("guest", &score(1, 5))
        .await
        .acknowledged(200, "ignored");
    assert_eq!(
        tally_of(&app, "guest", &event.id).await,
        scores("enjoyed", &[(4, 1)])
    );
}

/// An id belongs to the survey of its first submission.
#[tokio::test]
async fn id_belongs_to_one_survey() {
    let app = App::enter().await;
    let event = fresh_event(&app).await;
    let first = vote(&event.code, 5);
    app.guest()
        .answers("guest", &first)
        .await
        .acknowledged(201, "stored");
    let other = with(
        &with(&first, "/rev", json!(2)),
        "/answers",
        json!({"found": {"score": 1}}),
    );
    app.guest()
        .answers("site", &other)
        .await
        .refused(409, "conflict", "");
    assert_eq!(
        tally_of(&app, "guest", &event.id).await,
        scores("enjoyed", &[(5, 1)])
    );
}
