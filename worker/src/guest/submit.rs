//! `POST /v1/responses?survey=`: a submission from a widget, a loader or a program.

use super::intake::Intake;
use super::receipt::{Receipt, status_of};
use super::surveys;
use crate::auth::principal::Public;
use crate::ctx::WriteCtx;
use crate::http::body::{from_form, from_json};
use crate::http::error::{ClientError, Result};
use crate::http::origin::check_origin;
use crate::http::response;
#[cfg(test)]
use crate::http::response::ErrorBody;
use otklik_survey::Submission;
use worker::Response;

/// Takes a submission.
///
/// 1. Unknown survey: 404.
/// 2. Origin outside the list: 403.
/// 3. Body longer than its fields can be: 413; not there within 10 s: 408.
/// 4. Not UTF-8, or not JSON of the right shape: 400.
/// 5. `Survey::accept` refuses: 422.
/// 6. Too many of its kind: 429.
/// 7. One batch; new: 201, the same or replaced or lower: 200, another body: 409. An invite that takes
///    no answer: 404.
#[cfg_attr(test, utoipa::path(post, path = "/v1/responses", operation_id = "responses", tag = "guest",
    params(("survey" = String, Query)),
    request_body(content((Submission = "application/json"), (String = "application/x-www-form-urlencoded")),
        description = "JSON, also as `text/plain`, which needs no preflight; or the fields of the form at `/s/{survey}`, in UTF-8. 16 KB at most, or what the survey's fields can hold at 12 bytes a character"),
    responses((status = 201, description = "Stored", body = Receipt),
        (status = 200, description = "Stored before, replaced, or ignored for a higher revision", body = Receipt),
        (status = 400, description = "Not UTF-8, or not JSON of this shape", body = ErrorBody),
        (status = 403, description = "The page's origin is not on the list", body = ErrorBody),
        (status = 404, description = "No such survey, or an invite that takes no answer", body = ErrorBody),
        (status = 409, description = "The id and revision belong to another answer, or the time for corrections has passed", body = ErrorBody),
        (status = 408, description = "Not there within 10 seconds", body = ErrorBody),
        (status = 413, description = "Longer than its fields can be", body = ErrorBody),
        (status = 422, description = "An answer that does not fit its question", body = ErrorBody),
        (status = 429, description = "Too many within a minute", body = ErrorBody),
        (status = 503, description = "Try again", body = ErrorBody))))]
pub async fn post(mut ctx: WriteCtx<Public>) -> Result<Response> {
    // 1, 2
    let survey = surveys::current(ctx.request.query.get("survey"), &ctx).await?;
    check_origin(&ctx.request, |origin| survey.allows(origin, &ctx.settings))?;
    // 3
    let body = ctx.body_within(surveys::body_limit(survey)).await?;
    // 4
    let mut submission = if ctx.request.is_form() {
        from_form(&body)?.submission(survey)
    } else {
        from_json::<Submission>(&body)?
    };
    let mut intake = Intake::of_submission(&submission, &ctx);
    let token = submission.challenge.take().unwrap_or_default();
    // 5
    let version = submission.version;
    let survey = surveys::answered(survey, version, &ctx).await?;
    let accepted = survey.accept(submission).map_err(ClientError::Rejected)?;
    // 6
    intake.check(&accepted, &token).await?;
    // 7
    let written = intake.store(&accepted, survey).await?;
    let rev = accepted.rev();
    let (http, status) = status_of(written, rev)?;
    let id = accepted.id().as_str();
    Ok(response::json(http, &Receipt { id, rev, status })?)
}
