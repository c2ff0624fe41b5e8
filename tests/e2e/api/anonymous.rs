//! Anonymous surveys: only the released numbers can be read, by any role on any route.

use super::surveys::example;
use crate::actors::urlencoded;
use crate::app::{App, fresh};
use crate::clock::Clock;
use crate::deployments::Deployment;
use crate::faults::deployments::{deployment, received};
use crate::open_link::WINDOW;
use crate::reply::Reply;
use serde_json::{Value, json};
use std::time::Duration;

/// A text that nobody but its author may read.
const SECRET: &str = "Совершенно тайное слово";

pub async fn publishes(at: &Deployment, document: &Value) {
    let path = format!("/v1/surveys/{}", document["id"].as_str().expect("an id"));
    at.orders("PUT", &path, document).await.is(201);
}

pub async fn deployed(app: &App) -> (Deployment, String) {
    let at = deployment("anonymous");
    let mut document = example(app);
    document["anonymous"] = json!(true);
    publishes(&at, &document).await;
    let id = document["id"].as_str().expect("an id").to_owned();
    (at, id)
}

/// An answer of a discontented client, with the marker text.
pub async fn answers(at: &Deployment, survey: &str) -> String {
    let id = fresh();
    let submission = json!({
        "id": id, "rev": 1, "version": 1, "lang": "ru", "channel": "email",
        "answers": {"satisfied": {"score": 1}, "wrong": {"options": ["other"], "other": SECRET}},
    });
    let path = format!("/v1/responses?survey={survey}");
    at.posts(&path, &submission)
        .await
        .acknowledged(201, "stored");
    id
}

pub async fn reads(at: &Deployment, query: &str) -> Value {
    let path = format!("/v1/aggregates?{query}");
    at.orders("GET", &path, &json!(null)).await.is(200).json()
}

pub fn n_of(question: &Value) -> u64 {
    question["headline"]["n"].as_u64().expect("a number")
}

#[tokio::test]
async fn queries_that_could_isolate_one_person_are_refused() {
    let app = App::enter().await;
    let (at, survey) = deployed(&app).await;
    let id = answers(&at, &survey).await;
    for path in [
        "/v1/aggregates?group_by=day&survey=",
        "/v1/aggregates?group_by=quarter,channel&survey=",
        "/v1/aggregates?group_by=quarter&compare=year&survey=",
        "/v1/aggregates?locale=ru&survey=",
        "/v1/aggregates?audience=client&survey=",
        "/v1/aggregates?from=2025-01-01&to=2025-03-31&survey=",
        "/v1/responses?survey=",
        "/v1/export.csv?survey=",
        "/v1/export.xlsx?survey=",
        "/v1/export.jsonl?survey=",
        "/v1/events/ev-1/invites?survey=",
    ] {
        let mut messages = Vec::new();
        for lang in ["ru", "uk", "en"] {
            let request = at.request("GET", &format!("{path}{survey}"));
            let request = request.bearer_auth("a-token-of-the-tests");
            let reply = Reply::to(request.header("accept-language", lang)).await;
            reply.refused(422, "anonymous_survey", "survey");
            messages.push(reply.message());
        }
        messages.dedup();
        assert_eq!(messages.len(), 3, "{messages:?}");
    }
    let path = format!("/v1/events/ev-1/invites?survey={survey}");
    let refused = at.orders("POST", &path, &json!({"count": 1})).await;
    refused.refused(422, "anonymous_survey", "survey");
    // A sender of four answers could compute the fifth by subtraction.
    let mapping = json!({"name": "elsewhere", "fields": {
        "survey": {"value": survey},
        "time": {"columns": ["when"], "formats": ["DD.MM.YYYY"]},
        format!("{survey}.satisfied"): {"columns": ["score"]},
    }});
    let import = json!({"mapping": mapping, "csv": "when,score\r\n01.05.2024,5\r\n"});
    let refused = at.orders("POST", "/v1/import", &import).await;
    refused.refused(422, "unknown_question", "");
    for action in ["include", "exclude"] {
        let path = format!("/v1/responses/{id}/{action}");
        let refused = at.orders("POST", &path, &json!({"reason": "why"})).await;
        refused.refused(404, "unknown_response", "id");
    }
    let status = format!("select status, decision from response where id = '{id}'");
    assert_eq!(
        at.row(&status),
        json!({"status": "accepted", "decision": null})
    );
}

