//! `GET /v1/aggregates` equals the posted submissions, by every filter and grouping.

use crate::actors::{vote, with};
use crate::app::{App, fresh};
use crate::database::{Event, fresh_event};
use crate::numbers::{Numbers, scores, tally_of};
use crate::reply::Reply;
use futures_util::future::join_all;
use serde_json::{Value, json};
use std::collections::BTreeMap;

const SEED: u64 = 42;
const POSTS: usize = 260;
const AT_ONCE: usize = 13;

/// A survey in the random data: its first question and the scale of that question.
const SURVEYS: [(&str, &str, std::ops::RangeInclusive<i64>); 5] = [
    ("guest", "enjoyed", 1..=5),
    ("client", "nps", 0..=10),
    ("stage", "satisfied", 1..=5),
    ("effort", "ease", 1..=7),
    ("site", "found", 1..=5),
];
const TOUCHPOINTS: [&str; 4] = ["consult", "event", "after", "search"];
const CHANNELS: [&str; 5] = ["email", "sms", "messenger", "qr", "site"];
const LOCALES: [&str; 3] = ["ru", "uk", "en"];

/// One random submission, with the agency's data about its event.
struct Post {
    survey: &'static str,
    question: &'static str,
    score: i64,
    known: Option<Event>,
    body: Value,
}

impl Post {
    fn random(random: &mut fastrand::Rng, events: &[Event]) -> Post {
        let (survey, question, scale) = SURVEYS[random.usize(..SURVEYS.len())].clone();
        let score = random.i64(scale);
        let known = match random.u8(..4) {
            0 => None,
            _ => Some(events[random.usize(..events.len())].clone()),
        };
        // Half of the submissions without a known event name an event that the agency does not have.
        let named = match &known {
            Some(event) => json!(event.code),
            None if random.bool() => json!(format!("lost-{}", random.u8(..4))),
            None => Value::Null,
        };
        let mut body = json!({
            "id": fresh(), "rev": 1, "version": 1,
            "lang": LOCALES[random.usize(..3)],
            "touchpoint": TOUCHPOINTS[random.usize(..4)],
            "channel": CHANNELS[random.usize(..5)],
            "answers": {question: {"score": score}},
        });
        if !named.is_null() {
            body["event"] = named;
        }
        Post {
            survey,
            question,
            score,
            known,
            body,
        }
    }

    /// The value of a dimension, as grouping names it.
    fn dimension(&self, name: &str) -> String {
        let event = self.known.as_ref();
        match name {
            "survey" => self.survey.to_owned(),
            "audience" => match self.survey {
                "guest" => "guest".to_owned(),
                "site" => "visitor".to_owned(),
                _ => "client".to_owned(),
            },
            "event" => event.map_or_else(String::new, |event| event.id.clone()),
            "manager" => event.map_or_else(String::new, |event| event.manager.clone()),
            "client" => event.map_or_else(String::new, |event| event.client.clone()),
            "question" => self.question.to_owned(),
            "touchpoint" | "channel" => self.body[name].as_str().unwrap_or_default().to_owned(),
            "locale" => self.body["lang"].as_str().unwrap_or_default().to_owned(),
            other => panic!("no dimension {other}"),
        }
    }
}

/// A query: filters, and the dimension to group by or an empty one.
type Query<'a> = (Vec<(&'a str, String)>, &'a str);

fn address((filters, group_by): &Query<'_>) -> String {
    let mut pairs: Vec<String> = filters
        .iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    if !group_by.is_empty() {
        pairs.push(format!("group_by={group_by}"));
    }
    pairs.join("&")
}

/// How often each score was posted, by group, survey, source and question. Counted here, without product code.
fn counted(
    posts: &[Post],
    (filters, group_by): &Query<'_>,
) -> BTreeMap<String, BTreeMap<i64, u64>> {
    let mut counted: BTreeMap<String, BTreeMap<i64, u64>> = BTreeMap::new();
    for post in posts {
        if filters
            .iter()
            .all(|(name, value)| post.dimension(name) == *value)
        {
            let dimensions = group_by.split(',').filter(|name| !name.is_empty());
            let keys: Vec<String> = dimensions.map(|name| post.dimension(name)).collect();
            let group = keys.join("+");
            let source = if post.known.is_some() {
                "event_link"
            } else {
                "open"
            };
            let key = format!("{group}/{}/{source}/{}", post.survey, post.question);
            *counted
                .entry(key)
                .or_default()
                .entry(post.score)
                .or_default() += 1;
        }
    }
    counted
}

fn queries(events: &[Event]) -> Vec<Query<'static>> {
    let one = |name, value: &str| vec![(name, value.to_owned())];
    let mut queries: Vec<Query<'static>> = Vec::new();
    for (survey, _, _) in SURVEYS {
        queries.push((one("survey", survey), ""));
    }
    for audience in ["guest", "client", "visitor"] {
        queries.push((one("audience", audience), ""));
        for group in [
            "survey",
            "event",
            "touchpoint",
            "manager",
            "channel",
            "locale",
            "client",
            "audience",
            "manager,question",
            "touchpoint,event",
            "channel,locale",
        ] {
            queries.push((one("audience", audience), group));
        }
    }
    for (filter, value) in [
        ("event", events[0].id.as_str()),
        ("touchpoint", "after"),
        ("manager", &events[1].manager),
        ("client", &events[2].client),
        ("channel", "qr"),
        ("locale", "uk"),
    ] {
        let mut filters = one("survey", "client");
        filters.push((filter, value.to_owned()));
        queries.push((filters.clone(), ""));
        filters.push(("touchpoint", "event".to_owned()));
        filters.dedup_by_key(|(name, _)| *name);
        queries.push((filters, "channel"));
    }
    queries
}

