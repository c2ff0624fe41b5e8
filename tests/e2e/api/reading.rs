//! `GET /v1/responses`, and the routes for reading beside it: `/v1/surveys`, unchanged replies.

use crate::actors::{urlencoded, vote, with};
use crate::app::App;
use crate::database::{Event, fresh_event, local_time, rows};
use crate::reply::Reply;
use futures_util::future::join_all;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::time::Duration;

/// A page of the responses of some fields.
async fn page(app: &App, fields: &[(&str, &str)]) -> Value {
    let path = format!("/v1/responses?{}", urlencoded(fields));
    app.director().reads(&path).await.is(200).json()
}

fn ids(page: &Value) -> Vec<String> {
    let responses = page["responses"].as_array().expect("responses");
    let ids = responses.iter().map(|it| it["id"].as_str());
    ids.map(|id| id.expect("an id").to_owned()).collect()
}

/// Posts a vote; its id.
async fn posted(app: &App, survey: &str, submission: &Value) -> String {
    app.guest().answers(survey, submission).await.is(201);
    submission["id"].as_str().expect("an id").to_owned()
}

fn comment(event: &Event, text: &str) -> Value {
    with(
        &vote(&event.code, 5),
        "/answers/comment",
        json!({"text": text}),
    )
}

#[tokio::test]
async fn response_is_listed_with_all_fields() {
    let app = App::enter().await;
    let event = fresh_event(&app).await;
    let mut sent = comment(&event, "Звук был тихий");
    sent["touchpoint"] = json!("concept");
    sent["answers"]["liked"] =
        json!({"options": ["other", "music", "host"], "other": "сторож Пётр"});
    let id = posted(&app, "guest", &sent).await;
    let listed = page(&app, &[("event", &event.id)]).await;
    assert!(listed["next"].is_null(), "{listed}");
    let row = &rows(&format!("select * from response where id = '{id}'")).await[0];
    let ms = row["received_at_ms"].as_i64().expect("a time");
    let utc = local_time(ms, "UTC", "en").await;
    let listed = &listed["responses"][0];
    let at = listed["received_at"].as_str().expect("a time");
    let (day, time) = (utc["day"].as_str(), utc["time"].as_str());
    let minute = format!("{}T{}:", day.expect("a day"), time.expect("a time"));
    assert!(
        at.starts_with(&minute) && at.ends_with('Z'),
        "{at} {minute}"
    );
    assert!(at.contains(&format!(".{:03}Z", ms % 1_000)), "{at} {ms}");
    let expected = json!({
        "id": id, "rev": 1, "survey": "guest", "version": 1, "audience": "guest", "source": "event_link",
        "status": "accepted", "flag": null, "decision": null, "event": event.id,
        "event_raw": null, "manager": event.manager, "client": event.client,
        "touchpoint": "concept", "channel": "qr", "locale": "ru", "received_at": at,
        "day": row["day"],
        "answers": [
            {"question": "enjoyed", "score": 5},
            {"question": "liked", "options": ["host", "music", "other"], "text": "сторож Пётр"},
            {"question": "comment", "text": "Звук был тихий"},
        ],
    });
    assert_eq!(listed, &expected);
}

#[tokio::test]
async fn paging_is_complete_while_votes_arrive() {
    let app = App::enter().await;
    let event = fresh_event(&app).await;
    let votes: Vec<Value> = (0..23).map(|_| vote(&event.code, 4)).collect();
    // At once, so that some have the same time of receipt.
    let sent: BTreeSet<String> = join_all(votes.iter().map(|it| posted(&app, "guest", it)))
        .await
        .into_iter()
        .collect();
    let (mut read, mut after) = (Vec::new(), None);
    loop {
        let mut asked = vec![("event", event.id.as_str()), ("limit", "5")];
        asked.extend(after.as_deref().map(|after| ("after", after)));
        let listed = page(&app, &asked).await;
        let found = ids(&listed);
        assert!(found.len() <= 5, "{listed}");
        read.extend(found);
        match listed["next"].as_str() {
            Some(next) => after = Some(next.to_owned()),
            None => break,
        }
        posted(&app, "guest", &vote(&event.code, 1)).await;
    }
    assert_eq!(read.len(), sent.len(), "each listed once");
    assert_eq!(read.iter().cloned().collect::<BTreeSet<_>>(), sent);
    let sql = format!(
        "select group_concat(id) as ids from (select id from response where event = '{}'
         order by received_at_ms desc, id desc)",
        event.id
    );
    let order = rows(&sql).await[0]["ids"].as_str().expect("ids").to_owned();
    assert!(order.ends_with(&read.join(",")), "the newest first");
    // A page that holds exactly the rest is the last.
    let all = page(&app, &[("event", &event.id), ("limit", "27")]).await;
    assert_eq!((ids(&all).len(), &all["next"]), (27, &Value::Null));
}

