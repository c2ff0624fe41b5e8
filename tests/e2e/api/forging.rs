//! What a manager's token cannot do to the numbers that judge the manager: neither make answers nor hide them.

use super::events::{day_from_now, fresh_id};
use crate::actors::{callback, fresh_phone, vote, with};
use crate::app::{App, fresh};
use crate::database::{Event, fresh_event, rows, token};
use crate::invites::{Invited, code_of};
use crate::numbers::Numbers;
use crate::reply::Reply;
use serde_json::{Value, json};
use std::time::Duration;

/// A manager with a token, and an event of that manager.
struct Manager<'w> {
    app: &'w App,
    token: String,
    event: Event,
}

impl<'w> Manager<'w> {
    async fn of(app: &'w App) -> Manager<'w> {
        let event = fresh_event(app).await;
        let token = token("manager", &event.manager).await;
        Manager { app, token, event }
    }

    async fn reads(&self, path: &str) -> Reply {
        Reply::to(self.app.get(path).bearer_auth(&self.token)).await
    }

    async fn sends(&self, method: &str, path: &str, body: &Value) -> Reply {
        let request = self.app.request(method, path).bearer_auth(&self.token);
        Reply::to(request.body(body.to_string())).await
    }

    /// By the director, to a client of the event.
    async fn agency_invites(&self, event: &str) {
        let request = self
            .app
            .request("POST", &format!("{event}/invites?survey=client"));
        let request = request.bearer_auth(&self.app.parts.token);
        let order = json!({"references": ["c-7"]});
        Reply::to(request.body(order.to_string())).await.is(200);
    }

    fn path(&self) -> String {
        format!("/v1/events/{}", self.event.id)
    }

    fn invites(&self, query: &str) -> String {
        format!("{}/invites?survey=client{query}", self.path())
    }

    fn invited(&self) -> Invited<'w> {
        Invited {
            id: self.event.id.clone(),
            app: self.app,
        }
    }
}

/// A client's answer through an invite.
fn answer(code: &str, nps: i64) -> Value {
    json!({
        "id": fresh(), "rev": 1, "version": 1, "lang": "ru", "invite": code, "user_activation": true,
        "answers": {"nps": {"score": nps}},
    })
}

/// The scores of the answers that count, by source.
async fn counted(event: &str) -> Vec<Value> {
    let sql = format!(
        "select r.source, a.score from response as r join answer as a on a.response = r.id
         where r.event = '{event}' and a.question = 'nps' and r.status = 'accepted' order by 1, 2"
    );
    rows(&sql).await
}

#[tokio::test]
async fn links_are_shown_once_to_their_issuer_and_to_the_director() {
    let app = App::enter().await;
    let manager = Manager::of(&app).await;
    let role = |role: &'static str| async move { token(role, "").await };
    let integration = role("integration").await;
    let [answered, _open] = manager.invited().codes_for("client", ["c-1", "c-2"]).await;
    let sent = app.guest().answers("client", &answer(&answered, 0)).await;
    sent.acknowledged(201, "stored");
    let list = manager.invites("&answered=all");
    let seen = "ref,issuer,status\r\nc-1,agency,answered\r\nc-2,agency,open\r\n";
    assert_eq!(manager.reads(&list).await.is(200).body, seen);
    let by_integration = Reply::to(app.get(&list).bearer_auth(&integration)).await;
    assert_eq!(by_integration.is(200).body, seen);
    let by_director = app.director().reads(&list).await;
    by_director.is(200).holds(&format!("/r/{answered}\r\n"));
    // An order for the same people is answered without the agency's links.
    let order = json!({"references": ["c-1", "c-2"]});
    app.passes(Duration::from_secs(11 * 60));
    let again = app.request("POST", &manager.invites(""));
    let again = Reply::to(again.bearer_auth(&integration).body(order.to_string())).await;
    assert_eq!(again.is(200).body, "ref,url\r\nc-1,\r\nc-2,\r\n");
    let own = manager.sends("POST", &manager.invites(""), &order).await;
    let own = own.is(200).body.clone();
    assert!(
        own.contains("c-1,http") && !own.contains(&answered),
        "{own}"
    );
    // A repeated order gets the same links for ten minutes, and then no more.
    let repeated = manager.sends("POST", &manager.invites(""), &order).await;
    assert_eq!(repeated.is(200).body, own);
    app.passes(Duration::from_secs(11 * 60));
    let late = manager.sends("POST", &manager.invites(""), &order).await;
    assert_eq!(late.is(200).body, "ref,url\r\nc-1,\r\nc-2,\r\n");
}

