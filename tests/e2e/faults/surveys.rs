//! Forms of published surveys while D1 is unavailable; an edit of a built-in survey.

use super::deployments::deployment;
use crate::actors::{responses, vote};
use crate::clock::Clock;
use serde_json::{Value, json};
use std::time::Duration;

#[tokio::test]
async fn cached_forms_are_served_while_the_database_is_down() {
    let at = deployment("surveys");
    let path = "/v1/surveys/guest";
    // The isolate that shows forms is not the one that publishes: it has to read the new version.
    let form = at.reads("/s/guest?lang=en").await;
    form.is(200).holds("How was the event");
    let mut guest = at.orders("GET", path, &Value::Null).await.is(200).json();
    guest["version"] = json!(2);
    guest["title"]["en"] = json!("The second edition");
    at.orders("PUT", path, &guest).await.is(201);
    let again = at.orders("PUT", path, &guest).await;
    assert_eq!(again.is(200).json(), guest);
    let down = at.with_faults(json!({"fault": "down"}));
    for at in [&at, &down] {
        let form = at.reads("/s/guest?lang=en").await;
        form.is(200).holds("The second edition");
        let loader = at.reads("/embed/guest.js?lang=en").await;
        loader.is(200).holds("The second edition");
    }
    // Without the database an unknown survey is an error, not a 404.
    let unknown = down.reads("/s/nosuch").await;
    unknown.refused(503, "unavailable", "");
    at.reads("/s/nosuch").await.is(404);
    let mut later = vote("nowhere", 5);
    later["version"] = json!(3);
    let posted = down.posts(&responses("guest"), &later).await;
    posted.refused(503, "unavailable", "");
    let posted = at.posts(&responses("guest"), &later).await;
    posted.refused(422, "unknown_version", "version");
    // The plain form keeps the typed input.
    let fields = [("version", "3"), ("lang", "en"), ("q.comment", "Long live")];
    down.submits("/s/guest", &fields)
        .await
        .is(503)
        .holds("Long live");
    // Both versions accept answers.
    for version in [1, 2] {
        let mut sent = vote("nowhere", 5);
        sent["version"] = json!(version);
        at.posts(&responses("guest"), &sent).await.is(201);
    }
}

#[tokio::test]
async fn first_form_does_not_wait_for_a_silent_database() {
    let clock = Clock::of_now();
    let at = deployment("cold").by(&clock);
    let at = at.with_faults(json!({"fault": "silent"}));
    let form = at.reads("/s/guest?lang=en").await;
    form.is(200).holds("How was the event");
    assert_eq!(clock.follows(&form), Duration::from_secs(1));
}

/// The event's name is not worth a form.
#[tokio::test]
async fn form_is_shown_without_the_name_of_its_event_while_the_database_is_unavailable() {
    let at = deployment("calm");
    for fault in ["down", "silent"] {
        let faulty = at.with_faults(json!({"fault": fault}));
        let form = faulty.reads("/s/guest?lang=en&event=ev-01").await;
        form.is(200).holds("How was the event");
    }
}