#[tokio::test]
async fn every_filter_leaves_out_the_rest() {
    let app = App::enter().await;
    let event = fresh_event(&app).await;
    let one = posted(&app, "guest", &vote(&event.code, 5)).await;
    let mut other = with(&vote(&event.code, 1), "/channel", json!("email"));
    other["lang"] = json!("uk");
    other["touchpoint"] = json!("concept");
    other["answers"] = json!({"satisfied": {"score": 1}});
    let other = posted(&app, "stage", &other).await;
    let of_format = format!("update event set format = 'gala' where id = '{}'", event.id);
    rows(&of_format).await;
    let row = &rows(&format!("select day from response where id = '{one}'")).await[0];
    let today = row["day"].as_str().expect("a day").to_owned();
    for (name, value, finds) in [
        ("survey", "guest", vec![&one]),
        ("survey", "stage", vec![&other]),
        ("survey", "site", vec![]),
        ("audience", "guest", vec![&one]),
        ("audience", "client", vec![&other]),
        ("touchpoint", "event", vec![&one]),
        ("touchpoint", "concept", vec![&other]),
        ("manager", &event.manager, vec![&other, &one]),
        ("manager", "nobody", vec![]),
        ("client", &event.client, vec![&other, &one]),
        ("client", "nobody", vec![]),
        ("format", "gala", vec![&other, &one]),
        ("format", "buffet", vec![]),
        ("channel", "qr", vec![&one]),
        ("channel", "email", vec![&other]),
        ("locale", "ru", vec![&one]),
        ("locale", "uk", vec![&other]),
        ("from", &today, vec![&other, &one]),
        ("from", "2100-01-01", vec![]),
        ("to", &today, vec![&other, &one]),
        ("to", "2020-01-01", vec![]),
        ("status", "accepted", vec![&other, &one]),
        ("status", "quarantined", vec![]),
        ("limit", "1", vec![&other]),
    ] {
        let listed = page(&app, &[("event", &event.id), (name, value)]).await;
        assert_eq!(
            ids(&listed).iter().collect::<Vec<_>>(),
            finds,
            "{name}={value}"
        );
    }
    let listed = page(&app, &[("event", "not-there")]).await;
    assert_eq!(listed, json!({"responses": []}));
    let named = with(&vote("", 5), "/event", json!("=not there +79161234567"));
    // Later than any submission of other tests with clocks of their own.
    app.passes(Duration::from_secs(2 * 24 * 3_600));
    let id = posted(&app, "guest", &named).await;
    let listed = page(&app, &[("survey", "guest"), ("limit", "200")]).await;
    let found = listed["responses"].as_array().expect("responses").iter();
    let found = found.clone().find(|it| it["id"] == id.as_str());
    let found = found.expect("among the newest");
    // Words of a link that cannot be an event's id are not stored.
    assert!(found["event_raw"].is_null(), "{found}");
    assert!(found["event"].is_null(), "{found}");
}

#[tokio::test]
async fn quarantined_responses_are_listed_with_their_flag() {
    let app = App::enter().await;
    let event = fresh_event(&app).await;
    let kept = posted(&app, "guest", &vote(&event.code, 5)).await;
    let quarantined = posted(&app, "guest", &vote(&event.code, 5)).await;
    let request = app.request("POST", &format!("/v1/responses/{quarantined}/exclude"));
    let request = request.bearer_auth(&app.parts.token);
    let reason = json!({"reason": "of the staff"});
    Reply::to(request.json(&reason)).await.is(200);
    let listed = page(&app, &[("event", &event.id), ("status", "quarantined")]).await;
    assert_eq!(ids(&listed), [quarantined]);
    let listed = &listed["responses"][0];
    assert_eq!(listed["flag"], "director");
    assert_eq!(listed["decision"], "exclude");
    let listed = page(&app, &[("event", &event.id), ("status", "accepted")]).await;
    assert_eq!(ids(&listed), [kept]);
}