#[tokio::test]
async fn invites_that_a_manager_issued_join_no_headline() {
    let app = App::enter().await;
    let manager = Manager::of(&app).await;
    let [code] = manager.invited().codes_for("client", ["c-1"]).await;
    let sent = app.guest().answers("client", &answer(&code, 0)).await;
    sent.acknowledged(201, "stored");
    let order = json!({"references": ["c-1", "c-2", "c-3"]});
    let issued = manager.sends("POST", &manager.invites(""), &order).await;
    app.passes(Duration::from_secs(60));
    for line in issued.is(200).body.lines().skip(1) {
        let own = code_of(line);
        let sent = app.guest().answers("client", &answer(&own, 10)).await;
        sent.acknowledged(201, "stored");
    }
    let filter = format!("survey=client&event={}", manager.event.id);
    let numbers = Numbers::read(&app, &filter).await;
    let invited = [("invite".to_owned(), 1)].into();
    assert_eq!(numbers.headline("client"), (invited, true));
    assert_eq!(numbers.question("invite", "nps").score, Some(-100.0));
    assert_eq!(numbers.question("manager_invite", "nps").n, 3);
    let report = app.director().aggregates(&filter).await;
    let rates = report["groups"][0]["response_rates"].clone();
    assert_eq!(rates[0]["of"], 1, "{rates}");
    // The letter's time is the director's: an answer from before it is quarantined.
    let late = json!({"references": ["c-4"], "sent_at_ms": 4_000_000_000_000_i64});
    let late = manager.sends("POST", &manager.invites(""), &late).await;
    late.refused(422, "bad_time", "sent_at_ms");
    let past = json!({"references": ["c-4"], "sent_at_ms": 1_700_000_000_000_i64});
    let past = manager.sends("POST", &manager.invites(""), &past).await;
    past.refused(403, "director_only", "sent_at_ms");
    let revoked = manager.invites("&reference=c-1");
    let revoked = manager.sends("DELETE", &revoked, &json!(null)).await;
    revoked.refused(403, "forbidden", "");
}

