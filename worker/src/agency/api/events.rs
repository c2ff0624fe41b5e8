//! `/v1/events`: stores events of the agency's own system, and returns them with their addresses.

use crate::auth::principal::{Member, Staff};
use crate::auth::role::Events;
use crate::ctx::{Ctx, WriteCtx};
use crate::http::body::from_json;
use crate::http::error::{ClientError, Result};
#[cfg(test)]
use crate::http::openapi_query::EventsQuery;
use crate::http::query::{check, named};
use crate::http::response;
#[cfg(test)]
use crate::http::response::ErrorBody;
use crate::platform::clock;
use crate::platform::link_code::{self, CodeKind};
use crate::store::{EventFilter, EventKept, EventRow, EventWrite, Replaces};
use otklik_embed::fields::Fields;
use otklik_embed::settings::Settings;
use otklik_embed::survey_doc::surveys::EVENT_SURVEY;
use otklik_survey::calendar::day::Day;
use otklik_survey::event::{Event, EventDraft, EventState};
use otklik_survey::{Code, Lang, ValidationError, limits};
use serde::Serialize;
use std::collections::BTreeMap;
use worker::Response;

/// An event with its links.
#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema))]
#[cfg_attr(test, schema(as = Event))]
pub struct EventEntry {
    pub id: String,
    pub title: String,
    pub date: String,
    pub kind: String,
    pub format: String,
    pub venue: String,
    pub client: String,
    pub manager: String,
    pub guests: Option<u32>,
    pub zone: String,
    pub state: EventState,
    /// Counted votes of guests, by invites and by the event's link.
    pub votes: u64,
    /// Votes past the number of guests came through the link: they are quarantined.
    pub more_votes_than_guests: bool,
    /// Quarantined votes of guests.
    pub quarantined: u64,
    /// The guests' link. Absent, with the next three, of an event that was stored before there were links, until it
    /// is stored again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub guest_url: Option<String>,
    /// The last day on which that link takes votes, in the agency's zone; of a cancelled event it takes
    /// none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub guest_link_until: Option<String>,
    /// The address of that link's QR code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub qr_svg: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub qr_png: Option<String>,
    /// The client's form.
    pub client_url: String,
    /// The address of the letter that asks the event's guests, by language.
    pub email: BTreeMap<Lang, String>,
}

/// A page of the list, the latest event first.
#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema))]
pub struct EventList {
    pub events: Vec<EventEntry>,
    /// The value of `after` for the next page; absent on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// Every parameter of the list.
pub const PARAMETERS: [&str; 5] = ["from", "to", "manager", "state", "after"];

/// Stores an event.
///
/// 1. Body over 16 KB: 413. Not JSON of the right shape: 400.
/// 2. A manager's request that names another manager: 403. One that names none stores it as the sender's own.
/// 3. `Event::accept` refuses, or the zone does not exist: 422.
/// 4. One batch; new: 201, replaced or the same: 200. Another manager's event under this id: 403. A change of a settled
///    event that is the director's alone: 409, unless the agency's own system replaces what a manager said. A manager's
///    501st event: 409.
#[cfg_attr(test, utoipa::path(put, path = "/v1/events/{id}", operation_id = "put_event", tag = "director",
    params(("id" = String, Path, description = "The agency's own, 1-64 of `[a-z0-9-]`")),
    request_body(content = EventDraft, description = "The whole event, 16 KB at most"),
    responses((status = 201, description = "Stored", body = EventEntry),
        (status = 200, description = "Replaced, or the same; its link stays what it was", body = EventEntry),
        (status = 400, description = "Not JSON of this shape", body = ErrorBody),
        (status = 401, description = "No token, or an invalid one", body = ErrorBody),
        (status = 403, description = "A token of another role, another manager's event, or a session that no page of this deployment used", body = ErrorBody),
        (status = 408, description = "The body did not arrive within 10 seconds", body = ErrorBody),
        (status = 409, description = "The event's day has come, guests answered or invites are out: `guests`, `date`, `client`, `format` and cancelling are the director's alone. Or the manager has entered 500 events. Nothing was stored", body = ErrorBody),
        (status = 413, description = "Over 16 KB", body = ErrorBody),
        (status = 422, description = "A field that does not fit", body = ErrorBody),
        (status = 503, description = "Try again", body = ErrorBody))))]
