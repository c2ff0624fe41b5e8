//! Many concurrent posts through one invite are one vote.

use super::crowd::{Crowd, CrowdRequest, Payload, summary};
use crate::actors::responses;
use crate::app::App;
use crate::database::{recount_agrees, rows};
use crate::invites::Invited;
use crate::share;
use serde_json::json;
use std::time::Duration;

/// One person's pages, each with an id of its own and the same answer; below the maximum of attempts that an
/// invite keeps.
const PAGES: usize = 10;

#[tokio::test]
async fn a_thousand_posts_through_one_invite_are_one_vote() {
    let app = App::enter().await;
    let event = Invited::event(&app).await;
    let [code] = event.codes(["A-1"]).await;
    let count = share::of(60, 1_000);
    let pages: Vec<_> = (0..PAGES).map(|_| event.submission(&code, 5)).collect();
    let asks = (0..count).map(|number| CrowdRequest {
        path: responses("guest"),
        network: number,
        payload: Payload::Json(pages[number % PAGES].clone()),
    });
    app.clock().passes_to_next(Duration::from_secs(60));
    let statuses = Crowd::of(&app).all(asks).await;
    let known = statuses
        .keys()
        .all(|status| matches!(status, 200 | 201 | 429));
    assert!(known, "{statuses:?}");
    assert!(statuses.contains_key(&429), "{statuses:?}");
    let answered: usize = [200, 201].iter().filter_map(|it| statuses.get(it)).sum();
    assert_eq!(answered, 20, "of one minute: {statuses:?}");
    let enjoyed = event.enjoyed().await;
    assert_eq!(
        (enjoyed.n, enjoyed.quarantined, enjoyed.values[&5]),
        (1, 0, 1)
    );
    let sql = format!("select rev, status from response where invite = '{code}'");
    assert_eq!(
        rows(&sql).await,
        [json!({"rev": PAGES, "status": "accepted"})]
    );
    recount_agrees(&app).await;
    let result = format!("{count} at once: {}; 1 counted", summary(&statuses));
    share::report("posts through one invite", &result);
}
