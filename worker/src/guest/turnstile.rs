//! Cloudflare Turnstile: whether it vouches for the person who sends by an open link or asks for a call.
//!
//! Cloudflare gets the token and a key of the submission, never the visitor's address. Where the verifier is unavailable,
//! or takes the deployment's secret for wrong, everybody passes: a third party's outage or a slip of ours must cost no
//! vote and no callback. The director sees how many passed. Nothing that a sender can bring about lets anybody pass.

use crate::auth::principal::Public;
use crate::ctx::WriteCtx;
use crate::platform::{js, link_code};
use crate::store::TurnstileOutage;
use otklik_embed::settings::Turnstile;
use otklik_survey::{SubmissionId, limits};
use serde::Deserialize;

/// What Turnstile knows of a sender.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// A person; also where Turnstile is not set.
    Vouched,
    Refused,
    /// Nothing, for a reason that no sender can bring about: passes.
    Unknown(TurnstileOutage),
}

/// Asks Turnstile about a submission.
///
/// 1. Turnstile is not set: vouched.
/// 2. No token, or a malformed one: refused.
/// 3. The verifier's verdict; without one, a line in the log.
///
/// # Errors
/// A secret is missing.
pub async fn verdict(
    token: &str,
    id: &SubmissionId,
    ctx: &WriteCtx<Public>,
) -> worker::Result<Verdict> {
    // 1
    let Some(turnstile) = &ctx.settings.turnstile else {
        return Ok(Verdict::Vouched);
    };
    // 2
    if token.is_empty() || token.len() > limits::CHALLENGE_MAX_BYTES {
        return Ok(Verdict::Refused);
    }
    // 3
    let secret = ctx.bindings.turnstile_secret(&ctx.settings)?;
    let key = link_code::idempotency_key(&ctx.bindings.link_key()?, id.as_str(), token);
    let verdict = match ask(turnstile, &secret, token, &key).await {
        Ok((status, answer)) => read(status, &answer),
        Err(_) => Verdict::Unknown(TurnstileOutage::Silent),
    };
    if let Verdict::Unknown(outage) = verdict {
        let reason = outage.as_str();
        worker::console_error!(r#"{{"error":"turnstile","detail":"{reason}"}}"#);
    }
    Ok(verdict)
}

/// The status and the body. A token is valid once; the same idempotency key lets a retry pass again.
async fn ask(
    turnstile: &Turnstile,
    secret: &str,
    token: &str,
    key: &str,
) -> worker::Result<(u16, String)> {
    let body = form_urlencoded::Serializer::new(String::new())
        .append_pair("secret", secret)
        .append_pair("response", token)
        .append_pair("idempotency_key", key)
        .finish();
    let headers = [("Content-Type", "application/x-www-form-urlencoded")];
    let mut response = js::post(&turnstile.verify_url, &headers, &body).await?;
    Ok((response.status_code(), response.text().await?))
}

/// <https://developers.cloudflare.com/turnstile/get-started/server-side-validation/>
#[derive(Deserialize)]
struct Answer {
    success: bool,
    #[serde(rename = "error-codes", default)]
    error_codes: Vec<String>,
}

fn read(status: u16, body: &str) -> Verdict {
    if status >= 500 {
        return Verdict::Unknown(TurnstileOutage::ServerError);
    }
    let answer: Option<Answer> = serde_json::from_str(body).ok();
    match answer {
        Some(Answer { success: true, .. }) if (200..300).contains(&status) => Verdict::Vouched,
        Some(Answer {
            success: false,
            error_codes,
        }) => outage(&error_codes).map_or(Verdict::Refused, Verdict::Unknown),
        // An address that is no verifier's, or an answer that a crafted token brought about.
        Some(_) | None => Verdict::Refused,
    }
}

/// The outage that the codes report; `None` where one of them, or the lack of any, may be the sender's doing.
fn outage(codes: &[String]) -> Option<TurnstileOutage> {
    let outages = codes.iter().map(|code| match code.as_str() {
        "internal-error" => Some(TurnstileOutage::InternalError),
        "missing-input-secret" | "invalid-input-secret" => Some(TurnstileOutage::WrongSecret),
        _ => None,
    });
    let outages: Option<Vec<TurnstileOutage>> = outages.collect();
    outages?.pop()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_passes_that_a_sender_can_bring_about() {
        let failed = |codes: &str| format!(r#"{{"success":false,"error-codes":[{codes}]}}"#);
        for codes in [
            r#""missing-input-response""#,
            r#""invalid-input-response""#,
            r#""timeout-or-duplicate""#,
            r#""bad-request""#,
            r#""internal-error","bad-request""#,
            r#""a-code-of-next-year""#,
            "",
        ] {
            assert_eq!(read(200, &failed(codes)), Verdict::Refused, "{codes}");
            assert_eq!(read(400, &failed(codes)), Verdict::Refused, "{codes}");
        }
        for body in [
            r#"{"success":false,"cdata":"\"success\":true"}"#,
            r#"{"success":"yes"}"#,
            "null",
            "<html>",
            "",
        ] {
            for status in [200, 400, 403, 429] {
                assert_eq!(read(status, body), Verdict::Refused, "{status} {body}");
            }
        }
        assert_eq!(read(400, r#"{"success":true}"#), Verdict::Refused);
        assert_eq!(read(200, r#"{ "success" : true }"#), Verdict::Vouched);
    }

    #[test]
    fn an_outage_and_our_own_wrong_secret_let_everybody_pass() {
        for (status, codes, reason) in [
            (200, "internal-error", TurnstileOutage::InternalError),
            (200, "invalid-input-secret", TurnstileOutage::WrongSecret),
            (400, "missing-input-secret", TurnstileOutage::WrongSecret),
            (503, "bad-request", TurnstileOutage::ServerError),
        ] {
            let body = format!(r#"{{"success":false,"error-codes":["{codes}"]}}"#);
            assert_eq!(read(status, &body), Verdict::Unknown(reason), "{codes}");
        }
        assert_eq!(
            read(502, "<html>"),
            Verdict::Unknown(TurnstileOutage::ServerError)
        );
    }
}
