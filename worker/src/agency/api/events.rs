//! `/v1/events`: the agency's own system tells its events, and reads them with their addresses.

use crate::auth::principal::Caller;
use crate::guest::links::SURVEY;
use crate::guest::submit::from_json;
use crate::http::error::{Outcome, Refusal};
use crate::http::query::{check, named};
use crate::http::request::{self, Call};
use crate::http::response;
use crate::platform::clock;
use crate::platform::config;
use crate::platform::link_code::{self, CodeKind};
use crate::store::{EventFilter, EventKept, EventRow, EventWrite, Reader, Replaces, Store};
use otklik_embed::fields::Fields;
use otklik_embed::settings::Settings;
use otklik_survey::calendar::day::Day;
use otklik_survey::event::{Event, EventDraft, EventState};
use otklik_survey::{Code, Lang, Rejection, limits};
use serde::Serialize;
use worker::{Env, Request, Response};

/// An event with everything that is copied from it.
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
    /// Counted votes of guests.
    pub votes: u64,
    pub more_votes_than_guests: bool,
    /// Votes of guests that are left out of the score until the director counts them.
    pub set_aside: u64,
    /// The link that every guest gets. Absent, with the next three, of an event that was stored before
    /// there were links, until it is stored again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub guest_url: Option<String>,
    /// The last day on which that link takes votes, in the agency's zone; of a cancelled event it takes
    /// none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub guest_link_until: Option<String>,
    /// Where that link's QR code is drawn.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub qr_svg: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub qr_png: Option<String>,
    /// The client's form.
    pub client_url: String,
    pub email: EmailAddresses,
}

/// Where the letter that asks an event's guests is made, by language.
#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema))]
pub struct EmailAddresses {
    pub ru: String,
    pub uk: String,
    pub en: String,
}

