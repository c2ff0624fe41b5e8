//! Surveys that the agency publishes: versions, errors, pages and accepted submissions.

use crate::actors::{callback, fresh_phone};
use crate::app::{App, fresh};
use crate::database::rows;
use crate::invites::Invited;
use crate::reply::Reply;
use serde_json::{Value, json};

/// The example of `docs/survey.md`, under an id of its own and without its list of sites.
pub fn example(app: &App) -> Value {
    let file = app.parts.root.join("docs/survey.json");
    let text = std::fs::read_to_string(file).expect("the example");
    let mut document: Value = serde_json::from_str(&text).expect("JSON");
    document["id"] = json!(format!("e2e-{}", &fresh()[..8]));
    let fields = document.as_object_mut().expect("an object");
    fields.remove("allowed_origins");
    document
}

pub fn path(document: &Value) -> String {
    format!("/v1/surveys/{}", id(document))
}

pub fn id(document: &Value) -> &str {
    document["id"].as_str().expect("an id")
}

pub async fn puts(app: &App, path: &str, body: String) -> Reply {
    let request = app.request("PUT", path).bearer_auth(&app.parts.token);
    Reply::to(request.body(body)).await
}

pub async fn publishes(app: &App, document: &Value) -> Reply {
    puts(app, &path(document), document.to_string()).await
}

/// A whole answer to the first question of a version.
fn answer(version: u64) -> Value {
    json!({
        "id": fresh(), "rev": 1, "version": version, "lang": "uk", "channel": "email",
        "answers": {"satisfied": {"score": 2}, "wrong": {"options": ["food"]}},
    })
}

/// The second version: another title, one question removed, one added, one option removed.
pub fn edited(first: &Value) -> Value {
    let mut next = first.clone();
    next["version"] = json!(2);
    next["title"]["uk"] = json!("Яке воно було <весілля>?");
    let questions = next["questions"].as_array_mut().expect("questions");
    questions.remove(2);
    next["targets"] = json!({"satisfied": 90});
    let questions = next["questions"].as_array_mut().expect("questions");
    let mut added = questions[0].clone();
    added["id"] = json!("venue");
    added
        .as_object_mut()
        .expect("a question")
        .remove("required");
    questions.push(added);
    next
}

#[tokio::test]
async fn published_survey_is_shown_everywhere() {
    let app = App::enter().await;
    let document = example(&app);
    let first = publishes(&app, &document).await;
    assert_eq!(first.is(201).json(), document);
    // A retry, also with another formatting.
    let again = publishes(&app, &document).await;
    assert_eq!(again.is(200).json(), document);
    let wide = serde_json::to_string_pretty(&document).expect("JSON");
    puts(&app, &path(&document), wide).await.is(200);
    let sql = format!(
        "select version from survey_version where survey = '{}'",
        id(&document)
    );
    assert_eq!(rows(&sql).await.len(), 1);
    // Read back, in a form that can be published.
    for query in ["", "?version=1"] {
        let read = app
            .director()
            .reads(&format!("{}{query}", path(&document)))
            .await;
        assert_eq!(read.is(200).json(), document);
        let tag = read.header("etag").to_owned();
        let known = app
            .get(&format!("{}{query}", path(&document)))
            .bearer_auth(&app.parts.token);
        Reply::to(known.header("if-none-match", tag)).await.is(304);
    }
    let none = app
        .director()
        .reads(&format!("{}?version=2", path(&document)))
        .await;
    none.refused(404, "unknown_survey", "");
    let none = app
        .director()
        .reads(&format!("{}?version=x", path(&document)))
        .await;
    none.refused(422, "bad_parameter", "version");
    // Shown by pages, loaders, letters and the list.
    for (lang, n) in [("ru", 0), ("uk", 1), ("en", 2)] {
        let text = &document["questions"][0]["texts"][lang]["text"];
        let (text, title) = (text.as_str().expect("a text"), &document["title"][lang]);
        let form = app
            .guest()
            .reads(&format!("/s/{}?lang={lang}", id(&document)))
            .await;
        form.is(200)
            .holds(text)
            .holds(title.as_str().expect("a title"));
        form.holds("--fill:#8a1538");
        assert!(
            !form.body.contains("og:image"),
            "nobody drew a picture of it"
        );
        let loader = app
            .guest()
            .reads(&format!("/embed/{}.js?lang={lang}", id(&document)))
            .await;
        loader.is(200).holds(text);
        let letter = app
            .guest()
            .reads(&format!("{}/email?lang={lang}", path(&document)))
            .await;
        letter.is(200).holds(text);
        // Placeholders are filled with the agency's name, in its language.
        let agency = ["агентство", "агенц", "agency"][n];
        assert!(form.body.to_lowercase().contains(agency));
        assert!(!form.body.contains("{agency}"));
    }
    let list = app.guest().reads("/v1/surveys").await.is(200).json();
    let list = list["surveys"].as_array().expect("surveys");
    let found = list.iter().find(|it| it["id"] == document["id"]);
    assert_eq!(found.expect("it is listed")["title"], document["title"]);
    let accepted = app.guest().answers(id(&document), &answer(1)).await;
    accepted.acknowledged(201, "stored");
    let numbers = app
        .director()
        .aggregates(&format!("survey={}", id(&document)))
        .await;
    let questions = &numbers["groups"][0]["questions"];
    assert_eq!(questions[0]["question"], "satisfied");
    let target = &questions[0]["sources"][0]["summary"]["target"];
    assert_eq!(target["score"], 90.0);
    let food = &questions[1]["sources"][0]["options"][1];
    assert_eq!(
        (&food["option"], &food["count"]),
        (&json!("food"), &json!(1))
    );
}

