//! `/cancel/{id}`: a visitor takes back the request to be called.
//!
//! The id is the UUID that the visitor's own browser minted: 122 random bits, known to the visitor
//! and the agency alone. Knowing it is the right to cancel, and to see nothing but the promised
//! time; a malformed id and one that nobody sent are answered alike.

use crate::answer;
use crate::call::Call;
use crate::promise;
use crate::refusal::Outcome;
use crate::store::{Reader, RequestRow, Store};
use otklik_embed::cancel::{self, Cancelling};
use otklik_embed::page;
use otklik_embed::settings::Settings;
use otklik_embed::texts;
use otklik_survey::callback::Lifecycle;
use otklik_survey::{Lang, SubmissionId};
use worker::Response;

/// Shows what would be cancelled, and a button. Mail scanners and messengers open every link:
/// reading cancels nothing.
///
/// 1. Malformed or unknown id: 404.
/// 2. The page: 200.
pub async fn show(
    id: &str,
    call: &Call,
    settings: &Settings,
    reader: &Reader,
) -> Outcome<Response> {
    // 1
    let found = match SubmissionId::parse(id) {
        Some(id) => reader.request(&id).await?,
        None => None,
    };
    let Some(request) = found else {
        return missing(call, settings);
    };
    // 2
    told(200, &request, call, settings)
}

/// Cancels.
///
/// 1. Malformed or unknown id: 404.
/// 2. Done with already, or spam: 409, the page says so.
/// 3. Cancelled, now or before: 200.
pub async fn submit(
    id: &str,
    call: &Call,
    settings: &Settings,
    store: &Store,
) -> Outcome<Response> {
    // 1
    let found = match SubmissionId::parse(id) {
        Some(id) => store.cancel(&id).await?,
        None => None,
    };
    let Some(request) = found else {
        return missing(call, settings);
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
        Some(at_ms) => promise::reminder(lang, request.by, at_ms as i64, settings)?,
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
    Ok(answer::personal_page(status, lang, &page)?)
}

fn missing(call: &Call, settings: &Settings) -> Outcome<Response> {
    let lang = call.lang(settings);
    let page = page::message(
        lang,
        settings.look,
        texts::text(lang, "error-unknown_callback"),
    );
    Ok(answer::page(404, lang, &page)?)
}
