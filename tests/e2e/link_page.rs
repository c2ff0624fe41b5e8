//! The page of a link in a browser without scripts: opened, read, sent.

use crate::actors::urlencoded;
use crate::app::App;
use crate::reply::Reply;
use std::time::Duration;

/// The shortest time in which a person reads, taps and sends; a faster response is quarantined.
pub const GLANCE: Duration = Duration::from_millis(800);

#[derive(Debug)]
pub struct LinkPage {
    path: String,
    /// The page's fields; empty where the link accepts no answers.
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

    /// Sends at once, as a bot does.
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
