//! Imports with a D1 that fails, and from one deployment into another.

use super::deployments::{deployment, number};
use crate::actors::{responses, vote, with};
use crate::app::{fresh, parts};
use crate::deployments::Deployment;
use crate::reply::Reply;
use serde_json::{Value, json};

const RECOUNT: &str = include_str!("../../../worker/src/store/sql/recount_check.sql");

fn ready(name: &str) -> Value {
    let path = parts().root.join("docs/import").join(name);
    let mapping = std::fs::read_to_string(path.with_extension("json"));
    serde_json::from_str(&mapping.expect("a mapping")).expect("JSON")
}

async fn imports(at: &Deployment, mapping: &Value, table: &str) -> Reply {
    let body = json!({"mapping": mapping, "csv": table});
    at.orders("POST", "/v1/import", &body).await
}

async fn reads(at: &Deployment, path: &str) -> String {
    let request = at.request("GET", path).bearer_auth("a-token-of-the-tests");
    Reply::to(request).await.is(200).body.clone()
}

/// Answers of every survey through the links of three events and by an id that no event has, some of them quarantined;
/// those of clients through managers' invites.
async fn fill(at: &Deployment) {
    let mut random = fastrand::Rng::with_seed(11);
    at.rows("update event set date = date('now')");
    let codes: Vec<String> = at
        .rows("select code from event order by id")
        .iter()
        .map(|row| row["code"].as_str().expect("a code").to_owned())
        .collect();
    for n in 0..90 {
        let event = codes.get(random.usize(0..4));
        let event = event.map_or("ev-3", String::as_str);
        let (survey, question, high) = [
            ("guest", "enjoyed", 5),
            ("client", "nps", 10),
            ("stage", "satisfied", 5),
            ("effort", "ease", 7),
            ("site", "found", 5),
        ][n % 5];
        let mut body = with(
            &vote(event, 1),
            "/answers",
            json!({question: {"score": random.u8(1..=high)}}),
        );
        body["lang"] = json!(["ru", "uk", "en"][n % 3]);
        body["channel"] = json!(["email", "qr"][n % 2]);
        if survey == "guest" {
            // One of them is asked.
            let choice = json!({"options": ["host", "other"], "other": "'=салют"});
            body["answers"]["liked"] = choice.clone();
            body["answers"]["disappointed"] = choice;
            body["answers"]["comment"] =
                json!({"text": "две\nстроки; '=1 и \"кавычки\",+b\n- конец"});
        }
        at.elsewhere()
            .posts(&responses(survey), &body)
            .await
            .is(201);
        if n % 15 == 0 {
            let id = body["id"].as_str().expect("an id");
            let reason = json!({"reason": "свои"});
            let path = format!("/v1/responses/{id}/exclude");
            at.orders("POST", &path, &reason).await.is(200);
        }
    }
    at.rows("update response set source = 'manager_invite' where survey = 'client'");
    at.rows("delete from tally");
    at.rows(&counting_all());
}

/// The statement that counts every response anew.
fn counting_all() -> String {
    let parts = ["tally_insert", "tally_of_rollup"].map(|name| {
        let path = format!("worker/src/store/sql/{name}.sql");
        std::fs::read_to_string(parts().root.join(path)).expect("the product's SQL")
    });
    parts.join("\n").replace("= :rollup", "= rollup")
}

