//! A client for thousands of requests: it keeps connections, and sends several requests concurrently.

use crate::actors::urlencoded;
use crate::app::{App, TIMEOUT};
use crate::client::Form;
use crate::clock::{self, Clock};
use futures_util::stream::{self, StreamExt};
use reqwest::{Client, Method};
use serde_json::Value;
use std::collections::BTreeMap;
use std::time::Duration;

/// Concurrent requests.
pub const AT_ONCE: usize = 16;

/// How often a request is repeated whose connection was closed meanwhile.
const TRIES: usize = 3;

/// How often a rate-limited request is repeated, and after how long: four minutes in all.
const TURNS: usize = 48;
const A_TURN: Duration = Duration::from_secs(5);

/// How many requests got which status.
pub type Statuses = BTreeMap<u16, usize>;

#[derive(Debug)]
pub struct Crowd {
    client: Client,
    url: &'static str,
    clock: Clock,
}

#[derive(Clone, Debug)]
pub struct CrowdRequest {
    pub path: String,
    /// The network, as a number.
    pub network: usize,
    pub payload: Payload,
}

#[derive(Clone, Debug)]
pub enum Payload {
    Page,
    Form(Form),
    Json(Value),
}

impl Crowd {
    pub fn of(app: &App) -> Crowd {
        let client = Client::builder()
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none())
            .timeout(TIMEOUT)
            .build();
        Crowd {
            client: client.expect("the HTTP client builds"),
            url: &app.parts.url,
            clock: app.clock().clone(),
        }
    }

    /// Sends one request; its status.
    pub async fn asks(&self, ask: &CrowdRequest) -> u16 {
        let mut lost = String::new();
        for _ in 0..TRIES {
            match self.tries(ask).await {
                Ok(status) => return status,
                Err(error) => lost = format!("{error:?}"),
            }
        }
        panic!("{ask:?}: {lost}");
    }

    /// Sends one request, and waits at the rate limit; its status.
    pub async fn asks_in_turn(&self, ask: &CrowdRequest) -> (u16, usize) {
        for turn in 0..TURNS {
            match self.asks(ask).await {
                429 => self.clock.passes(A_TURN),
                status => return (status, turn),
            }
        }
        panic!("never its turn: {ask:?}");
    }

    /// Sends all, several concurrently.
    pub async fn all(&self, asks: impl Iterator<Item = CrowdRequest>) -> Statuses {
        let mut statuses = Statuses::new();
        let mut answers = stream::iter(asks)
            .map(|ask| async move { self.asks(&ask).await })
            .buffer_unordered(AT_ONCE);
        while let Some(status) = answers.next().await {
            *statuses.entry(status).or_default() += 1;
        }
        statuses
    }

    async fn tries(&self, ask: &CrowdRequest) -> reqwest::Result<u16> {
        let url = format!("{}{}", self.url, ask.path);
        let method = match ask.payload {
            Payload::Page => Method::GET,
            Payload::Form(_) | Payload::Json(_) => Method::POST,
        };
        let network = format!("2001:dba:{:x}::1", ask.network % 0x10000);
        let request = self.client.request(method, url);
        let request = request.header("cf-connecting-ip", network);
        let request = request.header(clock::HEADER, self.clock.next());
        let request = match &ask.payload {
            Payload::Page => request,
            Payload::Form(form) => {
                let fields: Vec<(&str, &str)> = form
                    .iter()
                    .map(|(name, value)| (name.as_str(), value.as_str()))
                    .collect();
                request
                    .header("content-type", "application/x-www-form-urlencoded")
                    .body(urlencoded(&fields))
            }
            Payload::Json(json) => request
                .header("content-type", "application/json")
                .body(json.to_string()),
        };
        let response = request.send().await?;
        let status = response.status().as_u16();
        // Read to the end, so that the connection can be used again.
        response.bytes().await?;
        Ok(status)
    }
}

/// `404: 12, 429: 30`.
pub fn summary(statuses: &Statuses) -> String {
    let counts: Vec<String> = statuses
        .iter()
        .map(|(status, count)| format!("{status}: {count}"))
        .collect();
    counts.join(", ")
}
