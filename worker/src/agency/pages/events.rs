//! `/director/events`: the list, an event's form, and what to copy from it.

use crate::agency::api::events;
use crate::agency::api::invites;
use crate::agency::pages::event_form::{Showing, draft_of, fields_of, page};
use crate::agency::pages::event_list;
use crate::auth::principal::Caller;
use crate::http::error::{Failure, Outcome};
use crate::http::request::{self, Call};
use crate::http::response;
use crate::platform::clock;
use crate::platform::random;
use crate::store::{EventFilter, Reader, Replaces};
use otklik_embed::fields::Fields;
use otklik_embed::i18n::texts;
use otklik_embed::settings::Settings;
use otklik_survey::{Code, Rejection, csv};
use worker::{Env, Request, Response};

/// 1. No session: to the sign-in form, 303.
/// 2. A parameter that does not fit: 422, the list without it.
/// 3. 200.
pub async fn list(
    caller: &Caller,
    call: &Call,
    settings: &Settings,
    reader: &Reader,
) -> Outcome<Response> {
    // 1
    if let Some(response) = sign_in(caller)? {
        return Ok(response);
    }
    // 2
    let lang = call.lang(settings);
    let (status, filter) = match events::filter(&call.query) {
        Ok(filter) => (200, filter),
        Err(_) => (422, EventFilter::default()),
    };
    // 3
    let listed = events::page(&filter, settings, reader).await?;
    let today = clock::day_of(clock::now_ms(), &settings.zone)?;
    let over = reader.events_over(&today).await?;
    let page = event_list::page(lang, &call.query, &listed, &over, settings);
    Ok(response::personal_page(status, lang, &page)?)
}

/// The form of a new event, with an id that may be kept.
///
/// 1. No session: to the sign-in form, 303.
/// 2. 200.
pub fn blank(caller: &Caller, call: &Call, settings: &Settings) -> Outcome<Response> {
    // 1
    if let Some(response) = sign_in(caller)? {
        return Ok(response);
    }
    // 2
    let mut typed = Fields::default();
    typed.set("id", ["ev-", &random::hex(&random::bytes::<4>()?)].concat());
    typed.set("zone", settings.zone.as_str());
    let lang = call.lang(settings);
    let showing = Showing::new(lang, &typed, settings);
    Ok(response::personal_page(200, lang, &page(&showing))?)
}

/// 1. No session: to the sign-in form, 303.
/// 2. No such event: 404.
/// 3. Its form and what to copy from it: 200.
pub async fn show(
    id: &str,
    caller: &Caller,
    call: &Call,
    settings: &Settings,
    reader: &Reader,
) -> Outcome<Response> {
    // 1
    if let Some(response) = sign_in(caller)? {
        return Ok(response);
    }
    // 2
    let lang = call.lang(settings);
    let Some(row) = reader.event(id).await? else {
        return missing(call, settings);
    };
    // 3
    let event = events::entry(row, settings);
    let typed = fields_of(&event);
    let today = clock::day_of(clock::now_ms(), &settings.zone)?;
    let showing = Showing {
        event: Some((&event, &today)),
        id: Some(id),
        is_saved: call.query.get("saved") == "1",
        ..Showing::new(lang, &typed, settings)
    };
    Ok(response::personal_page(200, lang, &page(&showing))?)
}

