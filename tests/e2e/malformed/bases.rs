//! Bodies that are valid except for one thing, which no mutation repairs: so every mutant is refused, however
//! well formed, and none may be stored.

use crate::actors::urlencoded;
use crate::app::{App, files_below, fresh};
use crate::reply::Reply;
use serde_json::{Value, json};

/// Replaces the id of a submission: not a UUID, and no body contains one to borrow.
pub const NO_ID: &str = "nobody";

#[derive(Clone, Debug)]
pub struct Base {
    pub method: &'static str,
    pub path: String,
    pub content_type: String,
    pub headers: Vec<(&'static str, String)>,
    /// The unchanged start of the body: it makes the whole invalid where nothing else does.
    pub sealed: &'static str,
    pub body: Vec<u8>,
}

const FORM: &str = "application/x-www-form-urlencoded";

/// The director's cookie, as a sign-in sets it.
pub async fn session(app: &App) -> String {
    let fields = [("token", app.parts.token.as_str())];
    let reply = app.guest().submits("/director/session", &fields).await;
    let cookie = reply.is(303).header("set-cookie").to_owned();
    let (pair, _) = cookie.split_once(';').expect("attributes");
    pair.to_owned()
}

/// An event of this test's own; the path of its guest link and its id.
pub async fn event(app: &App) -> (String, String) {
    let id = format!("hostile-{}", &fresh()[..8]);
    let draft = json!({"title": "Бал", "date": "2099-05-16", "guests": 80});
    let request = app.request("PUT", &format!("/v1/events/{id}"));
    let request = request.bearer_auth(&app.parts.token);
    let event = Reply::to(request.body(draft.to_string())).await;
    let event = event.is(201).json();
    let url = event["guest_url"].as_str().expect("a link");
    let (_, code) = url.rsplit_once("/e/").expect("a guest link");
    (format!("/e/{code}"), id)
}

/// Every body that the product accepts, at every route that accepts it.
pub async fn all(app: &App) -> Vec<Base> {
    let (link, event) = event(app).await;
    let session = session(app).await;
    let mut bases = golden(app, &link);
    bases.extend(of_events(app, &session, &event));
    bases.push(form("/director/session", "", &[("token", NO_ID)]));
    bases.push(import(app));
    assert!(
        bases.len() > 40,
        "golden files went missing: {}",
        bases.len()
    );
    bases
}

/// Answers to surveys by a program, and callback requests where `with_callbacks`: invalid only by [`NO_ID`].
pub fn of_programs(app: &App, with_callbacks: bool) -> Vec<Base> {
    let mut bases = golden(app, "/e/nobody");
    bases.retain(|base| {
        base.path.starts_with("/v1/responses")
            || with_callbacks && base.path.starts_with("/v1/callbacks")
    });
    bases
}

/// The golden files, each at its own route and, where it is a form, at the pages that show one.
fn golden(app: &App, link: &str) -> Vec<Base> {
    let mut files = files_below(&app.parts.root.join("tests/e2e/golden"));
    files.sort();
    let mut bases = Vec::new();
    for file in files {
        let text = std::fs::read_to_string(&file).expect("a golden file");
        let golden: Value = serde_json::from_str(&text).expect("a golden file is JSON");
        let path = golden["path"].as_str().expect("a path");
        let content_type = golden["content_type"].as_str().unwrap_or_default();
        let (door, survey) = path.split_once("?survey=").expect("a survey");
        let (body, pages) = match &golden["body"] {
            Value::String(fields) => (fields.clone(), pages_of(door, survey, link)),
            json => (json.to_string(), Vec::new()),
        };
        let body = body.replace("{{id}}", NO_ID).into_bytes();
        let base = |path: String| Base {
            method: "POST",
            path,
            content_type: content_type.to_owned(),
            headers: Vec::new(),
            sealed: "",
            body: body.clone(),
        };
        bases.push(base(path.to_owned()));
        bases.extend(pages.into_iter().map(base));
    }
    bases
}

fn pages_of(door: &str, survey: &str, link: &str) -> Vec<String> {
    match door {
        "/v1/callbacks" => vec![
            format!("/c/{survey}"),
            format!("/c/{survey}?by=message&lang=uk"),
        ],
        _ => vec![
            format!("/s/{survey}"),
            format!("/s/{survey}?lang=en&brand=%23ff0000&scale=faces"),
            link.to_owned(),
        ],
    }
}

/// A survey at another survey's path, which it cannot have.
fn survey(app: &App) -> Base {
    let file = app.parts.root.join("docs/survey.json");
    Base {
        method: "PUT",
        path: "/v1/surveys/NOBODY?lang=uk".to_owned(),
        content_type: "application/json".to_owned(),
        headers: vec![("authorization", format!("Bearer {}", app.parts.token))],
        sealed: "",
        body: std::fs::read(file).expect("the example"),
    }
}

fn form(path: &str, sealed: &'static str, fields: &[(&str, &str)]) -> Base {
    Base {
        method: "POST",
        path: path.to_owned(),
        content_type: FORM.to_owned(),
        headers: Vec::new(),
        sealed,
        body: urlencoded(fields).into_bytes(),
    }
}

/// A dry run, with answers to an unknown survey.
fn import(app: &App) -> Base {
    let mapping = json!({
        "name": "hostile",
        "fields": {
            "survey": {"value": NO_ID},
            "time": {"columns": ["Когда"], "formats": ["DD.MM.YYYY hh:mm:ss"]},
            "guest.enjoyed": {"columns": ["Оценка"], "words": {"очень": "5"}},
            "guest.liked": {"columns": ["Что"], "separator": ", ", "rest_is_other": true},
        },
        "ignore_others": true,
    });
    let table = "Когда,Оценка,Что\r\n01.05.2024 12:00:00,очень,\"music, танцы\"\r\n";
    let rest = json!({"mapping": mapping, "csv": table, "repeats": [0]}).to_string();
    Base {
        method: "POST",
        path: "/v1/import".to_owned(),
        content_type: "application/json".to_owned(),
        headers: vec![("authorization", format!("Bearer {}", app.parts.token))],
        sealed: "{\"dry_run\":true,",
        body: rest.as_bytes()[1..].to_vec(),
    }
}

fn of_events(app: &App, session: &str, event: &str) -> Vec<Base> {
    let draft = json!({
        "title": "Весенний бал", "date": "2026-05-16", "kind": "corporate", "format": "банкет",
        "venue": "Лофт на набережной", "client": "client-7", "manager": "manager-1", "guests": 80,
        "zone": "Europe/Moscow", "state": "held",
    });
    let fields = [
        ("title", "Весенний бал"),
        ("date", "2026-05-16"),
        ("guests", "80"),
        ("kind", "corporate"),
        ("format", "банкет"),
        ("venue", "Лофт"),
        ("client", "client-7"),
        ("manager", "manager-1"),
        ("zone", "Europe/Moscow"),
        ("state", "held"),
    ];
    let put = |path: &str, token: &str| Base {
        method: "PUT",
        path: path.to_owned(),
        content_type: "application/json".to_owned(),
        headers: vec![("authorization", format!("Bearer {token}"))],
        sealed: "",
        body: draft.to_string().into_bytes(),
    };
    let at_desk = |path: &str, sealed| Base {
        headers: vec![
            ("cookie", session.to_owned()),
            ("sec-fetch-site", "same-origin".to_owned()),
        ],
        ..form(path, sealed, &fields)
    };
    let token = &app.parts.token;
    vec![
        survey(app),
        // An invalid id; an invalid token; an impossible day; an unknown event.
        put("/v1/events/NOBODY", token),
        put("/v1/events/%D1%91?lang=uk", token),
        put("/v1/events/nobody", "no token"),
        at_desk("/director/events/new", "id=NOBODY&"),
        at_desk("/director/events/new?lang=en", "date=never&"),
        at_desk(&format!("/director/events/{event}"), "date=never&"),
        at_desk("/director/events/nobody", ""),
    ]
}
