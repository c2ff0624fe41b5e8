//! `/v1/events/{id}/invites`: the agency issues personal links, asks who has not answered, revokes.

use crate::auth::principal::Caller;
use crate::guest::links::SURVEY;
use crate::guest::submit::{from_json, survey_of};
use crate::http::error::{Outcome, Refusal};
use crate::http::query::{check, named};
use crate::http::request::{self, Call};
use crate::http::response;
use crate::platform::clock;
use crate::platform::config;
use crate::platform::link_code::{self, CodeKind};
use crate::platform::random;
use crate::store::{EventRow, InviteFilter, InviteWrite, Reader, Store};
use otklik_embed::fields::Fields;
use otklik_embed::settings::Settings;
use otklik_survey::calendar::day::Day;
use otklik_survey::csv;
use otklik_survey::event::invite::{InviteDraft, InviteOrder};
use otklik_survey::response::reference;
use otklik_survey::{Audience, limits};
use worker::{Env, Request, Response};

/// Issues invites, for references as JSON, or as CSV with the rest in the address. Issued again, a
/// reference keeps its link.
///
/// 1. A survey that is not one of guests or clients: 422.
/// 2. Body over 1.5 MB: 413. Not JSON of the right shape: 400.
/// 3. No such event: 404. Refused: 422.
/// 4. One batch; `ref,url` for each reference, in their order: 200. One that was revoked has no address.
pub async fn post(
    event: &str,
    caller: &Caller,
    call: &Call,
    mut request: Request,
    env: &Env,
    settings: &Settings,
) -> Outcome<Response> {
    // 1
    let survey = asked(&call.query)?;
    // 2
    let body = invites_body(call, &mut request).await?;
    let draft = match call.is_of_type("text/csv") {
        true => draft_of(&call.query, csv::first_column(&body)),
        false => from_json::<InviteDraft>(&body)?,
    };
    // 3
    let row = caller.event(event, &Reader::new(env, &call.trace)?).await?;
    // 4
    issue(&row, survey, &draft, call, env, settings).await
}

/// A list of references as it is sent.
///
/// # Errors
/// `too_large` over 1.5 MB, `too_slow` after a minute.
pub async fn invites_body(call: &Call, request: &mut Request) -> Outcome<Vec<u8>> {
    let max_bytes = limits::INVITES_BODY_MAX_BYTES;
    request::body_of(max_bytes, limits::INVITES_BODY_PATIENCE_MS, call, request).await
}

/// Issues the invites of a draft; the CSV for a mailing service.
pub async fn issue(
    event: &EventRow,
    survey: &str,
    draft: &InviteDraft,
    call: &Call,
    env: &Env,
    settings: &Settings,
) -> Outcome<Response> {
    let (event, date) = (event.id.as_str(), &event.date);
    let order = InviteOrder::accept(draft).map_err(Refusal::Rejected)?;
    let now_ms = clock::now_ms();
    let today = clock::day_of(now_ms, &settings.zone)?;
    let until = match order.until() {
        Some(day) => day.to_string(),
        None => last_day(date, &today),
    };
    let key = config::link_key(env)?;
    let mut rows = Vec::new();
    for reference in order.references() {
        let code = link_code::code(&key, CodeKind::Invite, survey, event, reference);
        rows.push([code, random::uuid()?, reference.clone()]);
    }
    let write = InviteWrite {
        event,
        survey,
        order: &order,
        touchpoint: order.touchpoint().or(survey_of(survey)?.touchpoint()),
        rows: &rows,
        now_ms,
        until: &until,
    };
    Store::new(env, &call.trace)?.put_invites(&write).await?;
    let filter = InviteFilter {
        event,
        survey,
        today: &today,
        unanswered: false,
    };
    let reader = Reader::new(env, &call.trace)?;
    let open = reader.invites(&filter).await?;
    let code_of = |wanted: &String| {
        let place = open.binary_search_by(|[reference, _]| reference.cmp(wanted));
        place.ok().map(|place| open[place][1].as_str())
    };
    let references = order.references().iter();
    let lines = references.map(|reference| (reference.as_str(), code_of(reference)));
    table(event, lines, settings)
}