pub async fn put(mut ctx: WriteCtx<Member<Events>>) -> Result<Response> {
    // 1
    let body = ctx.body().await?;
    let mut draft = from_json::<EventDraft>(&body)?;
    // 2
    let scope = ctx.scope();
    if let Some(own) = scope.manager() {
        match draft.manager.trim() {
            "" => draft.manager = own.to_owned(),
            named if named == own => {}
            _ => return Err(ClientError::Forbidden.into()),
        }
    }
    // 3
    let event = accepted(ctx.param(), draft, &ctx.settings).map_err(ClientError::Rejected)?;
    // 4
    let kept = store(&event, Replaces::Any, &ctx).await?;
    if !scope.includes(&kept.row.manager) {
        return Err(ClientError::Forbidden.into());
    }
    if let Some(field) = kept.row.settled_field(&event) {
        return Err(ClientError::EventSettled(field).into());
    }
    let status = if kept.existed { 200 } else { 201 };
    Ok(response::json(status, &entry(kept.row, &ctx.settings))?)
}

/// An event with its addresses.
///
/// 1. No such event: 404.
/// 2. 200, or 304 where the client has it.
#[cfg_attr(test, utoipa::path(get, path = "/v1/events/{id}", operation_id = "event", tag = "director",
    params(("id" = String, Path)),
    responses((status = 200, description = "The event with its addresses", body = EventEntry),
        (status = 304, description = "The same as the `ETag` in `If-None-Match`"),
        (status = 401, description = "No token, or an invalid one", body = ErrorBody),
        (status = 403, description = "A token of another role", body = ErrorBody),
        (status = 404, description = "No such event, or another manager's", body = ErrorBody),
        (status = 503, description = "Try again", body = ErrorBody))))]
pub async fn get(ctx: Ctx<Member<Events>>) -> Result<Response> {
    // 1
    let found = find(ctx.param(), &ctx).await?;
    // 2
    Ok(response::tagged(
        &ctx.request,
        response::NO_STORE,
        &entry(found, &ctx.settings),
    )?)
}

/// An event within the principal's scope.
///
/// # Errors
/// `unknown_event`.
pub async fn find(id: &str, ctx: &Ctx<impl Staff>) -> Result<EventRow> {
    let found = ctx.reader().event(ctx.scope(), id).await?;
    Ok(found.ok_or(ClientError::UnknownEvent)?)
}

/// A page of the events, the latest first.
///
/// 1. A parameter that does not fit: 422.
/// 2. 200, or 304 where the client has it.
#[cfg_attr(test, utoipa::path(get, path = "/v1/events", operation_id = "events", tag = "director",
    params(EventsQuery),
    responses((status = 200, description = "50 at most, the latest first", body = EventList),
        (status = 304, description = "The same as the `ETag` in `If-None-Match`"),
        (status = 401, description = "No token, or an invalid one", body = ErrorBody),
        (status = 403, description = "A token of another role, or a query for another manager than its own", body = ErrorBody),
        (status = 422, description = "A parameter that does not fit", body = ErrorBody),
        (status = 503, description = "Try again", body = ErrorBody))))]
pub async fn list(ctx: Ctx<Member<Events>>) -> Result<Response> {
    // 1
    let query = ctx.query()?;
    check(&query, &PARAMETERS)?;
    let filter = filter(&query)?;
    // 2
    let page = page(&filter, &ctx).await?;
    Ok(response::tagged(&ctx.request, response::NO_STORE, &page)?)
}

/// A page of the list.
pub async fn page(filter: &EventFilter, ctx: &Ctx<impl Staff>) -> Result<EventList> {
    let (at_most, one_more) = (limits::EVENTS_PAGE as usize, limits::EVENTS_PAGE + 1);
    let mut rows = ctx.reader().events(ctx.scope(), filter, one_more).await?;
    let has_more = rows.len() > at_most;
    rows.truncate(at_most);
    let last = rows.last().filter(|_| has_more);
    Ok(EventList {
        next: last.map(|row| format!("{}.{}", row.date, row.id)),
        events: rows
            .into_iter()
            .map(|row| entry(row, &ctx.settings))
            .collect(),
    })
}