#[tokio::test]
async fn old_version_accepts_answers_after_an_edit() {
    let app = App::enter().await;
    let document = example(&app);
    publishes(&app, &document).await.is(201);
    let survey = id(&document);
    app.guest()
        .answers(survey, &answer(2))
        .await
        .refused(422, "unknown_version", "version");
    let next = edited(&document);
    assert_eq!(publishes(&app, &next).await.is(201).json(), next);
    // The page that was open before the new version, and the new page.
    let mut old = answer(1);
    old["answers"]["nps"] = json!({"score": 9});
    app.guest()
        .answers(survey, &old)
        .await
        .acknowledged(201, "stored");
    let mut new = answer(2);
    new["answers"]["venue"] = json!({"score": 5});
    app.guest()
        .answers(survey, &new)
        .await
        .acknowledged(201, "stored");
    new["id"] = json!(fresh());
    new["answers"]["nps"] = json!({"score": 9});
    let refused = app.guest().answers(survey, &new).await;
    refused.refused(422, "unknown_question", "answers.nps");
    let form = app.guest().reads(&format!("/s/{survey}?lang=uk")).await;
    form.is(200)
        .holds("Яке воно було &lt;весілля&gt;?")
        .holds("name=\"q.venue\"");
    assert!(!form.body.contains("q.nps"));
    // The page of an old version with an error comes back in that version.
    let id = fresh();
    let fields = [
        ("id", &*id),
        ("rev", "1"),
        ("version", "1"),
        ("lang", "uk"),
        ("q.nps", "9"),
    ];
    let again = app.guest().submits(&format!("/s/{survey}"), &fields).await;
    again.is(422).holds("name=\"q.nps\"");
    // Each version is returned, and answers to all questions of all versions are counted.
    for (version, expected) in [(1, &document), (2, &next)] {
        let read = app
            .director()
            .reads(&format!("{}?version={version}", path(&document)))
            .await;
        assert_eq!(read.is(200).json(), *expected);
    }
    assert_eq!(
        app.director().reads(&path(&document)).await.is(200).json(),
        next
    );
    let numbers = app.director().aggregates(&format!("survey={survey}")).await;
    let questions = numbers["groups"][0]["questions"]
        .as_array()
        .expect("questions");
    let asked: Vec<&Value> = questions.iter().map(|it| &it["question"]).collect();
    assert_eq!(asked, ["satisfied", "wrong", "venue", "nps"]);
    assert_eq!(questions[0]["sources"][0]["n"], 2);
    let export = app.director().reads("/v1/export.csv").await;
    let header = export
        .is(200)
        .body
        .lines()
        .next()
        .unwrap_or_default()
        .to_owned();
    for question in ["venue", "nps", "wrong.other"] {
        assert!(header.contains(&format!("{survey}.{question}")), "{header}");
    }
}