/// Who has not answered, for the one reminder; with `answered=all`, everybody whose link takes answers.
///
/// 1. A parameter that does not fit: 422. No such event: 404.
/// 2. `ref,url`, sorted by reference: 200.
pub async fn get(
    event: &str,
    caller: &Caller,
    call: &Call,
    env: &Env,
    settings: &Settings,
) -> Outcome<Response> {
    // 1
    check(&call.query, &["survey", "answered"])?;
    let survey = asked(&call.query)?;
    let unanswered = named(&call.query, "answered", |word| match word {
        "no" => Some(true),
        "all" => Some(false),
        _ => None,
    })?;
    let reader = Reader::new(env, &call.trace)?;
    caller.event(event, &reader).await?;
    // 2
    let today = clock::day_of(clock::now_ms(), &settings.zone)?;
    let filter = InviteFilter {
        event,
        survey,
        today: &today,
        unanswered: unanswered.unwrap_or(true),
    };
    let found = reader.invites(&filter).await?;
    let lines = found
        .iter()
        .map(|[reference, code]| (reference.as_str(), Some(code.as_str())));
    table(event, lines, settings)
}

/// Revokes the link of one reference. What was counted through it stays.
///
/// 1. A parameter that does not fit: 422.
/// 2. Asked by a manager, none of his events: 404.
/// 3. Revoked, now or before, or never issued: 204.
pub async fn delete(event: &str, caller: &Caller, call: &Call, env: &Env) -> Outcome<Response> {
    // 1
    check(&call.query, &["survey", "reference"])?;
    let survey = asked(&call.query)?;
    let reference = reference::of_invite(call.query.get("reference"));
    let reference = reference.map_err(|_| Refusal::BadParameter("reference".to_owned()))?;
    // 2
    if caller.manager().is_some() {
        caller.event(event, &Reader::new(env, &call.trace)?).await?;
    }
    // 3
    let store = Store::new(env, &call.trace)?;
    store
        .revoke(event, survey, &reference, clock::now_ms())
        .await?;
    Ok(Response::builder().with_status(204).empty())
}

/// The survey that invites are for.
///
/// # Errors
/// It is asked of neither guests nor clients, or is anonymous: who has answered a personal link is known.
pub fn asked(query: &Fields) -> Result<&'static str, Refusal> {
    let id = match query.get("survey") {
        "" => SURVEY,
        id => id,
    };
    let survey = survey_of(id)?;
    if survey.is_anonymous() {
        return Err(Refusal::AnonymousSurvey);
    }
    match survey.audience() {
        Audience::Client | Audience::Guest => Ok(survey.id()),
        Audience::Visitor => Err(Refusal::BadParameter("survey".to_owned())),
    }
}

/// A draft whose words stand in an address or a form.
pub fn draft_of(query: &Fields, references: Vec<String>) -> InviteDraft {
    let word = |name| Some(query.get(name).to_owned()).filter(|word| !word.is_empty());
    InviteDraft {
        references,
        count: word("count").map(|count| count.parse().unwrap_or(0)),
        touchpoint: word("touchpoint"),
        channel: word("channel"),
        until: word("until"),
        sent_at_ms: word("sent_at_ms").map(|ms| ms.parse().unwrap_or(0)),
    }
}

/// 14 days after the event, or after today where that is later.
fn last_day(event_day: &str, today: &str) -> String {
    let later = event_day.max(today);
    let day = Day::parse(later).map(|day| (0..limits::INVITE_DAYS).fold(day, |day, _| day.next()));
    day.map_or_else(|| later.to_owned(), |day| day.to_string())
}

fn table<'a>(
    event: &str,
    lines: impl Iterator<Item = (&'a str, Option<&'a str>)>,
    settings: &Settings,
) -> Outcome<Response> {
    let mut table = String::from("ref,url\r\n");
    for (reference, code) in lines {
        csv::push_cell(&mut table, reference);
        table.push(',');
        if let Some(code) = code {
            table += &[&settings.public_url, "/r/", code].concat();
        }
        table += "\r\n";
    }
    let name = ["attachment; filename=\"invites-", event, ".csv\""].concat();
    let builder = response::builder(200, "text/csv; charset=utf-8", response::NO_STORE)?;
    let builder = builder.with_header("Content-Disposition", &name)?;
    Ok(builder.fixed(table.into_bytes()))
}
