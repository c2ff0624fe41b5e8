//! A slow proxy between a person and the server that repeats each request byte by byte, seconds later and up to
//! three times.

use super::run::{SCORE, counted};
use crate::app::App;
use crate::client::{Client, Form};
use crate::database::{recount_agrees, rows};
use crate::invites::Invited;
use crate::share;
use futures_util::stream::{self, StreamExt};
use serde_json::Value;
use std::time::Duration;

const AGAIN: usize = 3;
const LATER: Duration = Duration::from_secs(1);

/// A person's request.
enum Submission {
    Form(String, Form),
    Json(Value),
}

#[tokio::test]
async fn replays_by_a_proxy_count_once() {
    let app = App::enter().await;
    let event = Invited::event(&app).await;
    let codes = event.codes_of(share::of(6, 1_000)).await;
    let person = Client::of(&app);
    let lives = codes.iter().enumerate().map(|(place, code)| {
        let (person, event) = (person.apart(), &event);
        async move {
            let sent = match place % 2 {
                0 => Submission::Json(event.submission(code, SCORE)),
                _ => {
                    let page = person.opens(&format!("/r/{code}")).await;
                    person.looks(Duration::from_millis(1_150));
                    Submission::Form(page.path.clone(), page.form(SCORE))
                }
            };
            for time in 0..=AGAIN {
                let reply = match &sent {
                    Submission::Form(path, form) => person.posts_form(path, form).await,
                    Submission::Json(submission) => person.posts_json(submission).await,
                };
                match (&sent, time) {
                    (Submission::Json(_), 0) => reply.acknowledged(201, "stored"),
                    (Submission::Json(_), _) => reply.acknowledged(200, "same"),
                    (Submission::Form(..), _) => {
                        reply.is(200).holds("otklik-thanks");
                    }
                }
                if time < AGAIN {
                    person.looks(LATER);
                }
            }
        }
    });
    stream::iter(lives).buffer_unordered(8).count().await;
    counted(&event, codes.len(), "at the end")
        .await
        .expect("once each");
    let sql = format!(
        "select count(*) as n from revision join invite on invite.response = revision.response
         where invite.event = '{}'",
        event.id
    );
    assert_eq!(
        rows(&sql).await[0]["n"],
        codes.len(),
        "nothing is kept twice"
    );
    recount_agrees(&app).await;
    let result = format!(
        "{0} people's answers sent {AGAIN} times more, {0} counted",
        codes.len()
    );
    share::report("bot profiles, a slow proxy", &result);
}
