//! The director counts an answer after all, or leaves one out: who may, what moves, and what stays so.

use crate::actors::{vote, with};
use crate::database::{fresh_event, recount_agrees, rows};
use crate::invites::{Invited, kept};
use crate::machine::Machine;
use crate::numbers::{Numbers, Question};
use crate::reply::Reply;
use crate::world::{World, fresh};
use serde_json::{Value, json};

async fn rules(world: &World, id: &str, action: &str, reason: &str) -> Reply {
    let request = world.request("POST", &format!("/v1/responses/{id}/{action}"));
    let request = request.bearer_auth(&world.parts.token);
    Reply::to(request.body(json!({"reason": reason}).to_string())).await
}

async fn ruled(world: &World, id: &str, action: &str, standing: &str) {
    let reply = rules(world, id, action, "Звонили гостю").await;
    assert_eq!(
        reply.is(200).json(),
        json!({"id": id, "standing": standing})
    );
}

/// What the director reads of the first question at an event's open link.
async fn enjoyed(world: &World, event: &str) -> Question {
    let numbers = Numbers::read(world, &format!("survey=guest&event={event}")).await;
    numbers.question("event", "enjoyed")
}

/// The id of the one response of an invite.
async fn response_of(code: &str) -> String {
    let sql = format!("select id from response where invite = '{code}'");
    let found = &rows(&sql).await[0]["id"];
    found.as_str().expect("an id").to_owned()
}

#[tokio::test]
async fn only_the_director_decides_and_says_why() {
    let world = World::enter().await;
    let event = fresh_event(&world).await;
    let vote = vote(&event.id, 5);
    world
        .guest()
        .answers("guest", &vote)
        .await
        .acknowledged(201, "stored");
    let id = vote["id"].as_str().expect("an id");
    let path = format!("/v1/responses/{id}/exclude");
    let body = json!({"reason": "x"}).to_string();
    let request = world.request("POST", &path).body(body.clone());
    Reply::to(request).await.refused(401, "unauthorized", "");
    // Signed in, but sent by another site's page.
    let token = [("token", world.parts.token.as_str())];
    let session = world.guest().submits("/director/session", &token).await;
    let cookie = session.header("set-cookie").split(';').next();
    let cookie = cookie.expect("a cookie");
    let by_session = |from: &str| {
        let request = world.request("POST", &path).header("cookie", cookie);
        request.header("sec-fetch-site", from).body(body.clone())
    };
    let elsewhere = Reply::to(by_session("cross-site")).await;
    elsewhere.refused(403, "origin_not_allowed", "");
    for nobodys in [fresh(), "1".to_owned(), "x".repeat(36)] {
        let reply = rules(&world, &nobodys, "exclude", "x").await;
        reply.refused(404, "unknown_response", "");
    }
    let other = rules(&world, id, "delete", "x").await;
    assert_eq!(other.status, 404, "{}", other.body);
    for (reason, code) in [
        ("", "missing_reason"),
        (" \n", "missing_reason"),
        ("я".repeat(501).as_str(), "text_too_long"),
    ] {
        let reply = rules(&world, id, "exclude", reason).await;
        reply.refused(422, code, "reason");
    }
    let misspelt = world.request("POST", &path).bearer_auth(&world.parts.token);
    let misspelt = misspelt.body(json!({"reason": "x", "colour": 1}).to_string());
    Reply::to(misspelt).await.refused(400, "not_json", "colour");
    let before = enjoyed(&world, &event.id).await;
    assert_eq!((before.n, before.suspect), (1, 0), "nothing was decided");
    let sql = format!("select count(*) as n from ruling where response = '{id}'");
    assert_eq!(rows(&sql).await[0]["n"], 0);
    Reply::to(by_session("same-origin")).await.is(200);
    rules(&world, id, "include", &"я".repeat(500)).await.is(200);
}

#[tokio::test]
async fn tallies_move_with_a_decision_and_back() {
    let world = World::enter().await;
    let event = fresh_event(&world).await;
    let votes = [vote(&event.id, 5), vote(&event.id, 2)];
    let votes = votes.map(|vote| with(&vote, "/answers/liked", json!({"options": ["food"]})));
    for vote in &votes {
        world
            .guest()
            .answers("guest", vote)
            .await
            .acknowledged(201, "stored");
    }
    let filter = format!("survey=guest&event={}", event.id);
    let told = || async { world.director().aggregates(&filter).await["groups"].clone() };
    let before = told().await;
    let id = votes[1]["id"].as_str().expect("an id");
    ruled(&world, id, "exclude", "suspect").await;
    let without = enjoyed(&world, &event.id).await;
    assert_eq!((without.n, without.suspect), (1, 1));
    assert_eq!((without.values[&5], without.values[&2]), (1, 0));
    recount_agrees(&world).await;
    // Decided again, nothing moves twice.
    ruled(&world, id, "exclude", "suspect").await;
    assert_eq!(enjoyed(&world, &event.id).await.n, 1);
    ruled(&world, id, "include", "counted").await;
    assert_eq!(told().await, before, "include is the inverse of exclude");
    recount_agrees(&world).await;
    let sql = format!("select action, reason from ruling where response = '{id}' order by at_ms");
    let ruling = |action: &str| json!({"action": action, "reason": "Звонили гостю"});
    let actions = ["exclude", "exclude", "include"];
    assert_eq!(rows(&sql).await, actions.map(ruling));
}