#[tokio::test]
async fn imported_export_gives_the_same_numbers() {
    let (from, to) = (deployment("source"), deployment("copy"));
    for at in [&from, &to] {
        for n in 0..3 {
            let draft =
                json!({"title": "Бал", "date": "2026-05-16", "guests": 80, "manager": "Анна"});
            at.orders("PUT", &format!("/v1/events/ev-{n}"), &draft)
                .await
                .is(201);
        }
    }
    fill(&from).await;
    let table = reads(&from, "/v1/export.csv?bom=1&delimiter=%3B").await;
    let result = imports(&to, &ready("own-export"), &table)
        .await
        .is(200)
        .json();
    assert_eq!(
        (&result["stored"], &result["rejected"]),
        (&json!(90), &json!([]))
    );
    let groupings = [
        "group_by=survey",
        "group_by=event",
        "group_by=touchpoint,channel",
        "group_by=locale",
        "group_by=day,question",
        "survey=client",
        "survey=guest&event=ev-1",
    ];
    for grouping in groupings {
        let path = format!("/v1/aggregates?{grouping}");
        let (was, is) = (reads(&from, &path).await, reads(&to, &path).await);
        assert!(was.len() > 500, "{was}");
        assert_eq!(is, was, "{grouping}");
    }
    assert_eq!(to.rows(RECOUNT), Vec::<Value>::new());
    // Importing into the source deployment stores nothing.
    let result = imports(&from, &ready("own-export"), &table)
        .await
        .is(200)
        .json();
    assert_eq!(
        (&result["stored"], &result["already"]),
        (&json!(0), &json!(90))
    );
    // A second export equals the first, except for the revision and the fields that an import omits.
    let again = reads(&to, "/v1/export.csv").await;
    let lines = |table: &str| table.trim_start_matches('\u{feff}').lines().count();
    assert_eq!(lines(&again), lines(&table));
    let texts = "select text from answer where text is not null order by text";
    assert_eq!(to.rows(texts), from.rows(texts));
    // Imported callbacks and low answers cause no messages.
    assert_eq!(number(&to, "select count(*) as n from outbox"), 0);
}

#[tokio::test]
async fn ready_mappings_accept_their_examples() {
    let at = deployment("imports");
    for (name, n) in [
        ("google-forms", 3),
        ("yandex-forms", 2),
        ("typeform", 2),
        ("survey-monkey", 2),
        ("lime-survey", 2),
        ("own-export", 3),
    ] {
        let table = parts().root.join("docs/import").join(name);
        let table = std::fs::read_to_string(table.with_extension("csv")).expect("an example");
        let result = imports(&at, &ready(name), &table).await.is(200).json();
        assert_eq!(
            (&result["stored"], &result["rejected"]),
            (&json!(n), &json!([])),
            "{result}"
        );
    }
    assert_eq!(at.rows(RECOUNT), Vec::<Value>::new());
    // A row is invited where its source column has that value; an event row needs a known event.
    let rows =
        at.rows("select source, status from response where id like '0190b5a0-%' order by id");
    let result: Vec<_> = rows
        .iter()
        .map(|it| (it["source"].as_str(), it["status"].as_str()))
        .collect();
    let expected = [
        ("open", "accepted"),
        ("invite", "accepted"),
        ("open", "quarantined"),
    ];
    assert_eq!(
        result,
        expected.map(|(source, status)| (Some(source), Some(status)))
    );
}

#[tokio::test]
async fn part_is_stored_atomically() {
    let at = deployment("parts");
    let mut mapping = ready("google-forms");
    mapping["name"] = json!(fresh());
    let table = "Timestamp,Event,How much did you enjoy the event?,What did you like?,What would you like to add?\n\
        2024/05/01 9:00:00 PM GMT+3,,mostly,Music,\n2024/05/01 9:00:01 PM GMT+3,,partly,,\n";
    let count = || number(&at, "select count(*) as n from response");
    let before = count();
    let faulty = at.with_faults(json!({"fault": "down"}));
    imports(&faulty, &mapping, table)
        .await
        .refused(503, "unavailable", "");
    assert_eq!(count(), before);
    // A short outage is retried.
    let faulty = at.with_faults(json!({"first": 2}));
    let result = imports(&faulty, &mapping, table).await.is(200).json();
    assert_eq!(result["stored"], 2);
    let result = imports(&at, &mapping, table).await.is(200).json();
    assert_eq!(
        (&result["stored"], &result["already"]),
        (&json!(0), &json!(2))
    );
    assert_eq!(count(), before + 2);
    assert_eq!(at.rows(RECOUNT), Vec::<Value>::new());
}
