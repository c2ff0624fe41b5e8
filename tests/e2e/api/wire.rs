//! The wire format as golden files: a widget cached yesterday posts today.
//!
//! From the first release on the folder is append-only: a file may be added, never changed or removed. `{{id}}` stands for
//! an id that the client mints.

use crate::actors::{fresh_phone, responses};
use crate::app::{App, files_below, fresh};
use crate::reply::Reply;
use serde_json::Value;

#[tokio::test]
async fn every_golden_file_gets_its_stored_reply() {
    let app = App::enter().await;
    let mut files = files_below(&app.parts.root.join("tests/e2e/golden"));
    files.sort();
    assert!(
        files.len() >= 16,
        "golden files went missing: {}",
        files.len()
    );
    for file in files {
        let text = std::fs::read_to_string(&file).expect("a golden file");
        let golden: Value = serde_json::from_str(&text).expect("a golden file is JSON");
        let name = file
            .file_stem()
            .and_then(|name| name.to_str())
            .expect("a name");
        check(&app, name, &golden).await;
    }
}

async fn check(app: &App, name: &str, golden: &Value) {
    let id = fresh();
    let text = |key: &str| {
        golden[key]
            .as_str()
            .unwrap_or_default()
            .replace("{{id}}", &id)
    };
    let body = match &golden["body"] {
        Value::String(form) => form.replace("{{id}}", &id),
        json => json.to_string().replace("{{id}}", &id),
    };
    let body = with_own_phone(&body);
    let request = app.request("POST", &text("path"));
    let request = request.header("content-type", text("content_type"));
    let reply = Reply::to(request.body(body)).await;
    assert_eq!(
        u64::from(reply.status),
        golden["status"],
        "{name}: {}",
        reply.body
    );
    let expected = golden["answer"].to_string().replace("{{id}}", &id);
    let expected: Value = serde_json::from_str(&expected).expect("JSON");
    let answer = reply.json();
    // A reply may gain keys, never lose or change one. The message is for people.
    for key in expected.as_object().expect("an object").keys() {
        match key.as_str() {
            "error" => {
                assert_eq!(
                    answer["error"]["code"], expected["error"]["code"],
                    "{name}: {answer}"
                );
                assert_eq!(
                    answer["error"]["field"], expected["error"]["field"],
                    "{name}: {answer}"
                );
            }
            key => assert_eq!(answer[key], expected[key], "{name}: {answer}"),
        }
    }
}

/// The body with other last digits of its phone, written in the same way: requests of one phone join, and are limited.
fn with_own_phone(body: &str) -> String {
    let phone = fresh_phone();
    let (_, digits) = phone.split_at(phone.len() - 7);
    let [a, b, c] = [&digits[..3], &digits[3..5], &digits[5..]];
    body.replace("1234567", digits)
        .replace("123-45-67", &[a, b, c].join("-"))
}

#[tokio::test]
async fn every_survey_accepts_its_first_version() {
    let app = App::enter().await;
    for (survey, answers) in [
        ("guest", r#"{"enjoyed":{"score":5}}"#),
        ("client", r#"{"nps":{"score":10}}"#),
        ("stage", r#"{"satisfied":{"score":4}}"#),
        ("effort", r#"{"ease":{"score":7}}"#),
        ("site", r#"{"found":{"score":3}}"#),
    ] {
        let body = format!(r#"{{"id":"{}","rev":1,"answers":{answers}}}"#, fresh());
        let reply = app.guest().posts(&responses(survey), body).await;
        reply.acknowledged(201, "stored");
    }
}
