//! Who says what guests depend on in an event: a manager, until it is settled; the agency's own system over the manager; the
//! director always.

use super::events::{day_from_now, fresh_id};
use super::forging::Manager;
use crate::actors::{vote, with};
use crate::app::App;
use crate::database::{rows, token};
use crate::reply::Reply;
use serde_json::{Value, json};

#[tokio::test]
async fn only_the_director_changes_what_guests_depend_on() {
    let app = App::enter().await;
    let manager = Manager::of(&app).await;
    let today = day_from_now(&app, 0).await;
    let draft = |date: &str, guests: Option<i64>, state: &str| {
        let mut draft = json!({
            "title": "Праздник", "date": date, "manager": manager.event.manager, "state": state,
            "client": manager.event.client,
        });
        draft["guests"] = json!(guests);
        draft
    };
    let sql = format!("select date from event where id = '{}'", manager.event.id);
    let stored = rows(&sql).await[0]["date"]
        .as_str()
        .expect("a day")
        .to_owned();
    let path = manager.path();
    for (date, guests, state, field) in [
        (stored.as_str(), Some(1), "planned", "guests"),
        (&stored, Some(10_000), "planned", "guests"),
        (&stored, None, "planned", "guests"),
        ("2020-01-01", Some(80), "planned", "date"),
        ("2036-01-01", Some(80), "planned", "date"),
        (&stored, Some(80), "cancelled", "state"),
    ] {
        let reply = manager
            .sends("PUT", &path, &draft(date, guests, state))
            .await;
        reply.refused(409, "event_settled", field);
    }
    let other_client = with(
        &draft(&stored, Some(80), "planned"),
        "/client",
        json!("another"),
    );
    let reply = manager.sends("PUT", &path, &other_client).await;
    reply.refused(409, "event_settled", "client");
    // Everything else is the manager's to say.
    let held = manager
        .sends("PUT", &path, &draft(&stored, Some(80), "held"))
        .await;
    assert_eq!(held.is(200).json()["title"], "Праздник");
    let by_director = app.request("PUT", &path).bearer_auth(&app.parts.token);
    let other = draft(&today, Some(70), "cancelled").to_string();
    Reply::to(by_director.body(other)).await.is(200);
    let revived = manager
        .sends("PUT", &path, &draft(&today, Some(70), "held"))
        .await;
    revived.refused(409, "event_settled", "state");

    // An event to come is planned freely, but not into the past, until somebody is invited.
    let path = format!("/v1/events/{}", fresh_id());
    let [near, far] = [day_from_now(&app, 20).await, day_from_now(&app, 40).await];
    let sends = async |date: &str, guests, state: &str| {
        manager
            .sends("PUT", &path, &draft(date, Some(guests), state))
            .await
    };
    sends(&near, 80, "planned").await.is(201);
    sends(&far, 60, "cancelled").await.is(200);
    sends(&near, 50, "planned").await.is(200);
    let past = sends(&today, 50, "planned").await;
    past.refused(409, "event_settled", "date");
    // The manager's own invites, and what is set aside, settle nothing; the agency's do.
    let order = json!({"references": ["c-1"]});
    let invites = format!("{path}/invites?survey=client");
    manager.sends("POST", &invites, &order).await.is(200);
    sends(&near, 49, "planned").await.is(200);
    manager.agency_invites(&path).await;
    let lowered = sends(&near, 48, "planned").await;
    lowered.refused(409, "event_settled", "guests");
    // An answer that only names the event's id settles nothing; one through its link does.
    let path = format!("/v1/events/{}", fresh_id());
    let stored = manager
        .sends("PUT", &path, &draft(&near, Some(80), "planned"))
        .await;
    let stored = stored.is(201).json();
    let (_, code) = stored["guest_url"]
        .as_str()
        .expect("a link")
        .rsplit_once('/')
        .expect("a path");
    let scanner = app.request("POST", "/v1/responses?survey=guest");
    let scanner = scanner.header("user-agent", "bingbot/2.0");
    Reply::to(scanner.body(vote(code, 5).to_string()))
        .await
        .is(201);
    for (event, status) in [(stored["id"].as_str().expect("an id"), 200), (code, 409)] {
        let sent = app.guest().answers("guest", &vote(event, 5)).await;
        sent.acknowledged(201, "stored");
        let guests = if status == 200 { 70 } else { 60 };
        let lowered = draft(&near, Some(guests), "planned");
        manager.sends("PUT", &path, &lowered).await.is(status);
    }
    let with_more = with(&draft(&near, Some(70), "planned"), "/title", json!("Иначе"));
    let reply = manager.sends("PUT", &path, &with_more).await;
    assert_eq!(reply.is(200).json()["title"], "Иначе");
}

