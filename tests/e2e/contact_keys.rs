//! The key of contacts is changed while visitors go on asking: no contact is lost, and the old key is not needed in
//! the end.

use crate::actors::{callback, fresh_phone, with};
use crate::deployments::{Deployment, Deployments};
use crate::reply::Reply;
use serde_json::{Value, json};
use std::sync::OnceLock;

const CALLBACKS: &str = "/v1/callbacks?survey=site";

fn deployment(name: &'static str) -> Deployment {
    static STARTED: OnceLock<Deployments> = OnceLock::new();
    let deployments = STARTED.get_or_init(|| Deployments::start("contact_keys/workers.mjs", &[]));
    Deployment::new(deployments, name)
}

fn request(name: &str) -> Value {
    with(&callback(&fresh_phone()), "/name", json!(name))
}

/// The names that a stage of the deployment reads; `null` for a contact that it cannot open.
async fn names(at: &Deployment) -> Vec<Value> {
    let read = at
        .request("GET", "/v1/callbacks")
        .bearer_auth("a-token-of-the-tests");
    let read = Reply::to(read).await.is(200).json();
    let all = read["callbacks"].as_array().expect("callbacks").clone();
    let mut names: Vec<Value> = all
        .into_iter()
        .map(|it| it["contact"]["name"].clone())
        .collect();
    names.sort_by_key(Value::to_string);
    names
}

async fn rekeys(at: &Deployment, after: &str) -> Reply {
    at.orders("POST", "/v1/contacts/rekey", &json!({"after": after}))
        .await
}

#[tokio::test]
async fn contact_keys_are_changed_without_losing_a_contact() {
    let [before, changing, after] = ["before", "changing", "after"].map(deployment);
    let posts = async |at: &Deployment, body: &Value| at.elsewhere().posts(CALLBACKS, body).await;
    // More than a page of them.
    let mut requests: Vec<Value> = (0..60).map(|n| request(&format!("{n:03}"))).collect();
    for request in &requests {
        posts(&before, request).await.is(201);
    }
    let key_ids = || before.rows("select distinct key_id from contact");
    assert_eq!(key_ids().len(), 1);
    // The new key alone opens none of them; with the old one beside it, all.
    assert_eq!(names(&after).await, vec![Value::Null; 60]);
    let expected = |n: usize| (0..n).map(|n| json!(format!("{n:03}"))).collect::<Vec<_>>();
    assert_eq!(names(&changing).await, expected(60));
    // What a visitor sent before the change is recognized when it is sent again, and what comes now has the new key.
    posts(&changing, &requests[0])
        .await
        .acknowledged(200, "same");
    requests.push(request("060"));
    posts(&changing, &requests[60]).await.is(201);
    assert_eq!(key_ids().len(), 2);
    // An attempt that is lost, a first page, and then again from the start: it can be stopped at any time.
    let faulty = changing.with_faults(json!({"spared": 1, "fault": "down"}));
    rekeys(&faulty, "").await.refused(503, "unavailable", "");
    assert_eq!(names(&changing).await, expected(61));
    let first = rekeys(&changing, "").await.is(200).json();
    assert_eq!(
        [&first["rekeyed"], &first["unreadable"]],
        [&json!(50), &json!(0)]
    );
    assert!(first["next"].is_string());
    assert_eq!(names(&changing).await, expected(61), "during the change");
    let second = rekeys(&changing, "").await.is(200).json();
    assert_eq!(second, json!({"rekeyed": 10, "unreadable": 0}));
    let third = rekeys(&changing, "").await.is(200).json();
    assert_eq!(third, json!({"rekeyed": 0, "unreadable": 0}));
    // The old key is not needed any more.
    assert_eq!(key_ids().len(), 1);
    assert_eq!(names(&after).await, expected(61));
    let logged =
        after.rows("select detail from audit where action = 'contacts_rekeyed' order by seq");
    assert_eq!(
        json!(logged),
        json!([{"detail": r#"{"n":50}"#}, {"detail": r#"{"n":10}"#}])
    );
    // A contact of a key that nobody has any more is left alone.
    after.rows("update contact set key_id = '00000000' where callback = (select min(callback) from contact)");
    let report = rekeys(&after, "").await.is(200).json();
    assert_eq!(report, json!({"rekeyed": 0, "unreadable": 1}));
    let odd = deployment("unchanged").reads("/healthz?deep=1").await;
    assert_eq!(odd.status, 500, "{}", odd.body);
}
