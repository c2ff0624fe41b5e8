//! An event that its agency stored, with the open link of all its guests.

use crate::actors::vote;
use crate::app::{App, fresh};
use crate::reply::Reply;
use serde_json::{Value, json};
use std::time::Duration;

/// The window in which an open link's votes are checked for a burst, aligned to whole multiples.
pub const WINDOW: Duration = Duration::from_secs(600);

/// An event for one test.
#[derive(Debug)]
pub struct OpenLink<'w> {
    pub id: String,
    /// `/e/{code}`.
    pub path: String,
    app: &'w App,
}

impl<'w> OpenLink<'w> {
    /// With so many guests.
    pub async fn of(app: &'w App, guests: u64) -> OpenLink<'w> {
        let id = format!("e2e-{}", &fresh()[..13]);
        let today = today(app).await;
        let draft = json!({"title": "Юбилей", "date": today, "guests": guests});
        let request = app.request("PUT", &format!("/v1/events/{id}"));
        let request = request.bearer_auth(&app.parts.token);
        let reply = Reply::to(request.body(draft.to_string())).await;
        let stored = reply.is(201).json();
        let url = stored["guest_url"].as_str().expect("a link");
        let (_, code) = url.rsplit_once("/e/").expect("a guest link");
        let path = format!("/e/{code}");
        OpenLink { id, path, app }
    }

    /// The event as the director reads it.
    pub async fn event(&self) -> Value {
        let path = format!("/v1/events/{}", self.id);
        self.app.director().reads(&path).await.is(200).json()
    }

    /// Numbers of counted and of quarantined votes.
    pub async fn votes(&self) -> (u64, u64) {
        let stored = self.event().await;
        let count = |name: &str| stored[name].as_u64().expect("a count");
        (count("votes"), count("quarantined"))
    }

    /// The code of its link.
    pub fn code(&self) -> &str {
        self.path.trim_start_matches("/e/")
    }

    /// A vote with a new id, through the link.
    pub fn vote(&self, score: i64) -> Value {
        vote(self.code(), score)
    }
}

/// Today in the agency's zone.
async fn today(app: &App) -> String {
    let zone = app.director().aggregates("survey=effort").await["zone"].clone();
    let now_ms = u64::try_from(app.clock().now_ms()).expect("a moment");
    crate::database::day_in_zone(now_ms, zone.as_str().expect("a zone")).await
}