/// Runs alone: the numbers after minus the numbers before are those of this test's submissions.
#[tokio::test]
async fn numbers_equal_the_posted_votes() {
    let app = App::enter_alone().await;
    let mut random = fastrand::Rng::with_seed(SEED);
    let mut events = Vec::new();
    for _ in 0..6 {
        events.push(fresh_event(&app).await);
    }
    let posts: Vec<Post> = (0..POSTS)
        .map(|_| Post::random(&mut random, &events))
        .collect();
    let queries = queries(&events);
    let mut before = Vec::new();
    for query in &queries {
        before.push(Numbers::read(&app, &address(query)).await);
    }
    let guest = app.guest();
    for batch in posts.chunks(AT_ONCE) {
        for reply in join_all(
            batch
                .iter()
                .map(|post| guest.answers(post.survey, &post.body)),
        )
        .await
        {
            reply.acknowledged(201, "stored");
        }
    }
    for (query, before) in queries.iter().zip(before) {
        let after = Numbers::read(&app, &address(query)).await;
        after.scores_follow_from_counts();
        assert_eq!(
            after.difference_to(&before),
            counted(&posts, query),
            "{}",
            address(query)
        );
    }
}

#[tokio::test]
async fn sources_are_counted_separately() {
    let app = App::enter().await;
    let event = fresh_event(&app).await;
    app.guest()
        .answers("guest", &vote(&event.code, 5))
        .await
        .acknowledged(201, "stored");
    let site = with(&vote("", 1), "/event", Value::Null);
    app.guest()
        .answers("guest", &site)
        .await
        .acknowledged(201, "stored");
    let numbers = Numbers::read(&app, &format!("survey=guest&event={}", event.id)).await;
    assert_eq!(numbers.question("event_link", "enjoyed").n, 1);
    assert_eq!(numbers.question("open", "enjoyed").n, 0);
    let all = Numbers::read(&app, "survey=guest").await;
    for source in ["event_link", "open"] {
        assert!(all.question(source, "enjoyed").n >= 1, "{source}");
    }
    let (parts, is_verified) = numbers.headline("guest");
    assert_eq!(parts, [("event_link".to_owned(), 1)].into());
    assert!(!is_verified, "by a link that everybody has");
}

#[tokio::test]
async fn days_are_days_of_receipt() {
    let app = App::enter().await;
    let event = fresh_event(&app).await;
    app.guest()
        .answers("guest", &vote(&event.code, 4))
        .await
        .acknowledged(201, "stored");
    let sql = "select day, received_at_ms from response where event";
    let rows = crate::database::rows(&format!("{sql} = '{}'", event.id)).await;
    let day = rows[0]["day"].as_str().expect("a day").to_owned();
    let received_at_ms = rows[0]["received_at_ms"].as_u64().expect("a time");
    let zone = Numbers::read(&app, "survey=guest").await.zone();
    assert_eq!(
        day,
        crate::database::day_in_zone(received_at_ms, &zone).await
    );
    let filter = |period: String| format!("survey=guest&event={}&{period}", event.id);
    for (period, n) in [
        (format!("from={day}&to={day}"), 1),
        (format!("from={day}"), 1),
        (format!("to={day}"), 1),
        ("from=2020-01-01&to=2020-12-31".to_owned(), 0),
        ("to=2020-12-31".to_owned(), 0),
    ] {
        let numbers = Numbers::read(&app, &filter(period.clone())).await;
        assert_eq!(numbers.question("event_link", "enjoyed").n, n, "{period}");
    }
}

/// Checks that a query is refused.
async fn check_refused(query: &str, code: &str, field: &str) {
    let app = App::enter().await;
    let reply = app
        .director()
        .reads(&format!("/v1/aggregates?{query}"))
        .await;
    reply.refused(422, code, field);
}

#[tokio::test]
async fn invalid_queries_are_refused() {
    check_refused(
        "survey=guest&from=2026-02-02&to=2026-02-01",
        "bad_period",
        "from",
    )
    .await;
    check_refused("survey=guest&from=2026-02-30", "bad_parameter", "from").await;
    check_refused("survey=guest&to=yesterday", "bad_parameter", "to").await;
    check_refused("survey=guest&group_by=colour", "bad_parameter", "group_by").await;
    check_refused("audience=staff", "bad_parameter", "audience").await;
    check_refused(
        "survey=guest&touchpoint=dance",
        "bad_parameter",
        "touchpoint",
    )
    .await;
    check_refused("survey=guest&channel=pigeon", "bad_parameter", "channel").await;
    check_refused("survey=guest&locale=xx", "bad_parameter", "locale").await;
    check_refused("survey=guest&question=enjoied", "bad_parameter", "question").await;
}

#[tokio::test]
async fn a_survey_that_is_not_there() {
    let app = App::enter().await;
    let reply = app.director().reads("/v1/aggregates?survey=nosuch").await;
    reply.refused(404, "unknown_survey", "survey");
}

#[tokio::test]
async fn only_the_director_reads_them() {
    let app = App::enter().await;
    let path = "/v1/aggregates?survey=guest";
    Reply::to(app.get(path))
        .await
        .refused(401, "unauthorized", "");
    let token = &app.parts.token;
    for header in [
        "Bearer",
        "Bearer ",
        "Bearer wrong",
        &format!("Basic {token}"),
        token,
        &format!("Bearer {token}x"),
    ] {
        let reply = Reply::to(app.get(path).header("authorization", header)).await;
        reply.refused(401, "unauthorized", "");
    }
}

#[tokio::test]
async fn event_without_votes_has_no_numbers() {
    let app = App::enter().await;
    let event = fresh_event(&app).await;
    assert_eq!(
        tally_of(&app, "guest", &event.id).await,
        scores("enjoyed", &[])
    );
}
