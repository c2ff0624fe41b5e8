//! `GET /v1/responses`: single responses, the newest first, page by page; and which of them are asked for,
//! here and in exports.

use super::response_entry::ResponseEntry;
use crate::auth::principal::Member;
use crate::auth::role::Records;
use crate::auth::scope::Scope;
use crate::ctx::Ctx;
use crate::http::error::{ClientError, Result};
#[cfg(test)]
use crate::http::openapi_query::ReadingQuery;
use crate::http::query::{check, named};
use crate::http::response;
#[cfg(test)]
use crate::http::response::ErrorBody;
use crate::stats::filter::Filter;
use crate::store::{Order, Place, Reader, ResponseFilter};
use otklik_embed::fields::Fields;
use otklik_survey::text::normalized;
use otklik_survey::{Audience, Channel, Lang, Status, SubmissionId, Touchpoint, limits};
use serde::Serialize;
use worker::Response;

/// A page, the newest first.
#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema))]
pub struct ResponseList {
    /// Fewer than `limit` where `q` is found in what is redacted alone.
    pub responses: Vec<ResponseEntry>,
    /// What `after` is on the next page; absent on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// What aggregates, pages and exports can all be asked for.
const SHARED: [&str; 11] = [
    "survey",
    "audience",
    "event",
    "touchpoint",
    "manager",
    "client",
    "format",
    "channel",
    "locale",
    "from",
    "to",
];

/// Which responses are asked for, checked.
pub struct Asked {
    shared: Filter,
    status: Option<Status>,
    /// A part of a free text, normalized.
    q: Option<String>,
}

impl Asked {
    /// `own` are the parameters of one address alone.
    ///
    /// # Errors
    /// The first parameter that does not fit, `anonymous_survey`.
    pub fn parse(query: &Fields, own: &[&str], scope: &Scope) -> Result<Asked, ClientError> {
        check(query, &[&SHARED[..], &["status", "q"], own].concat())?;
        let searched = |part: &str| {
            let fits = limits::SEARCH_CHARS_RANGE.contains(&part.chars().count());
            fits.then(|| normalized(part))
        };
        let shared = Filter::parse(query, scope)?;
        if shared.names_anonymous() {
            return Err(ClientError::AnonymousSurvey);
        }
        Ok(Asked {
            shared,
            status: named(query, "status", Status::parse)?,
            q: named(query, "q", searched)?,
        })
    }

    /// Responses from behind a place, and where the next ones begin, if there are any. Some at least,
    /// where there are any: who searches for what is redacted learns not even that it is there.
    pub async fn read(
        &self,
        reader: &Reader,
        order: Order,
        after: Option<Place>,
        at_most: u32,
    ) -> Result<(Vec<ResponseEntry>, Option<Place>)> {
        let mut after = after;
        loop {
            let (filter, one_more) = (self.filter(), at_most + 1);
            let rows =
                reader.responses(self.shared.scope(), filter, order, after.as_ref(), one_more);
            let mut rows = rows.await?;
            let has_more = rows.len() > at_most as usize;
            rows.truncate(at_most as usize);
            let mut entries: Vec<_> = rows.into_iter().map(ResponseEntry::of).collect();
            let last = entries.last().filter(|_| has_more);
            let next = last.map(ResponseEntry::place);
            if let Some(part) = &self.q {
                entries.retain(|entry| entry.shows(part));
            }
            if !entries.is_empty() || next.is_none() {
                return Ok((entries, next));
            }
            after = next;
        }
    }

    fn filter(&self) -> ResponseFilter<'_> {
        let shared = &self.shared;
        ResponseFilter {
            survey: shared.survey.as_deref(),
            audience: shared.audience.map(Audience::as_str),
            event: shared.event.as_deref(),
            touchpoint: shared.touchpoint.map(Touchpoint::as_str),
            manager: shared.manager.as_deref(),
            client: shared.client.as_deref(),
            format: shared.format.as_deref(),
            channel: shared.channel.map(Channel::as_str),
            locale: shared.locale.map(Lang::code),
            from: shared.from.as_deref(),
            to: shared.to.as_deref(),
            status: self.status.map(Status::as_str),
            text: self.q.as_deref(),
        }
    }
}

/// Single responses, the newest first.
///
/// 1. A parameter that does not fit: 422, an unknown survey: 404.
/// 2. A page: 200, or 304 for who has it.
#[cfg_attr(test, utoipa::path(get, path = "/v1/responses", operation_id = "list_responses", tag = "director",
    params(ReadingQuery,
        ("limit" = Option<u32>, Query, description = "1-200 of a page; 50 where it is not named"),
        ("after" = Option<String>, Query, description = "`next` of the page before")),
    responses((status = 200, description = "Single responses, the newest first; phones and addresses in free texts are redacted", body = ResponseList),
        (status = 304, description = "The same as the `ETag` in `If-None-Match`"),
        (status = 401, description = "No token, or a wrong one", body = ErrorBody),
        (status = 404, description = "No such survey", body = ErrorBody),
        (status = 422, description = "A parameter that does not fit, twice, or that nobody knows; `anonymous_survey`: such a survey's answers are never told one by one", body = ErrorBody),
        (status = 503, description = "Try again", body = ErrorBody))))]
pub async fn list(ctx: Ctx<Member<Records>>) -> Result<Response> {
    // 1
    let query = &ctx.query()?;
    let asked = Asked::parse(query, &["limit", "after"], ctx.scope())?;
    let after = named(query, "after", place)?;
    let at_most = named(query, "limit", |raw| {
        let limit = raw.parse().ok()?;
        limits::RESPONSES_PAGE_RANGE
            .contains(&limit)
            .then_some(limit)
    })?;
    let at_most = at_most.unwrap_or(limits::RESPONSES_PAGE);
    // 2
    let page = asked.read(ctx.reader(), Order::NewestFirst, after, at_most);
    let (responses, next) = page.await?;
    let next = next.map(|place| format!("{}.{}", place.received_at_ms, place.id));
    Ok(response::tagged(
        &ctx.request,
        &ResponseList { responses, next },
    )?)
}

/// The place that `next` told.
fn place(raw: &str) -> Option<Place> {
    let (ms, id) = raw.split_once('.')?;
    Some(Place {
        received_at_ms: ms.parse().ok()?,
        id: SubmissionId::parse(id)?.as_str().to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The database folds free texts by a view, and what is searched for is normalized here.
    #[test]
    fn sql_folds_every_letter_that_we_fold() {
        let sql = include_str!(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/migrations/0001_init.sql"
        ));
        for letter in ('А'..='Я').chain("ЁІЇЄҐЎ".chars()) {
            let (large, small) = (letter.to_string(), letter.to_lowercase());
            assert_eq!(normalized(&large), small.to_string());
            assert!(sql.contains(&format!("'{large}', '{small}')")), "{large}");
        }
    }
}
