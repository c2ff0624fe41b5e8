//! The director includes or excludes a response: who may decide, which numbers change, and that the decision
//! lasts.

use crate::actors::{vote, with};
use crate::app::{App, fresh};
use crate::client::Client;
use crate::database::{fresh_event, recount_agrees, rows};
use crate::invites::{Invited, kept};
use crate::numbers::{Numbers, Question};
use crate::reply::Reply;
use serde_json::{Value, json};

async fn posts_decision(app: &App, id: &str, action: &str, reason: &str) -> Reply {
    let request = app.request("POST", &format!("/v1/responses/{id}/{action}"));
    let request = request.bearer_auth(&app.parts.token);
    Reply::to(request.body(json!({"reason": reason}).to_string())).await
}

async fn decides(app: &App, id: &str, action: &str, status: &str) {
    let reply = posts_decision(app, id, action, "Звонили гостю").await;
    assert_eq!(reply.is(200).json(), json!({"id": id, "status": status}));
}

/// The director's numbers of the first question, by an event's open link.
async fn enjoyed(app: &App, event: &str) -> Question {
    let numbers = Numbers::read(app, &format!("survey=guest&event={event}")).await;
    numbers.question("event_link", "enjoyed")
}

/// The id of the one response of an invite.
async fn response_of(code: &str) -> String {
    let sql = format!("select id from response where invite = '{code}'");
    let found = &rows(&sql).await[0]["id"];
    found.as_str().expect("an id").to_owned()
}

#[tokio::test]
async fn only_the_director_decides_with_a_reason() {
    let app = App::enter().await;
    let event = fresh_event(&app).await;
    let vote = vote(&event.code, 5);
    app.guest()
        .answers("guest", &vote)
        .await
        .acknowledged(201, "stored");
    let id = vote["id"].as_str().expect("an id");
    let path = format!("/v1/responses/{id}/exclude");
    let body = json!({"reason": "x"}).to_string();
    let request = app.request("POST", &path).body(body.clone());
    Reply::to(request).await.refused(401, "unauthorized", "");
    // With the session, but from another site's page.
    let token = [("token", app.parts.token.as_str())];
    let session = app.guest().submits("/director/session", &token).await;
    let cookie = session.header("set-cookie").split(';').next();
    let cookie = cookie.expect("a cookie");
    let by_session = |from: &str| {
        let request = app.request("POST", &path).header("cookie", cookie);
        request.header("sec-fetch-site", from).body(body.clone())
    };
    let elsewhere = Reply::to(by_session("cross-site")).await;
    elsewhere.refused(403, "origin_not_allowed", "");
    for nobodys in [fresh(), "1".to_owned(), "x".repeat(36)] {
        let reply = posts_decision(&app, &nobodys, "exclude", "x").await;
        reply.refused(404, "unknown_response", "");
    }
    let other = posts_decision(&app, id, "delete", "x").await;
    assert_eq!(other.status, 404, "{}", other.body);
    for (reason, code) in [
        ("", "missing_reason"),
        (" \n", "missing_reason"),
        ("я".repeat(501).as_str(), "text_too_long"),
    ] {
        let reply = posts_decision(&app, id, "exclude", reason).await;
        reply.refused(422, code, "reason");
    }
    let misspelt = app.request("POST", &path).bearer_auth(&app.parts.token);
    let misspelt = misspelt.body(json!({"reason": "x", "colour": 1}).to_string());
    Reply::to(misspelt).await.refused(400, "not_json", "colour");
    let before = enjoyed(&app, &event.id).await;
    assert_eq!(
        (before.n, before.quarantined),
        (1, 0),
        "nothing was decided"
    );
    let sql = format!("select count(*) as n from moderation where response = '{id}'");
    assert_eq!(rows(&sql).await[0]["n"], 0);
    Reply::to(by_session("same-origin")).await.is(200);
    posts_decision(&app, id, "include", &"я".repeat(500))
        .await
        .is(200);
}

#[tokio::test]
async fn tallies_move_with_a_decision_and_back() {
    let app = App::enter().await;
    let event = fresh_event(&app).await;
    let votes = [vote(&event.code, 5), vote(&event.code, 3)];
    let votes = votes.map(|vote| with(&vote, "/answers/liked", json!({"options": ["food"]})));
    for vote in &votes {
        app.guest()
            .answers("guest", vote)
            .await
            .acknowledged(201, "stored");
    }
    let filter = format!("survey=guest&event={}", event.id);
    let report = || async { app.director().aggregates(&filter).await["groups"].clone() };
    let before = report().await;
    let id = votes[1]["id"].as_str().expect("an id");
    decides(&app, id, "exclude", "quarantined").await;
    let without = enjoyed(&app, &event.id).await;
    assert_eq!((without.n, without.quarantined), (1, 1));
    assert_eq!((without.values[&5], without.values[&3]), (1, 0));
    recount_agrees(&app).await;
    // Repeating a decision changes nothing.
    decides(&app, id, "exclude", "quarantined").await;
    assert_eq!(enjoyed(&app, &event.id).await.n, 1);
    decides(&app, id, "include", "accepted").await;
    assert_eq!(report().await, before, "include is the inverse of exclude");
    recount_agrees(&app).await;
    let sql =
        format!("select action, reason from moderation where response = '{id}' order by at_ms");
    let decision = |action: &str| json!({"action": action, "reason": "Звонили гостю"});
    let actions = ["exclude", "exclude", "include"];
    assert_eq!(rows(&sql).await, actions.map(decision));
}

