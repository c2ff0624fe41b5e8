//! Votes that name an event without its link, and votes past the number of its guests.

use crate::actors::{urlencoded, vote, with};
use crate::app::App;
use crate::client::Client;
use crate::database::{fresh_event, recount_agrees, rows};
use crate::numbers::Numbers;
use crate::open_link::{OpenLink, WINDOW};
use crate::reply::Reply;
use serde_json::{Value, json};

async fn posts(app: &App, vote: &Value) {
    let sent = app.guest().answers("guest", vote).await;
    sent.acknowledged(201, "stored");
}

async fn stored(vote: &Value) -> Value {
    let id = vote["id"].as_str().expect("an id");
    let sql = format!("select source, event, status, flag from response where id = '{id}'");
    rows(&sql).await[0].clone()
}

/// An event's id is in many places, and no secret; its link's code is with those who were given the link.
#[tokio::test]
async fn only_the_code_of_an_open_link_joins_the_headline() {
    let app = App::enter().await;
    let event = fresh_event(&app).await;
    let [by_id, by_code] = [&event.id, &event.code].map(|named| vote(named, 5));
    posts(&app, &by_id).await;
    posts(&app, &by_code).await;
    let accepted = |source: &str| json!({"source": source, "event": event.id, "status": "accepted", "flag": null});
    assert_eq!(stored(&by_id).await, accepted("open"));
    assert_eq!(stored(&by_code).await, accepted("event_link"));
    let filter = format!("survey=guest&event={}", event.id);
    let numbers = Numbers::read(&app, &filter).await;
    let by_link = [("event_link".to_owned(), 1)].into();
    assert_eq!(numbers.headline("guest"), (by_link, false));
    let listed = app
        .director()
        .reads(&format!("/v1/events/{}", event.id))
        .await;
    assert_eq!(listed.is(200).json()["votes"], 1);
    // A correction that brings the code later changes nothing of that.
    let corrected = with(&with(&by_id, "/rev", json!(2)), "/event", json!(event.code));
    let sent = app.guest().answers("guest", &corrected).await;
    sent.acknowledged(200, "replaced");
    assert_eq!(stored(&by_id).await, accepted("open"));
    // A vote of its last day stays the link's when it is corrected on the day after.
    let closed = "state = 'held', date = '2020-01-01'";
    rows(&format!(
        "update event set {closed} where id = '{}'",
        event.id
    ))
    .await;
    let corrected = with(&by_code, "/rev", json!(2));
    let sent = app.guest().answers("guest", &corrected).await;
    sent.acknowledged(200, "replaced");
    assert_eq!(stored(&by_code).await, accepted("event_link"));
    // Of a link that takes no votes the code is worth no more than the id.
    for closed in ["state = 'cancelled'", "state = 'held', date = '2020-01-01'"] {
        rows(&format!(
            "update event set {closed} where id = '{}'",
            event.id
        ))
        .await;
        let late = vote(&event.code, 5);
        posts(&app, &late).await;
        assert_eq!(stored(&late).await, accepted("open"), "{closed}");
    }
    recount_agrees(&app).await;
}