/// An open link's vote, corrected after the director has decided.
#[tokio::test]
async fn what_was_left_out_stays_out_when_it_is_corrected() {
    let world = World::enter().await;
    let event = fresh_event(&world).await;
    let vote = vote(&event.id, 1);
    let guest = world.guest();
    guest
        .answers("guest", &vote)
        .await
        .acknowledged(201, "stored");
    let id = vote["id"].as_str().expect("an id");
    ruled(&world, id, "exclude", "suspect").await;
    let second = with(
        &with(&vote, "/rev", json!(2)),
        "/answers/enjoyed/score",
        json!(5),
    );
    guest
        .answers("guest", &second)
        .await
        .acknowledged(200, "replaced");
    let out = enjoyed(&world, &event.id).await;
    assert_eq!((out.n, out.suspect), (0, 1), "{out:?}");
    let sql = format!("select standing, ruling, suspicion from response where id = '{id}'");
    let told = json!({"standing": "suspect", "ruling": "exclude", "suspicion": "director"});
    assert_eq!(rows(&sql).await, [told]);
    ruled(&world, id, "include", "counted").await;
    let third = with(
        &with(&second, "/rev", json!(3)),
        "/answers/enjoyed/score",
        json!(4),
    );
    guest
        .answers("guest", &third)
        .await
        .acknowledged(200, "replaced");
    let back = enjoyed(&world, &event.id).await;
    assert_eq!((back.n, back.suspect, back.values[&4]), (1, 0, 1));
    recount_agrees(&world).await;
}

#[tokio::test]
async fn an_invites_answer_stays_as_the_director_decided() {
    let world = World::enter().await;
    let event = Invited::event(&world).await;
    let [out, back] = event.codes(["out", "back"]).await;
    let machine = Machine::of(&world);
    let sends = |submission: Value| {
        let machine = &machine;
        async move { machine.posts_json(&submission).await }
    };
    // A person's, left out: what the same person sends later is kept and does not count.
    let vote = event.submission(&out, 1);
    sends(vote.clone()).await.acknowledged(201, "stored");
    ruled(&world, &response_of(&out).await, "exclude", "suspect").await;
    let second = with(
        &with(&vote, "/rev", json!(2)),
        "/answers/enjoyed/score",
        json!(2),
    );
    sends(second).await.acknowledged(200, "replaced");
    let found = kept(&out).await;
    assert_eq!(
        found,
        json!({"standing": "suspect", "suspicion": "director", "score": 2, "history": "counted: counted:"})
    );
    // What looked like a machine's, counted after all: it stays counted, and is shown as it was.
    let silent = with(&event.submission(&back, 4), "/gesture", json!(false));
    sends(silent).await.acknowledged(201, "stored");
    assert_eq!(kept(&back).await["standing"], "suspect");
    ruled(&world, &response_of(&back).await, "include", "counted").await;
    let again = with(&event.submission(&back, 4), "/gesture", json!(false));
    sends(again).await.acknowledged(200, "replaced");
    let found = kept(&back).await;
    assert_eq!(
        (&found["standing"], &found["score"]),
        (&json!("counted"), &json!(4))
    );
    let enjoyed = event.enjoyed().await;
    assert_eq!((enjoyed.n, enjoyed.suspect), (1, 1), "{enjoyed:?}");
    recount_agrees(&world).await;
}

/// What the director counted though nothing but a machine's answer was there, no other machine changes;
/// the person's own answer still takes its place.
#[tokio::test]
async fn what_the_director_counted_no_machine_replaces() {
    let world = World::enter().await;
    let event = Invited::event(&world).await;
    let [code] = event.codes(["A-1"]).await;
    let machine = Machine::of(&world);
    let of_machine = |score| with(&event.submission(&code, score), "/gesture", json!(false));
    machine.posts_json(&of_machine(4)).await.is(201);
    let id = response_of(&code).await;
    ruled(&world, &id, "include", "counted").await;
    let tap = with(&event.submission(&code, 2), "/provisional", json!(true));
    for sent in [of_machine(1), tap] {
        machine.posts_json(&sent).await.is(200);
    }
    let score = format!(
        "select standing, score from response join answer on answer.response = id where id = '{id}'"
    );
    assert_eq!(
        rows(&score).await,
        [json!({"standing": "counted", "score": 4})]
    );
    event.pause_between_ids();
    let own = event.submission(&code, 5);
    machine.posts_json(&own).await.acknowledged(200, "replaced");
    assert_eq!(
        rows(&score).await,
        [json!({"standing": "counted", "score": 5})]
    );
    recount_agrees(&world).await;
}