/// Whoever knows a link can send through it; whether it is the same person, browser and network tell.
#[tokio::test]
async fn a_low_answer_that_changes_elsewhere_is_kept_until_the_director_decides() {
    let mut app = App::enter().await;
    let event = fresh_event(&app).await;
    let codes = {
        let invited = Invited {
            id: event.id.clone(),
            app: &app,
        };
        invited.codes_for("client", ["a", "b", "own"]).await
    };
    for code in &codes {
        let sent = app.guest().answers("client", &answer(code, 2)).await;
        sent.acknowledged(201, "stored");
    }
    app.passes(Duration::from_secs(60));
    // The same browser in the same network corrects its answer.
    let own = app.guest().answers("client", &answer(&codes[2], 7)).await;
    own.acknowledged(200, "replaced");
    app.moves();
    // Another answer that is low instead makes it no less of a change.
    let mut half = answer(&codes[1], 10);
    half["answers"]["satisfied"] = json!({"score": 1});
    let sent = app.guest().answers("client", &half).await;
    sent.acknowledged(200, "replaced");
    app.passes(Duration::from_secs(60));
    for code in &codes[..2] {
        // Not by the detour of another low answer either.
        for nps in [1, 10] {
            let sent = app.guest().answers("client", &answer(code, nps)).await;
            sent.acknowledged(200, "replaced");
            app.passes(Duration::from_secs(60));
        }
    }
    let scores = |scores: [i64; 3]| {
        scores
            .map(|score| json!({"source": "invite", "score": score}))
            .to_vec()
    };
    assert_eq!(counted(&event.id).await, scores([1, 1, 7]));
    let page = app.director().reads("/director/moderation?lang=ru").await;
    let ids = format!(
        "select id, invite from response where event = '{}'",
        event.id
    );
    let ids = rows(&ids).await;
    let id_of = |code: &str| {
        let found = ids.iter().find(|row| row["invite"] == code);
        found.expect("a response")["id"]
            .as_str()
            .expect("an id")
            .to_owned()
    };
    let [a, b, own] = [0, 1, 2].map(|index: usize| id_of(&codes[index]));
    let page = page.is(200);
    for id in [&a, &b] {
        page.holds(&format!("data-correction=\"{id}\""));
    }
    assert!(
        !page.body.contains(&own),
        "the person's own correction counts"
    );
    let cookie = app.director().signs_in().await;
    let decides = async |id: &str, action: &str, reason: &str| {
        let fields = [("id", id), ("action", action), ("reason", reason)];
        let request = app.request("POST", "/director/moderation?lang=ru");
        let request = request
            .header("cookie", &cookie)
            .header("origin", &app.parts.public_url)
            .header("content-type", "application/x-www-form-urlencoded");
        Reply::to(request.body(crate::actors::urlencoded(&fields))).await
    };
    decides(&a, "adopt", " ").await.is(422);
    decides(&a, "adopt", "позвонили клиенту").await.is(303);
    decides(&b, "decline", "клиент не исправлял").await.is(303);
    decides(&b, "decline", "ещё раз").await.is(404);
    assert_eq!(counted(&event.id).await, scores([1, 7, 10]));
    crate::database::recount_agrees(&app).await;
    let log = format!(
        "select action, reason from moderation where response in ('{a}', '{b}') order by 1"
    );
    let log = rows(&log).await;
    assert_eq!(
        log[0],
        json!({"action": "adopt", "reason": "позвонили клиенту"})
    );
    assert_eq!(
        log[1],
        json!({"action": "decline", "reason": "клиент не исправлял"})
    );
    let after = app.director().reads("/director/moderation?lang=ru").await;
    assert!(
        !after.is(200).body.contains("data-correction=\"") || {
            ![&a, &b].iter().any(|id| after.body.contains(id.as_str()))
        }
    );
}

/// Who knows the id of a callback can correct and cancel it.
#[tokio::test]
async fn managers_read_no_ids_of_callbacks() {
    let app = App::enter().await;
    let manager = Manager::of(&app).await;
    let [earlier, request] = [(); 2].map(|()| callback(&fresh_phone()));
    for request in [&earlier, &request] {
        app.visitor().asks_for_a_call(request).await.is(201);
    }
    let id = request["id"].as_str().expect("an id");
    let seen = manager.reads("/v1/callbacks?limit=1").await;
    let seen = seen.is(200);
    assert!(!seen.body.contains(id), "{}", seen.body);
    let next = seen.json()["next"].as_str().map(str::to_owned);
    let next = next.expect("a second page");
    manager
        .reads(&format!("/v1/callbacks?limit=1&after={next}"))
        .await
        .is(200);
    let own = app.director().reads("/v1/callbacks").await;
    own.is(200).holds(id);
}

