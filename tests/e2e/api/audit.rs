//! The audit log: every change of the agency's is in it once, with its author, and nothing personal.

use crate::actors::{callback, vote};
use crate::app::{App, fresh};
use crate::database::{fresh_event, rows, token};
use crate::invites::Invited;
use crate::reply::Reply;
use serde_json::{Value, json};

/// The entries about a subject, the earliest first, by the database.
async fn entries(subject: &str) -> Vec<Value> {
    let sql = format!(
        "select actor, role, token, action, detail from audit where subject = '{subject}' order by seq"
    );
    let mut found = rows(&sql).await;
    for entry in &mut found {
        let detail = entry["detail"].as_str().expect("a text");
        entry["detail"] = serde_json::from_str(detail).expect("JSON");
    }
    found
}

/// The entries of one action about a subject.
async fn details(subject: &str, action: &str) -> Vec<Value> {
    let all = entries(subject).await.into_iter();
    let named = all.filter(|entry| entry["action"] == action);
    named.map(|entry| entry["detail"].clone()).collect()
}

async fn sends(app: &App, method: &str, path: &str, token: &str, body: &Value) -> Reply {
    let request = app.request(method, path).bearer_auth(token);
    Reply::to(request.body(body.to_string())).await
}

async fn number_of(token: &str) -> Value {
    let all = rows("select id, hash from token order by id desc limit 1").await;
    assert!(token.starts_with("otk_"));
    all[0]["id"].clone()
}

#[tokio::test]
async fn audit_has_the_changed_fields_of_an_event() {
    let app = App::enter_alone().await;
    let manager = fresh_event(&app).await.manager;
    let token = token("manager", &manager).await;
    let number = number_of(&token).await;
    let id = format!("ev-{}", &fresh()[..8]);
    let path = format!("/v1/events/{id}");
    let mut event = json!({"title": "Бал", "date": "2026-05-16", "guests": 40});
    sends(&app, "PUT", &path, &token, &event).await.is(201);
    // The same again changes nothing.
    sends(&app, "PUT", &path, &token, &event).await.is(200);
    event["guests"] = json!(400);
    event["state"] = json!("held");
    let by_director = &app.parts.token;
    event["manager"] = json!(manager);
    sends(&app, "PUT", &path, by_director, &event).await.is(200);
    // Another manager's attempt changes nothing either.
    let stranger = crate::database::token("manager", "somebody else").await;
    let mut taken = event.clone();
    taken["manager"] = json!("somebody else");
    sends(&app, "PUT", &path, &stranger, &taken).await.is(403);
    let found = entries(&id).await;
    assert_eq!(found.len(), 2, "{found:?}");
    let [created, changed] = [&found[0], &found[1]];
    assert_eq!(
        [
            &created["action"],
            &created["actor"],
            &created["role"],
            &created["token"]
        ],
        [
            &json!("event_created"),
            &json!("token"),
            &json!("manager"),
            &number
        ]
    );
    assert_eq!(created["detail"]["title"], json!([null, "Бал"]));
    assert_eq!(created["detail"]["manager"], json!([null, manager]));
    assert_eq!(
        created["detail"]["venue"],
        Value::Null,
        "nothing was entered"
    );
    assert_eq!(
        [
            &changed["action"],
            &changed["actor"],
            &changed["role"],
            &changed["token"]
        ],
        [
            &json!("event_changed"),
            &json!("secret"),
            &json!("director"),
            &Value::Null
        ]
    );
    assert_eq!(
        changed["detail"],
        json!({"guests": [40, 400], "state": ["planned", "held"]})
    );
}

#[tokio::test]
async fn audit_counts_invites_and_names_nobody() {
    let app = App::enter().await;
    let event = Invited::event(&app).await;
    let guest = format!("гость-{}", &fresh()[..8]);
    for _ in 0..2 {
        let asked = json!({"references": [guest, "B-2", "C-3"]});
        event.issues(&asked).await.is(200);
    }
    let reference = crate::actors::urlencoded(&[("reference", &guest)]);
    let path = format!("{}?{reference}", event.path());
    for _ in 0..2 {
        sends(&app, "DELETE", &path, &app.parts.token, &json!({}))
            .await
            .is(204);
    }
    let issued = details(&event.id, "invites_issued").await;
    assert_eq!(
        issued,
        [json!({"survey": "guest", "issued": 3, "extended": 0})]
    );
    let revoked = details(&event.id, "invite_revoked").await;
    assert_eq!(revoked, [json!({"survey": "guest", "n": 1})]);
    let all = rows("select subject || detail as text from audit").await;
    assert!(all.iter().all(|row| !row.to_string().contains(&guest)));
}

#[tokio::test]
async fn audit_has_decisions_without_their_reason() {
    let app = App::enter().await;
    let event = fresh_event(&app).await;
    let vote = vote(&event.id, 5);
    app.guest().answers("guest", &vote).await.is(201);
    let id = vote["id"].as_str().expect("an id");
    let cookie = app.director().signs_in().await;
    let fields = [("id", id), ("action", "exclude"), ("reason", "просил Иван")];
    let request = app.request("POST", "/director/moderation");
    let request = request.header("content-type", "application/x-www-form-urlencoded");
    let request = request
        .header("sec-fetch-site", "same-origin")
        .header("cookie", &cookie);
    Reply::to(request.body(crate::actors::urlencoded(&fields)))
        .await
        .is(303);
    let found = entries(id).await;
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0]["actor"], "session");
    assert_eq!(
        found[0]["detail"],
        json!({"survey": "guest", "decision": [null, "exclude"], "status": ["accepted", "quarantined"]})
    );
}

