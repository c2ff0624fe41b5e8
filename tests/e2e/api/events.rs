//! Events, as the agency's own system stores them.

use crate::app::{App, fresh};
use crate::database::{day_in_zone, rows};
use crate::link_page::LinkPage;
use crate::reply::Reply;
use serde_json::{Value, json};
use std::time::{SystemTime, UNIX_EPOCH};

/// An id that no other event has.
pub(super) fn fresh_id() -> String {
    format!("e2e-{}", &fresh()[..13])
}

pub(super) fn draft(date: &str) -> Value {
    json!({"title": "Весенний бал", "date": date, "guests": 80, "manager": "manager-1"})
}

pub(super) async fn put(app: &App, id: &str, draft: &Value) -> Reply {
    let request = app.request("PUT", &format!("/v1/events/{id}"));
    let request = request.bearer_auth(&app.parts.token);
    Reply::to(request.body(draft.to_string())).await
}

/// The day so many days from now in the agency's zone.
pub(super) async fn day_from_now(app: &App, days: i64) -> String {
    let zone = app.director().aggregates("survey=guest").await["zone"].clone();
    let zone = zone.as_str().expect("a zone");
    let now = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .expect("after 1970");
    let now_ms = u64::try_from(now.as_millis()).expect("before the year 292278994");
    let today = day_in_zone(now_ms, zone).await;
    // By the calendar: a day has 23 hours, or 25, where clocks are turned. Noon of that day in UTC.
    let noon_ms = now_ms / DAY_MS * DAY_MS + DAY_MS / 2;
    for noon_ms in [noon_ms - DAY_MS, noon_ms, noon_ms + DAY_MS] {
        if day_in_zone(noon_ms, "UTC").await == today {
            let then_ms = noon_ms.checked_add_signed(days * DAY_MS as i64);
            return day_in_zone(then_ms.expect("after 1970"), "UTC").await;
        }
    }
    panic!("no day of UTC near now is {today}");
}

const DAY_MS: u64 = 86_400_000;

/// The path of an event's guest link.
pub(super) fn path_of(event: &Value) -> String {
    let url = event["guest_url"].as_str().expect("a link");
    let (_, code) = url.rsplit_once("/e/").expect("a guest link");
    assert_eq!(code.len(), 12, "{url}");
    format!("/e/{code}")
}

pub(super) async fn stored_event(app: &App, days: i64) -> Value {
    let date = day_from_now(app, days).await;
    put(app, &fresh_id(), &draft(&date)).await.is(201).json()
}

