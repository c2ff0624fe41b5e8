//! `/v1/events/{id}/invites`: issues personal links, lists those that were not answered, revokes them.

use super::events::find;
use crate::auth::principal::{Director, Member, Staff};
use crate::auth::role::{Events, Role};
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
use crate::store::{EventRow, InviteFilter, InviteLinkRow, InviteWrite, published_surveys};
use otklik_embed::fields::Fields;
use otklik_embed::settings::Settings;
use otklik_embed::survey_doc::surveys::EVENT_SURVEY;
use otklik_survey::calendar::day::Day;
use otklik_survey::csv;
use otklik_survey::event::invite::{InviteDraft, InviteOrder, Issuer};
use otklik_survey::response::reference;
use otklik_survey::{Audience, limits};
use worker::Response;

/// Issues invites for references, as JSON or as CSV with the other fields in the query. A reference that is issued
/// again keeps its link, which only the director sees then: others get it once, and for ten minutes again, so that an
/// order whose answer was lost can be repeated. A manager's invites are counted apart: whoever issues one can vote by it.
///
/// 1. A survey that is not one of guests or clients: 422.
/// 2. Body over 1.5 MB: 413. Not JSON of the right shape: 400.
/// 3. No such event: 404. Refused: 422. `sent_at_ms` of another than the director: 403.
/// 4. One batch; `ref,url` for each reference, in their order: 200. One that was revoked, or issued before, has no
///    address.
#[cfg_attr(test, utoipa::path(post, path = "/v1/events/{id}/invites", operation_id = "issue_invites", tag = "director",
    params(("id" = String, Path), ("survey" = Option<String>, Query, description = "Of guests or clients; `guest` where it is not named"), IssueQuery),
    request_body(content((InviteDraft = "application/json"), (String = "text/csv")),
        description = "The references; of a table the column `ref`, or the first. 1.5 MB at most"),
    responses((status = 200, description = "`ref,url` for each reference, in their order. One that was revoked has no address, nor, except for the director, one that was issued more than ten minutes ago", content_type = "text/csv"),
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
    let order = InviteOrder::accept(draft, ctx.now_ms).map_err(ClientError::Rejected)?;
    let is_director = ctx.actor().role() == Role::Director;
    // An answer from before that moment is quarantined, so that by a late one a manager could hide answers.
    if order.sent_at_ms().is_some() && !is_director {
        return Err(ClientError::DirectorOnly("sent_at_ms").into());
    }
    let today = ctx.today()?;
    let until = match order.until() {
        Some(day) => day.to_string(),
        None => last_day(&event.date, &today),
    };
    let key = ctx.bindings.link_key()?;
    let (issuer, kind) = match ctx.actor().role() {
        Role::Manager => (Issuer::Manager, CodeKind::ManagerInvite),
        Role::Director | Role::Integration | Role::Reader => (Issuer::Agency, CodeKind::Invite),
    };
    let mut rows = Vec::new();
    for reference in order.references() {
        let code = link_code::code(&key, kind, survey, &event.id, reference);
        rows.push([code, random::uuid()?, reference.clone()]);
    }
    let write = InviteWrite {
        event: &event.id,
        survey,
        order: &order,
        issuer,
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
        issuer: Some(issuer),
        unanswered: false,
    };
    let mut open = ctx.reader().invites(&filter).await?;
    if !is_director {
        let shown_from_ms = ctx.now_ms - limits::INVITE_RETRY_MINUTES * 60_000;
        open.retain(|invite| invite.issued_at_ms > shown_from_ms && !invite.answered);
    }
    let url_of = |wanted: &String| {
        let found = open.binary_search_by(|invite| invite.reference.cmp(wanted));
        found.map_or_else(|_| String::new(), |index| url(&open[index], &ctx.settings))
    };
    let mut table = Table::new(&["ref", "url"]);
    for reference in order.references() {
        table.push(&[reference, &url_of(reference)]);
    }
    table.respond(&event.id)
}

/// The invites that were not answered, for the one reminder; with `answered=all`, every one that takes answers. Only the
/// director sees their links: whoever has a link can vote by it.
///
/// 1. A parameter that does not fit: 422. No such event: 404.
/// 2. `ref,issuer,status`, for the director also `url`, sorted by reference: 200.
#[cfg_attr(test, utoipa::path(get, path = "/v1/events/{id}/invites", operation_id = "invites", tag = "director",
    params(("id" = String, Path), InvitesQuery),
    responses((status = 200, description = "`ref,issuer,status` of who has not answered, sorted by reference, for the director also `url`; `status` is `open` or `answered`", content_type = "text/csv"),
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
        issuer: None,
        unanswered: unanswered.unwrap_or(true),
    };
    let found = ctx.reader().invites(&filter).await?;
    let is_director = ctx.actor().role() == Role::Director;
    let columns = ["ref", "issuer", "status", "url"];
    let n_columns = if is_director { 4 } else { 3 };
    let mut table = Table::new(&columns[..n_columns]);
    for invite in &found {
        let status = if invite.answered { "answered" } else { "open" };
        let url = url(invite, &ctx.settings);
        let cells = [&invite.reference, invite.issuer.as_str(), status, &url];
        table.push(&cells[..n_columns]);
    }
    table.respond(&event.id)
}

/// Revokes the links of one reference. Their responses stay counted. The director's alone: by it a manager could keep
/// somebody from answering.
///
/// 1. A parameter that does not fit: 422.
/// 2. Revoked, now or before, or never issued: 204.
#[cfg_attr(test, utoipa::path(delete, path = "/v1/events/{id}/invites", operation_id = "revoke_invite", tag = "director",
    params(("id" = String, Path), ("survey" = Option<String>, Query), ("reference" = String, Query)),
    responses((status = 204, description = "Revoked, now or before, or never issued; what was counted stays"),
        (status = 401, description = "No token, or an invalid one", body = ErrorBody),
        (status = 403, description = "A token of another role, or a session that no page of this deployment used", body = ErrorBody),
        (status = 404, description = "No such survey", body = ErrorBody),
        (status = 422, description = "A parameter that does not fit; `anonymous_survey`: such a survey has no personal links", body = ErrorBody),
        (status = 503, description = "Try again", body = ErrorBody))))]
pub async fn delete(ctx: WriteCtx<Director>) -> Result<Response> {
    // 1
    let query = &ctx.request.query;
    check(query, &["survey", "reference"])?;
    let survey = survey_of(query)?;
    let reference = reference::of_invite(query.get("reference"));
    let reference = reference.map_err(|_| ClientError::BadParameter("reference".to_owned()))?;
    // 2
    let (event, store) = (ctx.param(), ctx.store());
    store
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

fn url(invite: &InviteLinkRow, settings: &Settings) -> String {
    format!("{}/r/{}", settings.public_url, invite.code)
}

/// A table to download.
struct Table(String);

impl Table {
    fn new(columns: &[&str]) -> Table {
        let mut table = Table(String::new());
        table.push(columns);
        table
    }

    fn push(&mut self, cells: &[&str]) {
        for (index, cell) in cells.iter().enumerate() {
            if index > 0 {
                self.0.push(',');
            }
            csv::push_cell(&mut self.0, cell);
        }
        self.0.push_str("\r\n");
    }

    fn respond(self, event: &str) -> Result<Response> {
        let name = format!("attachment; filename=\"invites-{event}.csv\"");
        let builder = response::builder(200, "text/csv; charset=utf-8", response::NO_STORE)?;
        let builder = builder.with_header("Content-Disposition", &name)?;
        Ok(builder.fixed(self.0.into_bytes()))
    }
}
