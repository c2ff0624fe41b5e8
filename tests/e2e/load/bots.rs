//! Programs that vote by open links, from many networks: they change no headline.

use super::crowd::{AT_ONCE, Crowd, CrowdRequest, Payload};
use crate::actors::{responses, vote};
use crate::app::{App, fresh};
use crate::database::recount_agrees;
use crate::invites::Invited;
use crate::open_link::{OpenLink, WINDOW};
use crate::share;
use futures_util::stream::{self, StreamExt};
use serde_json::{Value, json};
use std::time::Instant;

/// More networks than a flood at the limit of one network needs.
const NETWORKS: usize = 500;

/// Sends all votes, and waits at the rate limit; returns how often it waited.
async fn flood(app: &App, survey: &str, votes: impl Iterator<Item = Value>) -> usize {
    let crowd = Crowd::of(app);
    let mut waited = 0;
    let mut answers = stream::iter(votes.enumerate())
        .map(|(number, vote)| {
            let ask = CrowdRequest {
                path: responses(survey),
                network: 0x4000 + number % NETWORKS,
                payload: Payload::Json(vote),
            };
            let crowd = &crowd;
            async move { crowd.asks_in_turn(&ask).await }
        })
        .buffer_unordered(AT_ONCE);
    while let Some((status, turns)) = answers.next().await {
        assert!(matches!(status, 200 | 201), "{status}");
        waited += turns;
    }
    waited
}

/// Every headline of a survey in the whole agency, or of one event.
async fn headlines(app: &App, filter: &str) -> Vec<Value> {
    let reply = app.director().aggregates(filter).await;
    let groups = reply["groups"].as_array().cloned().unwrap_or_default();
    let questions = groups
        .iter()
        .flat_map(|group| group["questions"].as_array());
    let headlines = questions.flatten().map(|question| &question["headline"]);
    headlines.cloned().collect()
}

#[tokio::test]
async fn bots_at_the_sites_survey_change_no_headline() {
    let app = App::enter().await;
    let count = share::of(60, 10_000);
    // Other tests run concurrently, so only numbers that they do not change can be compared.
    let link = OpenLink::of(&app, 10).await;
    app.guest().answers("guest", &link.vote(5)).await.is(201);
    let part = if share::is_full() {
        String::new()
    } else {
        format!("&event={}", link.id)
    };
    let all = async || {
        let mut all = Vec::new();
        for survey in ["client", "guest", "stage", "effort"] {
            all.extend(headlines(&app, &format!("survey={survey}{part}")).await);
        }
        all
    };
    let site = async || {
        let reply = headlines(&app, "survey=site").await;
        reply
            .iter()
            .map(|it| it["n"].as_u64().expect("n"))
            .sum::<u64>()
    };
    let before = all().await;
    let started = Instant::now();
    let votes = (0..count).map(|_| {
        json!({"id": fresh(), "rev": 1, "version": 1, "lang": "ru", "channel": "site",
            "answers": {"found": {"score": 1}}})
    });
    let waited = flood(&app, "site", votes).await;
    assert_eq!(all().await, before);
    assert_eq!(site().await, 0, "the visitors' survey has no headline");
    recount_agrees(&app).await;
    let site_numbers = of_site(&app).await;
    let result = format!(
        "{count} in {:.0} s ({waited} waits at the limit), 0 in any headline; of the site's own number, all runs: {site_numbers}",
        started.elapsed().as_secs_f64()
    );
    share::report("bots at the site's survey", &result);
}

async fn of_site(app: &App) -> String {
    let numbers = crate::numbers::Numbers::read(app, "survey=site").await;
    let found = numbers.question("open", "found");
    format!("{} counted, {} quarantined", found.n, found.quarantined)
}

#[tokio::test]
async fn bots_at_an_events_link_are_quarantined_and_flagged() {
    let app = App::enter().await;
    let count = share::of(80, 10_000);
    let link = OpenLink::of(&app, 10).await;
    let other = OpenLink::of(&app, 10).await;
    // Clients' answers about the same event.
    let event = Invited {
        id: link.id.clone(),
        app: &app,
    };
    let [client] = event.codes_for("client", ["A-1"]).await;
    let says = json!({"id": fresh(), "rev": 1, "invite": client, "user_activation": true,
        "answers": {"nps": {"score": 9}}});
    app.guest()
        .answers("client", &says)
        .await
        .acknowledged(201, "stored");
    let votes_of_others = vote(other.code(), 5);
    app.guest().answers("guest", &votes_of_others).await.is(201);
    let filter = format!("survey=client&event={}", link.id);
    let before = headlines(&app, &filter).await;
    assert_eq!(before[0]["n"], 1, "{before:?}");
    app.clock().passes_to_next(WINDOW);
    let started = Instant::now();
    let waited = flood(&app, "guest", (0..count).map(|_| link.vote(1))).await;
    let seconds = started.elapsed().as_secs_f64();
    let (counted, quarantined) = link.votes().await;
    assert_eq!(counted + quarantined, count as u64);
    // All votes of the windows with a burst; the last window may have been too short for one.
    assert!(counted <= 60, "{counted} counted");
    assert!(share::is_full() || counted == 0, "{counted} counted");
    assert_eq!(headlines(&app, &filter).await, before);
    assert_eq!(other.votes().await, (1, 0));
    recount_agrees(&app).await;
    let result = format!(
        "{count} in {seconds:.0} s ({waited} waits at the limit), {quarantined} quarantined and flagged, {counted} counted; the clients' headline and other events moved by 0"
    );
    share::report("bots at an event's link", &result);
}
