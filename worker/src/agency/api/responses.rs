//! `GET /v1/responses`: single responses, the newest first, page by page; and the query that exports share.

use super::ids::{Ids, cursor_id, parse_cursor_id};
use super::response_entry::ResponseEntry;
use crate::auth::principal::{Member, Staff};
use crate::auth::role::Records;
use crate::ctx::Ctx;
use crate::http::error::{ClientError, Result};
use crate::http::query::{check, named};
use crate::http::response;
#[cfg(test)]
use crate::http::response::ErrorBody;
use crate::stats::dimension::Dimension;
use crate::stats::filter::Filter;
#[cfg(test)]
use crate::stats::openapi::ResponsesQuery;
use crate::store::{Cursor, Order, Reader, ResponseFilter, ResponseRow};
use otklik_embed::fields::Fields;
use otklik_survey::{Status, limits};
use serde::Serialize;
use worker::Response;

/// A page, the newest first.
#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema))]
pub struct ResponseList {
    pub responses: Vec<ResponseEntry>,
    /// The value of `after` for the next page; absent on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// A query for responses, checked.
pub struct ResponseQuery {
    shared: Filter,
    status: Option<Status>,
    ids: Ids,
    /// A part of a redacted free text, in lower case.
    q: Option<String>,
}

impl ResponseQuery {
    /// `own` are further parameters of the route.
    ///
    /// # Errors
    /// The first parameter that does not fit, `anonymous_survey`.
    pub fn parse(
        query: &Fields,
        own: &[&str],
        principal: &impl Staff,
    ) -> Result<ResponseQuery, ClientError> {
        check(
            query,
            &[&Filter::response_parameters()[..], &["status", "q"], own].concat(),
        )?;
        let searched = |part: &str| {
            let fits = limits::SEARCH_CHARS_RANGE.contains(&part.chars().count());
            fits.then(|| part.to_lowercase())
        };
        let shared = Filter::parse(query, principal.scope())?;
        if shared.names_anonymous() {
            return Err(ClientError::AnonymousSurvey);
        }
        Ok(ResponseQuery {
            shared,
            ids: Ids::of(principal.actor()),
            status: named(query, "status", Status::parse)?,
            q: named(query, "q", searched)?,
        })
    }

    /// The responses after a cursor, and the cursor of the next page, if there is one.
    pub async fn read(
        &self,
        reader: &Reader,
        order: Order,
        after: Option<Cursor>,
        at_most: u32,
    ) -> Result<(Vec<ResponseEntry>, Option<Cursor>)> {
        let rows = self.rows(reader, order, after.as_ref(), at_most + 1);
        let mut rows = rows.await?;
        let has_more = rows.len() > at_most as usize;
        rows.truncate(at_most as usize);
        let entries = rows.into_iter().map(|row| ResponseEntry::of(row, self.ids));
        let entries: Vec<ResponseEntry> = entries.collect();
        let last = entries.last().filter(|_| has_more);
        let next = last.map(|entry| entry.cursor().clone());
        Ok((entries, next))
    }

    /// Reads a page of responses with the filter's values.
    async fn rows(
        &self,
        reader: &Reader,
        order: Order,
        after: Option<&Cursor>,
        at_most: u32,
    ) -> Result<Vec<ResponseRow>> {
        let shared = &self.shared;
        let [from, to] = [shared.from, shared.to].map(|day| day.map(|day| day.to_string()));
        let filter = ResponseFilter {
            survey: shared.value(Dimension::Survey),
            audience: shared.value(Dimension::Audience),
            event: shared.value(Dimension::Event),
            touchpoint: shared.value(Dimension::Touchpoint),
            manager: shared.value(Dimension::Manager),
            client: shared.value(Dimension::Client),
            format: shared.value(Dimension::Format),
            channel: shared.value(Dimension::Channel),
            locale: shared.value(Dimension::Locale),
            from: from.as_deref(),
            to: to.as_deref(),
            status: self.status.map(Status::as_str),
            text: self.q.as_deref(),
        };
        reader
            .responses(shared.scope(), filter, order, after, at_most)
            .await
    }
}

/// Single responses, the newest first.
///
/// 1. A parameter that does not fit: 422, an unknown survey: 404.
/// 2. A page: 200, or 304 where the client has it.
#[cfg_attr(test, utoipa::path(get, path = "/v1/responses", operation_id = "list_responses", tag = "director",
    params(ResponsesQuery,
        ("limit" = Option<u32>, Query, description = "1-200 of a page; 50 where it is not named"),
        ("after" = Option<String>, Query, description = "`next` of the page before")),
    responses((status = 200, description = "Single responses, the newest first; phones and addresses in free texts are redacted", body = ResponseList),
        (status = 304, description = "The same as the `ETag` in `If-None-Match`"),
        (status = 401, description = "No token, or an invalid one", body = ErrorBody),
        (status = 404, description = "No such survey", body = ErrorBody),
        (status = 422, description = "An unknown, repeated or invalid parameter; `anonymous_survey`, whose answers are never returned one by one", body = ErrorBody),
        (status = 503, description = "Try again", body = ErrorBody))))]
pub async fn list(ctx: Ctx<Member<Records>>) -> Result<Response> {
    // 1
    let query = &ctx.query()?;
    let responses_query = ResponseQuery::parse(query, &["limit", "after"], ctx.principal())?;
    let after = named(query, "after", parse_cursor)?;
    let at_most = named(query, "limit", |raw| {
        let limit = raw.parse().ok()?;
        limits::RESPONSES_PAGE_RANGE
            .contains(&limit)
            .then_some(limit)
    })?;
    let at_most = at_most.unwrap_or(limits::RESPONSES_PAGE);
    // 2
    let page = responses_query.read(ctx.reader(), Order::NewestFirst, after, at_most);
    let (responses, next) = page.await?;
    let next = next.map(|cursor| shown(&cursor));
    Ok(response::tagged(
        &ctx.request,
        response::NO_STORE,
        &ResponseList { responses, next },
    )?)
}

/// A cursor as `next` has it.
fn shown(cursor: &Cursor) -> String {
    format!("{}.{}", cursor.received_at_ms, cursor_id(&cursor.id))
}

/// The cursor that `next` of the previous page had.
fn parse_cursor(raw: &str) -> Option<Cursor> {
    let (ms, id) = raw.split_once('.')?;
    Some(Cursor {
        received_at_ms: ms.parse().ok()?,
        id: parse_cursor_id(id)?,
    })
}
