//! `/v1/responses/{id}/include` and `/exclude`: the director counts a response after all, or leaves it
//! out, with a reason that is kept.

use crate::guest::submit::from_json;
use crate::http::error::{Outcome, Refusal};
use crate::http::request::{self, Call};
use crate::http::response;
use crate::platform::clock;
use crate::store::{Ruling, Store};
use otklik_survey::{Code, Rejection, Standing, SubmissionId, limits};
use serde::{Deserialize, Serialize};
use worker::{Env, Request, Response};

#[derive(Deserialize)]
#[cfg_attr(test, derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RulingDraft {
    /// 1-500 characters.
    pub reason: String,
}

/// What stands after a decision.
#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema))]
pub struct RulingReceipt<'a> {
    pub id: &'a str,
    pub standing: Standing,
}

/// 1. Body over 16 KB: 413. Not JSON of the right shape: 400.
/// 2. No reason, or one over 500 characters: 422. No such response: 404.
/// 3. One batch, tallies moved: 200, also where it stood so before.
pub async fn post(
    id: &str,
    ruling: Ruling,
    call: &Call,
    mut request: Request,
    env: &Env,
) -> Outcome<Response> {
    // 1
    let body = request::body(call, &mut request).await?;
    let draft = from_json::<RulingDraft>(&body)?;
    // 2, 3
    rule(id, ruling, &draft.reason, call, env).await?;
    let standing = ruling.standing();
    Ok(response::json(200, &RulingReceipt { id, standing })?)
}

/// # Errors
/// `missing_reason`, `text_too_long`; `unknown_response`, also for an anonymous survey's.
pub async fn rule(id: &str, ruling: Ruling, reason: &str, call: &Call, env: &Env) -> Outcome<()> {
    let reason = reason.trim();
    let wrong = if reason.is_empty() {
        Some(Code::MissingReason)
    } else if reason.chars().nth(limits::REASON_MAX_CHARS).is_some() {
        Some(Code::TextTooLong)
    } else {
        None
    };
    if let Some(code) = wrong {
        return Err(Refusal::Rejected(vec![Rejection::new(code, "reason")]).into());
    }
    let id = SubmissionId::parse(id).ok_or(Refusal::UnknownResponse)?;
    let store = Store::new(env, &call.trace)?;
    match store.rule(&id, ruling, reason, clock::now_ms()).await? {
        true => Ok(()),
        false => Err(Refusal::UnknownResponse.into()),
    }
}
