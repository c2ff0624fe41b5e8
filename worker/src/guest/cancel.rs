//! `/cancel/{id}`: a visitor takes back the request to be called.
//!
//! The id is a UUID: the visitor's browser minted it, or this server for a page of its own, with 122
//! random bits; a program that posts callbacks mints its own. The visitor and the agency know it, and
//! the site on which the form stood. Knowing it is the right to cancel, and to see nothing but the
//! survey's name, how and by when we promised to answer, and what became of the request; a malformed
//! id and one that nobody sent are answered alike.

use crate::guest::due_at;
use crate::http::error::{Failure, Outcome};
use crate::http::request::Call;
use crate::http::response;
use crate::store::{Reader, RequestRow, Store};
use otklik_embed::i18n::texts;
use otklik_embed::page;
use otklik_embed::page::cancel::{self, Cancelling};
use otklik_embed::settings::Settings;
use otklik_survey::callback::Lifecycle;
use otklik_survey::{Lang, SubmissionId};
use worker::Response;

/// Shows what would be cancelled, and a button. Mail scanners and messengers open every link:
/// reading cancels nothing.
///
/// 1. Malformed or unknown id: 404.
/// 2. The page: 200. The database is away, or we are at fault: 503, the button all the same.
pub async fn show(
    id: &str,
    call: &Call,
    settings: &Settings,
    reader: &Reader,
) -> Outcome<Response> {
    // 1
    let found = match SubmissionId::parse(id) {
        Some(id) => reader.request(&id).await,
        None => Ok(None),
    };
    match found {
        Ok(Some(request)) => told(200, &request, call, settings),
        Ok(None) => missing(call, settings),
        // 2
        Err(failure) => failed(failure, call, settings),
    }
}

/// Cancels.
///
/// 1. Malformed or unknown id: 404.
/// 2. Done with already, or spam: 409, the page says so.
/// 3. Cancelled, now or before: 200.
/// 4. The database is away, or we are at fault: 503, the button again.
pub async fn submit(
    id: &str,
    call: &Call,
    settings: &Settings,
    store: &Store,
) -> Outcome<Response> {
    // 1
    let found = match SubmissionId::parse(id) {
        Some(id) => store.cancel(&id).await,
        None => Ok(None),
    };
    let request = match found {
        Ok(Some(request)) => request,
        Ok(None) => return missing(call, settings),
        // 4
        Err(failure) => return failed(failure, call, settings),
    };
    let status = match request.state {
        // 2
        Lifecycle::Done | Lifecycle::Spam => 409,
        // 3
        Lifecycle::New | Lifecycle::InWork | Lifecycle::Cancelled => 200,
    };
    told(status, &request, call, settings)
}

/// In the language of the address, then that of the request: the visitor may come from a mail
/// program that speaks another.
fn told(status: u16, request: &RequestRow, call: &Call, settings: &Settings) -> Outcome<Response> {
    let asked = Lang::from_tag(call.query.get("lang"));
    let lang = asked.or_else(|| Lang::from_tag(&request.locale));
    let lang = lang.unwrap_or_else(|| call.lang(settings));
    let reminder = match request.promised_at_ms {
        Some(at_ms) => due_at::reminder(lang, request.by, at_ms, settings)?,
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

fn failed(failure: Failure, call: &Call, settings: &Settings) -> Outcome<Response> {
    match failure {
        Failure::Refusal(refusal) => Err(refusal.into()),
        failure @ (Failure::Unavailable(_) | Failure::Fault(_)) => {
            failure.log();
            let lang = call.lang(settings);
            let page = cancel::failed(lang, settings.look);
            let mut response = response::personal_page(503, lang, &page)?;
            response.headers_mut().set("Retry-After", "10")?;
            Ok(response)
        }
    }
}

fn missing(call: &Call, settings: &Settings) -> Outcome<Response> {
    let lang = call.lang(settings);
    let page = page::message(
        lang,
        settings.look,
        texts::text(lang, "error-unknown_callback"),
    );
    Ok(response::page(404, lang, &page)?)
}
