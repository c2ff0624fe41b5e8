//! What a search costs: a phone that is redacted must not show in the rows that are read, nor so in the time.

use super::deployments::deployment;
use super::logs::line_of;
use crate::actors::{responses, vote, with};
use crate::reply::Reply;
use serde_json::json;

/// Pages of a search where each hit were read again.
const COUNT: usize = 12;

#[tokio::test]
async fn search_for_a_redacted_phone_costs_what_one_for_nothing_costs() {
    let at = deployment("search");
    for n in 0..COUNT {
        let text = format!("звоните +7 916 123-45-67, стол {n}");
        let vote = with(&vote("", 5), "/answers/comment", json!({"text": text}));
        at.posts(&responses("guest"), &vote).await.is(201);
    }
    for (path, found) in [
        ("/v1/responses?limit=1&q=", r#"{"responses":[]}"#),
        ("/v1/export.jsonl?q=", ""),
    ] {
        let mut costs = Vec::new();
        for part in ["123-45-67", "765-43-21", "916", "619"] {
            let request = at.request("GET", &format!("{path}{part}"));
            let reply = Reply::to(request.bearer_auth("a-token-of-the-tests")).await;
            assert_eq!(reply.is(200).body, found, "{part}");
            costs.push(line_of(&reply).await["rows_read"].clone());
        }
        assert!(costs[0].as_u64() > Some(0), "{costs:?}");
        assert!(
            costs.iter().all(|rows| *rows == costs[0]),
            "{path}: {costs:?}"
        );
    }
    // What is shown is found.
    let request = at.request("GET", "/v1/responses?q=%D0%A1%D0%A2%D0%9E%D0%9B%207");
    let reply = Reply::to(request.bearer_auth("a-token-of-the-tests")).await;
    let listed = reply.is(200).json();
    assert_eq!(
        listed["responses"].as_array().map(Vec::len),
        Some(1),
        "{listed}"
    );
}
