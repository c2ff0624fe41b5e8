//! Reading responses one by one, with their answers.

use super::{Bound, Reader, RowReader};
use crate::auth::scope::Scope;
use crate::http::error::Result;

/// A row of `response_view`; empty where there is nothing.
pub struct ResponseRow {
    pub id: String,
    pub rev: u32,
    pub survey: String,
    pub version: u32,
    pub audience: String,
    pub source: String,
    pub status: String,
    pub flag: String,
    pub decision: String,
    pub event: String,
    pub event_raw: String,
    /// The event's, as the next.
    pub manager: String,
    pub client: String,
    pub touchpoint: String,
    pub channel: String,
    pub locale: String,
    /// UTC, ISO 8601.
    pub received_at: String,
    pub day: String,
    /// UTC milliseconds.
    pub received_at_ms: i64,
    /// Question, option, score and text of each row of `answer`.
    pub answers: Vec<[String; 4]>,
}

impl ResponseRow {
    fn of(told: &RowReader) -> Result<ResponseRow> {
        let [
            id,
            rev,
            survey,
            version,
            audience,
            source,
            status,
            flag,
            decision,
            event,
            event_raw,
            manager,
            client,
            touchpoint,
            channel,
            locale,
            received_at,
            day,
            received_at_ms,
            answers,
        ] = told.columns()?;
        Ok(ResponseRow {
            id,
            rev: rev.parse().unwrap_or(0),
            survey,
            version: version.parse().unwrap_or(0),
            audience,
            source,
            status,
            flag,
            decision,
            event,
            event_raw,
            manager,
            client,
            touchpoint,
            channel,
            locale,
            received_at,
            day,
            received_at_ms: received_at_ms.parse().unwrap_or(0),
            answers: serde_json::from_str(&answers).map_err(worker::Error::from)?,
        })
    }
}

/// Which responses are read. `None` stands for all.
#[derive(Clone, Copy)]
pub struct ResponseFilter<'a> {
    pub survey: Option<&'a str>,
    pub audience: Option<&'a str>,
    pub event: Option<&'a str>,
    pub touchpoint: Option<&'a str>,
    /// The event's, as the next two.
    pub manager: Option<&'a str>,
    pub client: Option<&'a str>,
    pub format: Option<&'a str>,
    pub channel: Option<&'a str>,
    pub locale: Option<&'a str>,
    /// `YYYY-MM-DD`, included.
    pub from: Option<&'a str>,
    /// `YYYY-MM-DD`, included.
    pub to: Option<&'a str>,
    pub status: Option<&'a str>,
    /// A part of a free text, normalized.
    pub text: Option<&'a str>,
}

/// Where a page of responses ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cursor {
    pub received_at_ms: i64,
    pub id: String,
}

/// In which order responses are read.
#[derive(Clone, Copy)]
pub enum Order {
    NewestFirst,
    OldestFirst,
}

impl Reader {
    /// Responses from behind a place, or from the first.
    pub async fn responses(
        &self,
        scope: &Scope,
        filter: ResponseFilter<'_>,
        order: Order,
        after: Option<&Cursor>,
        at_most: u32,
    ) -> Result<Vec<ResponseRow>> {
        // Before the first in either order there is nothing.
        let (sql, before_all) = match order {
            Order::NewestFirst => (sql!("response_list"), MAX_MS),
            Order::OldestFirst => (sql!("response_export"), -1),
        };
        let values = [
            Bound::OptionalText(filter.survey),
            Bound::OptionalText(filter.audience),
            Bound::OptionalText(filter.event),
            Bound::OptionalText(filter.touchpoint),
            Bound::OptionalText(scope.manager().or(filter.manager)),
            Bound::OptionalText(filter.client),
            Bound::OptionalText(filter.format),
            Bound::OptionalText(filter.channel),
            Bound::OptionalText(filter.locale),
            Bound::OptionalText(filter.from),
            Bound::OptionalText(filter.to),
            Bound::OptionalText(filter.status),
            Bound::OptionalText(filter.text),
            Bound::Number(after.map_or(before_all, |place| place.received_at_ms)),
            Bound::Text(after.map_or("", |place| &place.id)),
            Bound::Number(at_most.into()),
        ];
        let told = self.told(sql, &values);
        told.await?.iter().map(ResponseRow::of).collect()
    }
}

/// Later than any receipt, and exact as a double.
const MAX_MS: i64 = 9_000_000_000_000_000;
