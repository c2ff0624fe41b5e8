//! `/v1/responses/{id}/include` and `/exclude`: the director's decision on a response, with a reason that is stored.

use crate::auth::principal::Director;
use crate::ctx::WriteCtx;
use crate::http::body::from_json;
use crate::http::error::{ClientError, Result};
use crate::http::query::named;
use crate::http::response;
#[cfg(test)]
use crate::http::response::ErrorBody;
use crate::store::{Decision, HeldOf, HeldWrite};
use otklik_embed::fields::Fields;
use otklik_survey::calendar::day::Day;
use otklik_survey::calendar::period::{Period, Unit};
use otklik_survey::{Code, Status, SubmissionId, ValidationError, clean_text, limits};
use serde::{Deserialize, Serialize};
use worker::Response;

#[derive(Deserialize)]
#[cfg_attr(test, derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct DecisionDraft {
    /// 1-500 characters.
    pub reason: String,
}

/// The status of a response after a decision.
#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema))]
pub struct DecisionReceipt<'a> {
    pub id: &'a str,
    pub status: Status,
}

/// Includes a quarantined response.
#[cfg_attr(test, utoipa::path(post, path = "/v1/responses/{id}/include", operation_id = "include", tag = "director",
    params(("id" = String, Path)),
    request_body(content = DecisionDraft),
    responses((status = 200, description = "Counts a response after all, whatever is sent later", body = DecisionReceipt),
        (status = 400, description = "Not JSON of this shape", body = ErrorBody),
        (status = 401, description = "No token, or an invalid one", body = ErrorBody),
        (status = 403, description = "A token of another role, or a session that no page of this deployment used", body = ErrorBody),
        (status = 404, description = "No such response, or an anonymous survey's: the director moves none of those", body = ErrorBody),
        (status = 408, description = "The body did not arrive within 10 seconds", body = ErrorBody),
        (status = 413, description = "Over 16 KB", body = ErrorBody),
        (status = 422, description = "No reason, or one over 500 characters", body = ErrorBody),
        (status = 503, description = "Try again", body = ErrorBody))))]
pub async fn include(ctx: WriteCtx<Director>) -> Result<Response> {
    post(Decision::Include, ctx).await
}

/// Excludes a response.
#[cfg_attr(test, utoipa::path(post, path = "/v1/responses/{id}/exclude", operation_id = "exclude", tag = "director",
    params(("id" = String, Path)),
    request_body(content = DecisionDraft),
    responses((status = 200, description = "Leaves a response out, whatever is sent later", body = DecisionReceipt),
        (status = 400, description = "Not JSON of this shape", body = ErrorBody),
        (status = 401, description = "No token, or an invalid one", body = ErrorBody),
        (status = 403, description = "A token of another role, or a session that no page of this deployment used", body = ErrorBody),
        (status = 404, description = "No such response, or an anonymous survey's: the director moves none of those", body = ErrorBody),
        (status = 408, description = "The body did not arrive within 10 seconds", body = ErrorBody),
        (status = 413, description = "Over 16 KB", body = ErrorBody),
        (status = 422, description = "No reason, or one over 500 characters", body = ErrorBody),
        (status = 503, description = "Try again", body = ErrorBody))))]
pub async fn exclude(ctx: WriteCtx<Director>) -> Result<Response> {
    post(Decision::Exclude, ctx).await
}

/// 1. Body over 16 KB: 413. Not JSON of the right shape: 400.
/// 2. No reason, or one over 500 characters: 422. No such response: 404.
/// 3. One batch, tallies moved: 200, also where the status was the same before.
async fn post(decision: Decision, mut ctx: WriteCtx<Director>) -> Result<Response> {
    // 1
    let body = ctx.body().await?;
    let draft = from_json::<DecisionDraft>(&body)?;
    // 2, 3
    let id = ctx.param();
    decide(id, decision, &draft.reason, &ctx).await?;
    let status = decision.status();
    Ok(response::json(200, &DecisionReceipt { id, status })?)
}

/// Stores a decision.
///
/// # Errors
/// `missing_reason`, `text_too_long`; `unknown_response`, also for an anonymous survey's.
pub async fn decide(
    id: &str,
    decision: Decision,
    reason: &str,
    ctx: &WriteCtx<Director>,
) -> Result<()> {
    let reason = &checked_reason(reason)?;
    let id = SubmissionId::parse(id).ok_or(ClientError::UnknownResponse)?;
    let (director, now_ms) = (ctx.principal(), ctx.now_ms);
    let store = ctx.store();
    let is_found = store.moderate(director, &id, decision, reason, now_ms);
    found(is_found.await?)
}

/// Stores a decision about all responses of a group that a limit set aside; `group` names its survey, its event or the
/// first day of its quarter, and the time at which the director saw it, `until_ms`.
///
/// # Errors
/// As [`decide`].
pub async fn decide_held(
    group: &Fields,
    decision: Decision,
    reason: &str,
    ctx: &WriteCtx<Director>,
) -> Result<()> {
    let reason = &checked_reason(reason)?;
    let survey = group.get("survey");
    let of = match group.get("quarter") {
        "" => HeldOf::Event(group.get("event")),
        first => HeldOf::Quarter(quarter(first).ok_or(ClientError::UnknownResponse)?),
    };
    let write = HeldWrite {
        survey,
        of,
        decision,
        reason,
        until_ms: seen_at_ms(group, ctx)?,
        now_ms: ctx.now_ms,
    };
    let is_found = ctx.store().decide_held_responses(ctx.principal(), &write);
    found(is_found.await?)
}

/// Adopts a correction of a low answer that came from another browser or network, or declines it.
///
/// # Errors
/// As [`decide`].
pub async fn settle_correction(
    typed: &Fields,
    adopt: bool,
    reason: &str,
    ctx: &WriteCtx<Director>,
) -> Result<()> {
    let reason = &checked_reason(reason)?;
    let id = SubmissionId::parse(typed.get("id")).ok_or(ClientError::UnknownResponse)?;
    let (director, now_ms) = (ctx.principal(), ctx.now_ms);
    let store = ctx.store();
    let until_ms = seen_at_ms(typed, ctx)?;
    let is_found = store.settle_corrections(director, &id, adopt, reason, until_ms, now_ms);
    found(is_found.await?)
}

/// When the director saw what the decision is about, UTC milliseconds: what came later is not decided.
fn seen_at_ms(typed: &Fields, ctx: &WriteCtx<Director>) -> Result<i64> {
    let seen_at_ms = named(typed, "until_ms", |raw| raw.parse().ok())?;
    Ok(seen_at_ms.map_or(ctx.now_ms, |ms: i64| ms.min(ctx.now_ms)))
}

fn found(is_found: bool) -> Result<()> {
    if is_found {
        Ok(())
    } else {
        Err(ClientError::UnknownResponse.into())
    }
}

/// The quarter that begins on a day.
fn quarter(first: &str) -> Option<Period> {
    let from = Day::parse(first)?;
    let is_first = Unit::Quarter.start(from) == Some(from);
    let to = Unit::Quarter.last(from).filter(|_| is_first)?;
    Some(Period { from, to })
}

/// # Errors
/// `missing_reason`, `text_too_long`.
fn checked_reason(reason: &str) -> Result<String, ClientError> {
    let reason = clean_text(reason);
    let code = if reason.is_empty() {
        Code::MissingReason
    } else if reason.chars().nth(limits::REASON_MAX_CHARS).is_some() {
        Code::TextTooLong
    } else {
        return Ok(reason);
    };
    Err(ClientError::Rejected(vec![ValidationError::new(
        code, "reason",
    )]))
}