#[tokio::test]
async fn votes_past_the_number_of_guests_are_quarantined_and_the_event_marked() {
    let app = App::enter().await;
    let link = OpenLink::of(&app, 3).await;
    let first = link.vote(1);
    posts(&app, &first).await;
    // Sums count over all windows; tapped votes count once they are confirmed.
    app.passes(WINDOW);
    let tapped = with(&link.vote(1), "/partial", json!(true));
    posts(&app, &tapped).await;
    for _ in 0..2 {
        posts(&app, &link.vote(1)).await;
    }
    let is_marked = async || link.event().await["more_votes_than_guests"].clone();
    assert_eq!(
        (link.votes().await, is_marked().await),
        ((3, 0), json!(false))
    );
    posts(&app, &link.vote(5)).await;
    let confirmed = with(&with(&tapped, "/partial", json!(null)), "/rev", json!(2));
    let sent = app.guest().answers("guest", &confirmed).await;
    sent.acknowledged(200, "replaced");
    assert_eq!(
        (link.votes().await, is_marked().await),
        ((3, 2), json!(true))
    );
    let flag = |of: &str| json!({"source": "event_link", "event": link.id, "status": "quarantined", "flag": of});
    assert_eq!(stored(&tapped).await, flag("over_guests"));
    // Corrections of what was set aside fill no window.
    let n_votes = format!("select n from vote_rate where event = '{}'", link.id);
    let before = rows(&n_votes).await;
    for rev in 3..6 {
        let again = with(&confirmed, "/rev", json!(rev));
        let sent = app.guest().answers("guest", &again).await;
        sent.acknowledged(200, "replaced");
    }
    assert_eq!(rows(&n_votes).await, before);
    // A guest who is counted may correct the answer.
    let corrected = with(
        &with(&first, "/rev", json!(2)),
        "/answers/enjoyed/score",
        json!(4),
    );
    let sent = app.guest().answers("guest", &corrected).await;
    sent.acknowledged(200, "replaced");
    assert_eq!(link.votes().await, (3, 2));
    recount_agrees(&app).await;
    // The director counted more guests, and decides about all at once.
    let cookie = app.director().signs_in().await;
    let page = app
        .get("/director/moderation?lang=ru")
        .header("cookie", &cookie);
    Reply::to(page).await.is(200).holds("data-held=\"guest\"");
    let fields = [
        ("survey", "guest"),
        ("event", link.id.as_str()),
        ("action", "include_all"),
        ("reason", "пришли с друзьями"),
    ];
    let decides = async || {
        let request = app.request("POST", "/director/moderation?lang=ru");
        let request = request
            .header("cookie", &cookie)
            .header("origin", &app.parts.public_url)
            .header("content-type", "application/x-www-form-urlencoded");
        Reply::to(request.body(urlencoded(&fields))).await
    };
    decides().await.is(303);
    decides().await.is(404);
    assert_eq!(link.votes().await, (5, 0));
    recount_agrees(&app).await;
}

/// Votes by the id cannot set aside those of the guests, who have the link.
#[tokio::test]
async fn votes_by_id_fill_no_links_window() {
    let app = App::enter().await;
    let link = OpenLink::of(&app, 10).await;
    let bot = Client::of(&app);
    app.clock().passes_to_next(WINDOW);
    posts(&app, &link.vote(5)).await;
    for _ in 0..61 {
        bot.posts_json(&vote(&link.id, 1)).await.is(201);
    }
    assert_eq!(link.votes().await.0, 1);
    posts(&app, &link.vote(5)).await;
    let sql = format!(
        "select source, status, flag, count(*) as n from response where event = '{}' group by 1, 2, 3 order by 1",
        link.id
    );
    assert_eq!(
        rows(&sql).await,
        [
            json!({"source": "event_link", "status": "accepted", "flag": null, "n": 2}),
            json!({"source": "open", "status": "quarantined", "flag": "burst", "n": 61}),
        ]
    );
    recount_agrees(&app).await;
}

/// The limit of a window is that of the largest number of guests within it.
#[tokio::test]
async fn fewer_guests_quarantine_no_earlier_votes() {
    let app = App::enter().await;
    let link = OpenLink::of(&app, 100).await;
    let guest = Client::of(&app);
    app.clock().passes_to_next(WINDOW);
    for _ in 0..61 {
        guest.posts_json(&link.vote(4)).await.is(201);
    }
    let sets_guests = async |guests: u32| {
        let date = link.event().await["date"].clone();
        let draft = json!({"title": "Юбилей", "date": date, "guests": guests});
        let request = app.request("PUT", &format!("/v1/events/{}", link.id));
        let request = request
            .bearer_auth(&app.parts.token)
            .body(draft.to_string());
        Reply::to(request).await.is(200);
    };
    sets_guests(1).await;
    guest.posts_json(&link.vote(4)).await.is(201);
    assert_eq!(link.votes().await, (61, 1), "past the guests, and no burst");
    recount_agrees(&app).await;
}
