//! What stands in the logs: a line for each request, and nothing that a guest typed.

use super::deployments::{deployment, parts};
use crate::actors::{callback, responses, vote, with};
use crate::world::{fresh, until};
use serde_json::{Value, json};

#[tokio::test]
async fn a_line_tells_what_became_of_a_request_and_nothing_of_who_sent_it() {
    let at = deployment("logs");
    // Words that stand nowhere else.
    let word = fresh();
    let sent = with(&vote(&word, 5), "/answers/comment", json!({"text": word}));
    let path = format!("{}&utm={word}", responses("guest"));
    let posted = at.posts(&path, &sent).await;
    posted.is(201);
    let asked = callback("+380671234567");
    let asked = with(&with(&asked, "/name", json!(word)), "/comment", json!(word));
    at.posts("/v1/callbacks?survey=site", &asked).await.is(201);
    let unread = json!({"phone": word});
    let refused = at.posts("/v1/callbacks?survey=site", &unread).await;
    refused.is(400);
    let request = posted.header("x-request-id");
    let line = until("the line of the vote", || async {
        let lines = parts().deployments.lines();
        lines.into_iter().find(|line| line.contains(request))
    })
    .await;
    let line: Value = serde_json::from_str(&line).expect("one line of JSON");
    assert_eq!(line["route"], "/v1/responses");
    assert_eq!(
        (&line["method"], &line["status"]),
        (&json!("POST"), &json!(201))
    );
    assert!(
        line["ms"].is_u64() && line["database_ms"].is_u64(),
        "{line}"
    );
    let told = ["380671234567", &at.network, &word];
    for line in parts().deployments.lines() {
        assert!(!told.iter().any(|it| line.contains(it)), "{line}");
    }
}
