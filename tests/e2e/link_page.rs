//! The page of a link, as a browser without scripts meets it: opened, looked at, sent.

use crate::actors::urlencoded;
use crate::reply::Reply;
use crate::world::World;
use std::time::Duration;

/// What reading, tapping and sending takes a quick person at least; sooner, a machine is suspected.
pub const GLANCE: Duration = Duration::from_millis(800);

#[derive(Debug)]
pub struct LinkPage {
    path: String,
    /// What the page says of itself; empty where no such link takes answers.
    pub seal: String,
    pub reply: Reply,
}

impl LinkPage {
    /// `path` may have a query.
    pub async fn open(world: &World, path: &str) -> LinkPage {
        let reply = Reply::to(world.get(path)).await;
        LinkPage {
            path: path.to_owned(),
            seal: field_of(&reply.body, "seal"),
            reply,
        }
    }

    /// The value of one of its fields.
    pub fn field(&self, name: &str) -> String {
        field_of(&self.reply.body, name)
    }

    /// Sends fields with the page's own, after a glance.
    pub async fn sends(&self, world: &World, fields: &[(&str, String)]) -> Reply {
        world.passes(GLANCE);
        self.sends_at_once(world, fields).await
    }

    /// As a machine does.
    pub async fn sends_at_once(&self, world: &World, fields: &[(&str, String)]) -> Reply {
        let own = ("seal", self.seal.as_str());
        let fields: Vec<(&str, &str)> = fields
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .chain([own])
            .collect();
        let request = world.request("POST", &self.path);
        let request = request.header("content-type", "application/x-www-form-urlencoded");
        Reply::to(request.body(urlencoded(&fields))).await
    }
}

fn field_of(html: &str, name: &str) -> String {
    let start = format!("name=\"{name}\" value=\"");
    let value = html.split_once(&start).map(|(_, rest)| rest);
    let value = value.and_then(|rest| rest.split('"').next());
    value.unwrap_or_default().to_owned()
}
