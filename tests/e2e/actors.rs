//! The users of the product, one type each; a method is an action of that user.

use crate::app::{App, fresh};
use crate::reply::Reply;
use reqwest::RequestBuilder;
use serde_json::{Value, json};

/// Answers a survey by the JSON endpoint, as a widget does.
#[derive(Clone, Copy, Debug)]
pub struct Guest<'w> {
    app: &'w App,
    /// `Accept-Language`, where set.
    lang: Option<&'static str>,
    /// `Origin`, where set.
    origin: Option<&'w str>,
}

/// A site's visitor, who requests callbacks.
pub type Visitor<'w> = Guest<'w>;

/// The director, who reads the numbers with the bearer token.
#[derive(Clone, Copy, Debug)]
pub struct Director<'w> {
    app: &'w App,
}

impl App {
    pub fn guest(&self) -> Guest<'_> {
        Guest {
            app: self,
            lang: None,
            origin: None,
        }
    }

    pub fn visitor(&self) -> Visitor<'_> {
        self.guest()
    }

    pub fn director(&self) -> Director<'_> {
        Director { app: self }
    }
}

impl<'w> Guest<'w> {
    pub fn speaking(self, lang: &'static str) -> Self {
        Guest {
            lang: Some(lang),
            ..self
        }
    }

    pub fn at_origin(self, origin: &'w str) -> Self {
        Guest {
            origin: Some(origin),
            ..self
        }
    }

    /// Posts a submission of `survey`.
    pub async fn answers(&self, survey: &str, submission: &Value) -> Reply {
        self.posts(&responses(survey), submission.to_string()).await
    }

    /// Posts a callback request from the site's survey.
    pub async fn asks_for_a_call(&self, callback: &Value) -> Reply {
        self.posts("/v1/callbacks?survey=site", callback.to_string())
            .await
    }

    /// Posts any body as the browser's `text/plain`.
    pub async fn posts(&self, path: &str, body: impl Into<reqwest::Body>) -> Reply {
        let request = self.app.request("POST", path);
        let request = request.header("content-type", "text/plain;charset=UTF-8");
        self.sends(request.body(body)).await
    }

    /// Posts fields as a plain form does.
    pub async fn submits(&self, path: &str, fields: &[(&str, &str)]) -> Reply {
        let request = self.app.request("POST", path);
        let request = request.header("content-type", "application/x-www-form-urlencoded");
        self.sends(request.body(urlencoded(fields))).await
    }

    pub async fn reads(&self, path: &str) -> Reply {
        self.sends(self.app.get(path)).await
    }

    async fn sends(&self, mut request: RequestBuilder) -> Reply {
        if let Some(lang) = self.lang {
            request = request.header("accept-language", lang);
        }
        if let Some(origin) = self.origin {
            request = request.header("origin", origin);
        }
        Reply::to(request).await
    }
}

impl Director<'_> {
    pub async fn reads(&self, path: &str) -> Reply {
        let request = self.app.get(path).bearer_auth(&self.app.parts.token);
        Reply::to(request).await
    }

    /// `/v1/aggregates` of a filter such as `survey=guest&event=ev-01`.
    pub async fn aggregates(&self, filter: &str) -> Value {
        let reply = self.reads(&format!("/v1/aggregates?{filter}")).await;
        reply.is(200).json()
    }

    /// Opens a session as the form does; its cookie.
    pub async fn signs_in(&self) -> String {
        let token = [("token", self.app.parts.token.as_str())];
        let entered = self.app.guest().submits("/director/session", &token).await;
        let cookie = entered.header("set-cookie").split(';').next();
        cookie.unwrap_or_default().to_owned()
    }

    pub async fn callbacks(&self) -> Value {
        self.reads("/v1/callbacks").await.is(200).json()
    }
}

pub fn responses(survey: &str) -> String {
    format!("/v1/responses?survey={survey}")
}

/// A guest's vote with one score and a new id; `event` is the code of a guest link, or an event's id.
pub fn vote(event: &str, score: i64) -> Value {
    json!({
        "id": fresh(), "rev": 1, "version": 1, "lang": "ru", "event": event, "channel": "qr",
        "answers": {"enjoyed": {"score": score}},
    })
}

/// The same submission with another value at `path`, a JSON pointer; `null` removes it.
pub fn with(submission: &Value, path: &str, value: Value) -> Value {
    let mut changed = submission.clone();
    let (parent, key) = path.rsplit_once('/').expect("a JSON pointer");
    let parent = changed.pointer_mut(parent).expect("the parent is there");
    let parent = parent.as_object_mut().expect("the parent is an object");
    if value.is_null() {
        parent.remove(key);
    } else {
        parent.insert(key.to_owned(), value);
    }
    changed
}

/// A phone that no other test uses: one phone has one open request.
pub fn fresh_phone() -> String {
    let random = u64::from_str_radix(&fresh()[..8], 16).expect("hex");
    format!("+79{:09}", random % 1_000_000_000)
}

/// A callback request with all required fields and a new id.
pub fn callback(phone: &str) -> Value {
    json!({"id": fresh(), "rev": 1, "lang": "ru", "phone": phone, "consent": true})
}

/// `application/x-www-form-urlencoded`, every byte outside the safe ones escaped.
pub fn urlencoded(fields: &[(&str, &str)]) -> String {
    let escape = |text: &str| -> String {
        text.bytes()
            .map(|byte| match byte {
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' => {
                    char::from(byte).to_string()
                }
                other => format!("%{other:02X}"),
            })
            .collect()
    };
    let pairs: Vec<String> = fields
        .iter()
        .map(|(name, value)| format!("{}={}", escape(name), escape(value)))
        .collect();
    pairs.join("&")
}
