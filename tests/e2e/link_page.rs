//! The page of a link, as a browser without scripts meets it: opened, looked at, sent.

use crate::actors::urlencoded;
use crate::app::App;
use crate::reply::Reply;
use std::time::Duration;

/// What reading, tapping and sending takes a quick person at least; sooner, a machine is quarantined.
pub const GLANCE: Duration = Duration::from_millis(800);

#[derive(Debug)]
pub struct LinkPage {
    path: String,
    /// What the page says of itself; empty where no such link takes answers.
    pub form_token: String,
    pub reply: Reply,
}

impl LinkPage {
    /// `path` may have a query.
    pub async fn open(app: &App, path: &str) -> LinkPage {
        let reply = Reply::to(app.get(path)).await;
        LinkPage {
            path: path.to_owned(),
            form_token: field_of(&reply.body, "form_token"),
            reply,
        }
    }

    /// The value of one of its fields.
    pub fn field(&self, name: &str) -> String {
        field_of(&self.reply.body, name)
    }

    /// Sends fields with the page's own, after a glance.
    pub async fn sends(&self, app: &App, fields: &[(&str, String)]) -> Reply {
        app.passes(GLANCE);
        self.sends_at_once(app, fields).await
    }

    /// As a machine does.
    pub async fn sends_at_once(&self, app: &App, fields: &[(&str, String)]) -> Reply {
        let own = ("form_token", self.form_token.as_str());
        let fields: Vec<(&str, &str)> = fields
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .chain([own])
            .collect();
        let request = app.request("POST", &self.path);
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