/// Another isolate publishes: this one is not notified.
#[tokio::test]
async fn survey_published_by_another_isolate_is_found() {
    let app = App::enter_alone().await;
    let mut document = example(&app);
    let publish = async |document: &Value| {
        let json = document.to_string().replace('\'', "''");
        let (survey, version) = (id(document), &document["version"]);
        rows(&format!(
            "insert into survey_version (survey, version, document, published_at_ms)
            values ('{survey}', {version}, '{json}', 0)"
        ))
        .await;
    };
    publish(&document).await;
    let form = app
        .guest()
        .reads(&format!("/s/{}?lang=en", id(&document)))
        .await;
    form.is(200).holds("How was your wedding?");
    document["version"] = json!(2);
    publish(&document).await;
    let accepted = app.guest().answers(id(&document), &answer(2)).await;
    accepted.acknowledged(201, "stored");
    document["version"] = json!(3);
    publish(&document).await;
    let read = app
        .director()
        .reads(&format!("{}?version=3", path(&document)))
        .await;
    assert_eq!(read.is(200).json(), document);
}

#[tokio::test]
async fn survey_can_be_limited_to_some_sites() {
    let app = App::enter().await;
    let mut document = example(&app);
    document["allowed_origins"] = json!(["https://elsewhere.example"]);
    publishes(&app, &document).await.is(201);
    let survey = id(&document).to_owned();
    let survey = survey.as_str();
    let (demo, own) = (&app.parts.demo_url, &app.parts.public_url);
    // A page's form knows as many sites, by their marks.
    let n_marks = async || {
        let payload = app.guest().reads(&format!("/embed/{survey}.json")).await;
        let payload = payload.is(200).json();
        payload["origins"].as_array().map(Vec::len)
    };
    assert_eq!(n_marks().await, Some(0));
    for (origin, status) in [
        (demo.as_str(), 403),
        ("https://elsewhere.example", 403),
        (own, 201),
    ] {
        let reply = app
            .guest()
            .at_origin(origin)
            .answers(survey, &answer(1))
            .await;
        assert_eq!(
            reply.is(status).header("access-control-allow-origin"),
            origin
        );
    }
    document["version"] = json!(2);
    document["allowed_origins"] = json!([demo]);
    publishes(&app, &document).await.is(201);
    assert_eq!(n_marks().await, Some(1));
    let guest = app.guest().at_origin(demo);
    guest
        .answers(survey, &answer(1))
        .await
        .acknowledged(201, "stored");
    let path = format!("/v1/callbacks?survey={survey}");
    let asked = callback(&fresh_phone());
    guest.posts(&path, asked.to_string()).await.is(201);
}

#[tokio::test]
async fn published_survey_works_by_personal_link() {
    let app = App::enter().await;
    let document = example(&app);
    publishes(&app, &document).await.is(201);
    let event = Invited::event(&app).await;
    let [code] = event.codes_for(id(&document), ["A-1"]).await;
    let page = app.guest().reads(&format!("/r/{code}?lang=en")).await;
    page.is(200).holds("How was your wedding?");
    let mut sent = answer(1);
    sent["invite"] = json!(code);
    sent["user_activation"] = json!(true);
    let accepted = app.guest().answers(id(&document), &sent).await;
    accepted.acknowledged(201, "stored");
    let filter = format!("survey={}", id(&document));
    let numbers = app.director().aggregates(&filter).await;
    let headline = &numbers["groups"][0]["questions"][0]["headline"];
    assert_eq!(
        (&headline["n"], &headline["verified"]),
        (&json!(1), &json!(true))
    );
}
