//! What a manager's token cannot do to the numbers that judge the manager: neither make answers nor hide them.

use crate::actors::{callback, fresh_phone, vote};
use crate::app::{App, fresh};
use crate::database::{Event, fresh_event, rows, token};
use crate::invites::{Invited, code_of};
use crate::numbers::Numbers;
use crate::reply::Reply;
use serde_json::{Value, json};
use std::time::Duration;

/// A manager with a token, and an event of that manager.
pub(super) struct Manager<'w> {
    app: &'w App,
    token: String,
    pub(super) event: Event,
}

impl<'w> Manager<'w> {
    pub(super) async fn of(app: &'w App) -> Manager<'w> {
        let event = fresh_event(app).await;
        let token = token("manager", &event.manager).await;
        Manager { app, token, event }
    }

    async fn reads(&self, path: &str) -> Reply {
        Reply::to(self.app.get(path).bearer_auth(&self.token)).await
    }

    pub(super) async fn sends(&self, method: &str, path: &str, body: &Value) -> Reply {
        let request = self.app.request(method, path).bearer_auth(&self.token);
        Reply::to(request.body(body.to_string())).await
    }

    /// Stores an event as the agency's own system.
    pub(super) async fn system_puts(&self, path: &str, event: &Value) -> Reply {
        let integration = token("integration", "").await;
        let request = self.app.request("PUT", path).bearer_auth(integration);
        Reply::to(request.body(event.to_string())).await
    }

    /// By the director, to a client of the event.
    pub(super) async fn agency_invites(&self, event: &str) {
        let request = self
            .app
            .request("POST", &format!("{event}/invites?survey=client"));
        let request = request.bearer_auth(&self.app.parts.token);
        let order = json!({"references": ["c-7"]});
        Reply::to(request.body(order.to_string())).await.is(200);
    }

    pub(super) fn path(&self) -> String {
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
