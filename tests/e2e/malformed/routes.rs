//! Every route of the product, from openapi.json, and valid values for its parameters.

use crate::app::App;
use crate::reply::Reply;
use fastrand::Rng;
use serde_json::Value;

/// A path and its query parameters.
#[derive(Clone, Debug)]
pub struct Route {
    /// As described: `/s/{survey}`.
    pub path: String,
    pub methods: Vec<String>,
    pub parameters: Vec<String>,
}

/// Those of `openapi.json`, and some unknown paths.
pub async fn all(app: &App) -> Vec<Route> {
    let described = Reply::to(app.get("/openapi.json")).await.is(200).json();
    let paths = described["paths"].as_object().expect("paths");
    let mut routes: Vec<Route> = paths.iter().map(|(path, at)| route(path, at)).collect();
    assert!(routes.len() >= 24, "addresses went missing: {routes:?}");
    for path in [
        "/",
        "/nosuch",
        "/v1",
        "/v1/nosuch",
        "/favicon.ico",
        "/.git/config",
        "/widget",
        "/cdn-cgi/trace",
    ] {
        routes.push(route(path, &Value::Null));
    }
    routes
}

fn route(path: &str, described: &Value) -> Route {
    let methods = described.as_object().into_iter().flatten();
    let mut parameters: Vec<String> = Vec::new();
    for (_, method) in methods.clone() {
        let named = method["parameters"].as_array().into_iter().flatten();
        for parameter in named.filter(|parameter| parameter["in"] == "query") {
            parameters.push(parameter["name"].as_str().expect("a name").to_owned());
        }
    }
    Route {
        path: path.to_owned(),
        methods: methods.map(|(name, _)| name.to_ascii_uppercase()).collect(),
        parameters,
    }
}

/// The identifiers of this run's own event.
#[derive(Debug)]
pub struct EventIds {
    pub event: String,
    pub code: String,
}

impl Route {
    /// The path with valid values for its parameters.
    pub fn filled(&self, random: &mut Rng, event_ids: &EventIds) -> String {
        let mut path = self.path.clone();
        while let Some((before, rest)) = path.split_once('{') {
            let (name, behind) = rest.split_once('}').expect("a closed bracket");
            let word = match name {
                "survey" => pick(random, &["guest", "client", "stage", "effort", "site"]),
                // Of an event or of a callback; that callback does not exist.
                "id" if before.ends_with("/cancel/") => "00000000-0000-4000-8000-000000000000",
                "id" => &event_ids.event,
                "code" => &event_ids.code,
                "file" if before.ends_with("/preview/") => "guest-ru.png",
                "file" => pick(random, &["otklik.js", "otklik_bg.wasm"]),
                other => panic!("`filled` has no value for {{{other}}} in {}", self.path),
            };
            path = format!("{before}{word}{behind}");
        }
        path
    }
}

/// A valid value of the parameter of this name.
pub fn honest_value(random: &mut Rng, name: &str, event_ids: &EventIds) -> String {
    let words: &[&str] = match name {
        "survey" => &["guest", "client", "stage", "effort", "site"],
        "audience" => &["guest", "client", "visitor"],
        "event" | "after" => return event_ids.event.clone(),
        "code" => return event_ids.code.clone(),
        "touchpoint" => &["consult", "concept", "event"],
        "channel" => &["qr", "email", "site", "messenger"],
        "by" => &["call", "message"],
        "lang" | "locale" => &["ru", "uk", "en"],
        "score" => &["1", "5", "10"],
        "brand" => &["#8a1538", "%23fff", "000000"],
        "radius" => &["0", "8", "24"],
        "scheme" => &["auto", "light", "dark"],
        "scale" => &["numbers", "stars", "faces"],
        "form" => &["callback"],
        "format" => &["html", "text", "json"],
        "esp" => &["generic", "unisender", "sendpulse", "mailchimp"],
        "invites" => &["personal"],
        "from" => &["2026-01-01", "2024-02-29"],
        "to" => &["2026-12-31", "2026-06-01"],
        "group_by" => &[
            "survey",
            "event",
            "touchpoint",
            "manager",
            "client",
            "channel",
            "locale",
            "day",
            "week,manager",
            "question,quarter",
        ],
        "compare" => &["previous", "year"],
        "state" => &["planned", "held", "cancelled"],
        "status" => &["accepted", "partial", "quarantined"],
        "q" => &["ab", "%D0%BF%D1%80%D0%B0", "100%25"],
        "limit" => &["1", "50", "200"],
        "deep" | "bom" => &["1"],
        _ => &["manager-1", "A-1042", "1"],
    };
    pick(random, words).to_owned()
}

pub fn pick<'a>(random: &mut Rng, words: &[&'a str]) -> &'a str {
    words[random.usize(0..words.len())]
}
