//! Clients' low answers: written in the batch of their response, listed for the director.

use super::Reader;
use super::outbox;
use super::row::truth;
use super::statement::{Bound, Statement};
use crate::auth::principal::Director;
use crate::http::error::Result;
use otklik_survey::{Source, limits};
use serde::Deserialize;

/// A client's low answer.
#[derive(Deserialize)]
pub struct LowRow {
    /// The id of the response.
    pub id: String,
    #[serde(deserialize_with = "truth")]
    pub is_invited: bool,
    /// UTC milliseconds.
    pub made_at_ms: i64,
    pub survey: String,
    pub source: Source,
    /// The event's title, or the link's text where the agency has no such event; empty without an event.
    pub event: String,
    /// The agency's reference to the client; empty where there is none.
    pub reference: String,
    /// The scores that were low first, with commas.
    pub scores: String,
    /// The scores as they are now, with commas.
    pub present_scores: String,
    pub comment: String,
}

/// The last low answer of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LowCursor {
    pub is_invited: bool,
    /// UTC milliseconds.
    pub made_at_ms: i64,
    pub id: String,
}

impl Reader {
    /// A page of low answers: those by invite first, then the newest first.
    pub async fn low_answers(
        &self,
        _director: &Director,
        after: Option<&LowCursor>,
        at_most: u32,
    ) -> Result<Vec<LowRow>> {
        // Without a cursor, one that comes before every answer.
        const BEFORE_ALL: u8 = 2;
        self.rows(statement!("low_list", {
            after_invited: after.map_or(BEFORE_ALL, |it| it.is_invited.into()),
            after_ms: after.map_or(0, |it| it.made_at_ms),
            after_id: after.map_or("", |it| &it.id),
            limit: at_most,
        }))
        .await
    }
}

/// The start of an hour as a message names it, and its end.
pub(super) struct Hour {
    start: String,
    end_ms: i64,
}

impl Hour {
    pub(super) fn of(now_ms: i64) -> Hour {
        Hour {
            start: outbox::hour(now_ms),
            end_ms: outbox::hour_end_ms(now_ms),
        }
    }
}

/// Stores a low answer, and adds the messages about it to `destinations`, a JSON array. `id` is the stored response's.
pub(super) fn statements<'a>(
    id: &'a str,
    payload_hash: &'a str,
    destinations: &'a str,
    now_ms: i64,
    hour: &'a Hour,
) -> [Statement<'a>; 2] {
    let attempt_id = Bound::AttemptId;
    [
        statement!("low_answer_insert", { id, attempt_id, payload_hash, now_ms }),
        statement!("outbox_low_answer", {
            id,
            attempt_id,
            destinations,
            now_ms,
            due_at_ms: now_ms + limits::LOW_ANSWER_HOURS * 3_600_000,
            kind: outbox::LOW_ANSWER,
            hourly_kind: outbox::LOW_ANSWERS,
            hour: &hour.start,
            hour_end_ms: hour.end_ms,
        }),
    ]
}
