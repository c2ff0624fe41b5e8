//! A reply of the server, and the checks that every test needs of it.

use reqwest::header::HeaderMap;
use serde_json::Value;

#[derive(Debug)]
pub struct Reply {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: String,
    /// The request, for messages.
    asked: String,
}

impl Reply {
    /// Sends the request.
    pub async fn to(request: reqwest::RequestBuilder) -> Reply {
        let (client, request) = request.build_split();
        let request = request.expect("a request");
        let asked = format!("{} {}", request.method(), request.url());
        let response = client.execute(request).await;
        let response = response.unwrap_or_else(|error| panic!("{asked}: {error:?}"));
        let status = response.status().as_u16();
        let headers = response.headers().clone();
        let body = response.text().await;
        let body = body.unwrap_or_else(|error| panic!("{asked}: {error:?}"));
        Reply {
            status,
            headers,
            body,
            asked,
        }
    }

    /// A reply read from a socket; its body may be chunked, and can still be searched.
    pub fn of_raw(asked: &str, answer: &[u8]) -> Reply {
        let answer = String::from_utf8_lossy(answer);
        let (head, body) = answer.split_once("\r\n\r\n").expect("a head and a body");
        let status = head
            .split(' ')
            .nth(1)
            .and_then(|status| status.parse().ok());
        // A chunked body contains one line of JSON between the chunk sizes.
        let json = body.lines().find(|line| line.starts_with('{'));
        Reply {
            status: status.expect("a status"),
            headers: HeaderMap::new(),
            body: json.unwrap_or(body).to_owned(),
            asked: asked.to_owned(),
        }
    }

    pub fn header(&self, name: &str) -> &str {
        let value = self.headers.get(name).map(|value| value.to_str());
        value.and_then(Result::ok).unwrap_or_default()
    }

    #[track_caller]
    pub fn is(&self, status: u16) -> &Reply {
        let Reply { asked, body, .. } = self;
        assert_eq!(self.status, status, "{asked}\n{}", shortened(body));
        self
    }

    #[track_caller]
    pub fn json(&self) -> Value {
        let parsed = serde_json::from_str(&self.body);
        parsed.unwrap_or_else(|error| panic!("{}: {error}\n{}", self.asked, shortened(&self.body)))
    }

    /// An acknowledged submission.
    #[track_caller]
    pub fn acknowledged(&self, status: u16, word: &str) {
        let body = self.is(status).json();
        assert_eq!(body["status"], word, "{}: {body}", self.asked);
        assert!(body["id"].is_string() && body["rev"].is_u64(), "{body}");
    }

    /// Checks an error: its status, its stable code, its field (empty: not checked).
    #[track_caller]
    pub fn refused(&self, status: u16, code: &str, field: &str) {
        let error = &self.is(status).json()["error"];
        assert_eq!(error["code"], code, "{}: {error}", self.asked);
        if !field.is_empty() {
            assert_eq!(error["field"], field, "{}: {error}", self.asked);
        }
        let message = error["message"].as_str().unwrap_or_default();
        assert!(!message.is_empty(), "{}: no message in {error}", self.asked);
    }

    #[track_caller]
    pub fn message(&self) -> String {
        let message = &self.json()["error"]["message"];
        message.as_str().expect("a message").to_owned()
    }

    #[track_caller]
    pub fn holds(&self, text: &str) -> &Reply {
        assert!(
            self.body.contains(text),
            "{}: no {text:?} in\n{}",
            self.asked,
            shortened(&self.body)
        );
        self
    }
}

fn shortened(body: &str) -> String {
    body.chars().take(2_000).collect()
}
