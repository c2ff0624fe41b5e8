//! `/v1/events/{id}/invites`: issues personal links, lists those that were not answered, revokes them.

use super::events::find;
use crate::auth::principal::{Member, Staff};
use crate::auth::role::Events;
use crate::ctx::{Ctx, WriteCtx};
use crate::http::body::{BodyLimit, from_json};
use crate::http::error::{ClientError, Result};
#[cfg(test)]
use crate::http::openapi_query::{InvitesQuery, IssueQuery};
use crate::http::query::{check, named};
use crate::http::response;
#[cfg(test)]
use crate::http::response::ErrorBody;
use crate::platform::link_code::{self, CodeKind};
use crate::platform::random;
use crate::store::{EventRow, InviteFilter, InviteWrite, published_surveys};
use otklik_embed::fields::Fields;
use otklik_embed::settings::Settings;
use otklik_embed::survey_doc::surveys::EVENT_SURVEY;
use otklik_survey::calendar::day::Day;
use otklik_survey::csv;
use otklik_survey::event::invite::{InviteDraft, InviteOrder};
use otklik_survey::response::reference;
use otklik_survey::{Audience, limits};
use worker::Response;

/// Issues invites for references, as JSON or as CSV with the other fields in the query. A reference that is issued
/// again keeps its link.
///
/// 1. A survey that is not one of guests or clients: 422.
/// 2. Body over 1.5 MB: 413. Not JSON of the right shape: 400.
/// 3. No such event: 404. Refused: 422.
/// 4. One batch; `ref,url` for each reference, in their order: 200. A revoked one has no address.
#[cfg_attr(test, utoipa::path(post, path = "/v1/events/{id}/invites", operation_id = "issue_invites", tag = "director",
    params(("id" = String, Path), ("survey" = Option<String>, Query, description = "Of guests or clients; `guest` where it is not named"), IssueQuery),
    request_body(content((InviteDraft = "application/json"), (String = "text/csv")),
        description = "The references; of a table the column `ref`, or the first. 1.5 MB at most"),
    responses((status = 200, description = "`ref,url` for each reference, in their order; the same reference keeps its link. One that was revoked has no address", content_type = "text/csv"),
        (status = 400, description = "Not JSON of this shape", body = ErrorBody),
        (status = 401, description = "No token, or an invalid one", body = ErrorBody),
        (status = 403, description = "A token of another role, or a session that no page of this deployment used", body = ErrorBody),
        (status = 404, description = "No such event or survey, or another manager's event", body = ErrorBody),
        (status = 408, description = "The body did not arrive within a minute", body = ErrorBody),
        (status = 413, description = "Over 1.5 MB", body = ErrorBody),
        (status = 422, description = "A reference with a phone or an address in it, too many, or a parameter that does not fit", body = ErrorBody),
        (status = 503, description = "Try again", body = ErrorBody))))]
pub async fn post(mut ctx: WriteCtx<Member<Events>>) -> Result<Response> {
    // 1
    let survey = survey_of(&ctx.request.query)?;
    // 2
    let body = ctx.body_within(BodyLimit::INVITES).await?;
    let draft = if ctx.request.is_of_type("text/csv") {
        draft_of(&ctx.request.query, csv::first_column(&body))
    } else {
        from_json::<InviteDraft>(&body)?
    };
    // 3
    let event = find(ctx.param(), &ctx).await?;
    // 4
    issue(&event, survey, &draft, &ctx).await
}

/// Issues the invites of a draft and returns the CSV for a mailing service.
pub async fn issue(
    event: &EventRow,
    survey: &str,
    draft: &InviteDraft,
    ctx: &WriteCtx<impl Staff>,
) -> Result<Response> {
    let order = InviteOrder::accept(draft).map_err(ClientError::Rejected)?;
    let today = ctx.today()?;
    let until = match order.until() {
        Some(day) => day.to_string(),
        None => last_day(&event.date, &today),
    };
    let key = ctx.bindings.link_key()?;
    let mut rows = Vec::new();
    for reference in order.references() {
        let code = link_code::code(&key, CodeKind::Invite, survey, &event.id, reference);
        rows.push([code, random::uuid()?, reference.clone()]);
    }
    let write = InviteWrite {
        event: &event.id,
        survey,
        order: &order,
        touchpoint: order
            .touchpoint()
            .or(published_surveys::known(survey)?.touchpoint()),
        rows: &rows,
        now_ms: ctx.now_ms,
        until: &until,
    };
    ctx.store().put_invites(ctx.actor(), &write).await?;
    let filter = InviteFilter {
        event,
        survey,
        today: &today,
        unanswered: false,
    };
    let open = ctx.reader().invites(&filter).await?;
    let code_of = |wanted: &String| {
        let found = open.binary_search_by(|link| link.reference.cmp(wanted));
        found.ok().map(|index| open[index].code.as_str())
    };
    let references = order.references().iter();
    let lines = references.map(|reference| (reference.as_str(), code_of(reference)));
    table(&event.id, lines, &ctx.settings)
}