#[tokio::test]
async fn search_treats_every_character_literally() {
    let app = App::enter().await;
    let event = fresh_event(&app).await;
    let texts = [
        "100% ОГОНЬ, Ёлка и ЇЖАК з Ґанку, ŁÓDŹ",
        "1000 огоньков и a_b",
        "Great HOST, aXb \\ '; drop table response; --",
        "звоните +7 916 123-45-67 или olya@mail.example",
    ];
    let mut sent = Vec::new();
    for text in texts {
        sent.push(posted(&app, "guest", &comment(&event, text)).await);
    }
    let mut other = vote(&event.code, 5);
    other["answers"]["liked"] = json!({"options": ["other"], "other": "Щедрый СТОЛ"});
    sent.push(posted(&app, "guest", &other).await);
    for (part, finds) in [
        ("100%", vec![0]),
        ("огонь", vec![1, 0]),
        ("оГоНь,", vec![0]),
        ("ёлка И їжак", vec![0]),
        ("ґанку", vec![0]),
        // Of languages that only guests speak.
        ("łódź", vec![0]),
        ("a_b", vec![1]),
        ("great host", vec![2]),
        ("\\ '; DROP", vec![2]),
        ("щедрый стол", vec![4]),
        ("%%", vec![]),
        ("__", vec![]),
        ("??", vec![]),
        // Redacted digits are not searchable.
        ("916", vec![]),
        ("olya@", vec![]),
        ("ЗВОНИТЕ", vec![3]),
        // Text that occurs nowhere.
        ("enjoyed", vec![]),
        ("other", vec![]),
    ] {
        let listed = page(&app, &[("event", &event.id), ("q", part)]).await;
        let expected: Vec<String> = finds
            .into_iter()
            .map(|place: usize| sent[place].clone())
            .collect();
        assert_eq!(ids(&listed), expected, "{part}");
    }
}

/// Nor does paging reveal it: a `next` behind an empty page would show that the number exists.
#[tokio::test]
async fn search_does_not_reveal_redacted_text() {
    let app = App::enter().await;
    let event = fresh_event(&app).await;
    let phone = "тел. +7 916 123-45-67";
    for text in [phone, phone, "100 баллов", phone] {
        posted(&app, "guest", &comment(&event, text)).await;
    }
    for (part, n, is_last) in [
        ("916", 0, true),
        ("23-4", 0, true),
        ("100", 1, true),
        ("ТЕЛ", 1, false),
    ] {
        let fields = [("event", event.id.as_str()), ("q", part), ("limit", "1")];
        let listed = page(&app, &fields).await;
        assert_eq!(
            (ids(&listed).len(), listed["next"].is_null()),
            (n, is_last),
            "{part}: {listed}"
        );
    }
}

#[tokio::test]
async fn phones_and_addresses_are_redacted() {
    let app = App::enter().await;
    let event = fresh_event(&app).await;
    let mut sent = comment(
        &event,
        "Оля, 8 (916) 123-45-67, olya@mail.example. Было 120 гостей!",
    );
    sent["answers"]["liked"] = json!({"options": ["other"], "other": "ведущий +380671234567"});
    posted(&app, "guest", &sent).await;
    let listed = page(&app, &[("event", &event.id)]).await;
    let answers = &listed["responses"][0]["answers"];
    assert_eq!(answers[1]["text"], "ведущий •••");
    assert_eq!(answers[2]["text"], "Оля, •••, •••@•••. Было 120 гостей!");
}

#[tokio::test]
async fn unknown_parameters_are_refused() {
    let app = App::enter().await;
    let part = |n: usize| "ы".repeat(n);
    for (query, field) in [
        ("colour=red", "colour"),
        ("group_by=event", "group_by"),
        ("bom=1", "bom"),
        ("event=a&event=b", "event"),
        ("q=abc&q=abc", "q"),
        ("status=good", "status"),
        ("limit=0", "limit"),
        ("limit=201", "limit"),
        ("limit=x", "limit"),
        ("q=x", "q"),
        (&format!("q={}", part(65)), "q"),
        ("after=x", "after"),
        ("after=1.x", "after"),
        ("after=x.0190b5a0-0000-7000-8000-000000000001", "after"),
        ("channel=pigeon", "channel"),
    ] {
        let path = format!("/v1/responses?{query}");
        let reply = app.director().reads(&path).await;
        reply.refused(422, "bad_parameter", field);
    }
    let reply = app.director().reads("/v1/responses?survey=nosuch").await;
    reply.refused(404, "unknown_survey", "survey");
    let reply = app
        .director()
        .reads("/v1/responses?from=2026-02-01&to=2026-01-01")
        .await;
    reply.refused(422, "bad_period", "");
    page(&app, &[("q", &part(64)), ("limit", "200")]).await;
}

