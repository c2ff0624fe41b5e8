//! A hall full of guests behind one address, all within a minute: every vote counts.

use super::crowd::{AT_ONCE, Crowd, CrowdRequest, Payload, Statuses};
use crate::actors::responses;
use crate::app::App;
use crate::client::Client;
use crate::invites::Invited;
use crate::open_link::{OpenLink, WINDOW};
use crate::share;
use futures_util::stream::{self, StreamExt};
use serde_json::Value;
use std::time::{Duration, Instant};

/// A network that no other test is in.
const HALL: usize = 0x3000;

/// The shortest time of reading, tapping and sending.
const GLANCE: Duration = Duration::from_millis(1_150);

#[tokio::test]
async fn a_hall_of_guests_behind_one_address_all_count() {
    let app = App::enter().await;
    let count = share::of(100, 300);
    let link = OpenLink::of(&app, 320).await;
    app.clock().passes_to_next(WINDOW);
    let person = Client::of(&app);
    let started = Instant::now();
    let guests = (0..count).map(|number| {
        let guest = person.apart();
        let link = &link;
        async move {
            // Two of three without scripts, the others by the widget.
            if number % 3 == 0 {
                guest
                    .posts_json(&link.vote(5))
                    .await
                    .acknowledged(201, "stored");
                return;
            }
            let page = guest.opens(&link.path).await;
            guest.looks(GLANCE);
            let reply = guest.posts_form(&page.path, &page.form(5)).await;
            reply.is(200).holds("otklik-thanks");
        }
    });
    stream::iter(guests).buffer_unordered(16).count().await;
    let took = started.elapsed();
    assert_eq!(link.votes().await, (count as u64, 0));
    let result = format!(
        "{count} guests of one address in {:.0} s, {count} counted",
        took.as_secs_f64()
    );
    share::report("guests at an event's link", &result);
}

/// Open links are limited by network, invites are not: using up a hall's limit does not keep invited guests
/// there from answering.
#[tokio::test]
async fn invites_are_not_limited_by_network() {
    let app = App::enter().await;
    let link = OpenLink::of(&app, 320).await;
    let event = Invited::event(&app).await;
    let codes = event.codes_of(5).await;
    let crowd = Crowd::of(&app);
    let ask = |submission: Value| CrowdRequest {
        path: responses("guest"),
        network: HALL,
        payload: Payload::Json(submission),
    };
    // The same vote repeated: it counts once in the numbers, and each time for the limit.
    let vote = link.vote(5);
    let mut sent = Statuses::new();
    while !sent.contains_key(&429) {
        let more = crowd.all((0..AT_ONCE * 4).map(|_| ask(vote.clone()))).await;
        for (status, count) in more {
            *sent.entry(status).or_default() += count;
        }
        assert!(sent.values().sum::<usize>() < 1_500, "no limit: {sent:?}");
    }
    assert!(
        sent.get(&200).copied().unwrap_or_default() >= 500,
        "{sent:?}"
    );
    for code in &codes {
        let status = crowd.asks(&ask(event.submission(code, 5))).await;
        assert_eq!(status, 201);
    }
    assert_eq!(event.enjoyed().await.n, 5);
    assert_eq!(link.votes().await, (1, 0));
}
