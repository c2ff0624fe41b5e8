//! `/c/{survey}`: the request to be called as a plain form, which needs no script.

use super::callbacks::{self, check_challenge, check_rate, due_at};
use super::form::{self, PostedForm, by_of, event_title};
use super::surveys;
use crate::auth::principal::Public;
use crate::ctx::{Ctx, WriteCtx};
use crate::http::error::{ClientError, Result};
#[cfg(test)]
use crate::http::openapi_query::{CallbackQuery, LookQuery};
use crate::store::{Kept, Written};
use otklik_embed::page::cancel::{self, Cancelling};
use otklik_embed::page::form_kind::FormKind;
use otklik_embed::page::thanks::Offer;
use otklik_survey::callback::{Callback, Lifecycle};
use otklik_survey::{Lang, SubmissionId, Survey};
use worker::Response;

/// Shows the form.
///
/// 1. Unknown survey: 404; too many of them from one network: 429.
/// 2. The page: 200.
#[cfg_attr(test, utoipa::path(get, path = "/c/{survey}", operation_id = "callback_page", tag = "visitor",
    params(("survey" = String, Path), CallbackQuery, LookQuery),
    responses((status = 200, description = "The form of a callback", content_type = "text/html"),
        (status = 404, description = "No such survey", content_type = "text/html"),
        (status = 429, description = "Too many from one network that do not exist", content_type = "text/html"))))]
pub async fn show(ctx: Ctx<Public>) -> Result<Response> {
    // 1
    let lang = ctx.lang();
    let survey = match surveys::current(ctx.param(), &ctx).await {
        Ok(survey) => survey,
        Err(error) => return form::refused_or(error, lang, &ctx),
    };
    // 2
    form::first(FormKind::Callback, survey, &ctx).await
}

/// Takes the form.
///
/// 1. Unknown survey: 404.
/// 2. Body over 35 KB: 413; not there within 10 s: 408; not UTF-8: 400.
/// 3. A button of another language: 200, the page in it with everything kept. Nothing is stored.
/// 4. Refused: 422, the same page with everything kept and errors beside their fields. Too many: 429.
/// 5. The database is unavailable, or an internal error: 503, the page with everything kept.
/// 6. Stored, or stored before: 200 and thanks. A callback that was cancelled: 200, and it stays so; one that
///    was closed: 409, with a link to a new form.
#[cfg_attr(test, utoipa::path(post, path = "/c/{survey}", operation_id = "call_me", tag = "visitor",
    params(("survey" = String, Path)),
    request_body(content = String, content_type = "application/x-www-form-urlencoded", description = "The fields of `CallbackDraft`; `consent=yes`; with `language` the page comes in that language, and nothing is stored"),
    responses((status = 200, description = "Stored, or stored before: thanks with the due time; or cancelled before, and it stays so; or the page in another language", content_type = "text/html"),
        (status = 404, description = "No such survey", content_type = "text/html"),
        (status = 400, description = "The fields are not UTF-8", content_type = "text/html"),
        (status = 409, description = "It can no longer be corrected; the page keeps what was typed, or says that the request was done with", content_type = "text/html"),
        (status = 408, description = "Not there within 10 seconds", content_type = "text/html"),
        (status = 413, description = "Over 35 KB", content_type = "text/html"),
        (status = 422, description = "The page with errors beside their fields and everything kept", content_type = "text/html"),
        (status = 429, description = "Too many within a minute; the page keeps the answers", content_type = "text/html"),
        (status = 503, description = "Try again; the page keeps what was typed", content_type = "text/html"))))]
pub async fn submit(mut ctx: WriteCtx<Public>) -> Result<Response> {
    // 1, 2
    let lang = ctx.lang();
    let survey = ctx.param().to_owned();
    let (survey, typed) = match form::receive(FormKind::Callback, &survey, &mut ctx).await {
        Ok(received) => received,
        Err(error) => return form::refused_or(error, lang, &ctx),
    };
    let event = event_title(typed.get("event"), &ctx).await;
    let kind = FormKind::Callback;
    let (posted, answered) = PostedForm::answering(kind, survey, typed, event, &ctx).await;
    // 3
    if let Some(page) = posted.switched() {
        return page;
    }
    let stored = match answered {
        Ok(survey) => store(survey, &posted, &ctx).await,
        Err(error) => Err(error),
    };
    let (kept, id) = match stored {
        Ok(stored) => stored,
        // 4, 5
        Err(error) => return posted.failed(error),
    };
    // 6
    match kept.written {
        Written::Created | Written::Replaced | Written::Same => {
            let due_at = due_at(kept, &id, posted.lang, &ctx)?;
            posted.thanks(due_at.as_ref(), Offer::Nothing)
        }
        Written::Cancelled => closed(200, Lifecycle::Cancelled, survey.id(), &posted),
        Written::Closed if !kept.state.is_open() => closed(409, kept.state, survey.id(), &posted),
        Written::Closed => posted.again(409, &[], Some("error-request_closed")),
        Written::Taken | Written::Other { .. } => posted.again(409, &[], Some("error-conflict")),
    }
}

/// The page of a callback that was cancelled or closed.
fn closed(status: u16, state: Lifecycle, survey: &str, posted: &PostedForm) -> Result<Response> {
    let cancelling = Cancelling {
        lang: posted.lang,
        look: posted.look,
        agency: posted.agency(),
        survey,
        by: by_of(&posted.typed),
        state,
        reminder: "",
    };
    let page = cancel::page(&cancelling, posted.back.as_ref());
    posted.respond(status, &page)
}

/// Stores the form's fields. A page without script cannot count its revisions, so a correction by back and send
/// is stored one revision higher.
async fn store(
    survey: &Survey,
    posted: &PostedForm,
    ctx: &WriteCtx<Public>,
) -> Result<(Kept, SubmissionId)> {
    let lang: Lang = posted.lang;
    let mut draft = posted.typed.callback();
    let token = draft.challenge.take().unwrap_or_default();
    let callback = Callback::accept(draft).map_err(ClientError::Rejected)?;
    check_rate(&callback, ctx).await?;
    let outage = check_challenge(&callback, &token, ctx).await?;
    let id = callback.id().clone();
    let kept = callbacks::store(&callback, survey, lang, outage, ctx).await?;
    let Written::Other { stored_rev } = kept.written else {
        return Ok((kept, id));
    };
    match callback.at_rev(stored_rev + 1) {
        Some(corrected) => Ok((
            callbacks::store(&corrected, survey, lang, outage, ctx).await?,
            id,
        )),
        None => Ok((kept, id)),
    }
}