/// Every described parameter is checked: a filter that is ignored returns wrong numbers that look right.
#[tokio::test]
async fn empty_and_repeated_parameters_are_refused() {
    let app = App::enter().await;
    let described = app.guest().reads("/openapi.json").await.is(200).json();
    for path in [
        "/v1/aggregates",
        "/v1/responses",
        "/v1/export.csv",
        "/v1/export.xlsx",
        "/v1/export.jsonl",
        "/v1/events",
        "/v1/events/{id}/invites",
    ] {
        let parameters = described["paths"][path]["get"]["parameters"].as_array();
        let parameters = parameters.expect("parameters").iter();
        let of_query: Vec<&str> = parameters
            .filter(|it| it["in"] == "query")
            .filter_map(|it| it["name"].as_str())
            .collect();
        assert!(of_query.len() > 1, "{path}");
        let path = path.replace("{id}", "ev-01");
        for name in of_query {
            for query in [
                format!("{name}="),
                name.to_owned(),
                format!("{name}=a&{name}=a"),
                format!("{name}=a&{name}="),
            ] {
                let reply = app.director().reads(&format!("{path}?{query}")).await;
                reply.refused(422, "bad_parameter", name);
            }
        }
    }
}

#[tokio::test]
async fn only_the_director_reads_them() {
    let app = App::enter().await;
    for path in [
        "/v1/responses",
        "/v1/export.csv",
        "/v1/export.xlsx",
        "/v1/export.jsonl",
    ] {
        let plain = Reply::to(app.get(path)).await;
        plain.refused(401, "unauthorized", "");
        let wrong = Reply::to(app.get(path).bearer_auth("wrong")).await;
        wrong.refused(401, "unauthorized", "");
        // Authorization comes before any other check.
        let plain = Reply::to(app.get(&format!("{path}?colour=red"))).await;
        plain.refused(401, "unauthorized", "");
    }
}

#[tokio::test]
async fn unchanged_reply_is_304() {
    let app = App::enter().await;
    let event = fresh_event(&app).await;
    posted(&app, "guest", &vote(&event.code, 5)).await;
    let ask = |path: &str, known: &str| {
        let request = app.get(path).bearer_auth(&app.parts.token);
        Reply::to(request.header("if-none-match", known))
    };
    let path = format!("/v1/responses?event={}", event.id);
    for path in [&path, "/v1/surveys", &format!("/v1/events/{}", event.id)] {
        let first = ask(path, "\"x\"").await;
        let tag = first.is(200).header("etag").to_owned();
        assert!(tag.starts_with('"') && tag.len() > 40, "{tag}");
        // What is public may be kept by a browser.
        let is_public = path == "/v1/surveys";
        let cache = if is_public {
            "private, no-cache"
        } else {
            "no-store"
        };
        assert_eq!(first.header("cache-control"), cache);
        for known in [tag.clone(), format!("\"x\", W/{tag}"), "*".to_owned()] {
            let again = ask(path, &known).await;
            assert_eq!(again.is(304).body, "");
            assert_eq!(again.header("etag"), tag);
        }
    }
    let tag = ask(&path, "").await.header("etag").to_owned();
    posted(&app, "guest", &vote(&event.code, 5)).await;
    let changed = ask(&path, &tag).await;
    assert_ne!(changed.is(200).header("etag"), tag);
}

#[tokio::test]
async fn surveys_are_listed_with_the_forms_texts() {
    let app = App::enter().await;
    let listed = app.guest().reads("/v1/surveys").await.is(200).json();
    let surveys = listed["surveys"].as_array().expect("surveys");
    let ids: Vec<&Value> = surveys.iter().map(|it| &it["id"]).collect();
    // Surveys that other tests publish come after them.
    assert_eq!(ids[..5], ["guest", "client", "stage", "effort", "site"]);
    let liked = &surveys[0]["questions"][1];
    assert_eq!(
        (&liked["kind"], &liked["several"]),
        (&json!("choice"), &json!(true))
    );
    assert_eq!(liked["options"].as_array().map(Vec::len), Some(6));
    assert_eq!(liked["after"], "enjoyed");
    assert_eq!(surveys[1]["questions"][0]["scale"], json!([0, 10]));
    assert_eq!(surveys[1]["questions"][1]["after"], "nps");
    for survey in surveys {
        let id = survey["id"].as_str().expect("an id");
        for lang in ["ru", "uk", "en"] {
            let form = app.guest().reads(&format!("/s/{id}?lang={lang}")).await;
            let question = &survey["questions"][0]["texts"][lang];
            let mut texts = vec![&survey["title"][lang], &question["text"]];
            texts.extend(question["ends"].as_array().into_iter().flatten());
            for text in texts {
                let text = text.as_str().expect("a text");
                assert!(!text.is_empty());
                form.holds(&text.replace('&', "&amp;"));
            }
        }
    }
}
