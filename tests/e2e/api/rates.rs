//! Rate limits per minute: posts through one invite, and look-ups of unknown links.

use crate::actors::{callback, fresh_phone, with};
use crate::app::{App, fresh};
use crate::client::{Client, with_field};
use crate::invites::Invited;
use crate::reply::Reply;
use serde_json::json;
use std::time::Duration;

/// The window of the limits.
const MINUTE: Duration = Duration::from_secs(60);

/// Sends requests from the start of a window until one is rate limited, and again in the next window: how many
/// were answered in each, and the error.
async fn reaches_the_limit<F>(app: &App, limit: usize, ask: impl Fn(usize) -> F) -> Reply
where
    F: Future<Output = Reply>,
{
    let mut limited = None;
    for minute in 0..2 {
        app.clock().passes_to_next(MINUTE);
        for number in 0..=limit {
            let reply = ask(minute * limit + number).await;
            assert_eq!(reply.status == 429, number == limit, "{number}: {reply:?}");
            limited = Some(reply);
        }
    }
    let limited = limited.expect("two minutes");
    assert_eq!(limited.header("retry-after"), "60");
    limited
}

#[tokio::test]
async fn invite_accepts_twenty_posts_a_minute() {
    let app = App::enter().await;
    let event = Invited::event(&app).await;
    let [code, other] = event.codes(["A-1", "B-2"]).await;
    let vote = event.submission(&code, 5);
    let client = Client::of(&app);
    // From any network.
    let send = |number| {
        let client = client.clone().in_network(number);
        let vote = &vote;
        async move { client.posts_json(vote).await }
    };
    let limited = reaches_the_limit(&app, 20, send).await;
    limited.refused(429, "too_many_requests", "");
    // The plain form is limited too: the page keeps the typed input, and can be sent again.
    let page = client.opens(&format!("/r/{code}")).await;
    let form = with_field(&page.form(4), "q.comment", "Дякуємо за свято");
    let kept = client.posts_form(&page.path, &form).await;
    assert_eq!(kept.status, 429, "{kept:?}");
    kept.holds("Дякуємо за свято").holds("role=\"alert\"");
    let form_token = form
        .iter()
        .find(|(name, _)| name == "form_token")
        .expect("a form_token");
    kept.holds(&form_token.1);
    // Other invites are not limited.
    let other = client.posts_json(&event.submission(&other, 5)).await;
    other.acknowledged(201, "stored");
    assert_eq!(event.enjoyed().await.n, 2);
}

/// A robot that asks for a call to somebody else's phone from many networks.
#[tokio::test]
async fn phone_may_be_named_ten_times_a_minute() {
    let app = App::enter().await;
    let client = Client::of(&app);
    let phone = fresh_phone();
    let ask = |number| {
        let (client, request) = (client.clone().in_network(number), callback(&phone));
        async move { client.asks_for_a_call(&request).await }
    };
    let limited = reaches_the_limit(&app, 10, ask).await;
    limited.refused(429, "too_many_requests", "");
    let other = client.asks_for_a_call(&callback(&fresh_phone())).await;
    other.acknowledged(201, "stored");
}

#[tokio::test]
async fn network_may_try_sixty_unknown_links_a_minute() {
    let app = App::enter().await;
    let event = Invited::event(&app).await;
    let [code] = event.codes(["A-1"]).await;
    let client = Client::of(&app);
    let other = Client::of(&app).in_network(1);
    // As pages, forms and JSON, all counted together.
    let guess = |number: usize| {
        let nowhere = format!("/r/{:011}1", number + 1).replace('0', "z");
        let submission = event.submission(&nowhere[3..], 5);
        let client = &client;
        async move {
            match number % 3 {
                0 => client.get(&nowhere).await,
                1 => client.posts_form(&nowhere, &Vec::new()).await,
                _ => client.posts_json(&submission).await,
            }
        }
    };
    reaches_the_limit(&app, 60, guess).await;
    // A guest of that network still votes, and another network may still mistype a code.
    client.get(&format!("/r/{code}")).await.is(200);
    client
        .posts_json(&event.submission(&code, 5))
        .await
        .acknowledged(201, "stored");
    other.get("/r/111111111111").await.is(404);
}

/// Each is one read of the database, which nobody gets for nothing.
#[tokio::test]
async fn network_may_ask_sixty_times_a_minute_for_what_does_not_exist() {
    let app = App::enter().await;
    let event = Invited::event(&app).await;
    let [code] = event.codes(["A-1"]).await;
    let request = callback("+79161234567");
    app.visitor().asks_for_a_call(&request).await.is(201);
    let known = format!("/cancel/{}", request["id"].as_str().expect("an id"));
    let client = Client::of(&app);
    let later = with(&event.submission(&code, 5), "/version", json!(99));
    let ask = |number: usize| {
        let (client, later) = (&client, &later);
        async move {
            match number % 7 {
                0 => client.get(&format!("/cancel/{}", fresh())).await,
                1 => {
                    client
                        .posts_form(&format!("/cancel/{}", fresh()), &Vec::new())
                        .await
                }
                2 => client.get(&format!("/s/nothing-{number}")).await,
                3 => client.get(&format!("/c/nothing-{number}")).await,
                4 => client.get(&format!("/embed/nothing-{number}.js")).await,
                5 => {
                    client
                        .posts_form(&format!("/s/nothing-{number}"), &Vec::new())
                        .await
                }
                _ => client.posts_json(later).await,
            }
        }
    };
    reaches_the_limit(&app, 60, ask).await;
    // Now refused before the read: what exists is not found out either.
    client.get(&known).await.is(429);
    // What costs no read is served, and another network everything.
    client.get("/s/guest").await.is(200);
    client.clone().in_network(2).get(&known).await.is(200);
    app.clock().passes_to_next(MINUTE);
    client.get(&known).await.is(200);
}
