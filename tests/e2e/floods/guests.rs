//! A hall full of guests behind one address, all within two minutes: every vote counts.

use crate::machine::Machine;
use crate::open_link::{OpenLink, within_one_stretch};
use crate::share;
use crate::world::World;
use futures_util::stream::{self, StreamExt};
use std::time::{Duration, Instant};

const WITHIN: Duration = Duration::from_secs(120);

/// What reading, tapping and sending takes the quickest.
const GLANCE: Duration = Duration::from_millis(1_150);

#[tokio::test]
async fn a_hall_of_guests_behind_one_address_all_count() {
    let world = World::enter().await;
    let count = share::of(100, 300);
    let link = OpenLink::of(&world, 320).await;
    within_one_stretch(WITHIN / 4).await;
    let started = Instant::now();
    let guests = (0..count).map(|number| {
        let guest = Machine::of(&world);
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
            page.looks_for(GLANCE).await;
            let reply = guest.posts_form(&page.path, &page.form(5)).await;
            reply.is(200).holds("otklik-thanks");
        }
    });
    stream::iter(guests).buffer_unordered(60).count().await;
    let took = started.elapsed();
    assert!(took < WITHIN, "{took:?}");
    assert_eq!(link.votes().await, (count as u64, 0));
    let result = format!(
        "{count} guests of one address in {:.0} s, {count} counted",
        took.as_secs_f64()
    );
    share::report("guests at an event's link", &result);
}