#[tokio::test]
async fn audit_has_exports_and_shown_contacts() {
    let app = App::enter_alone().await;
    let name = format!("Имя-{}", &fresh()[..8]);
    let mut request = callback("+79167654321");
    request["name"] = json!(name);
    app.visitor().asks_for_a_call(&request).await.is(201);
    let last = "select * from audit order by seq desc limit 1";
    for path in ["/v1/callbacks", "/director"] {
        app.director().reads(path).await.is(200).holds(&name);
        let entry = &rows(last).await[0];
        assert_eq!(entry["action"], "contacts_viewed", "{path}");
        let n = rows("select min(count(*), 200) as n from contact").await[0]["n"].clone();
        assert_eq!(entry["detail"], json!({"n": n}).to_string(), "{path}");
    }
    let searched = "/v1/export.csv?survey=guest&from=2026-01-01&q=%D0%98%D0%B2%D0%B0%D0%BD";
    app.director().reads(searched).await.is(200);
    let entry = &rows(last).await[0];
    assert_eq!(
        [&entry["action"], &entry["subject"]],
        ["responses_exported", "csv"]
    );
    assert_eq!(entry["detail"], r#"{"from":"2026-01-01","survey":"guest"}"#);
    // Who may not read them leaves no entry.
    let reader = token("reader", "").await;
    let before = rows("select count(*) as n from audit").await;
    let request = app.get("/v1/export.csv").bearer_auth(&reader);
    Reply::to(request).await.is(403);
    assert_eq!(rows("select count(*) as n from audit").await, before);
}

#[tokio::test]
async fn audit_has_imports_and_published_surveys() {
    let app = App::enter_alone().await;
    let id = format!("s{}", &fresh()[..8]);
    let mut document: Value = serde_json::from_str(
        &std::fs::read_to_string(app.parts.root.join("docs/survey.json")).expect("the example"),
    )
    .expect("JSON");
    document["id"] = json!(id);
    document["version"] = json!(1);
    let path = format!("/v1/surveys/{id}");
    for status in [201, 200] {
        sends(&app, "PUT", &path, &app.parts.token, &document)
            .await
            .is(status);
    }
    assert_eq!(
        details(&id, "survey_published").await,
        [json!({"n": 1, "version": 1})]
    );
    let mapping = std::fs::read_to_string(app.parts.root.join("docs/import/yandex-forms.json"));
    let csv = std::fs::read_to_string(app.parts.root.join("docs/import/yandex-forms.csv"));
    let mut mapping: Value = serde_json::from_str(&mapping.expect("a mapping")).expect("JSON");
    mapping["name"] = json!(fresh());
    let body = json!({"mapping": mapping, "csv": csv.expect("a table")});
    let before = details("", "responses_imported").await.len();
    let mut stored = Vec::new();
    for _ in 0..2 {
        let report = sends(&app, "POST", "/v1/import", &app.parts.token, &body).await;
        stored.push(report.is(200).json()["stored"].clone());
    }
    let imported = details("", "responses_imported").await;
    assert_eq!(imported[before..], [json!({"n": stored[0]})], "{stored:?}");
}

#[tokio::test]
async fn audit_is_listed_by_day_and_action_page_by_page() {
    let app = App::enter_alone().await;
    let subject = fresh();
    let at_ms = |n: i64| 1_767_225_600_000_i64 + n * 60_000;
    let entries: Vec<String> = (0..150)
        .map(|n| {
            // Some of one moment.
            let at_ms = at_ms(n / 2 * 2);
            format!("('{subject}-{n}', {at_ms}, 'command', 'token_revoked', '{n}', '{{\"manager\":\"Анна\"}}')")
        })
        .collect();
    let sql = "insert into audit (id, at_ms, actor, action, subject, detail) values ";
    rows(&[sql, &entries.join(",")].concat()).await;
    // 2026-01-01 in Kyiv; two hours of it are the day before by UTC.
    let query = "from=2026-01-01&to=2026-01-01&action=token_revoked";
    let mut path = format!("/v1/audit?{query}");
    let mut seen = Vec::new();
    for _ in 0..3 {
        let page = app.director().reads(&path).await;
        assert_eq!(page.header("cache-control"), "no-store");
        let page = page.is(200).json();
        let listed = page["entries"].as_array().expect("entries").clone();
        assert!(listed.len() <= 100);
        seen.extend(listed);
        match page["next"].as_str() {
            Some(next) => path = format!("/v1/audit?{query}&after={next}"),
            None => break,
        }
    }
    let subjects: Vec<i64> = seen
        .iter()
        .map(|entry| {
            entry["subject"]
                .as_str()
                .expect("a text")
                .parse()
                .expect("a number")
        })
        .collect();
    let expected: Vec<i64> = (0..150).rev().collect();
    assert_eq!(subjects, expected);
    assert_eq!(seen[149]["at"], "2026-01-01 02:00");
    assert_eq!(
        [&seen[0]["actor"], &seen[0]["role"], &seen[0]["detail"]],
        [&json!("command"), &Value::Null, &json!({"manager": "Анна"})]
    );
    let other = app.director().reads("/v1/audit?to=2025-12-31").await;
    assert_eq!(other.is(200).json()["entries"], json!([]));
    for (query, field) in [
        ("action=nosuch", "action"),
        ("from=2026-13-01", "from"),
        ("from=2026-02-02&to=2026-01-01", "from"),
        ("after=1", "after"),
        ("when=1", "when"),
    ] {
        let reply = app.director().reads(&format!("/v1/audit?{query}")).await;
        let code = if query.contains('&') {
            "bad_period"
        } else {
            "bad_parameter"
        };
        reply.refused(422, code, field);
    }
    let last = app
        .director()
        .reads("/v1/audit?from=9999-12-31&to=9999-12-31")
        .await;
    last.is(200);
    rows(&format!("delete from audit where id like '{subject}-%'")).await;
}
