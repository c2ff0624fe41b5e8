//! How much a minute may bring: through one invite, and of links that lead nowhere.

use crate::invites::Invited;
use crate::machine::{Machine, with_field};
use crate::reply::Reply;
use crate::world::World;

/// The limiter counts by whole minutes: on their edge, twice as many get through.
const AT_MOST: usize = 2;

/// Asks until there was too much of it, twice the limit at most; how many were answered before, and
/// what the first refusal was.
async fn until_too_many<F>(limit: usize, ask: impl Fn(usize) -> F) -> (usize, Reply)
where
    F: Future<Output = Reply>,
{
    for number in 0..=limit * AT_MOST {
        let reply = ask(number).await;
        if reply.status == 429 {
            assert_eq!(reply.header("retry-after"), "60");
            return (number, reply);
        }
    }
    panic!("never too many");
}

#[tokio::test]
async fn an_invite_takes_twenty_posts_a_minute() {
    let world = World::enter().await;
    let event = Invited::event(&world).await;
    let [code, other] = event.codes(["A-1", "B-2"]).await;
    let vote = event.submission(&code, 5);
    let machine = Machine::of(&world);
    // From wherever they come.
    let send = |number| {
        let machine = machine.clone().in_network(number);
        let vote = &vote;
        async move { machine.posts_json(vote).await }
    };
    let (answered, refusal) = until_too_many(20, send).await;
    assert!(answered >= 20, "{answered}");
    refusal.refused(429, "too_many_requests", "");
    // The plain form too: what was typed is on the page, and can be sent again.
    let page = machine.opens(&format!("/r/{code}")).await;
    let form = with_field(&page.form(4), "q.comment", "Дякуємо за свято");
    let (_, kept) = until_too_many(20, |_| machine.posts_form(&page.path, &form)).await;
    kept.holds("Дякуємо за свято").holds("role=\"alert\"");
    let seal = form
        .iter()
        .find(|(name, _)| name == "seal")
        .expect("a seal");
    kept.holds(&seal.1);
    // Nobody else is kept waiting.
    let other = machine.posts_json(&event.submission(&other, 5)).await;
    other.acknowledged(201, "stored");
    assert_eq!(event.enjoyed().await.n, 2);
}

#[tokio::test]
async fn a_network_finds_sixty_links_a_minute_that_lead_nowhere() {
    let world = World::enter().await;
    let event = Invited::event(&world).await;
    let [code] = event.codes(["A-1"]).await;
    let machine = Machine::of(&world);
    let other = Machine::of(&world).in_network(1);
    // As pages, as forms and as JSON, all of them counted together.
    let guess = |number: usize| {
        let nowhere = format!("/r/{:011}1", number + 1).replace('0', "z");
        let submission = event.submission(&nowhere[3..], 5);
        let machine = &machine;
        async move {
            match number % 3 {
                0 => machine.get(&nowhere).await,
                1 => machine.posts_form(&nowhere, &Vec::new()).await,
                _ => machine.posts_json(&submission).await,
            }
        }
    };
    let (answered, _) = until_too_many(60, guess).await;
    assert!(answered >= 60, "{answered}");
    // A guest of that network still gets through, and so does everybody else's mistake.
    machine.get(&format!("/r/{code}")).await.is(200);
    machine
        .posts_json(&event.submission(&code, 5))
        .await
        .acknowledged(201, "stored");
    other.get("/r/111111111111").await.is(404);
}
