//! Cloudflare Turnstile: whether it vouches for the person who sends by an open link or asks for a call.
//!
//! It hears the token and the id of what was sent, never the visitor's address: its service needs none
//! to check a token, and no third party is told by us who answers whom. A third party that is away must
//! cost no vote and no request: then everybody passes.

use crate::platform::config;
use crate::platform::js::{self, object};
use js_sys::{JSON, Object};
use otklik_embed::settings::{Settings, Turnstile};
use otklik_survey::{SubmissionId, limits};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use worker::Env;

/// Whether a person may be taken to have sent this.
///
/// 1. Nobody is asked here: yes.
/// 2. No token, or one that can be none: no.
/// 3. What the verifier says; where it says nothing of the token: yes, and a line in the log.
///
/// # Errors
/// The secret is missing.
pub async fn vouches(
    token: &str,
    id: &SubmissionId,
    env: &Env,
    settings: &Settings,
) -> worker::Result<bool> {
    // 1
    let Some(turnstile) = &settings.turnstile else {
        return Ok(true);
    };
    // 2
    if token.is_empty() || token.len() > limits::CHALLENGE_MAX_BYTES {
        return Ok(false);
    }
    // 3
    let secret = config::turnstile_secret(env, settings)?;
    let told = ask(turnstile, &secret, token, id).await.ok();
    let verdict = told.and_then(|told| verdict(&told));
    if verdict.is_none() {
        worker::console_error!(r#"{{"error":"turnstile","detail":"no verdict"}}"#);
    }
    Ok(verdict.unwrap_or(true))
}

/// A token is good for once. The id as the key makes a retry of the same submission pass again.
async fn ask(
    turnstile: &Turnstile,
    secret: &str,
    token: &str,
    id: &SubmissionId,
) -> Result<String, JsValue> {
    let said = object(&[
        ("secret", secret.into()),
        ("response", token.into()),
        ("idempotency_key", id.as_str().into()),
    ])?;
    let posted = js::post(&turnstile.verify_url, &[], &Body::new(&said)?.into()).await?;
    // Written anew: no space stands where another verifier might have one.
    Ok(JSON::stringify(&posted.json().await?)?.into())
}

#[wasm_bindgen]
extern "C" {
    /// Tells by itself of what kind it is.
    #[wasm_bindgen(js_name = URLSearchParams)]
    type Body;

    #[wasm_bindgen(catch, constructor, js_class = URLSearchParams)]
    fn new(of: &Object) -> Result<Body, JsValue>;
}

/// What the verifier says of the token. Nothing where it speaks of anything else: a wrong secret, an
/// error of its own. A quote within a text is escaped, so that no text can be taken for a key.
fn verdict(told: &str) -> Option<bool> {
    if told.contains(r#""success":true"#) {
        return Some(true);
    }
    let of_token = [r#"-input-response""#, r#""timeout-or-duplicate""#];
    let is_refused = of_token.iter().any(|code| told.contains(code));
    is_refused.then_some(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_said_of_the_token_counts() {
        for (told, expected) in [
            (
                r#"{"success":true,"error-codes":[],"hostname":"a"}"#,
                Some(true),
            ),
            (
                r#"{"success":false,"error-codes":["missing-input-response"]}"#,
                Some(false),
            ),
            (
                r#"{"success":false,"error-codes":["invalid-input-response"]}"#,
                Some(false),
            ),
            (
                r#"{"success":false,"error-codes":["timeout-or-duplicate"]}"#,
                Some(false),
            ),
            (
                r#"{"success":false,"error-codes":["invalid-input-secret"]}"#,
                None,
            ),
            (
                r#"{"success":false,"error-codes":["internal-error"]}"#,
                None,
            ),
            (r#"{"success":false,"cdata":"\"success\":true"}"#, None),
            (r#"{"success":"yes"}"#, None),
            ("null", None),
        ] {
            assert_eq!(verdict(told), expected, "{told}");
        }
    }
}
