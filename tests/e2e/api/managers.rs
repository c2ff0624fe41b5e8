//! A manager's token reads and changes the events that name the manager, and no others.

use crate::actors::vote;
use crate::app::{App, fresh};
use crate::database::{Event, fresh_event, rows, token};
use crate::reply::Reply;
use reqwest::RequestBuilder;
use serde_json::{Value, json};

/// A manager with a token, an event of that manager, and an event of another.
struct Manager {
    app: App,
    token: String,
    own: Event,
    other: Event,
}

impl Manager {
    async fn enter() -> Manager {
        let app = App::enter().await;
        // Two events at a time have one manager; no other test has either.
        let mut own = fresh_event(&app).await;
        loop {
            let next = fresh_event(&app).await;
            if next.manager == own.manager {
                break;
            }
            own = next;
        }
        let other = fresh_event(&app).await;
        let token = token("manager", &own.manager).await;
        Manager {
            app,
            token,
            own,
            other,
        }
    }

    fn request(&self, method: &str, path: &str) -> RequestBuilder {
        self.app.request(method, path).bearer_auth(&self.token)
    }

    async fn asks(&self, method: &str, path: &str) -> Reply {
        Reply::to(self.request(method, path)).await
    }

    async fn sends(&self, method: &str, path: &str, body: &Value) -> Reply {
        Reply::to(self.request(method, path).body(body.to_string())).await
    }

    async fn votes(&self, event: &Event, score: i64) -> String {
        let vote = vote(&event.code, score);
        let reply = self.app.guest().answers("guest", &vote).await;
        reply.acknowledged(201, "stored");
        vote["id"].as_str().expect("an id").to_owned()
    }
}

fn path(event: &Event) -> String {
    format!("/v1/events/{}", event.id)
}

#[tokio::test]
async fn a_manager_reads_own_events_alone() {
    let manager = Manager::enter().await;
    let name = &manager.own.manager;
    for query in [
        "",
        "?manager=",
        &format!("?manager={name}"),
        "?from=2026-06-01",
    ] {
        let list = manager.asks("GET", &format!("/v1/events{query}")).await;
        let list = list.is(200).json();
        let events = list["events"].as_array().expect("events");
        assert!(!events.is_empty(), "{query}");
        let others = events.iter().filter(|event| event["manager"] != **name);
        assert_eq!(others.count(), 0, "{query}: {list}");
    }
    let others = format!("/v1/events?manager={}", manager.other.manager);
    for query in [others.clone(), format!("{others}&manager={name}")] {
        let reply = manager.asks("GET", &query).await;
        reply.refused(403, "forbidden", "");
    }
    let own = manager.asks("GET", &path(&manager.own)).await;
    assert_eq!(own.is(200).json()["id"], manager.own.id);
    // Another manager's event gets the same reply as a missing one.
    let other = manager.asks("GET", &path(&manager.other)).await;
    other.refused(404, "unknown_event", "id");
    let missing = manager
        .asks("GET", &format!("/v1/events/{}", fresh()))
        .await;
    assert_eq!((missing.status, missing.body), (404, other.body));
    manager.asks("GET", "/v1/callbacks").await.is(200);
}