/// An open link's vote is corrected after the director's decision.
#[tokio::test]
async fn excluded_response_stays_excluded_when_corrected() {
    let app = App::enter().await;
    let event = fresh_event(&app).await;
    let vote = vote(&event.code, 1);
    let guest = app.guest();
    guest
        .answers("guest", &vote)
        .await
        .acknowledged(201, "stored");
    let id = vote["id"].as_str().expect("an id");
    decides(&app, id, "exclude", "quarantined").await;
    let second = with(
        &with(&vote, "/rev", json!(2)),
        "/answers/enjoyed/score",
        json!(5),
    );
    guest
        .answers("guest", &second)
        .await
        .acknowledged(200, "replaced");
    let out = enjoyed(&app, &event.id).await;
    assert_eq!((out.n, out.quarantined), (0, 1), "{out:?}");
    let sql = format!("select status, decision, flag from response where id = '{id}'");
    let expected = json!({"status": "quarantined", "decision": "exclude", "flag": "director"});
    assert_eq!(rows(&sql).await, [expected]);
    decides(&app, id, "include", "accepted").await;
    let third = with(
        &with(&second, "/rev", json!(3)),
        "/answers/enjoyed/score",
        json!(4),
    );
    guest
        .answers("guest", &third)
        .await
        .acknowledged(200, "replaced");
    let back = enjoyed(&app, &event.id).await;
    assert_eq!((back.n, back.quarantined, back.values[&4]), (1, 0, 1));
    recount_agrees(&app).await;
}

#[tokio::test]
async fn decision_about_an_invites_response_is_permanent() {
    let app = App::enter().await;
    let event = Invited::event(&app).await;
    let [out, back] = event.codes(["out", "back"]).await;
    let bot = Client::of(&app);
    let sends = |submission: Value| {
        let bot = &bot;
        async move { bot.posts_json(&submission).await }
    };
    // A person's response is excluded: later posts of that person are stored and not counted.
    let vote = event.submission(&out, 1);
    sends(vote.clone()).await.acknowledged(201, "stored");
    decides(&app, &response_of(&out).await, "exclude", "quarantined").await;
    let second = with(
        &with(&vote, "/rev", json!(2)),
        "/answers/enjoyed/score",
        json!(2),
    );
    sends(second).await.acknowledged(200, "replaced");
    let found = kept(&out).await;
    assert_eq!(
        found,
        json!({"status": "quarantined", "flag": "director", "score": 2, "history": "accepted: accepted:"})
    );
    // A response quarantined as a bot's is included: it stays counted, and keeps its flag.
    let silent = with(
        &event.submission(&back, 4),
        "/user_activation",
        json!(false),
    );
    sends(silent).await.acknowledged(201, "stored");
    assert_eq!(kept(&back).await["status"], "quarantined");
    decides(&app, &response_of(&back).await, "include", "accepted").await;
    let again = with(
        &event.submission(&back, 4),
        "/user_activation",
        json!(false),
    );
    sends(again).await.acknowledged(200, "replaced");
    let found = kept(&back).await;
    assert_eq!(
        (&found["status"], &found["score"]),
        (&json!("accepted"), &json!(4))
    );
    let enjoyed = event.enjoyed().await;
    assert_eq!((enjoyed.n, enjoyed.quarantined), (1, 1), "{enjoyed:?}");
    recount_agrees(&app).await;
}

/// No bot replaces a response that the director included, even where that response was a bot's; the person's
/// own answer still replaces it.
#[tokio::test]
async fn bot_does_not_replace_an_included_response() {
    let app = App::enter().await;
    let event = Invited::event(&app).await;
    let [code] = event.codes(["A-1"]).await;
    let bot = Client::of(&app);
    let of_bot = |score| {
        with(
            &event.submission(&code, score),
            "/user_activation",
            json!(false),
        )
    };
    bot.posts_json(&of_bot(4)).await.is(201);
    let id = response_of(&code).await;
    decides(&app, &id, "include", "accepted").await;
    let tap = with(&event.submission(&code, 2), "/partial", json!(true));
    for sent in [of_bot(1), tap] {
        bot.posts_json(&sent).await.is(200);
    }
    let score = format!(
        "select status, score from response join answer on answer.response = id where id = '{id}'"
    );
    assert_eq!(
        rows(&score).await,
        [json!({"status": "accepted", "score": 4})]
    );
    event.pause_between_ids();
    let own = event.submission(&code, 5);
    bot.posts_json(&own).await.acknowledged(200, "replaced");
    assert_eq!(
        rows(&score).await,
        [json!({"status": "accepted", "score": 5})]
    );
    recount_agrees(&app).await;
}