/// Takes the form of the event `id`, or of a new one.
///
/// 1. Body over 16 KB: 413.
/// 2. No session, or one used from another site: 401 or 403, the form with everything typed.
/// 3. No such event: 404.
/// 4. Refused: 422, errors beside their fields. A new event under the id of another: the same.
/// 5. The database is away, or we are at fault: 503, the form with everything typed.
/// 6. Stored, or stored before: 303 to its page.
pub async fn save(
    id: Option<&str>,
    caller: &Caller,
    call: &Call,
    mut request: Request,
    env: &Env,
    settings: &Settings,
) -> Outcome<Response> {
    // 1
    let body = request::body(call, &mut request).await?;
    let typed = Fields::parse(&body);
    let lang = call.lang(settings);
    let again = |status: u16, rejections: &[Rejection], notice: Option<&str>| {
        let showing = Showing {
            id,
            rejections,
            notice,
            ..Showing::new(lang, &typed, settings)
        };
        response::personal_page(status, lang, &page(&showing))
    };
    // 2
    if let Some((status, why)) = caller.why_not_write(call, settings) {
        return Ok(again(status, &[], Some(why))?);
    }
    // 3
    if let Some(id) = id
        && Reader::new(env, &call.trace)?.event(id).await?.is_none()
    {
        return missing(call, settings);
    }
    // 4
    let new_id = id.unwrap_or_else(|| typed.get("id").trim());
    let event = match events::accepted(new_id, draft_of(&typed), settings) {
        Ok(event) => event,
        Err(rejections) => return Ok(again(422, &rejections, None)?),
    };
    let replaces = id.map_or(Replaces::Nothing, |_| Replaces::Any);
    match events::store(&event, replaces, call, env).await {
        Ok(kept) if kept.row.says(&event) => {
            // 6
            let query = ["?lang=", lang.code(), "&saved=1"].concat();
            see(&["/director/events/", event.id(), &query].concat())
        }
        Ok(_) => {
            let taken = Rejection::new(Code::EventExists, "id");
            Ok(again(422, &[taken], None)?)
        }
        Err(Failure::Refusal(refusal)) => Err(refusal.into()),
        // 5
        Err(failure @ (Failure::Unavailable(_) | Failure::Fault(_))) => {
            failure.log();
            let mut response = again(503, &[], Some(texts::text(lang, "error-unavailable")))?;
            response.headers_mut().set("Retry-After", "10")?;
            Ok(response)
        }
    }
}

/// Issues personal links for the event `id`, by the form on its page.
///
/// 1. No session: to the sign-in form, 303; one used from another site: 403.
/// 2. Body over 1.5 MB: 413.
/// 3. No such event: 404.
/// 4. Refused: 422; the database is away: 503; the event's page with what was typed and what is wrong.
/// 5. The table, to be downloaded: 200.
pub async fn invite(
    id: &str,
    caller: &Caller,
    call: &Call,
    mut request: Request,
    env: &Env,
    settings: &Settings,
) -> Outcome<Response> {
    // 1
    if let Some(response) = sign_in(caller)? {
        return Ok(response);
    }
    caller.check_page(call, settings)?;
    // 2
    let body = invites::invites_body(call, &mut request).await?;
    let typed = Fields::parse(&body);
    // 3
    let Some(row) = Reader::new(env, &call.trace)?.event(id).await? else {
        return missing(call, settings);
    };
    // 4
    let references = csv::first_column(typed.get("references").as_bytes());
    let draft = invites::draft_of(&typed, references);
    let issued = match invites::asked(&typed) {
        Ok(survey) => invites::issue(&row, survey, &draft, call, env, settings).await,
        Err(refusal) => Err(refusal.into()),
    };
    let failure = match issued {
        // 5
        Ok(table) => return Ok(table),
        Err(failure) => failure,
    };
    failure.log();
    let lang = call.lang(settings);
    let (status, code, line) = match &failure {
        Failure::Refusal(refusal) => {
            let field = refusal.field().unwrap_or_default();
            (
                refusal.status(),
                refusal.code(),
                field.strip_prefix("references."),
            )
        }
        Failure::Unavailable(_) | Failure::Fault(_) => (503, "unavailable", None),
    };
    let sentence = texts::error(lang, code, "");
    let mistake = match line {
        Some(line) => [line, ": ", &sentence].concat(),
        None => sentence,
    };
    let event = events::entry(row, settings);
    let mut fields = fields_of(&event);
    for name in ["references", "count", "survey"] {
        fields.set(name, typed.get(name));
    }
    let today = clock::day_of(clock::now_ms(), &settings.zone)?;
    let showing = Showing {
        event: Some((&event, &today)),
        id: Some(id),
        invites_mistake: Some(mistake),
        ..Showing::new(lang, &fields, settings)
    };
    Ok(response::personal_page(status, lang, &page(&showing))?)
}

/// Where nobody is signed in, the way to the form; `None` for the director.
pub fn sign_in(caller: &Caller) -> Outcome<Option<Response>> {
    match caller.is_director() {
        true => Ok(None),
        false => see("/director").map(Some),
    }
}

pub fn see(address: &str) -> Outcome<Response> {
    let response = Response::builder()
        .with_status(303)
        .with_header("Location", address)?
        .with_header("Cache-Control", "no-store")?
        .empty();
    Ok(response)
}

fn missing(call: &Call, settings: &Settings) -> Outcome<Response> {
    let lang = call.lang(settings);
    let sentence = texts::text(lang, "error-unknown_event");
    let page = otklik_embed::page::message(lang, settings.look, sentence);
    Ok(response::personal_page(404, lang, &page)?)
}
