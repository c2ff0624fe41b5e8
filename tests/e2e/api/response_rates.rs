//! Response rates: who was asked, and how many of them answered.

use super::imports::imports;
use crate::actors::{vote, with};
use crate::app::{App, fresh};
use crate::database::{fresh_event, rows};
use crate::invites::Invited;
use crate::numbers::Numbers;
use crate::reply::Reply;
use serde_json::{Value, json};
use std::time::Duration;

/// The response rates of an event, `"guest" "invite" 2/2`.
async fn rates(event: &Invited<'_>, filter: &str) -> Vec<String> {
    let filter = format!("event={}&{filter}", event.id);
    let report = event.app.director().aggregates(&filter).await;
    let groups = report["groups"].as_array().expect("groups");
    let rates = groups
        .iter()
        .filter_map(|group| group["response_rates"].as_array());
    let shown = |rate: &Value| {
        format!(
            "{} {} {}/{}",
            rate["survey"], rate["source"], rate["counted"], rate["of"]
        )
    };
    rates.flatten().map(shown).collect()
}

/// The rate counts the invited people who answered, and nobody else.
#[tokio::test]
async fn response_rates_count_invited_people() {
    let app = App::enter().await;
    let event = Invited::event(&app).await;
    let [first, second] = event.codes(["A-1", "B-2"]).await;
    event.codes_for("client", ["A-1"]).await;
    let rates = async |filter: &str| rates(&event, filter).await;
    // Also where nobody has answered.
    let nobody = rates("survey=client").await;
    assert_eq!(nobody, [r#""client" "invite" 0/1"#]);
    for code in [&first, &second] {
        app.guest()
            .answers("guest", &event.submission(code, 5))
            .await
            .is(201);
    }
    // An invite revoked after its answer still counts as asked.
    let query = format!("{}?survey=guest&reference=B-2", event.path());
    let revoke = app.request("DELETE", &query).bearer_auth(&app.parts.token);
    Reply::to(revoke).await.is(204);
    let guests = [r#""guest" "invite" 2/2"#, r#""guest" "event_link" 0/80"#];
    assert_eq!(rates("survey=guest").await, guests);
    assert_eq!(
        rates("survey=client").await,
        nobody,
        "no guests are clients"
    );
    for part in ["group_by=day", "from=2026-01-01", "locale=ru"] {
        assert_eq!(
            rates(&format!("survey=guest&{part}")).await,
            Vec::<String>::new(),
            "{part}"
        );
    }
    // Issued without a touchpoint, they get the survey's.
    let filter = format!("survey=guest&touchpoint=event&event={}", event.id);
    let numbers = Numbers::read(&app, &filter).await;
    assert_eq!(numbers.question("invite", "enjoyed").n, 2);
}

/// An import may call answers invited that no invite of this agency asked for, and few guests answer an optional question:
/// neither makes the rate wrong.
#[tokio::test]
async fn response_rates_count_responses_of_own_invites() {
    let app = App::enter().await;
    let event = Invited::event(&app).await;
    let [first, second, third] = event.codes(["A-1", "B-2", "C-3"]).await;
    let mut liked = event.submission(&second, 5);
    liked["answers"]["liked"] = json!({"options": ["food"]});
    for submission in [event.submission(&first, 5), liked] {
        app.guest().answers("guest", &submission).await.is(201);
    }
    let imported = json!({
        "name": fresh(),
        "fields": {
            "survey": {"value": "guest"}, "source": {"value": "invite"}, "channel": {"value": "email"},
            "event": {"value": event.id}, "time": {"columns": ["t"], "formats": ["YYYY-MM-DD hh:mm"]}, "guest.enjoyed": {"columns": ["s"]},
        },
    });
    let lines: String = (1..=9).map(|n| format!("2025-05-0{n} 10:00,5\n")).collect();
    let report = imports(&app, &imported, &format!("t,s\n{lines}"), false).await;
    assert_eq!(report["stored"], 9, "{report}");
    let rates = async |filter: &str| rates(&event, filter).await.swap_remove(0);
    let two = r#""guest" "invite" 2/3"#;
    for filter in [
        "survey=guest",
        "question=enjoyed",
        "question=liked",
        "survey=guest&channel=email",
    ] {
        assert_eq!(rates(filter).await, two, "{filter}");
    }
    // A correction is the same answer, an excluded one none.
    let corrected = with(&event.submission(&first, 1), "/rev", json!(2));
    app.passes(Duration::from_secs(6));
    app.guest().answers("guest", &corrected).await.is(200);
    assert_eq!(rates("survey=guest").await, two);
    let sql = format!("select id from response where invite = '{first}'");
    let id = rows(&sql).await[0]["id"]
        .as_str()
        .expect("an id")
        .to_owned();
    for (action, expected) in [("exclude", r#""guest" "invite" 1/3"#), ("include", two)] {
        let path = format!("/v1/responses/{id}/{action}");
        let request = app.request("POST", &path).bearer_auth(&app.parts.token);
        Reply::to(request.json(&json!({"reason": "tried"})))
            .await
            .is(200);
        assert_eq!(rates("survey=guest").await, expected, "{action}");
    }
    // Counted again with the invites, the agency's sum with them.
    let sum = "select sum(iif(event = '', answered, -answered)) as n from invite_count";
    assert_eq!(rows(sum).await[0]["n"], 0);
    event.codes(["D-4"]).await;
    assert_eq!(rates("survey=guest").await, r#""guest" "invite" 2/4"#);
    assert_eq!(rows(sum).await[0]["n"], 0);
    app.guest()
        .answers("guest", &event.submission(&third, 5))
        .await
        .is(201);
    assert_eq!(rates("survey=guest").await, r#""guest" "invite" 3/4"#);
}

/// Guests by the event's link are counted by responses, whichever question the filter names.
#[tokio::test]
async fn response_rates_of_links_count_responses() {
    let app = App::enter().await;
    let event = fresh_event(&app).await;
    let mut liked = vote(&event.code, 5);
    liked["answers"]["liked"] = json!({"options": ["food"]});
    for submission in [vote(&event.code, 4), vote(&event.code, 2), liked] {
        app.guest().answers("guest", &submission).await.is(201);
    }
    let event = Invited {
        id: event.id,
        app: &app,
    };
    for filter in [
        "survey=guest",
        "question=enjoyed",
        "question=liked",
        "audience=guest",
    ] {
        assert_eq!(
            rates(&event, filter).await,
            [r#""guest" "event_link" 3/80"#],
            "{filter}"
        );
    }
    assert_eq!(rates(&event, "survey=client").await, Vec::<String>::new());
}