#[tokio::test]
async fn single_answers_are_not_readable() {
    let app = App::enter().await;
    let (at, survey) = deployed(&app).await;
    let id = answers(&at, &survey).await;
    // Quarantined, and low: both would appear on the director's pages.
    at.rows(&format!(
        "update response set status = 'quarantined', flag = 'honeypot' where id = '{}'",
        answers(&at, &survey).await
    ));
    let other = fresh();
    let submission = json!({
        "id": other, "rev": 1, "version": 1, "lang": "ru", "channel": "email",
        "answers": {"nps": {"score": 1}},
    });
    at.posts("/v1/responses?survey=client", &submission)
        .await
        .is(201);
    at.minute_passes();
    for path in ["/v1/responses", "/v1/export.csv", "/v1/export.jsonl"] {
        let listed = at.orders("GET", path, &json!(null)).await;
        listed.is(200).holds(&other);
        for hidden in [&id, &survey, SECRET] {
            assert!(!listed.body.contains(hidden), "{path}: {hidden}");
        }
    }
    let found = "/v1/responses?q=%D1%82%D0%B0%D0%B9%D0%BD%D0%BE%D0%B5";
    let found = at.orders("GET", found, &json!(null)).await.is(200).json();
    assert_eq!(found["responses"], json!([]));
    let signed_in = at
        .submits("/director/session", &[("token", "a-token-of-the-tests")])
        .await;
    let cookie = signed_in.is(303).header("set-cookie").split(';').next();
    let cookie = cookie.unwrap_or_default().to_owned();
    for path in ["/director", "/director/moderation"] {
        let request = at.request("GET", path).header("cookie", &cookie);
        let page = Reply::to(request).await;
        for hidden in [&id, &survey, SECRET] {
            assert!(!page.is(200).body.contains(hidden), "{path}: {hidden}");
        }
    }
    let message = format!("select count(*) as n from outbox where subject = '{id}'");
    assert_eq!(at.row(&message)["n"], 0);
    for message in received("/anonymous/webhook") {
        assert!(!message.body.contains(&id), "{}", message.body);
    }
}

/// All that the agency reads which an answer of an event could change.
const ROUTES_READ: [&str; 17] = [
    "/v1/events",
    "/v1/events/ev-past",
    "/v1/aggregates",
    "/v1/aggregates?event=ev-past",
    "/v1/aggregates?group_by=event",
    "/v1/aggregates?group_by=manager,survey",
    "/v1/aggregates?group_by=day,question",
    "/v1/aggregates?audience=guest&group_by=client,format",
    "/v1/responses",
    "/v1/export.csv",
    "/v1/export.jsonl",
    "/v1/callbacks",
    "/director",
    "/director/events",
    "/director/events/ev-past",
    "/director/moderation",
    "/healthz?deep=1",
];

/// Whoever reads the numbers of an event before and after one person answered learns nothing of it.
#[tokio::test]
async fn no_number_of_an_event_tells_of_an_anonymous_answer() {
    let app = App::enter().await;
    let at = deployment("one-answer");
    let mut document = example(&app);
    document["anonymous"] = json!(true);
    document["audience"] = json!("guest");
    publishes(&at, &document).await;
    let survey = document["id"].as_str().expect("an id");
    at.rows(
        "insert into event (id, title, date, kind, manager, client, zone, guests, code)
         values ('ev-past', 'Бал', date('now', '-20 days'), '', 'Анна', '7', 'UTC', 1, 'abcdefghijkm')",
    );
    let read_all = async || {
        let mut bodies = Vec::new();
        for path in ROUTES_READ {
            let request = at.request("GET", path).bearer_auth("a-token-of-the-tests");
            bodies.push((path, Reply::to(request).await.is(200).body.clone()));
        }
        bodies
    };
    let before = read_all().await;
    for agent in ["Mozilla/5.0", "Mozilla/5.0 (compatible; Mimecast)"] {
        // The same answer twice is more than the event's guests.
        let answer = json!({
            "id": fresh(), "rev": 1, "version": 1, "lang": "ru", "channel": "qr", "event": "ev-past",
            "touchpoint": "event", "manager": "Анна", "reference": "A-1",
            "answers": {"satisfied": {"score": 1}},
        });
        let path = format!("/v1/responses?survey={survey}");
        let request = at.request("POST", &path).header("user-agent", agent);
        Reply::to(request.json(&answer)).await.is(201);
    }
    let sql = format!(
        "select count(distinct status) as n from response where event = 'ev-past' and survey = '{survey}'"
    );
    assert_eq!(at.row(&sql)["n"], 2, "one counts, one is set aside");
    let sql =
        format!("select touchpoint, manager, reference from response where survey = '{survey}'");
    let nothing = json!({"touchpoint": null, "manager": null, "reference": null});
    assert_eq!(at.rows(&sql), [nothing.clone(), nothing]);
    for ((path, was), (_, is)) in before.into_iter().zip(read_all().await) {
        assert_eq!(is, was, "{path}");
    }
}