#[tokio::test]
async fn a_manager_changes_own_events_alone() {
    let manager = Manager::enter().await;
    let sql = format!("select date from event where id = '{}'", manager.own.id);
    let date = rows(&sql).await[0]["date"].clone();
    let draft = |name: Option<&str>| {
        let client = &manager.own.client;
        let mut draft = json!({"title": "Новый", "date": date, "guests": 80, "client": client});
        if let Some(name) = name {
            draft["manager"] = json!(name);
        }
        draft
    };
    let (own, other) = (&manager.own, &manager.other);
    let (name, others_name) = (own.manager.as_str(), other.manager.as_str());
    for named in [Some(name), None, Some("")] {
        let stored = manager.sends("PUT", &path(own), &draft(named)).await;
        let stored = stored.is(200).json();
        assert_eq!(
            (&stored["title"], &stored["manager"]),
            (&json!("Новый"), &json!(name))
        );
    }
    // An event can be neither given away nor taken over.
    let stands = format!(
        "select * from event where id in ('{}', '{}') order by id",
        own.id, other.id
    );
    let before = rows(&stands).await;
    for (event, named) in [
        (own, Some(others_name)),
        (other, Some(others_name)),
        (other, Some(name)),
        (other, None),
    ] {
        let reply = manager.sends("PUT", &path(event), &draft(named)).await;
        reply.refused(403, "forbidden", "");
    }
    assert_eq!(rows(&stands).await, before);
    let new = format!("/v1/events/{}", fresh());
    let made = manager.sends("PUT", &new, &draft(None)).await;
    assert_eq!(made.is(201).json()["manager"], name);
    manager.asks("GET", &new).await.is(200);
}

#[tokio::test]
async fn a_manager_invites_to_own_events_alone() {
    let manager = Manager::enter().await;
    let [own, other] =
        [&manager.own, &manager.other].map(|event| format!("{}/invites", path(event)));
    let asked = json!({"references": ["A-1"]});
    let issued = manager.sends("POST", &own, &asked).await;
    issued.is(200).holds("A-1,http");
    let listed = manager.asks("GET", &own).await;
    listed.is(200).holds("A-1,manager,open");
    // The director's invites, to another manager's event.
    let request = manager.app.request("POST", &other);
    let request = request.bearer_auth(&manager.app.parts.token);
    Reply::to(request.body(asked.to_string())).await.is(200);
    let stands = format!("select * from invite where event = '{}'", manager.other.id);
    let before = rows(&stands).await;
    assert_eq!(before.len(), 1);
    let more = manager
        .sends("POST", &other, &json!({"references": ["A-2"]}))
        .await;
    let read = manager.asks("GET", &other).await;
    for reply in [more, read] {
        reply.refused(404, "unknown_event", "id");
    }
    assert_eq!(rows(&stands).await, before);
}

#[tokio::test]
async fn manager_reads_own_numbers_and_moderates_nothing() {
    let manager = Manager::enter().await;
    let id = manager.votes(&manager.own, 2).await;
    manager.votes(&manager.other, 5).await;
    let numbers = |query: String| {
        let manager = &manager;
        async move {
            let path = format!("/v1/aggregates?survey=guest{query}");
            manager.asks("GET", &path).await
        }
    };
    let groups = |reply: Reply| reply.is(200).json()["groups"].clone();
    let keys = |groups: &Value| -> Vec<String> {
        let groups = groups.as_array().expect("groups").iter();
        groups
            .map(|group| group["keys"][0].as_str().expect("a key").to_owned())
            .collect()
    };
    let by_event = groups(numbers("&group_by=event".to_owned()).await);
    assert_eq!(keys(&by_event), [manager.own.id.as_str()]);
    let by_manager = groups(numbers("&group_by=manager".to_owned()).await);
    assert_eq!(keys(&by_manager), [manager.own.manager.as_str()]);
    let n = &by_manager[0]["questions"][0]["sources"][0]["n"];
    assert_eq!(n, 1, "{by_manager}");
    let others = groups(numbers(format!("&event={}", manager.other.id)).await);
    assert_eq!(keys(&others), Vec::<String>::new(), "{others}");
    let named = numbers(format!("&manager={}", manager.other.manager)).await;
    named.refused(403, "forbidden", "");
    // The low vote about the manager stays counted.
    for action in ["exclude", "include"] {
        let path = format!("/v1/responses/{id}/{action}");
        let reply = manager.sends("POST", &path, &json!({"reason": "x"})).await;
        reply.refused(403, "forbidden", "");
    }
    let stands = format!("select status, decision from response where id = '{id}'");
    assert_eq!(
        rows(&stands).await,
        [json!({"status": "accepted", "decision": null})]
    );
}
