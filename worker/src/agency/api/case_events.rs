//! `POST /v1/callbacks/{id}/events`: what was done about a request to be called.

use crate::auth::principal::Director;
use crate::ctx::WriteCtx;
use crate::http::body::from_json;
use crate::http::error::{ClientError, Result};
use crate::http::response;
#[cfg(test)]
use crate::http::response::ErrorBody;
use crate::store::{StepWrite, Worked};
use otklik_survey::SubmissionId;
use otklik_survey::callback::Lifecycle;
use otklik_survey::callback::case_event::{CallResult, Outcome, Step};
use serde::{Deserialize, Serialize};
use worker::Response;

#[derive(Deserialize)]
#[cfg_attr(test, derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CaseEventDraft {
    /// A new UUID of version 4 for each step; the same at a retry.
    pub id: String,
    /// `taken`, `attempt`, `closed` or `reopened`.
    pub kind: String,
    /// Of an attempt.
    pub result: Option<CallResult>,
    /// Of a request that is closed.
    pub outcome: Option<Outcome>,
}

/// A request after a step.
#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema))]
pub struct CaseEventReceipt<'a> {
    /// Of the request.
    pub id: &'a str,
    pub state: Lifecycle,
}

/// Adds a step to a request.
///
/// 1. Body over 16 KB: 413. Not JSON of the right shape: 400.
/// 2. No such request: 404. In a state that does not allow the step: 409.
/// 3. One batch: 201, or 200 where the same step was stored before.
#[cfg_attr(test, utoipa::path(post, path = "/v1/callbacks/{id}/events", operation_id = "work_callback", tag = "director",
    params(("id" = String, Path)),
    request_body(content = CaseEventDraft),
    responses((status = 201, description = "Stored", body = CaseEventReceipt),
        (status = 200, description = "Stored before", body = CaseEventReceipt),
        (status = 400, description = "Not JSON of this shape", body = ErrorBody),
        (status = 401, description = "No token, or an invalid one", body = ErrorBody),
        (status = 403, description = "A token of another role, or a session that no page of this deployment used", body = ErrorBody),
        (status = 404, description = "No such request", body = ErrorBody),
        (status = 408, description = "The body did not arrive within 10 seconds", body = ErrorBody),
        (status = 409, description = "The request is in a state that does not allow the step: somebody was faster", body = ErrorBody),
        (status = 413, description = "Over 16 KB", body = ErrorBody),
        (status = 503, description = "Try again", body = ErrorBody))))]
pub async fn post(mut ctx: WriteCtx<Director>) -> Result<Response> {
    // 1
    let body = ctx.body().await?;
    let draft = from_json::<CaseEventDraft>(&body)?;
    let word = match (draft.result, draft.outcome) {
        (Some(result), None) => result.as_str(),
        (None, Some(outcome)) => outcome.as_str(),
        (None, None) => "",
        (Some(_), Some(_)) => return Err(ClientError::NotJson("outcome".to_owned()).into()),
    };
    // 2, 3
    let worked = work(ctx.param(), &draft.id, &draft.kind, word, &ctx).await?;
    let receipt = CaseEventReceipt {
        id: ctx.param(),
        state: worked.state,
    };
    Ok(response::json(
        if worked.is_new { 201 } else { 200 },
        &receipt,
    )?)
}

/// Stores a step of a request.
///
/// # Errors
/// `not_json` for an id or a step that does not exist; `unknown_callback`, `callback_moved`.
pub async fn work(
    request: &str,
    id: &str,
    kind: &str,
    word: &str,
    ctx: &WriteCtx<Director>,
) -> Result<Worked> {
    let bad = |field: &str| ClientError::NotJson(field.to_owned());
    let step = Step::parse(kind, word).ok_or_else(|| bad("kind"))?;
    let id = SubmissionId::parse(id).ok_or_else(|| bad("id"))?;
    let request = SubmissionId::parse(request).ok_or(ClientError::UnknownCallback)?;
    let write = StepWrite {
        id: &id,
        request: &request,
        step,
        now_ms: ctx.now_ms,
    };
    ctx.store().work_callback(ctx.principal(), &write).await
}
