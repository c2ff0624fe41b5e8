//! A program that speaks HTTP to the links of a letter: it opens pages, reads the fields of their forms,
//! follows their links, and posts.

use crate::actors::{responses, urlencoded};
use crate::app::App;
use crate::clock::{self, Clock};
use crate::reply::Reply;
use reqwest::RequestBuilder;
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use serde_json::Value;
use std::time::Duration;

/// The user agent of a browser.
const BROWSER: &str =
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36";

/// The fields of a form, in their order.
pub type Form = Vec<(String, String)>;

#[derive(Clone, Debug)]
pub struct Client<'w> {
    app: &'w App,
    /// Replaces the network of the app's own requests.
    headers: HeaderMap,
    clock: Clock,
}

impl<'w> Client<'w> {
    pub fn of(app: &'w App) -> Client<'w> {
        let client = Client {
            app,
            headers: HeaderMap::new(),
            clock: app.clock().clone(),
        };
        client.saying("user-agent", BROWSER)
    }

    /// With another header.
    pub fn saying(mut self, name: &str, value: &str) -> Self {
        let name: HeaderName = name.parse().expect("a header's name");
        let value: HeaderValue = value.parse().expect("a header's value");
        self.headers.insert(name, value);
        self
    }

    /// In one of many networks, which the rate limits count separately.
    pub fn in_network(self, number: usize) -> Self {
        let address = format!("2001:db9:{:x}::1", number % 0x10000);
        self.saying("cf-connecting-ip", &address)
    }

    /// A copy for concurrent work: with a clock of its own from now on.
    pub fn apart(&self) -> Self {
        Client {
            clock: self.clock.apart(),
            ..self.clone()
        }
    }

    /// Waits on the clock.
    pub fn looks(&self, time: Duration) {
        self.clock.passes(time);
    }

    pub async fn head(&self, path: &str) -> Reply {
        self.sends(self.app.request("HEAD", path)).await
    }

    pub async fn get(&self, path: &str) -> Reply {
        self.sends(self.app.get(path)).await
    }

    /// Opens the page of a link.
    pub async fn opens(&self, path: &str) -> Opened {
        let reply = self.get(path).await;
        Opened {
            path: path.split('?').next().unwrap_or_default().to_owned(),
            reply,
        }
    }

    pub async fn posts_form(&self, path: &str, form: &Form) -> Reply {
        let fields: Vec<(&str, &str)> = form
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        let request = self.app.request("POST", path);
        let request = request.header("content-type", "application/x-www-form-urlencoded");
        self.sends(request.body(urlencoded(&fields))).await
    }

    pub async fn posts_json(&self, submission: &Value) -> Reply {
        let request = self.app.request("POST", &responses("guest"));
        let request = request.header("content-type", "application/json");
        self.sends(request.body(submission.to_string())).await
    }

    pub async fn asks_for_a_call(&self, callback: &Value) -> Reply {
        let request = self.app.request("POST", "/v1/callbacks?survey=site");
        let request = request.header("content-type", "application/json");
        self.sends(request.body(callback.to_string())).await
    }

    async fn sends(&self, request: RequestBuilder) -> Reply {
        let mut headers = self.headers.clone();
        let moment = self.clock.next().parse().expect("a number");
        headers.insert(clock::HEADER, moment);
        Reply::to(request.headers(headers)).await
    }
}

/// An opened page.
#[derive(Debug)]
pub struct Opened {
    /// The path of its form, without a query.
    pub path: String,
    pub reply: Reply,
}

impl Opened {
    /// The fields that the page's form would send, with a score.
    pub fn form(&self, score: i64) -> Form {
        let mut form = hidden_fields(&self.reply.body);
        form.push(("q.enjoyed".to_owned(), score.to_string()));
        form
    }

    /// The targets of its links, and of its buttons that lead elsewhere, as paths with their queries.
    pub fn links(&self) -> Vec<String> {
        let links = tags(&self.reply.body, "a").map(|tag| attribute(tag, "href"));
        let buttons = tags(&self.reply.body, "button").map(|tag| attribute(tag, "formaction"));
        links
            .chain(buttons)
            // The markup inside a script has other quotes.
            .filter(|target| !target.is_empty())
            .map(|href| match href.strip_prefix('?') {
                Some(query) => format!("{}?{query}", self.path),
                None => href,
            })
            .collect()
    }

    /// Addresses of the link preview's pictures in the page's head.
    pub fn pictures(&self) -> Vec<String> {
        tags(&self.reply.body, "meta")
            .filter(|tag| attribute(tag, "property") == "og:image")
            .map(|tag| attribute(tag, "content"))
            .collect()
    }
}

/// The hidden fields of a page's forms.
pub fn hidden_fields(html: &str) -> Form {
    tags(html, "input")
        .filter(|tag| attribute(tag, "type") == "hidden")
        .map(|tag| (attribute(tag, "name"), attribute(tag, "value")))
        .collect()
}

/// The form with another value of a field.
pub fn with_field(form: &Form, name: &str, value: &str) -> Form {
    let mut changed = without_field(form, name);
    changed.push((name.to_owned(), value.to_owned()));
    changed
}

pub fn without_field(form: &Form, name: &str) -> Form {
    let others = form.iter().filter(|(field, _)| field != name);
    others.cloned().collect()
}

/// The text inside each tag of a name.
fn tags<'a>(html: &'a str, name: &str) -> impl Iterator<Item = &'a str> {
    let start = format!("<{name} ");
    let starts: Vec<usize> = html.match_indices(start.as_str()).map(|it| it.0).collect();
    starts.into_iter().map(move |at| {
        let inside = &html[at + start.len()..];
        inside.split('>').next().unwrap_or_default()
    })
}

fn attribute(tag: &str, name: &str) -> String {
    let start = format!("{name}=\"");
    // Not the end of a longer name, such as `data-value`.
    let found = tag
        .match_indices(start.as_str())
        .find(|(at, _)| *at == 0 || tag.as_bytes()[at - 1] == b' ');
    let value = found.and_then(|(at, _)| tag[at + start.len()..].split('"').next());
    value.unwrap_or_default().replace("&amp;", "&")
}
