//! More votes on an event's open link within minutes than twice its guests: they are quarantined with those of the whole
//! window, and no other event is affected. Those past the number of guests are quarantined before.

use crate::actors::with;
use crate::app::App;
use crate::client::Client;
use crate::database::{recount_agrees, rows};
use crate::open_link::{OpenLink, WINDOW};
use crate::reply::Reply;
use futures_util::future::join_all;
use serde_json::{Value, json};
use std::time::Duration;

/// Votes that one window may hold for an event with few guests.
const LIMIT: usize = 60;

async fn votes(link: &OpenLink<'_>, bot: &Client<'_>, count: usize) -> Vec<Value> {
    let votes: Vec<_> = (0..count).map(|_| link.vote(1)).collect();
    for some in votes.chunks(10) {
        let replies = join_all(some.iter().map(|vote| bot.posts_json(vote))).await;
        for reply in replies {
            // The sender of a burst gets the ordinary reply.
            reply.acknowledged(201, "stored");
        }
    }
    votes
}

#[tokio::test]
async fn a_burst_is_quarantined_with_its_whole_window() {
    let app = App::enter().await;
    let link = OpenLink::of(&app, 10).await;
    let other = OpenLink::of(&app, 10).await;
    let bot = Client::of(&app);
    app.clock().passes_to_next(WINDOW);
    votes(&other, &bot, 2).await;
    let first = votes(&link, &bot, LIMIT).await;
    assert_eq!(link.votes().await, (10, 50), "at the limit");
    // One vote past the limit, by the page of the link.
    let page = bot.opens(&link.path).await;
    bot.looks(Duration::from_millis(1_150));
    let reply = bot.posts_form(&page.path, &page.form(1)).await;
    reply.is(200).holds("otklik-thanks");
    assert_eq!(link.votes().await, (0, 61), "those before it too");
    votes(&link, &bot, 3).await;
    assert_eq!(link.votes().await, (0, 64));
    assert_eq!(link.event().await["more_votes_than_guests"], true);
    assert_eq!(other.votes().await, (2, 0), "nobody else's");
    // A corrected vote keeps its status.
    let corrected = with(&first[0], "/rev", json!(2));
    bot.posts_json(&corrected)
        .await
        .acknowledged(200, "replaced");
    assert_eq!(link.votes().await, (0, 64));
    let why = format!(
        "select flag, count(*) as n from response where event = '{}' group by 1",
        link.id
    );
    let expected = [("burst", 14), ("over_guests", 50)];
    assert_eq!(
        rows(&why).await,
        expected.map(|(flag, n)| json!({"flag": flag, "n": n}))
    );
    recount_agrees(&app).await;
    // A vote that the director included counts, and the next burst check leaves it alone.
    let id = first[1]["id"].as_str().expect("an id");
    let request = app.request("POST", &format!("/v1/responses/{id}/include"));
    let request = request.bearer_auth(&app.parts.token);
    let reply = Reply::to(request.body(r#"{"reason": "проверено"}"#)).await;
    reply.is(200);
    votes(&link, &bot, 1).await;
    assert_eq!(link.votes().await, (1, 64));
    recount_agrees(&app).await;
}

/// A quarantined vote of a burst stays quarantined when it is corrected in a later window without a burst.
#[tokio::test]
async fn burst_stays_quarantined_when_it_is_over() {
    let app = App::enter().await;
    let link = OpenLink::of(&app, 10).await;
    let bot = Client::of(&app);
    app.clock().passes_to_next(WINDOW);
    let burst = votes(&link, &bot, LIMIT + 1).await;
    assert_eq!(link.votes().await, (0, 61));
    app.passes(WINDOW);
    let guest = link.vote(1);
    bot.posts_json(&guest).await.acknowledged(201, "stored");
    for vote in &burst[..5] {
        let corrected = with(vote, "/rev", json!(2));
        bot.posts_json(&corrected)
            .await
            .acknowledged(200, "replaced");
    }
    assert_eq!(link.votes().await, (1, 61));
    recount_agrees(&app).await;
}

/// Votes of a burst cannot be corrected away from the event whose other votes they set aside: it stays marked.
#[tokio::test]
async fn a_burst_cannot_leave_its_event() {
    let app = App::enter().await;
    let link = OpenLink::of(&app, 10).await;
    let other = OpenLink::of(&app, 100).await;
    let bot = Client::of(&app);
    app.clock().passes_to_next(WINDOW);
    let guests = votes(&link, &bot, 5).await;
    let burst = votes(&link, &bot, LIMIT - 4).await;
    assert_eq!(link.votes().await, (0, 61));
    for (nth, vote) in burst.iter().enumerate() {
        let named = match nth % 3 {
            0 => json!(other.code()),
            1 => json!(other.id),
            _ => json!(null),
        };
        let moved = with(&with(vote, "/rev", json!(2)), "/event", named);
        bot.posts_json(&moved).await.acknowledged(200, "replaced");
    }
    let corrected = with(&guests[0], "/rev", json!(2));
    bot.posts_json(&corrected)
        .await
        .acknowledged(200, "replaced");
    assert_eq!((link.votes().await, other.votes().await), ((0, 61), (0, 0)));
    assert_eq!(link.event().await["more_votes_than_guests"], true);
    recount_agrees(&app).await;
}

/// Requests that store no counted vote (quarantined by themselves, or not stored) cause no burst.
#[tokio::test]
async fn uncounted_votes_form_no_burst() {
    let app = App::enter().await;
    let link = OpenLink::of(&app, 10).await;
    let person = Client::of(&app);
    app.clock().passes_to_next(WINDOW);
    votes(&link, &person, 3).await;
    let scanner = Client::of(&app).saying("user-agent", "bingbot/2.0");
    votes(&link, &scanner, LIMIT + 1).await;
    // Stored for another event, then sent again and again for this one: refused each time.
    let elsewhere = with(&link.vote(1), "/event", json!(""));
    person.posts_json(&elsewhere).await.is(201);
    let moved = with(&elsewhere, "/event", json!(link.code()));
    for _ in 0..LIMIT + 1 {
        person.posts_json(&moved).await.refused(409, "conflict", "");
    }
    votes(&link, &person, 1).await;
    assert_eq!(link.votes().await, (4, LIMIT as u64 + 1));
    recount_agrees(&app).await;
}
