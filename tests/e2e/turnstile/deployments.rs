//! Deployments with Turnstile, and the verifier that they call.
//!
//! The verifier replies as Cloudflare documents for its test secrets: always passes, always fails, token
//! already spent. It records the requests.

use crate::deployments::{Deployment, Deployments};
use crate::receiver::{CannedReply, ReceivedRequest, Receiver, canned_reply};
use serde_json::{Value, json};
use std::sync::OnceLock;

struct Parts {
    verifier: Receiver,
    deployments: Deployments,
}

/// Started by the first test that needs them.
fn parts() -> &'static Parts {
    static STARTED: OnceLock<Parts> = OnceLock::new();
    STARTED.get_or_init(|| {
        let verifier = Receiver::start(verdict);
        let deployments = Deployments::start("turnstile/workers.mjs", &[&verifier.address]);
        Parts {
            verifier,
            deployments,
        }
    })
}

/// A name in `workers.mjs`.
pub fn deployment(name: &'static str) -> Deployment {
    Deployment::new(&parts().deployments, name)
}

/// One statement; the first of its rows.
pub fn row(sql: &str) -> Value {
    deployment("off").row(sql)
}

/// The verifier's requests about a token: head and fields of each.
pub fn verifications(token: &str) -> Vec<(String, Value)> {
    let requests = parts().verifier.requests().into_iter();
    requests
        .map(|request| (request.head.clone(), fields(&request)))
        .filter(|(_, fields)| fields["response"] == token)
        .collect()
}

fn fields(request: &ReceivedRequest) -> Value {
    let form = reqwest::Url::parse(&format!("http://form/?{}", request.body)).expect("a form");
    let fields = form.query_pairs().into_owned();
    fields.map(|(name, value)| (name, json!(value))).collect()
}

fn verdict(request: &ReceivedRequest) -> CannedReply {
    let fields = fields(request);
    // The real verifier's answer to a token or a key that it cannot read, which its sender can craft.
    let is_crafted = fields["response"] == "crafted";
    let verdict = match fields["secret"].as_str().and_then(|it| it.chars().next()) {
        _ if request.path == "/silent" => return None,
        _ if request.path == "/nonsense" => "<html>",
        _ if request.path == "/forbidden" => return canned_reply("403 Forbidden", "<html>"),
        _ if request.path == "/broken" => return canned_reply("502 Bad Gateway", "<html>"),
        _ if request.path == "/internal" => r#"{"success":false,"error-codes":["internal-error"]}"#,
        _ if is_crafted => {
            let verdict = r#"{"success":false,"error-codes":["bad-request"]}"#;
            return canned_reply("400 Bad Request", verdict);
        }
        Some('1') => r#"{"success":true,"error-codes":[],"hostname":"example.com"}"#,
        Some('2') => r#"{"success":false,"error-codes":["invalid-input-response"]}"#,
        Some('3') => r#"{"success":false,"error-codes":["timeout-or-duplicate"]}"#,
        _ => r#"{"success":false,"error-codes":["invalid-input-secret"]}"#,
    };
    canned_reply("200 OK", verdict)
}
