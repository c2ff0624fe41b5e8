//! `/v1/responses/{id}/include` and `/exclude`: the director counts a response after all, or leaves it
//! out, with a reason that is kept.

use crate::auth::principal::Director;
use crate::ctx::WriteCtx;
use crate::http::body::from_json;
use crate::http::error::{Outcome, Refusal};
use crate::http::response;
#[cfg(test)]
use crate::http::response::ErrorBody;
use crate::store::Ruling;
use otklik_survey::{Code, Rejection, Standing, SubmissionId, limits};
use serde::{Deserialize, Serialize};
use worker::Response;

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

/// Counts a response after all.
#[cfg_attr(test, utoipa::path(post, path = "/v1/responses/{id}/include", operation_id = "include", tag = "director",
    params(("id" = String, Path)),
    request_body(content = RulingDraft),
    responses((status = 200, description = "Counts a response after all, whatever is sent later", body = RulingReceipt),
        (status = 400, description = "Not JSON of this shape", body = ErrorBody),
        (status = 401, description = "No token, or none that is in force", body = ErrorBody),
        (status = 403, description = "A token of another role, or a session that no page of this deployment used", body = ErrorBody),
        (status = 404, description = "No such response, or an anonymous survey's: the director moves none of those", body = ErrorBody),
        (status = 408, description = "Not there within 10 seconds", body = ErrorBody),
        (status = 413, description = "Over 16 KB", body = ErrorBody),
        (status = 422, description = "No reason, or one over 500 characters", body = ErrorBody),
        (status = 503, description = "Try again", body = ErrorBody))))]
pub async fn include(ctx: WriteCtx<Director>) -> Outcome<Response> {
    post(Ruling::Include, ctx).await
}

/// Leaves a response out.
#[cfg_attr(test, utoipa::path(post, path = "/v1/responses/{id}/exclude", operation_id = "exclude", tag = "director",
    params(("id" = String, Path)),
    request_body(content = RulingDraft),
    responses((status = 200, description = "Leaves a response out, whatever is sent later", body = RulingReceipt),
        (status = 400, description = "Not JSON of this shape", body = ErrorBody),
        (status = 401, description = "No token, or none that is in force", body = ErrorBody),
        (status = 403, description = "A token of another role, or a session that no page of this deployment used", body = ErrorBody),
        (status = 404, description = "No such response, or an anonymous survey's: the director moves none of those", body = ErrorBody),
        (status = 408, description = "Not there within 10 seconds", body = ErrorBody),
        (status = 413, description = "Over 16 KB", body = ErrorBody),
        (status = 422, description = "No reason, or one over 500 characters", body = ErrorBody),
        (status = 503, description = "Try again", body = ErrorBody))))]
pub async fn exclude(ctx: WriteCtx<Director>) -> Outcome<Response> {
    post(Ruling::Exclude, ctx).await
}

/// 1. Body over 16 KB: 413. Not JSON of the right shape: 400.
/// 2. No reason, or one over 500 characters: 422. No such response: 404.
/// 3. One batch, tallies moved: 200, also where it stood so before.
async fn post(ruling: Ruling, mut ctx: WriteCtx<Director>) -> Outcome<Response> {
    // 1
    let body = ctx.body().await?;
    let draft = from_json::<RulingDraft>(&body)?;
    // 2, 3
    let id = ctx.param();
    rule(id, ruling, &draft.reason, &ctx).await?;
    let standing = ruling.standing();
    Ok(response::json(200, &RulingReceipt { id, standing })?)
}

/// # Errors
/// `missing_reason`, `text_too_long`; `unknown_response`, also for an anonymous survey's.
pub async fn rule(id: &str, ruling: Ruling, reason: &str, ctx: &WriteCtx<Director>) -> Outcome<()> {
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
    let (director, now_ms) = (ctx.principal(), ctx.now_ms);
    let store = ctx.store();
    if store.rule(director, &id, ruling, reason, now_ms).await? {
        Ok(())
    } else {
        Err(Refusal::UnknownResponse.into())
    }
}