/// Who knows the id of an open link's response can correct it, so that lists do not tell it.
#[tokio::test]
async fn managers_read_no_ids_of_responses() {
    let app = App::enter().await;
    let manager = Manager::of(&app).await;
    let mut ids = Vec::new();
    for score in [1, 2, 3] {
        let vote = vote(&manager.event.code, score);
        let sent = app.guest().answers("guest", &vote).await;
        sent.acknowledged(201, "stored");
        ids.push(vote["id"].as_str().expect("an id").to_owned());
    }
    let query = format!("event={}", manager.event.id);
    let mut seen = String::new();
    for path in [
        format!("/v1/responses?{query}&limit=2"),
        format!("/v1/export.csv?{query}"),
        format!("/v1/export.jsonl?{query}"),
    ] {
        seen += &manager.reads(&path).await.is(200).body;
    }
    for id in &ids {
        assert!(!seen.contains(id.as_str()), "{seen}");
    }
    let page = format!("/v1/responses?{query}&limit=2");
    let first = manager.reads(&page).await.is(200).json();
    let next = first["next"].as_str().expect("a next page");
    let second = manager.reads(&format!("{page}&after={next}")).await;
    let second = second.is(200).json();
    let of = |page: &Value| -> Vec<String> {
        let responses = page["responses"].as_array().expect("responses").iter();
        responses.map(|it| it["id"].to_string()).collect()
    };
    let mut pseudonyms = [of(&first), of(&second)].concat();
    pseudonyms.sort();
    pseudonyms.dedup();
    assert_eq!(pseudonyms.len(), 3, "{first} {second}");
    let own = app
        .director()
        .reads(&format!("/v1/responses?{query}"))
        .await;
    let own = own.is(200).json();
    assert!(
        of(&own)
            .iter()
            .all(|id| ids.iter().any(|it| id.contains(it.as_str())))
    );
}

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
    let scanner = scanner.header("user-agent", "SomeBot/1.0");
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
    let integration = token("integration", "").await;
    let [today, near] = [day_from_now(&app, 0).await, day_from_now(&app, 20).await];
    let path = format!("/v1/events/{}", fresh_id());
    let own = json!({"title": "Занято", "date": today, "guests": 1, "client": "чужой"});
    manager.sends("PUT", &path, &own).await.is(201);
    let order = json!({"references": ["c-1"]});
    let invites = format!("{path}/invites?survey=client");
    manager.sends("POST", &invites, &order).await.is(200);
    let puts = async |event: &Value| {
        let request = app.request("PUT", &path).bearer_auth(&integration);
        Reply::to(request.body(event.to_string())).await
    };
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
    let request = app.request("PUT", &manager.path());
    let reply = Reply::to(request.bearer_auth(&integration).body(theirs.to_string())).await;
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
    let integration = token("integration", "").await;
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
        let puts = async || {
            let request = app.request("PUT", &path).bearer_auth(&integration);
            Reply::to(request.body(true_event.to_string())).await
        };
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
    // What the agency has stored too is no longer the manager's own.
    rows(&format!(
        "update event set entered_by = 'agency' where id = '{run}-1'"
    ))
    .await;
    enters().await.is(201);
}

/// What a manager can make is no sign that the agency asked somebody, and comes after the low answers of its invites.
#[tokio::test]
async fn a_managers_own_answers_are_no_sign_that_people_were_asked() {
    let app = App::enter().await;
    let manager = Manager::of(&app).await;
    let event = &manager.event;
    let asked = async || {
        let sql = include_str!("../../../worker/src/store/sql/event_asked.sql");
        let sql = sql.lines().filter(|line| !line.starts_with("--"));
        let sql = sql.collect::<Vec<_>>().join("\n");
        let sql = sql
            .replace(":today", "date('now')")
            .replace(":first", "'-365 days'")
            .replace(":end", "'+365 days'")
            .replace(":manager", &format!("'{}'", event.manager))
            .replace(":limit", "1000");
        let found = rows(&sql).await;
        let found = found.iter().find(|row| row["id"] == event.id.as_str());
        found.expect("the event")["asked"].clone()
    };
    let order = json!({"references": ["c-1"]});
    let issued = manager.sends("POST", &manager.invites(""), &order).await;
    app.passes(Duration::from_secs(60));
    let line = issued.is(200).body.lines().nth(1).expect("a link");
    let sent = app
        .guest()
        .answers("client", &answer(&code_of(line), 0))
        .await;
    sent.acknowledged(201, "stored");
    let sent = app.guest().answers("guest", &vote(&event.id, 5)).await;
    sent.acknowledged(201, "stored");
    assert_eq!(asked().await, 0);
    let low = format!(
        "select l.is_invited from low_answer as l join response as r on r.id = l.response where r.event = '{}'",
        event.id
    );
    assert_eq!(rows(&low).await, [json!({"is_invited": 0})]);
    let [code] = manager.invited().codes_for("client", ["c-2"]).await;
    let sent = app.guest().answers("client", &answer(&code, 0)).await;
    sent.acknowledged(201, "stored");
    assert_eq!(asked().await, 1);
}
