//! A panic fails its own request, and no other.

use super::deployments::{deployment, parts};
use crate::actors::{responses, vote};
use crate::app::until;
use crate::deployments::Deployment;
use crate::reply::Reply;
use crate::share;
use futures_util::future::join_all;
use serde_json::{Value, json};
use std::time::Instant;

/// The fault layer fails where the worker's libraries expect success: they panic.
async fn posts(at: &Deployment, panics: bool) -> Reply {
    let at = if panics {
        at.with_faults(json!({"fault": "panic"}))
    } else {
        at.clone()
    };
    at.posts(&responses("guest"), &vote("nowhere", 5)).await
}

async fn votes(at: &Deployment, panics: bool) -> u16 {
    posts(at, panics).await.status
}

#[tokio::test]
async fn panic_is_logged_with_its_message() {
    let failed = posts(&deployment("calm"), true).await;
    failed.refused(500, "internal", "");
    let request = failed.header("x-request-id");
    let line = until("the line of the request", || async {
        let lines = parts().deployments.lines();
        lines.into_iter().find(|line| line.contains(request))
    })
    .await;
    let line: Value = serde_json::from_str(&line).expect("one line of JSON");
    assert_eq!(
        (&line["route"], &line["status"]),
        (&json!("/v1/responses"), &json!(500))
    );
    until("the line of the error", || async {
        let lines = parts().deployments.lines();
        lines.into_iter().find(|line| {
            let line: Value = serde_json::from_str(line).unwrap_or_default();
            let detail = line["detail"].as_str().unwrap_or_default();
            line["error"] == "internal"
                && detail.starts_with("a panic: ")
                && detail.contains("a panic was asked for")
        })
    })
    .await;
}

#[tokio::test]
async fn thirty_panics_fail_only_their_own_requests() {
    let at = deployment("panics");
    for _ in 0..share::of(1, 10) {
        let networks: Vec<Deployment> = (0..10).map(|_| at.elsewhere()).collect();
        let all = (0..300).map(|number| votes(&networks[number % 10], number % 10 == 7));
        let began = Instant::now();
        let statuses = join_all(all).await;
        let all_took = began.elapsed();
        for (number, status) in statuses.into_iter().enumerate() {
            let expected = if number % 10 == 7 { 500 } else { 201 };
            assert_eq!(status, expected, "request {number}");
        }
        let began = Instant::now();
        assert_eq!(votes(&at.elsewhere(), false).await, 201);
        let took = began.elapsed();
        share::report(
            "30 panics among 300 requests at once",
            &format!("30 failed; the next request took {took:?}"),
        );
        // An isolate that had to start anew would take longer than those requests together.
        assert!(took < all_took, "{took:?} after {all_took:?}");
    }
    let counted = at.row("select count(*) as n from response");
    assert_eq!(counted["n"], share::of(1, 10) * 271);
}