#[tokio::test]
async fn anonymity_of_a_published_survey_is_permanent() {
    let app = App::enter().await;
    let at = deployment("anonymous");
    for anonymous in [true, false] {
        let mut document = example(&app);
        document["anonymous"] = json!(anonymous);
        publishes(&at, &document).await;
        document["version"] = json!(2);
        document["anonymous"] = json!(!anonymous);
        let path = format!("/v1/surveys/{}", document["id"].as_str().expect("an id"));
        let refused = at.orders("PUT", &path, &document).await;
        refused.refused(422, "anonymity_changed", "anonymous");
    }
}

/// The answers that came before a flood count whatever follows; those past the limit are the director's to include or
/// leave out, all of a quarter together and before it is released.
#[tokio::test]
async fn a_flood_takes_back_no_answer_and_waits_for_the_director() {
    let app = App::enter().await;
    let (at, survey) = deployed(&app).await;
    let clock = Clock::of_now();
    let at = at.by(&clock);
    clock.passes_to_next(WINDOW);
    let code = fresh().replace(['-', '0'], "x")[..12].to_owned();
    at.rows(&format!(
        "insert into event (id, code, title, date, kind, client, manager, guests, zone)
         values ('ev-{code}', '{code}', 'Team', date('now', '+1 day'), 'k', 'c', 'm', 5, 'UTC')"
    ));
    let path = format!("/v1/responses?survey={survey}");
    for n in 0..66 {
        let submission = json!({
            "id": fresh(), "rev": 1, "version": 1, "lang": "ru", "channel": "qr", "event": code,
            "answers": {"satisfied": {"score": if n < 6 { 5 } else { 1 }}},
        });
        at.posts(&path, &submission).await.is(201);
    }
    let counts = format!(
        "select status, flag, count(*) as n from response where survey = '{survey}' group by 1, 2"
    );
    let [accepted, held] = [
        (60, "accepted", Value::Null),
        (6, "quarantined", json!("burst")),
    ]
    .map(|(n, status, flag)| json!({"status": status, "flag": flag, "n": n}));
    assert_eq!(at.rows(&counts), [accepted, held]);
    // The quarter is long over, and nothing of it is shown.
    clock.passes(Duration::from_secs(100 * 86_400));
    let query = format!("survey={survey}");
    assert_eq!(reads(&at, &query).await["groups"], json!([]));
    let signed_in = [("token", "a-token-of-the-tests")];
    let signed_in = at.submits("/director/session", &signed_in).await;
    let cookie = signed_in.is(303).header("set-cookie").split(';').next();
    let cookie = cookie.unwrap_or_default().to_owned();
    let page = at.request("GET", "/director/moderation?lang=en");
    let page = Reply::to(page.header("cookie", &cookie)).await;
    let row = page
        .is(200)
        .body
        .split_once(&format!("data-held=\"{survey}\""));
    let (_, row) = row.expect("the quarter's answers are listed");
    assert!(!page.body.contains("No answers are set aside."));
    let (_, quarter) = row
        .split_once("name=\"quarter\" value=\"")
        .expect("a quarter");
    let fields = [
        ("survey", survey.as_str()),
        ("quarter", &quarter[..10]),
        ("action", "include_all"),
        ("reason", "the team sat at one table"),
    ];
    let decides = async |fields: &[(&str, &str)]| {
        let request = at.request("POST", "/director/moderation?lang=en");
        let request = request
            .header("cookie", &cookie)
            .header("sec-fetch-site", "same-origin")
            .header("content-type", "application/x-www-form-urlencoded");
        Reply::to(request.body(urlencoded(fields))).await
    };
    // Not by event, which would take a quarter apart.
    let event = format!("ev-{code}");
    let of_event = [fields[0], ("event", event.as_str()), fields[2], fields[3]];
    decides(&of_event).await.is(404);
    decides(&fields).await.is(303);
    let report = reads(&at, &query).await;
    let question = &report["groups"][0]["questions"][0];
    assert_eq!(n_of(question), 66);
    let high = &question["headline"]["summary"]["buckets"][2];
    assert_eq!(high["count"], 6, "{high}");
}
