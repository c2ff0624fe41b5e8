//! Cloudflare Turnstile: whether it vouches for the person who sends by an open link or asks for a call.
//!
//! Cloudflare gets the token and the submission's id, never the visitor's address. While the verifier is
//! unavailable everybody passes: a third party's outage must cost no vote and no callback.

use crate::auth::principal::Public;
use crate::ctx::WriteCtx;
use crate::platform::js;
use otklik_embed::settings::Turnstile;
use otklik_survey::{SubmissionId, limits};
use serde::Deserialize;

/// Whether a person sent this, as far as Turnstile knows.
///
/// 1. Turnstile is not set: yes.
/// 2. No token, or a malformed one: no.
/// 3. The verifier's verdict; without one: yes, and a line in the log.
///
/// # Errors
/// The secret is missing.
pub async fn vouches(
    token: &str,
    id: &SubmissionId,
    ctx: &WriteCtx<Public>,
) -> worker::Result<bool> {
    // 1
    let Some(turnstile) = &ctx.settings.turnstile else {
        return Ok(true);
    };
    // 2
    if token.is_empty() || token.len() > limits::CHALLENGE_MAX_BYTES {
        return Ok(false);
    }
    // 3
    let secret = ctx.bindings.turnstile_secret(&ctx.settings)?;
    let answer = ask(turnstile, &secret, token, id).await.ok();
    let verdict = answer.and_then(|answer| verdict(&answer));
    if verdict.is_none() {
        worker::console_error!(r#"{{"error":"turnstile","detail":"no verdict"}}"#);
    }
    Ok(verdict.unwrap_or(true))
}

/// A token is valid once; the submission's id as idempotency key lets a retry pass again.
async fn ask(
    turnstile: &Turnstile,
    secret: &str,
    token: &str,
    id: &SubmissionId,
) -> worker::Result<String> {
    let body = form_urlencoded::Serializer::new(String::new())
        .append_pair("secret", secret)
        .append_pair("response", token)
        .append_pair("idempotency_key", id.as_str())
        .finish();
    let headers = [("Content-Type", "application/x-www-form-urlencoded")];
    let mut response = js::post(&turnstile.verify_url, &headers, &body).await?;
    response.text().await
}

/// <https://developers.cloudflare.com/turnstile/get-started/server-side-validation/>
#[derive(Deserialize)]
struct Verdict {
    success: bool,
    #[serde(rename = "error-codes", default)]
    error_codes: Vec<String>,
}

/// The verifier's verdict on the token. `None` where its answer is about anything else: a wrong secret, an error of
/// its own.
fn verdict(answer: &str) -> Option<bool> {
    let verdict: Verdict = serde_json::from_str(answer).ok()?;
    let is_of_token =
        |code: &String| code.ends_with("-input-response") || code == "timeout-or-duplicate";
    let is_refused = verdict.error_codes.iter().any(is_of_token);
    if verdict.success {
        Some(true)
    } else {
        is_refused.then_some(false)
    }
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
            (r#"{ "success" : true }"#, Some(true)),
            ("null", None),
        ] {
            assert_eq!(verdict(told), expected, "{told}");
        }
    }
}