/// Who enters an event before the agency's own system does keeps that system from nothing, whatever settled the event.
#[tokio::test]
async fn a_managers_event_gives_way_to_the_agencys() {
    let app = App::enter().await;
    let manager = Manager::of(&app).await;
    let [today, near] = [day_from_now(&app, 0).await, day_from_now(&app, 20).await];
    let path = format!("/v1/events/{}", fresh_id());
    let own = json!({"title": "Занято", "date": today, "guests": 1, "client": "чужой"});
    manager.sends("PUT", &path, &own).await.is(201);
    let order = json!({"references": ["c-1"]});
    let invites = format!("{path}/invites?survey=client");
    manager.sends("POST", &invites, &order).await.is(200);
    let puts = async |event: &Value| manager.system_puts(&path, event).await;
    let agencys = json!({
        "title": "Юбилей", "date": near, "guests": 120, "client": "c-9", "manager": "Ольга",
    });
    let stored = puts(&agencys).await.is(200).json();
    for (field, value) in agencys.as_object().expect("an object") {
        assert_eq!(&stored[field], value);
    }
    // A vote by its guest link does not bind the agency's system.
    let (_, code) = stored["guest_url"]
        .as_str()
        .expect("a link")
        .rsplit_once('/')
        .expect("a path");
    let sent = app.guest().answers("guest", &vote(code, 5)).await;
    sent.acknowledged(201, "stored");
    // Now it is the agency's: no longer this manager's, and once it is settled, its fields are the director's alone.
    manager.sends("PUT", &path, &own).await.is(403);
    let fewer = with(&agencys, "/guests", json!(100));
    puts(&fewer).await.is(200);
    manager.agency_invites(&path).await;
    let again = puts(&agencys).await;
    again.refused(409, "event_settled", "guests");
    // A manager's change of the agency's event does not make it the manager's.
    let event = &manager.event;
    let sql = format!(
        "select title, date, guests, client, manager from event where id = '{}'",
        event.id
    );
    let mut theirs = rows(&sql).await[0].clone();
    theirs["title"] = json!("Иначе");
    manager.sends("PUT", &manager.path(), &theirs).await.is(200);
    theirs["guests"] = json!(7);
    let reply = manager.system_puts(&manager.path(), &theirs).await;
    reply.refused(409, "event_settled", "guests");
    // Each change is in the audit log.
    let id = path.rsplit_once('/').expect("a path").1;
    let logged =
        format!("select action from audit where subject = '{id}' and action like 'event%'");
    let actions = rows(&logged).await;
    assert_eq!(
        actions,
        ["event_created", "event_changed", "event_changed"].map(|action| json!({"action": action}))
    );
}

/// Before it is settled a manager changes the agency's event; the agency's system gives it back what it was, also once the
/// event is settled.
#[tokio::test]
async fn the_agencys_system_restores_what_a_manager_changed() {
    let app = App::enter().await;
    let manager = Manager::of(&app).await;
    let [near, far] = [day_from_now(&app, 20).await, day_from_now(&app, 40).await];
    let true_event = json!({
        "title": "Юбилей", "date": far, "guests": 120, "client": "c-9", "format": "банкет",
        "manager": manager.event.manager, "state": "planned",
    });
    for (field, wrong) in [
        ("guests", json!(1)),
        ("date", json!(near)),
        ("client", json!("другой")),
        ("format", json!("другой")),
        ("state", json!("cancelled")),
    ] {
        let path = format!("/v1/events/{}", fresh_id());
        let puts = async || manager.system_puts(&path, &true_event).await;
        puts().await.is(201);
        let changed = with(&true_event, &format!("/{field}"), wrong.clone());
        manager.sends("PUT", &path, &changed).await.is(200);
        manager.agency_invites(&path).await;
        let back = manager.sends("PUT", &path, &true_event).await;
        back.refused(409, "event_settled", field);
        let restored = puts().await.is(200).json();
        assert_eq!(restored[field], true_event[field]);
        let changed = manager.sends("PUT", &path, &changed).await;
        changed.refused(409, "event_settled", field);
    }
}

/// A manager's events are more to read for the numbers of all.
#[tokio::test]
async fn a_manager_enters_five_hundred_events_at_most() {
    let app = App::enter().await;
    let run = fresh_id();
    let name = &format!("manager {run}");
    let token = token("manager", name).await;
    rows(&format!(
        "insert into event (id, title, date, kind, manager, client, zone, entered_by)
         with recursive row (i) as (select 1 union all select i + 1 from row where i < 499)
         select '{run}-' || i, 'Бал', date('now', '-' || i || ' days'), '', '{name}', '7', 'UTC', 'manager' from row"
    ))
    .await;
    let date = day_from_now(&app, 20).await;
    let enters = async || {
        let path = format!("/v1/events/{}", fresh_id());
        let event = json!({"title": "Бал", "date": date}).to_string();
        let request = app.request("PUT", &path).bearer_auth(&token);
        Reply::to(request.body(event)).await
    };
    enters().await.is(201);
    enters().await.refused(409, "too_many_events", "");
    // What was refused is not in the audit log.
    let entered =
        "select count(*) as n from audit where action = 'event_created' and actor = 'token'";
    let of_token = format!("{entered} and token = (select id from token where manager = '{name}')");
    assert_eq!(rows(&of_token).await, [json!({"n": 1})]);
    // What the agency has stored too is no longer the manager's own.
    rows(&format!(
        "update event set entered_by = 'agency' where id = '{run}-1'"
    ))
    .await;
    enters().await.is(201);
}