/// # Errors
/// The first parameter that does not fit.
pub fn filter(query: &Fields) -> Result<EventFilter, ClientError> {
    let day = |name| named(query, name, Day::parse);
    let (from, to) = (day("from")?, day("to")?);
    if from.zip(to).is_some_and(|(from, to)| from > to) {
        return Err(ClientError::BadPeriod);
    }
    let fits = |text: &str| {
        let fits = text.chars().nth(limits::MANAGER_MAX_CHARS).is_none();
        fits.then(|| text.to_owned())
    };
    Ok(EventFilter {
        from: from.map(|day| day.to_string()),
        to: to.map(|day| day.to_string()),
        manager: named(query, "manager", fits)?,
        state: named(query, "state", EventState::parse)?,
        after: named(query, "after", parse_cursor)?,
    })
}

/// Date and id of the last event of a page.
fn parse_cursor(raw: &str) -> Option<(String, String)> {
    let (date, id) = raw.split_once('.')?;
    let fits = id.chars().nth(limits::EVENT_MAX_CHARS).is_none();
    (fits && Day::parse(date).is_some()).then(|| (date.to_owned(), id.to_owned()))
}

/// The event of a draft, in the agency's zone where it names none.
///
/// # Errors
/// Every validation error of the draft.
pub fn accepted(
    id: &str,
    mut draft: EventDraft,
    settings: &Settings,
) -> Result<Event, Vec<ValidationError>> {
    if draft.zone.trim().is_empty() {
        draft.zone = settings.zone.clone();
    }
    let has_zone = clock::day_of(0, draft.zone.trim()).is_ok();
    let mut accepted = Event::accept(id, &draft);
    if !has_zone {
        let mut errors = accepted.err().unwrap_or_default();
        errors.push(ValidationError::new(Code::UnknownZone, "zone"));
        accepted = Err(errors);
    }
    accepted
}

/// Stores an accepted event with the code of its link.
///
/// # Errors
/// `unknown_event` where there is none to replace; `too_many_events` of one manager.
pub async fn store(
    event: &Event,
    replaces: Replaces,
    ctx: &WriteCtx<impl Staff>,
) -> Result<EventKept> {
    let key = ctx.bindings.link_key()?;
    let code = link_code::code(&key, CodeKind::Event, EVENT_SURVEY, event.id(), "");
    let write = EventWrite {
        event,
        code: &code,
        now_ms: ctx.now_ms,
        today: &ctx.today()?,
        replaces,
    };
    let kept = ctx
        .store()
        .put_event(ctx.scope(), ctx.actor(), &write)
        .await?;
    Ok(kept.ok_or(match replaces {
        Replaces::Existing => ClientError::UnknownEvent,
        Replaces::Nothing | Replaces::Any => ClientError::TooManyEvents,
    })?)
}

pub fn entry(row: EventRow, settings: &Settings) -> EventEntry {
    let url = &settings.public_url;
    let id: String = form_urlencoded::byte_serialize(row.id.as_bytes()).collect();
    let qr =
        |code: &str, ending| format!("{url}/v1/surveys/{EVENT_SURVEY}/qr.{ending}?code={code}");
    let code = row.code.as_deref();
    let email = |lang: Lang| {
        let (event, lang) = (code.unwrap_or(&id), lang.code());
        format!("{url}/v1/surveys/{EVENT_SURVEY}/email?event={event}&lang={lang}")
    };
    EventEntry {
        more_votes_than_guests: row.has_more_votes_than_guests(),
        guest_url: code.map(|code| format!("{url}/e/{code}")),
        guest_link_until: row.link_until.filter(|_| row.code.is_some()),
        qr_svg: code.map(|code| qr(code, "svg")),
        qr_png: code.map(|code| qr(code, "png")),
        client_url: format!("{url}/s/client?event={id}&channel=messenger"),
        email: Lang::ALL.map(|lang| (lang, email(lang))).into(),
        id: row.id,
        title: row.title,
        date: row.date,
        kind: row.kind,
        format: row.format,
        venue: row.venue,
        client: row.client,
        manager: row.manager,
        guests: row.guests,
        zone: row.zone,
        state: row.state,
        votes: row.votes,
        quarantined: row.quarantined,
    }
}
