//! The released intervals of anonymous surveys.

use super::anonymous::{answers, deployed, n_of, publishes, reads};
use super::past::counting;
use super::surveys::example;
use crate::app::{App, fresh};
use crate::deployments::Deployment;
use crate::faults::deployments::deployment;
use serde_json::{Value, json};

/// Answers of past quarters by the quarter's first day: how many, a day within, and the score that all of them
/// have.
const PAST: [(&str, usize, u8); 5] = [
    ("2024-02-03", 3, 1),
    ("2024-05-09", 4, 5),
    ("2024-12-31", 6, 4),
    ("2025-01-01", 2, 2),
    ("2025-04-01", 1, 3),
];

/// Moves answers into the past.
fn answered_in(at: &Deployment, survey: &str, day: &str, n: usize, score: u8) {
    answered_with_follow_ups(at, survey, day, n, score, 0);
}

/// The same; the first `n_follow_ups` people also answer what is asked after a low score.
fn answered_with_follow_ups(
    at: &Deployment,
    survey: &str,
    day: &str,
    n: usize,
    score: u8,
    n_follow_ups: usize,
) {
    let ids: Vec<String> = (0..n).map(|_| fresh()).collect();
    let each = |row: &dyn Fn(&String) -> String| ids.iter().map(row).collect::<Vec<_>>().join(",");
    let response = |id: &String| {
        format!(
            "('{id}',1,'','','{survey}',1,'client','open','accepted','after','qr','ru',0,'{day}')"
        )
    };
    let answer = |id: &String| format!("('{id}','satisfied','',{score})");
    at.rows(&format!(
        "insert into response (id, rev, payload_hash, attempt_id, survey, version, audience, source, status,
         touchpoint, channel, locale, received_at_ms, day) values {}",
        each(&response)
    ));
    at.rows(&format!(
        "insert into answer (response, question, option, score) values {}",
        each(&answer)
    ));
    for id in &ids[..n_follow_ups] {
        at.rows(&format!(
            "insert into answer (response, question, option) values ('{id}','wrong',''), ('{id}','wrong','host')"
        ));
    }
    at.rows(&counting(&ids));
}

#[tokio::test]
async fn past_quarters_are_pooled_and_the_current_one_is_hidden() {
    let app = App::enter().await;
    let (at, survey) = deployed(&app).await;
    for (day, n, score) in PAST {
        answered_in(&at, &survey, day, n, score);
    }
    for _ in 0..6 {
        answers(&at, &survey).await;
    }
    let report = reads(&at, &format!("survey={survey}&group_by=quarter")).await;
    let groups = report["groups"].as_array().expect("groups");
    let found: Vec<Value> = groups
        .iter()
        .map(|it| json!([it["keys"], it["until"], n_of(&it["questions"][0])]))
        .collect();
    let expected = [
        json!([["2024-01-01"], "2024-06-30", 7]),
        json!([["2024-10-01"], "2024-12-31", 6]),
    ];
    // The three of 2025 wait for more answers, and today's for the end of their quarter.
    assert_eq!(found, expected);
    for group in groups {
        let question = &group["questions"][0];
        assert_eq!(question["sources"], json!([]));
        assert!(group.get("response_rates").is_none(), "{group}");
    }
    for query in ["", "&question=satisfied"] {
        let report = reads(&at, &format!("survey={survey}{query}")).await;
        let question = &report["groups"][0]["questions"][0];
        assert_eq!(n_of(question), 13);
        let low = &question["headline"]["summary"]["buckets"][0];
        assert_eq!(low["count"], 3, "{low}");
    }
    let none = reads(&at, &format!("survey={survey}&question=nps")).await;
    assert_eq!(none["groups"], json!([]));
    // Queries that do not name the survey return other surveys only.
    for query in ["group_by=survey", "audience=client", "group_by=day", ""] {
        let report = reads(&at, query).await;
        assert!(!report.to_string().contains(&survey), "{query}: {report}");
    }
}

/// A quarter's only respondent was asked the follow-up or was not: its intervals end where those of the survey do.
#[tokio::test]
async fn follow_ups_are_released_in_whole_intervals_of_the_survey() {
    let app = App::enter().await;
    let (at, survey) = deployed(&app).await;
    for (day, n, n_follow_ups) in [
        ("2024-02-03", 5, 3),
        ("2024-05-09", 4, 2),
        ("2024-08-01", 1, 0),
        ("2024-11-11", 5, 4),
    ] {
        answered_with_follow_ups(&at, &survey, day, n, 2, n_follow_ups);
    }
    let of_survey = [
        json!(["satisfied", "2024-01-01", "2024-03-31", 5]),
        json!(["satisfied", "2024-04-01", "2024-09-30", 5]),
        json!(["satisfied", "2024-10-01", "2024-12-31", 5]),
    ];
    let of_follow_up = json!(["wrong", "2024-01-01", "2024-09-30", 5]);
    let found = async |query: &str| {
        let report = reads(&at, &format!("survey={survey}&group_by=quarter{query}")).await;
        let mut found = Vec::new();
        for group in report["groups"].as_array().expect("groups") {
            for question in group["questions"].as_array().expect("questions") {
                let (from, until) = (&group["keys"][0], &group["until"]);
                found.push(json!([question["question"], from, until, n_of(question)]));
            }
        }
        found.sort_by_key(Value::to_string);
        found
    };
    let all = [&of_survey[..], std::slice::from_ref(&of_follow_up)].concat();
    assert_eq!(found("").await, all);
    assert_eq!(found("&question=satisfied").await, of_survey);
    assert_eq!(found("&question=wrong").await, [of_follow_up]);
    let whole = reads(&at, &format!("survey={survey}&question=wrong")).await;
    assert_eq!(n_of(&whole["groups"][0]["questions"][0]), 5);
}

/// Its answers are the people of the survey, and cut the intervals of all versions.
#[tokio::test]
async fn everybody_answers_the_first_question() {
    let app = App::enter().await;
    let at = deployment("anonymous");
    let mut document = example(&app);
    document["anonymous"] = json!(true);
    let path = format!("/v1/surveys/{}", document["id"].as_str().expect("an id"));
    let mut optional = document.clone();
    optional["questions"][0]["required"] = json!(false);
    let refused = at.orders("PUT", &path, &optional).await;
    refused.refused(422, "first_optional", "questions[0].required");
    publishes(&at, &document).await;
    document["version"] = json!(2);
    let questions = document["questions"].as_array_mut().expect("questions");
    questions[2]["required"] = json!(true);
    let moved = questions.remove(2);
    questions.insert(0, moved);
    let refused = at.orders("PUT", &path, &document).await;
    refused.refused(422, "first_changed", "questions[0].id");
}