pub(super) fn form(event: &str, score: &str) -> [(&'static str, String); 6] {
    [
        ("id", fresh()),
        ("rev", "1".to_owned()),
        ("version", "1".to_owned()),
        ("channel", "qr".to_owned()),
        ("event", event.to_owned()),
        ("q.enjoyed", score.to_owned()),
    ]
}

/// Sends the form of a link's page, as a browser does.
pub(super) async fn votes(app: &App, path: &str, fields: &[(&'static str, String)]) -> Reply {
    let page = LinkPage::open(app, path).await;
    page.sends(app, fields).await
}

#[tokio::test]
async fn event_is_stored_and_updated() {
    let app = App::enter().await;
    let id = fresh_id();
    let draft = json!({
        "title": " Весенний бал ", "date": "2026-05-16", "kind": "corporate", "format": "банкет",
        "venue": "Лофт на набережной", "client": "client-7", "manager": "manager-1", "guests": 80,
        "zone": "Europe/Moscow", "state": "held",
    });
    let first = put(&app, &id, &draft).await;
    let event = first.is(201).json();
    for (name, value) in draft.as_object().expect("fields") {
        let value = value
            .as_str()
            .map_or(value.clone(), |text| json!(text.trim()));
        assert_eq!(event[name], value, "{name}");
    }
    assert_eq!(event["id"], id);
    assert_eq!(event["guest_link_until"], "2026-05-30");
    assert_eq!(
        (&event["votes"], &event["more_votes_than_guests"]),
        (&json!(0), &json!(false))
    );
    let public = &app.parts.public_url;
    for address in ["guest_url", "qr_svg", "qr_png", "client_url"] {
        let url = event[address].as_str().expect("an address");
        assert!(url.starts_with(public.as_str()), "{url}");
        Reply::to(app.get(&url[public.len()..])).await;
    }
    for lang in ["ru", "uk", "en"] {
        let url = event["email"][lang].as_str().expect("an address");
        let letter = Reply::to(app.get(&url[public.len()..]))
            .await
            .is(200)
            .json();
        assert_eq!(letter["lang"], lang);
        let path = path_of(&event);
        let code = path.trim_start_matches("/e/");
        assert!(letter["body"].as_str().expect("a letter").contains(code));
    }
    let again = put(&app, &id, &draft).await;
    assert_eq!(again.is(200).json(), event, "the same again");
    let replaced = put(&app, &id, &json!({"title": "Бал", "date": "2026-06-01"})).await;
    let replaced = replaced.is(200).json();
    assert_eq!(
        replaced["guest_url"], event["guest_url"],
        "cards are printed"
    );
    assert_eq!(replaced["title"], "Бал");
    assert_eq!(
        (&replaced["guests"], &replaced["state"]),
        (&Value::Null, &json!("planned"))
    );
    let read = app.director().reads(&format!("/v1/events/{id}")).await;
    assert_eq!(read.is(200).json(), replaced);
    let stored = format!("select count(*) as n from event where id = '{id}'");
    assert_eq!(rows(&stored).await[0]["n"], 1);
}

#[tokio::test]
async fn limits_hold_at_their_boundary() {
    let app = App::enter().await;
    for (field, max_chars) in [
        ("title", 200),
        ("kind", 64),
        ("format", 64),
        ("venue", 200),
        ("client", 64),
        ("manager", 64),
    ] {
        let mut event = draft("2026-05-16");
        event[field] = json!("я".repeat(max_chars));
        put(&app, &fresh_id(), &event).await.is(201);
        event[field] = json!("я".repeat(max_chars + 1));
        let reply = put(&app, &fresh_id(), &event).await;
        reply.refused(422, "text_too_long", field);
    }
    for (field, value, code) in [
        ("title", json!("  "), "missing_title"),
        ("date", json!("2026-02-29"), "bad_date"),
        ("date", json!(""), "bad_date"),
        ("guests", json!(-1), "guests_out_of_range"),
        ("guests", json!(100_001), "guests_out_of_range"),
        ("zone", json!("Europe/Atlantis"), "unknown_zone"),
        ("state", json!("over"), "unknown_event_state"),
    ] {
        let mut event = draft("2026-05-16");
        event[field] = value;
        let reply = put(&app, &fresh_id(), &event).await;
        reply.refused(422, code, field);
    }
    for guests in [0, 100_000] {
        let mut event = draft("2026-05-16");
        event["guests"] = json!(guests);
        put(&app, &fresh_id(), &event).await.is(201);
    }
    put(
        &app,
        &"z".repeat(64).replacen("zzzzzzzz", &fresh()[..8], 1),
        &draft("2026-05-16"),
    )
    .await
    .is(201);
    for id in [
        "z".repeat(65),
        "Ev-1".to_owned(),
        "ev_1".to_owned(),
        "ev%2D1".to_owned(),
    ] {
        let reply = put(&app, &id, &draft("2026-05-16")).await;
        reply.refused(422, "bad_event_id", "id");
    }
    let wrong = json!({"title": "", "date": "", "guests": -1, "zone": "x"});
    let reply = put(&app, "Ev-1", &wrong).await;
    let all = reply.is(422).json()["error"]["all"].clone();
    assert_eq!(all.as_array().map(Vec::len), Some(5), "{all}");
    let mut event = draft("2026-05-16");
    event["code"] = json!("111111111111");
    put(&app, &fresh_id(), &event)
        .await
        .refused(400, "not_json", "code");
    event["venue"] = json!("я".repeat(9_000));
    put(&app, &fresh_id(), &event)
        .await
        .refused(413, "too_large", "");
}

#[tokio::test]
async fn only_the_director_reads_and_stores_events() {
    let app = App::enter().await;
    let path = format!("/v1/events/{}", fresh_id());
    let body = draft("2026-05-16").to_string();
    for (method, path) in [
        ("GET", "/v1/events"),
        ("GET", path.as_str()),
        ("PUT", path.as_str()),
    ] {
        let plain = app.request(method, path).body(body.clone());
        Reply::to(plain).await.refused(401, "unauthorized", "");
        let wrong = app.request(method, path).bearer_auth("no-such-token-here");
        Reply::to(wrong.body(body.clone()))
            .await
            .refused(401, "unauthorized", "");
    }
    let cookie = app.director().signs_in().await;
    let request = || {
        app.request("PUT", &path)
            .header("cookie", &cookie)
            .body(body.clone())
    };
    Reply::to(request())
        .await
        .refused(403, "origin_not_allowed", "");
    // The session cookie does not authorize a request of another site, not even of one that may post answers.
    for origin in ["https://stranger.example", &app.parts.demo_url, "null"] {
        let sent = request()
            .header("origin", origin)
            .header("sec-fetch-site", "same-site");
        Reply::to(sent).await.refused(403, "origin_not_allowed", "");
    }
    Reply::to(app.get("/v1/events").header("cookie", &cookie))
        .await
        .is(200);
    let missing = Reply::to(app.get(&path).header("cookie", &cookie)).await;
    missing.refused(404, "unknown_event", "id");
    let ours = request().header("origin", &app.parts.public_url);
    Reply::to(ours).await.is(201);
    let ours = request().header("sec-fetch-site", "same-origin");
    Reply::to(ours).await.is(200);
    let posted = Reply::to(app.request("POST", &path).bearer_auth(&app.parts.token)).await;
    posted.refused(405, "method_not_allowed", "");
    assert!(posted.header("allow").contains("PUT"));
    let elsewhere = Reply::to(app.request("PUT", "/v1/aggregates")).await;
    elsewhere.refused(405, "method_not_allowed", "");
}

#[tokio::test]
async fn more_votes_than_guests_are_flagged() {
    let app = App::enter().await;
    let id = fresh_id();
    let mut event = draft(&day_from_now(&app, 0).await);
    event["guests"] = json!(2);
    let stored = put(&app, &id, &event).await.is(201).json();
    for n in 1..=3 {
        votes(&app, &path_of(&stored), &form("", "5")).await.is(200);
        let sum = app.director().aggregates(&format!("event={id}")).await;
        assert_eq!(sum["more_votes_than_guests"], n > 2, "{sum}");
        let read = app
            .director()
            .reads(&format!("/v1/events/{id}"))
            .await
            .json();
        assert_eq!(read["votes"], n.min(2));
        assert_eq!(read["more_votes_than_guests"], n > 2);
    }
    let all = app.director().aggregates("survey=guest").await;
    assert!(
        all.get("more_votes_than_guests").is_none(),
        "of one event alone"
    );
    event["guests"] = Value::Null;
    put(&app, &id, &event).await.is(200);
    let sum = app.director().aggregates(&format!("event={id}")).await;
    assert!(
        sum.get("more_votes_than_guests").is_none(),
        "nobody counted"
    );
}

#[tokio::test]
async fn event_list_is_paged() {
    let app = App::enter().await;
    let manager = format!("m-{}", fresh_id());
    let mut expected = Vec::new();
    for n in 0..51 {
        let id = fresh_id();
        // Several on a day, so that pages end within one.
        let date = format!("2026-03-{:02}", n / 4 + 1);
        let mut event = draft(&date);
        event["manager"] = json!(manager);
        event["state"] = json!(if n == 0 { "held" } else { "planned" });
        put(&app, &id, &event).await.is(201);
        expected.push((date, id));
    }
    expected.sort();
    expected.reverse();
    let read = |query: String| {
        let app = &app;
        async move {
            app.director()
                .reads(&format!("/v1/events?{query}"))
                .await
                .is(200)
                .json()
        }
    };
    let ids = |page: &Value| -> Vec<String> {
        let events = page["events"].as_array().expect("events");
        events
            .iter()
            .map(|event| event["id"].as_str().expect("an id").to_owned())
            .collect()
    };
    let first = read(format!("manager={manager}")).await;
    let next = first["next"].as_str().expect("another page");
    let second = read(format!("manager={manager}&after={next}")).await;
    assert_eq!((ids(&first).len(), ids(&second).len()), (50, 1));
    assert!(second.get("next").is_none());
    let walked: Vec<String> = ids(&first).into_iter().chain(ids(&second)).collect();
    assert_eq!(
        walked,
        expected
            .iter()
            .map(|(_, id)| id.clone())
            .collect::<Vec<_>>()
    );
    let of_days = read(format!("manager={manager}&from=2026-03-02&to=2026-03-03")).await;
    assert_eq!(ids(&of_days).len(), 8);
    assert!(of_days.get("next").is_none());
    assert_eq!(
        ids(&read(format!("manager={manager}&state=held")).await).len(),
        1
    );
    assert_eq!(
        ids(&read(format!("manager={manager}-nobody")).await).len(),
        0
    );
    for (query, code, field) in [
        ("state=over", "bad_parameter", "state"),
        ("from=2026-02-30", "bad_parameter", "from"),
        ("after=nonsense", "bad_parameter", "after"),
        ("color=red", "bad_parameter", "color"),
        ("from=2026-03-03&to=2026-03-02", "bad_period", "from"),
    ] {
        let reply = app.director().reads(&format!("/v1/events?{query}")).await;
        reply.refused(422, code, field);
    }
}
