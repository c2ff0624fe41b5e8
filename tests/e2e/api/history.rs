//! Random histories: after any posts in any order, the tallies equal a recount of the rows.

use crate::actors::{vote, with};
use crate::app::App;
use crate::database::{Event, fresh_event, recount_agrees};
use crate::numbers::{Tally, and_answers, scores, tally_of};
use futures_util::future::join_all;
use serde_json::{Value, json};
use std::collections::BTreeMap;

const SEED: u64 = 20_261_122;
const PEOPLE: usize = 45;
const POSTS: usize = 240;
/// Concurrent posts.
const AT_ONCE: usize = 12;

/// The expected end state, by id.
type Status = BTreeMap<String, Expected>;

#[derive(Default)]
struct Expected {
    /// Of the submission that was stored first.
    event: Value,
    /// The acknowledged submission of the highest revision.
    last: Value,
}

#[tokio::test]
async fn tallies_equal_a_recount_after_random_histories() {
    let app = App::enter().await;
    let events = [
        fresh_event(&app).await,
        fresh_event(&app).await,
        fresh_event(&app).await,
    ];
    let mut random = fastrand::Rng::with_seed(SEED);
    let people: Vec<Value> = (0..PEOPLE).map(|_| vote(&events[0].code, 1)).collect();
    let posts: Vec<Value> = (0..POSTS)
        .map(|_| next(&mut random, &people, &events))
        .collect();
    let mut status = Status::new();
    for batch in posts.chunks(AT_ONCE) {
        let guest = app.guest();
        let replies = join_all(batch.iter().map(|post| guest.answers("guest", post))).await;
        for (post, reply) in batch.iter().zip(replies) {
            let word = match reply.status {
                409 => "conflict".to_owned(),
                200 | 201 => reply.json()["status"].as_str().expect("a word").to_owned(),
                other => panic!("{other} for {post}: {}", reply.body),
            };
            note(&mut status, post, &word);
        }
    }
    assert_eq!(status.len(), PEOPLE, "raise POSTS: somebody never voted");
    for event in &events {
        let here = status.values().filter(|it| it.event == event.id);
        let expected = counted(&here.map(|it| &it.last).collect::<Vec<_>>());
        assert_eq!(tally_of(&app, "guest", &event.id).await, expected);
    }
    recount_agrees(&app).await;
}

/// The next post under one id: another score or event, a revision up, down or repeated.
fn next(random: &mut fastrand::Rng, people: &[Value], events: &[Event]) -> Value {
    let person = &people[random.usize(..people.len())];
    let moved = with(person, "/rev", json!(random.u8(1..=5)));
    // Few different bodies, so that the same one is often repeated.
    let event = &events[random.usize(..events.len())].id;
    let moved = with(&moved, "/event", json!(event));
    let answers = match random.u8(..3) {
        0 => json!({"enjoyed": {"score": random.u8(1..=5)}}),
        1 => json!({"enjoyed": {"score": 5}, "liked": {"options": ["food", "music"]}}),
        _ => json!({"enjoyed": {"score": 2}, "comment": {"text": "холодно"}}),
    };
    with(&moved, "/answers", answers)
}

fn note(status: &mut Status, post: &Value, word: &str) {
    let id = post["id"].as_str().expect("an id").to_owned();
    match word {
        "stored" | "replaced" => {
            let expected = status.entry(id).or_default();
            if word == "stored" {
                expected.event = post["event"].clone();
            }
            // Of two concurrent posts the higher revision wins, whichever reply was read first.
            if expected.last["rev"].as_u64() < post["rev"].as_u64() {
                expected.last = post.clone();
            }
        }
        "same" | "ignored" | "conflict" => {}
        other => panic!("no such status: {other}"),
    }
}

/// The test's own tally of the expected end state.
fn counted(status: &[&Value]) -> Tally {
    let mut by_score = BTreeMap::new();
    for last in status {
        *by_score.entry(score_of(last)).or_insert(0) += 1;
    }
    let by_score: Vec<(i64, u64)> = by_score.into_iter().collect();
    let with = |question: &str| {
        let answered = status
            .iter()
            .filter(|last| !last["answers"][question].is_null());
        answered.count() as u64
    };
    let n_liked = with("liked");
    let liked = [("", n_liked), ("food", n_liked), ("music", n_liked)];
    let tally = and_answers(scores("enjoyed", &by_score), "liked", &liked);
    and_answers(tally, "comment", &[("", with("comment"))])
}

fn score_of(post: &Value) -> i64 {
    let score = post
        .pointer("/answers/enjoyed/score")
        .and_then(Value::as_i64);
    score.expect("a score")
}
