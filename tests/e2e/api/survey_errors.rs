//! Survey documents that cannot be published, and the errors returned.

use super::surveys::{edited, example, path, publishes, puts};
use crate::app::App;
use crate::database::rows;
use crate::reply::Reply;
use serde_json::{Value, json};

#[tokio::test]
async fn versions_are_consecutive_and_immutable() {
    let app = App::enter().await;
    let document = example(&app);
    let versions = |n: u32| {
        let mut document = document.clone();
        document["version"] = json!(n);
        document
    };
    let reply = publishes(&app, &versions(2)).await;
    reply.refused(409, "wrong_version", "version");
    assert_eq!(reply.json()["error"]["next"], 1);
    publishes(&app, &document).await.is(201);
    let mut other = document.clone();
    other["title"]["en"] = json!("Another one");
    for wrong in [&other, &versions(3)] {
        let reply = publishes(&app, wrong).await;
        reply.refused(409, "wrong_version", "version");
        assert_eq!(reply.json()["error"]["next"], 2);
        assert!(reply.message().contains('2'), "{}", reply.message());
    }
    // Of many concurrent requests one is published.
    let rivals = (0..8).map(|n| {
        let mut rival = versions(2);
        rival["title"]["en"] = json!(format!("Rival {n}"));
        rival
    });
    let rivals: Vec<Value> = rivals.collect();
    let replies = rivals.iter().map(|rival| publishes(&app, rival));
    let replies = futures_util::future::join_all(replies).await;
    let won: Vec<&Reply> = replies.iter().filter(|reply| reply.status == 201).collect();
    assert_eq!(won.len(), 1);
    for lost in replies.iter().filter(|reply| reply.status != 201) {
        lost.refused(409, "wrong_version", "version");
    }
    let current = app.director().reads(&path(&document)).await;
    assert_eq!(current.is(200).json(), won[0].json());
    // A built-in survey already has a first version.
    let guest = app
        .director()
        .reads("/v1/surveys/guest")
        .await
        .is(200)
        .json();
    publishes(&app, &guest).await.is(200);
    let mut changed = guest.clone();
    changed["version"] = json!(3);
    publishes(&app, &changed)
        .await
        .refused(409, "wrong_version", "version");
}

#[tokio::test]
async fn question_kind_is_permanent() {
    let app = App::enter().await;
    let document = example(&app);
    publishes(&app, &document).await.is(201);
    publishes(&app, &edited(&document)).await.is(201);
    let mut next = edited(&document);
    next["version"] = json!(3);
    next["audience"] = json!("guest");
    next["questions"][2]["id"] = json!("nps");
    let reply = publishes(&app, &next).await;
    reply.refused(422, "audience_changed", "audience");
    // The question had another kind two versions ago.
    let all = &reply.json()["error"]["all"];
    assert_eq!(
        (&all[1]["code"], &all[1]["field"]),
        (&json!("kind_changed"), &json!("questions[2].kind"))
    );
}

#[tokio::test]
async fn every_error_is_reported_in_the_readers_language() {
    let app = App::enter().await;
    let mut document = example(&app);
    let path = path(&document);
    document["id"] = json!("another");
    publishes(&app, &document).await.is(201);
    puts(&app, &path, document.to_string())
        .await
        .refused(422, "id_differs", "id");
    document["title"]["uk"] = json!(null);
    document["questions"][1]["texts"]["uk"]["options"]
        .as_object_mut()
        .expect("names")
        .remove("host");
    document["questions"][3]["colour"] = json!("red");
    for (lang, sentence) in [
        ("ru", "Здесь значение"),
        ("uk", "Тут значення"),
        ("en", "This value"),
    ] {
        let reply = puts(&app, &format!("{path}?lang={lang}"), document.to_string()).await;
        reply.refused(422, "wrong_type", "title.uk");
        assert!(reply.message().starts_with(sentence), "{}", reply.message());
        let all = reply.json()["error"]["all"].clone();
        let fields: Vec<&Value> = all
            .as_array()
            .expect("errors")
            .iter()
            .map(|it| &it["field"])
            .collect();
        assert_eq!(
            fields,
            [
                "title.uk",
                "questions[1].texts.uk.options.host",
                "questions[3].colour"
            ]
        );
    }
    puts(&app, &path, "{".to_owned())
        .await
        .refused(400, "not_json", "");
    puts(&app, &path, "[]".to_owned())
        .await
        .refused(422, "wrong_type", "");
    // At the limit of a document's size, and one byte past it.
    let padded = |n: usize| {
        let text = document.to_string();
        let space = " ".repeat(n - text.len());
        format!("{text}{space}")
    };
    puts(&app, &path, padded(64 * 1024))
        .await
        .refused(422, "wrong_type", "");
    puts(&app, &path, padded(64 * 1024 + 1))
        .await
        .refused(413, "too_large", "");
}

#[tokio::test]
async fn two_hundred_versions_are_the_limit() {
    let app = App::enter_alone().await;
    let document = example(&app);
    // Versions that no isolate has cached.
    rows(
        "with recursive n (i) as (
            select count(*) + 1 from survey_version union all select i + 1 from n where i < 199
        )
        insert into survey_version (number, survey, version, document, published_at_ms)
        select -i, 'filler', i, '{}', 0 from n",
    )
    .await;
    publishes(&app, &document).await.is(201);
    let past = example(&app);
    publishes(&app, &past)
        .await
        .refused(409, "too_many_versions", "version");
    // Every existing version is returned all the same.
    publishes(&app, &document).await.is(200);
    rows("delete from survey_version where number < 0").await;
    publishes(&app, &past).await.is(201);
}
