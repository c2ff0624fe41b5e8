//! `/cancel/{id}`: a visitor takes back the request to be called.
//!
//! The id is a UUID: the visitor's browser minted it, or this server for a page of its own, with 122
//! random bits; a program that posts callbacks mints its own. The visitor and the agency know it, and
//! the site on which the form stood. Knowing it is the right to cancel, and to see nothing but the
//! survey's name, how and by when we promised to answer, and what became of the request; a malformed
//! id and one that nobody sent are answered alike.

use super::due_at;
use crate::auth::principal::Public;
use crate::ctx::{Ctx, WriteCtx};
use crate::http::error::{Error, Result};
use crate::http::response;
use crate::store::RequestRow;
use otklik_embed::i18n::texts;
use otklik_embed::page;
use otklik_embed::page::cancel::{self, Cancelling};
use otklik_survey::callback::Lifecycle;
use otklik_survey::{Lang, SubmissionId};
use worker::Response;

/// Shows what would be cancelled, and a button. Mail scanners and messengers open every link:
/// reading cancels nothing.
///
/// 1. Malformed or unknown id: 404.
/// 2. The page: 200. The database is away, or we are at fault: 503, the button all the same.
#[cfg_attr(test, utoipa::path(get, path = "/cancel/{id}", operation_id = "cancel_page", tag = "visitor",
    params(("id" = String, Path, description = "The id that the visitor's client minted"), ("lang" = Option<Lang>, Query)),
    responses((status = 200, description = "What would be cancelled, and a button; reading cancels nothing", content_type = "text/html"),
        (status = 404, description = "No such request", content_type = "text/html"),
        (status = 503, description = "Try again; the page has the button", content_type = "text/html"))))]
pub async fn show(ctx: Ctx<Public>) -> Result<Response> {
    // 1
    let found = match SubmissionId::parse(ctx.param()) {
        Some(id) => ctx.reader().request(&id).await,
        None => Ok(None),
    };
    match found {
        Ok(Some(request)) => shown(200, &request, &ctx),
        Ok(None) => missing(&ctx),
        // 2
        Err(error) => failed(error, &ctx),
    }
}

/// Cancels.
///
/// 1. Malformed or unknown id: 404.
/// 2. Done with already, or spam: 409, the page says so.
/// 3. Cancelled, now or before: 200.
/// 4. The database is away, or we are at fault: 503, the button again.
#[cfg_attr(test, utoipa::path(post, path = "/cancel/{id}", operation_id = "cancel", tag = "visitor",
    params(("id" = String, Path, description = "The id that the visitor's client minted"), ("lang" = Option<Lang>, Query)),
    responses((status = 200, description = "Cancelled, now or before", content_type = "text/html"),
        (status = 404, description = "No such request", content_type = "text/html"),
        (status = 409, description = "Done with already: nothing to cancel", content_type = "text/html"),
        (status = 503, description = "Try again; the page has the button again", content_type = "text/html"))))]
pub async fn submit(ctx: WriteCtx<Public>) -> Result<Response> {
    // 1
    let found = match SubmissionId::parse(ctx.param()) {
        Some(id) => ctx.store().cancel(&id).await,
        None => Ok(None),
    };
    let request = match found {
        Ok(Some(request)) => request,
        Ok(None) => return missing(&ctx),
        // 4
        Err(error) => return failed(error, &ctx),
    };
    let status = match request.state {
        // 2
        Lifecycle::Done | Lifecycle::Spam => 409,
        // 3
        Lifecycle::New | Lifecycle::InWork | Lifecycle::Cancelled => 200,
    };
    shown(status, &request, &ctx)
}

/// In the language of the address, then that of the request: the visitor may come from a mail
/// program that speaks another.
fn shown(status: u16, request: &RequestRow, ctx: &Ctx<Public>) -> Result<Response> {
    let settings = &ctx.settings;
    let asked = Lang::from_tag(ctx.request.query.get("lang"));
    let lang = asked.or_else(|| Lang::from_tag(&request.locale));
    let lang = lang.unwrap_or_else(|| ctx.lang());
    let reminder = match request.due_at_ms {
        Some(at_ms) => due_at::reminder(lang, request.by, at_ms, settings, ctx.now_ms)?,
        None => String::new(),
    };
    let page = cancel::page(&Cancelling {
        lang,
        look: settings.look,
        survey: &request.survey,
        by: request.by,
        state: request.state,
        reminder: &reminder,
    });
    Ok(response::personal_page(status, lang, &page)?)
}

fn failed(error: Error, ctx: &Ctx<Public>) -> Result<Response> {
    match error {
        Error::ClientError(client_error) => Err(client_error.into()),
        error @ (Error::Unavailable(_) | Error::Internal(_)) => {
            error.log();
            let lang = ctx.lang();
            let page = cancel::failed(lang, ctx.settings.look);
            let mut response = response::personal_page(503, lang, &page)?;
            response.headers_mut().set("Retry-After", "10")?;
            Ok(response)
        }
    }
}

fn missing(ctx: &Ctx<Public>) -> Result<Response> {
    let lang = ctx.lang();
    let page = page::message(
        lang,
        ctx.settings.look,
        texts::text(lang, "error-unknown_callback"),
    );
    Ok(response::page(404, lang, &page)?)
}
