//! Rate limits per minute: posts through one invite, and look-ups of unknown links.

use crate::app::App;
use crate::client::{Client, with_field};
use crate::invites::Invited;
use crate::reply::Reply;
use std::time::Duration;

/// The window of the limits.
const MINUTE: Duration = Duration::from_secs(60);

/// Sends requests from the start of a window until one is rate limited, and again in the next window: how many
/// were answered in each, and the error.
async fn meets_the_limit<F>(app: &App, limit: usize, ask: impl Fn(usize) -> F) -> Reply
where
    F: Future<Output = Reply>,
{
    let mut client_error = None;
    for minute in 0..2 {
        app.clock().passes_to_next(MINUTE);
        for number in 0..=limit {
            let reply = ask(minute * limit + number).await;
            assert_eq!(reply.status == 429, number == limit, "{number}: {reply:?}");
            client_error = Some(reply);
        }
    }
    let client_error = client_error.expect("two minutes");
    assert_eq!(client_error.header("retry-after"), "60");
    client_error
}

#[tokio::test]
async fn invite_accepts_twenty_posts_a_minute() {
    let app = App::enter().await;
    let event = Invited::event(&app).await;
    let [code, other] = event.codes(["A-1", "B-2"]).await;
    let vote = event.submission(&code, 5);
    let machine = Client::of(&app);
    // From any network.
    let send = |number| {
        let machine = machine.clone().in_network(number);
        let vote = &vote;
        async move { machine.posts_json(vote).await }
    };
    let client_error = meets_the_limit(&app, 20, send).await;
    client_error.refused(429, "too_many_requests", "");
    // The plain form is limited too: the page keeps the typed input, and can be sent again.
    let page = machine.opens(&format!("/r/{code}")).await;
    let form = with_field(&page.form(4), "q.comment", "Дякуємо за свято");
    let kept = machine.posts_form(&page.path, &form).await;
    assert_eq!(kept.status, 429, "{kept:?}");
    kept.holds("Дякуємо за свято").holds("role=\"alert\"");
    let form_token = form
        .iter()
        .find(|(name, _)| name == "form_token")
        .expect("a form_token");
    kept.holds(&form_token.1);
    // Other invites are not limited.
    let other = machine.posts_json(&event.submission(&other, 5)).await;
    other.acknowledged(201, "stored");
    assert_eq!(event.enjoyed().await.n, 2);
}

#[tokio::test]
async fn network_may_try_sixty_unknown_links_a_minute() {
    let app = App::enter().await;
    let event = Invited::event(&app).await;
    let [code] = event.codes(["A-1"]).await;
    let machine = Client::of(&app);
    let other = Client::of(&app).in_network(1);
    // As pages, forms and JSON, all counted together.
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
    meets_the_limit(&app, 60, guess).await;
    // A guest of that network still votes, and another network may still mistype a code.
    machine.get(&format!("/r/{code}")).await.is(200);
    machine
        .posts_json(&event.submission(&code, 5))
        .await
        .acknowledged(201, "stored");
    other.get("/r/111111111111").await.is(404);
}
