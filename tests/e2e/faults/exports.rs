//! Exports of thousands of responses: complete, or visibly aborted.

use super::deployments::deployment;
use crate::deployments::Deployment;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use tokio::sync::OnceCell;

/// Several pages, the last one full.
const COUNT: usize = 3_000;

/// A deployment with that many responses, received in another order than that of their ids; three each in the
/// same millisecond, from a day of the agency's zone that started the day before in UTC.
async fn filled() -> Deployment {
    static FILLED: OnceCell<()> = OnceCell::const_new();
    let at = deployment("exports");
    let filling = async {
        let count = format!(
            "with recursive n (i) as (select 0 union all select i + 1 from n where i < {COUNT} - 1)"
        );
        at.rows(&format!(
            "insert into response (id, rev, payload_hash, attempt_id, survey, version, audience, source,
               status, channel, received_at_ms, day)
             {count}
             select printf('%08d-0000-4000-8000-000000000000', i * 7919 % 100003), 1, '', '', 'guest', 1,
               'guest', 'open', 'accepted', 'qr', 1740861000000 + i / 3, '2025-03-02'
             from n"
        ));
        at.rows("insert into answer select id, 'enjoyed', '', 5, null, null from response");
        at.rows(
            "insert into answer select id, 'comment', '', null, 'Отлично, ' || id, 'отлично' from response",
        );
    };
    FILLED.get_or_init(|| filling).await;
    at
}

fn asked(at: &Deployment, path: &str) -> reqwest::RequestBuilder {
    at.request("GET", path).bearer_auth("a-token-of-the-tests")
}

async fn whole(at: &Deployment, path: &str) -> String {
    let answer = asked(at, path).send().await.expect("an answer");
    answer.text().await.expect("a whole body")
}

#[tokio::test]
async fn thousands_are_exported_once_each_in_order() {
    let at = filled().await;
    let order = at.rows("select id from response order by received_at_ms, id");
    let order: Vec<&str> = order
        .iter()
        .map(|it| it["id"].as_str().expect("an id"))
        .collect();
    assert_eq!(order.iter().collect::<BTreeSet<_>>().len(), COUNT);
    let lines = whole(&at, "/v1/export.jsonl?from=2025-03-02&to=2025-03-02").await;
    let lines: Vec<Value> = lines
        .lines()
        .map(|it| serde_json::from_str(it).expect("JSON"))
        .collect();
    let ids: Vec<&str> = lines
        .iter()
        .map(|it| it["id"].as_str().expect("an id"))
        .collect();
    assert_eq!(ids, order);
    let table = whole(&at, "/v1/export.csv").await;
    let ids: Vec<&str> = table.lines().skip(1).map(|it| &it[..36]).collect();
    assert_eq!(ids, order);
    for day in ["from=2025-03-03", "to=2025-03-01"] {
        let none = whole(&at, &format!("/v1/export.jsonl?{day}")).await;
        assert_eq!(none, "", "{day}");
    }
}

#[tokio::test]
async fn failure_during_an_export_aborts_the_transfer() {
    let at = filled().await;
    for (faults, status) in [
        // A failure before the first page can still become an error reply.
        (json!({"fault": "down"}), 503),
        (json!({"fault": "down", "spared": 3}), 200),
        (json!({"fault": "mistaken", "spared": 3}), 200),
        (json!({"fault": "panic", "spared": 3}), 200),
    ] {
        for path in ["/v1/export.csv", "/v1/export.xlsx", "/v1/export.jsonl"] {
            let faulty = at.with_faults(faults.clone());
            let answer = asked(&faulty, path).send().await;
            // The first page of a workbook is so small that the transfer may break off before its head has left.
            if path.ends_with("xlsx") && status == 200 && answer.is_err() {
                continue;
            }
            let answer = answer.expect("an answer");
            assert_eq!(answer.status().as_u16(), status, "{faults}");
            let body = answer.text().await;
            assert_eq!(body.is_err(), status == 200, "{faults} {path}: {body:?}");
        }
    }
    // Aborted exports leave no state.
    let lines = whole(&at, "/v1/export.jsonl").await;
    assert_eq!(lines.lines().count(), COUNT);
}