/// A page of the list, the latest event first.
#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema))]
pub struct EventList {
    pub events: Vec<EventEntry>,
    /// What `after` is on the next page; absent on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// Every parameter of the list.
pub const PARAMETERS: [&str; 5] = ["from", "to", "manager", "state", "after"];

/// 1. Body over 16 KB: 413. Not JSON of the right shape: 400.
/// 2. Told by a manager as another's: 403. Without a manager it is his own.
/// 3. `Event::accept` refuses, or the zone does not exist: 422.
/// 4. One batch; new: 201, replaced or the same: 200. Another manager's event under this id: 403.
pub async fn put(
    id: &str,
    caller: &Caller,
    call: &Call,
    mut request: Request,
    env: &Env,
    settings: &Settings,
) -> Outcome<Response> {
    // 1
    let body = request::body(call, &mut request).await?;
    let mut draft = from_json::<EventDraft>(&body)?;
    // 2
    if let Some(own) = caller.manager() {
        match draft.manager.trim() {
            "" => draft.manager = own.to_owned(),
            told if told == own => {}
            _ => return Err(Refusal::Forbidden.into()),
        }
    }
    // 3
    let event = accepted(id, draft, settings).map_err(Refusal::Rejected)?;
    // 4
    let replaces = caller.manager().map_or(Replaces::Any, Replaces::Managers);
    let kept = store(&event, replaces, call, env).await?;
    if !caller.is_own(&kept.row.manager) {
        return Err(Refusal::Forbidden.into());
    }
    let status = if kept.existed { 200 } else { 201 };
    Ok(response::json(status, &entry(kept.row, settings))?)
}

/// 1. No such event: 404.
/// 2. 200, or 304 for who has it.
pub async fn get(
    id: &str,
    caller: &Caller,
    call: &Call,
    settings: &Settings,
    reader: &Reader,
) -> Outcome<Response> {
    // 1
    let found = caller.event(id, reader).await?;
    // 2
    Ok(response::tagged(call, &entry(found, settings))?)
}

/// 1. A parameter that does not fit: 422.
/// 2. 200, or 304 for who has it.
pub async fn list(
    query: &Fields,
    call: &Call,
    settings: &Settings,
    reader: &Reader,
) -> Outcome<Response> {
    // 1
    check(query, &PARAMETERS)?;
    let filter = filter(query)?;
    // 2
    let page = page(&filter, settings, reader).await?;
    Ok(response::tagged(call, &page)?)
}

/// A page of the list.
pub async fn page(
    filter: &EventFilter,
    settings: &Settings,
    reader: &Reader,
) -> Outcome<EventList> {
    let at_most = limits::EVENTS_PAGE as usize;
    let mut rows = reader.events(filter, limits::EVENTS_PAGE + 1).await?;
    let has_more = rows.len() > at_most;
    rows.truncate(at_most);
    let last = rows.last().filter(|_| has_more);
    Ok(EventList {
        next: last.map(|row| [&row.date, ".", &row.id].concat()),
        events: rows.into_iter().map(|row| entry(row, settings)).collect(),
    })
}

/// # Errors
/// The first parameter that does not fit.
pub fn filter(query: &Fields) -> Result<EventFilter, Refusal> {
    let day = |name| named(query, name, Day::parse);
    let (from, to) = (day("from")?, day("to")?);
    if from.zip(to).is_some_and(|(from, to)| from > to) {
        return Err(Refusal::BadPeriod);
    }
    let fits = |text: &str| {
        let fits = text.chars().nth(limits::MANAGER_MAX_CHARS).is_none();
        fits.then(|| text.to_owned())
    };
    Ok(EventFilter {
        from: from.map(|day| day.to_string()),
        to: to.map(|day| day.to_string()),
        manager: named(query, "manager", fits)?,
        state: named(query, "state", EventState::from_word)?,
        after: named(query, "after", place)?,
    })
}

/// Date and id of the event where a page ended.
fn place(raw: &str) -> Option<(String, String)> {
    let (date, id) = raw.split_once('.')?;
    let fits = id.chars().nth(limits::EVENT_MAX_CHARS).is_none();
    (fits && Day::parse(date).is_some()).then(|| (date.to_owned(), id.to_owned()))
}

/// The event of a draft, in the agency's zone where it names none.
///
/// # Errors
/// Everything that is wrong.
pub fn accepted(
    id: &str,
    mut draft: EventDraft,
    settings: &Settings,
) -> Result<Event, Vec<Rejection>> {
    if draft.zone.trim().is_empty() {
        draft.zone = settings.zone.clone();
    }
    let has_zone = clock::day_of(0, draft.zone.trim()).is_ok();
    let mut accepted = Event::accept(id, &draft);
    if !has_zone {
        let mut rejections = accepted.err().unwrap_or_default();
        rejections.push(Rejection::new(Code::UnknownZone, "zone"));
        accepted = Err(rejections);
    }
    accepted
}

/// Stores an accepted event with the code of its link.
pub async fn store(
    event: &Event,
    replaces: Replaces<'_>,
    call: &Call,
    env: &Env,
) -> Outcome<EventKept> {
    let key = config::link_key(env)?;
    let code = link_code::code(&key, CodeKind::Event, SURVEY, event.id(), "");
    let write = EventWrite {
        event,
        code: &code,
        now_ms: clock::now_ms(),
        replaces,
    };
    Store::new(env, &call.trace)?.put_event(&write).await
}

pub fn entry(row: EventRow, settings: &Settings) -> EventEntry {
    let at = |path: &[&str]| [settings.public_url.as_str(), &path.concat()].concat();
    let id: String = form_urlencoded::byte_serialize(row.id.as_bytes()).collect();
    let qr = |code: &str, ending| at(&["/v1/surveys/", SURVEY, "/qr.", ending, "?code=", code]);
    let email = |lang: Lang| {
        let query = [&id, "&lang=", lang.code()].concat();
        at(&["/v1/surveys/", SURVEY, "/email?event=", &query])
    };
    let code = row.code.as_deref();
    EventEntry {
        more_votes_than_guests: row.has_more_votes_than_guests(),
        guest_url: code.map(|code| at(&["/e/", code])),
        guest_link_until: row.link_until.filter(|_| row.code.is_some()),
        qr_svg: code.map(|code| qr(code, "svg")),
        qr_png: code.map(|code| qr(code, "png")),
        client_url: at(&["/s/client?event=", &id, "&channel=messenger"]),
        email: EmailAddresses {
            ru: email(Lang::Ru),
            uk: email(Lang::Uk),
            en: email(Lang::En),
        },
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
        set_aside: row.set_aside,
    }
}
