//! One submission sent many times concurrently, as by a page that is restored in many tabs.

use super::{client, network};
use crate::actors::{responses, vote};
use crate::app::App;
use crate::database::{fresh_event, recount_agrees, rows};
use crate::numbers::{scores, tally_of};
use crate::share;
use futures_util::future::join_all;
use serde_json::json;
use std::collections::BTreeMap;
use std::time::Instant;

#[tokio::test]
async fn many_posts_of_one_id_are_one_row_and_one_201() {
    let app = App::enter().await;
    let event = fresh_event(&app).await;
    let count = share::of(100, 1_000);
    let vote = vote(&event.code, 4);
    let url = format!("{}{}", app.parts.url, responses("guest"));
    let client = client();
    let started = Instant::now();
    let posts = (0..count).map(|number| {
        let request = client
            .post(&url)
            .header("cf-connecting-ip", network(number));
        let request = request.header("content-type", "text/plain");
        request.body(vote.to_string()).send()
    });
    let mut statuses: BTreeMap<u16, usize> = BTreeMap::new();
    for answer in join_all(posts).await {
        let status = answer.expect("an answer").status().as_u16();
        *statuses.entry(status).or_default() += 1;
    }
    let seconds = started.elapsed().as_secs_f64();
    assert_eq!(statuses, [(201, 1), (200, count - 1)].into());
    let id = vote["id"].as_str().expect("an id");
    let sql = format!("select count(*) as n, max(rev) as rev from response where id = '{id}'");
    assert_eq!(rows(&sql).await, [json!({"n": 1, "rev": 1})]);
    let tally = tally_of(&app, "guest", &event.id).await;
    assert_eq!(tally, scores("enjoyed", &[(4, 1)]));
    recount_agrees(&app).await;
    share::report(
        "concurrent posts of one id",
        &format!(
            "{count} in {seconds:.1} s: one 201, {} of 200, one row",
            count - 1
        ),
    );
}