/// The links that were not answered, for the one reminder; with `answered=all`, every link that takes answers.
///
/// 1. A parameter that does not fit: 422. No such event: 404.
/// 2. `ref,url`, sorted by reference: 200.
#[cfg_attr(test, utoipa::path(get, path = "/v1/events/{id}/invites", operation_id = "invites", tag = "director",
    params(("id" = String, Path), InvitesQuery),
    responses((status = 200, description = "`ref,url` of who has not answered, sorted by reference", content_type = "text/csv"),
        (status = 401, description = "No token, or an invalid one", body = ErrorBody),
        (status = 403, description = "A token of another role", body = ErrorBody),
        (status = 404, description = "No such event or survey, or another manager's event", body = ErrorBody),
        (status = 422, description = "A parameter that does not fit; `anonymous_survey`: such a survey has no personal links", body = ErrorBody),
        (status = 503, description = "Try again", body = ErrorBody))))]
pub async fn get(ctx: Ctx<Member<Events>>) -> Result<Response> {
    // 1
    let query = &ctx.request.query;
    check(query, &["survey", "answered"])?;
    let survey = survey_of(query)?;
    let unanswered = named(query, "answered", |word| match word {
        "no" => Some(true),
        "all" => Some(false),
        _ => None,
    })?;
    let event = find(ctx.param(), &ctx).await?;
    // 2
    let today = ctx.today()?;
    let filter = InviteFilter {
        event: &event,
        survey,
        today: &today,
        unanswered: unanswered.unwrap_or(true),
    };
    let found = ctx.reader().invites(&filter).await?;
    let lines = found
        .iter()
        .map(|link| (link.reference.as_str(), Some(link.code.as_str())));
    table(&event.id, lines, &ctx.settings)
}

/// Revokes the link of one reference. Its response stays counted.
///
/// 1. A parameter that does not fit: 422.
/// 2. Not an event of the manager who sent the request: 404.
/// 3. Revoked, now or before, or never issued: 204.
#[cfg_attr(test, utoipa::path(delete, path = "/v1/events/{id}/invites", operation_id = "revoke_invite", tag = "director",
    params(("id" = String, Path), ("survey" = Option<String>, Query), ("reference" = String, Query)),
    responses((status = 204, description = "Revoked, now or before, or never issued; what was counted stays"),
        (status = 401, description = "No token, or an invalid one", body = ErrorBody),
        (status = 403, description = "A token of another role, or a session that no page of this deployment used", body = ErrorBody),
        (status = 404, description = "No such survey, or another manager's event", body = ErrorBody),
        (status = 422, description = "A parameter that does not fit; `anonymous_survey`: such a survey has no personal links", body = ErrorBody),
        (status = 503, description = "Try again", body = ErrorBody))))]
pub async fn delete(ctx: WriteCtx<Member<Events>>) -> Result<Response> {
    // 1
    let query = &ctx.request.query;
    check(query, &["survey", "reference"])?;
    let survey = survey_of(query)?;
    let reference = reference::of_invite(query.get("reference"));
    let reference = reference.map_err(|_| ClientError::BadParameter("reference".to_owned()))?;
    // 2
    let event = ctx.param();
    if ctx.scope().manager().is_some() {
        find(event, &ctx).await?;
    }
    // 3
    ctx.store()
        .revoke(ctx.actor(), event, survey, &reference, ctx.now_ms)
        .await?;
    Ok(Response::builder().with_status(204).empty())
}

/// The survey that invites are for.
///
/// # Errors
/// A survey of visitors; an anonymous one, because a personal link shows who has answered.
pub fn survey_of(query: &Fields) -> Result<&'static str, ClientError> {
    let id = match query.get("survey") {
        "" => EVENT_SURVEY,
        id => id,
    };
    let survey = published_surveys::known(id)?;
    if survey.is_anonymous() {
        return Err(ClientError::AnonymousSurvey);
    }
    match survey.audience() {
        Audience::Client | Audience::Guest => Ok(survey.id()),
        Audience::Visitor => Err(ClientError::BadParameter("survey".to_owned())),
    }
}

/// A draft from the fields of a query or a form.
pub fn draft_of(query: &Fields, references: Vec<String>) -> InviteDraft {
    let field = |name| Some(query.get(name).to_owned()).filter(|value| !value.is_empty());
    InviteDraft {
        references,
        count: field("count").map(|count| count.parse().unwrap_or(0)),
        touchpoint: field("touchpoint"),
        channel: field("channel"),
        until: field("until"),
        sent_at_ms: field("sent_at_ms").map(|ms| ms.parse().unwrap_or(0)),
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
) -> Result<Response> {
    let mut table = String::from("ref,url\r\n");
    for (reference, code) in lines {
        csv::push_cell(&mut table, reference);
        table.push(',');
        if let Some(code) = code {
            table += &format!("{}/r/{code}", settings.public_url);
        }
        table += "\r\n";
    }
    let name = format!("attachment; filename=\"invites-{event}.csv\"");
    let builder = response::builder(200, "text/csv; charset=utf-8", response::NO_STORE)?;
    let builder = builder.with_header("Content-Disposition", &name)?;
    Ok(builder.fixed(table.into_bytes()))
}
