//! The audit log with a D1 that fails: no change without its entry, no entry twice, nothing read without one.

use super::deployments::{deployment, number};
use crate::actors::callback;
use crate::deployments::Deployment;
use crate::reply::Reply;
use serde_json::{Value, json};

async fn reads(at: &Deployment, path: &str) -> Reply {
    let request = at.request("GET", path).bearer_auth("a-token-of-the-tests");
    Reply::to(request).await
}

fn n_entries(at: &Deployment, action: &str) -> u64 {
    number(
        at,
        &format!("select count(*) as n from audit where action = '{action}'"),
    )
}

#[tokio::test]
async fn audit_outage_shows_no_contact_and_exports_nothing() {
    let at = deployment("audit");
    let mut request = callback("+380671234567");
    request["name"] = json!("Оксана");
    at.posts("/v1/callbacks?survey=site", &request)
        .await
        .is(201);
    // The batch that reads succeeds, the one that logs does not.
    let faulty = at.with_faults(json!({"spared": 1, "fault": "down"}));
    for path in [
        "/v1/callbacks",
        "/v1/export.csv",
        "/v1/export.xlsx",
        "/v1/export.jsonl",
    ] {
        let reply = reads(&faulty, path).await;
        reply.refused(503, "unavailable", "");
        assert!(!reply.body.contains("Оксана"));
    }
    for action in ["contacts_viewed", "responses_exported"] {
        assert_eq!(n_entries(&at, action), 0, "{action}");
    }
    reads(&at, "/v1/callbacks").await.is(200).holds("Оксана");
    assert_eq!(n_entries(&at, "contacts_viewed"), 1);
}

/// Committed, and the reply lost: the worker's own retry adds no second entry.
#[tokio::test]
async fn audit_has_a_retried_batch_once() {
    let at = deployment("audit");
    let event = |title: &str| json!({"title": title, "date": "2026-05-16"});
    let references = json!({"references": ["A-1", "B-2"]});
    let published = |id: &str| -> Value {
        let document = include_str!("../../../docs/survey.json");
        let mut document: Value = serde_json::from_str(document).expect("JSON");
        document["id"] = json!(id);
        document
    };
    for (number_of, seed) in (0..4).map(|n| (n, n + 1)) {
        let faulty = at.with_faults(json!({"after": 0.5, "seed": seed}));
        let id = format!("ev-{number_of}");
        let path = format!("/v1/events/{id}");
        let orders = async |method: &str, path: &str, body: &Value| {
            let reply = faulty.orders(method, path, body).await;
            if reply.status == 503 {
                // Every attempt's reply was lost; the sender tries again.
                at.orders(method, path, body).await;
            }
        };
        orders("PUT", &path, &event("Бал")).await;
        orders("PUT", &path, &event("Другой бал")).await;
        orders("POST", &format!("{path}/invites"), &references).await;
        orders(
            "DELETE",
            &format!("{path}/invites?reference=A-1"),
            &json!({}),
        )
        .await;
        let survey = format!("once-{number_of}");
        orders("PUT", &format!("/v1/surveys/{survey}"), &published(&survey)).await;
        let sql = format!(
            "select group_concat(action) as all_of_them from
             (select action from audit where subject in ('{id}', '{survey}') order by seq)"
        );
        assert_eq!(
            at.row(&sql)["all_of_them"],
            "event_created,event_changed,invites_issued,invite_revoked,survey_published",
            "seed {seed}"
        );
    }
}
