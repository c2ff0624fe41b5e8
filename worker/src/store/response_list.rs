//! Reads single responses with their answers.

use super::row::json_text;
use super::statement::Statement;
use super::{Decision, Reader};
use crate::auth::scope::Scope;
use crate::http::error::Result;
use otklik_survey::response::flag::Flag;
use otklik_survey::{Audience, Channel, Lang, Source, Status, Touchpoint};
use serde::Deserialize;

/// A row of `response_view`.
#[derive(Deserialize)]
pub struct ResponseRow {
    pub id: String,
    pub rev: u32,
    pub survey: String,
    pub version: u32,
    pub audience: Audience,
    pub source: Source,
    pub status: Status,
    pub flag: Option<Flag>,
    pub decision: Option<Decision>,
    pub event: Option<String>,
    /// The event in the guest's link, where the agency has no such event.
    pub event_raw: Option<String>,
    /// The event's, as `client` is.
    pub manager: Option<String>,
    pub client: Option<String>,
    pub touchpoint: Option<Touchpoint>,
    pub channel: Channel,
    pub locale: Option<Lang>,
    /// UTC, ISO 8601.
    pub received_at: String,
    /// `YYYY-MM-DD`, in the agency's zone.
    pub day: String,
    /// UTC milliseconds.
    pub received_at_ms: i64,
    #[serde(deserialize_with = "json_text")]
    pub answers: Vec<StoredAnswer>,
}

/// A row of `answer`: one for each answer, and one more for each chosen option.
#[derive(Deserialize)]
pub struct StoredAnswer {
    pub question: String,
    /// Empty for the answer itself.
    pub option: String,
    pub score: Option<u8>,
    pub text: Option<String>,
}

/// Restricts the responses that are read. `None` is no restriction.
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
    /// A part of `answer.words`.
    pub text: Option<&'a str>,
}

/// The last response of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cursor {
    pub received_at_ms: i64,
    pub id: String,
}

/// The order of responses, by the time of receipt.
#[derive(Clone, Copy)]
pub enum Order {
    NewestFirst,
    OldestFirst,
}

impl Reader {
    /// A page of responses: those after the last one of the page before, or the first.
    pub async fn responses(
        &self,
        scope: &Scope,
        filter: ResponseFilter<'_>,
        order: Order,
        after: Option<&Cursor>,
        at_most: u32,
    ) -> Result<Vec<ResponseRow>> {
        let filter = ResponseFilter {
            manager: scope.manager().or(filter.manager),
            ..filter
        };
        self.rows(page(filter, order, after, at_most)).await
    }
}

fn page<'a>(
    filter: ResponseFilter<'a>,
    order: Order,
    after: Option<&'a Cursor>,
    limit: u32,
) -> Statement<'a> {
    // A bound that comes before every response, in either order.
    let first_ms = match order {
        Order::NewestFirst => MAX_MS,
        Order::OldestFirst => -1,
    };
    let after_ms = after.map_or(first_ms, |place| place.received_at_ms);
    let after_id = after.map_or("", |place| &place.id);
    macro_rules! page {
        ($direction:literal) => {
            statement!(["response_columns", $direction], {
                survey: filter.survey,
                audience: filter.audience,
                event: filter.event,
                touchpoint: filter.touchpoint,
                manager: filter.manager,
                client: filter.client,
                format: filter.format,
                channel: filter.channel,
                locale: filter.locale,
                from: filter.from,
                to: filter.to,
                status: filter.status,
                text: filter.text,
                after_ms,
                after_id,
                limit,
            })
        };
    }
    match order {
        Order::NewestFirst => page!("response_newest"),
        Order::OldestFirst => page!("response_oldest"),
    }
}

/// Later than any receipt, and exact as a double.
const MAX_MS: i64 = 9_000_000_000_000_000;
