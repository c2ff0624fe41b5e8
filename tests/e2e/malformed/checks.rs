//! The checks of every reply to a malformed request, and the counts over thousands of them.

use super::AT_ONCE;
use super::requests::RawRequest;
use futures_util::stream::{self, StreamExt};
use serde_json::Value;
use std::collections::BTreeMap;
use std::future::Future;
use std::time::Instant;

/// The number of errors after which sending stops.
const WRONGS_MAX: usize = 5;

/// Recorded as the status where the platform closed, or replied in the worker's place.
pub const NOT_ASKED: u16 = 0;

#[derive(Debug)]
pub struct RawReply {
    pub status: u16,
    /// Whether the body is uncompressed JSON.
    pub is_json: bool,
    pub body: Vec<u8>,
}

/// How many requests got which status.
#[derive(Debug, Default)]
pub struct StatusCounts {
    pub statuses: BTreeMap<u16, usize>,
    pub seconds: f64,
}

impl StatusCounts {
    /// `400: 12, 422: 30`.
    pub fn summary(&self) -> String {
        let counts: Vec<String> = self
            .statuses
            .iter()
            .map(|(status, count)| match *status {
                NOT_ASKED => format!("refused by the parser of HTTP: {count}"),
                status => format!("{status}: {count}"),
            })
            .collect();
        counts.join(", ")
    }
}

/// Sends `count` mutants, several concurrently; `send` returns the status or the error.
pub async fn send_all<F>(count: usize, send: impl Fn(usize) -> F) -> StatusCounts
where
    F: Future<Output = Result<u16, String>>,
{
    let started = Instant::now();
    let mut outcome = StatusCounts::default();
    let mut wrongs = Vec::new();
    let mut answers = stream::iter(0..count)
        .map(|number| {
            let answer = send(number);
            async move { (number, answer.await) }
        })
        .buffer_unordered(AT_ONCE);
    while let Some((number, answer)) = answers.next().await {
        match answer {
            Ok(status) => *outcome.statuses.entry(status).or_default() += 1,
            Err(wrong) => wrongs.push(format!("mutant {number}: {wrong}")),
        }
        if wrongs.len() >= WRONGS_MAX {
            break;
        }
    }
    assert!(wrongs.is_empty(), "{}", wrongs.join("\n\n"));
    outcome.seconds = started.elapsed().as_secs_f64();
    outcome
}

/// No 5xx, and every error readable by a program.
pub fn check_reply(sent: &RawRequest, answer: &RawReply) -> Result<u16, String> {
    let RawReply {
        status,
        is_json,
        body,
    } = answer;
    let wrong = |what: &str| {
        let body = &body[..body.len().min(500)];
        Err(format!(
            "{status}, {what}\n{sent}\n\nanswered: {}",
            body.escape_ascii()
        ))
    };
    if *status >= 500 {
        return wrong("a failure");
    }
    if *is_json && *status >= 400 && sent.method != "HEAD" {
        let read = serde_json::from_slice::<Value>(body).unwrap_or_default();
        let text = |name: &str| {
            read["error"][name]
                .as_str()
                .is_some_and(|text| !text.is_empty())
        };
        if !text("code") || !text("message") {
            return wrong("an error without its code or its message");
        }
    }
    Ok(*status)
}
