//! Reads callbacks.

use super::Reader;
use super::row::json_text;
use crate::auth::scope::Scope;
use crate::http::error::Result;
use otklik_survey::callback::{By, Lifecycle, Window};
use otklik_survey::{SubmissionId, limits};
use serde::Deserialize;

/// A request with its contacts still sealed.
#[derive(Debug, Deserialize)]
pub struct CallbackRow {
    pub id: String,
    pub survey: String,
    pub state: Lifecycle,
    pub channel: String,
    pub locale: String,
    #[serde(rename = "call_window")]
    pub window: Window,
    pub by: By,
    /// UTC milliseconds.
    pub received_at_ms: i64,
    /// UTC milliseconds; `None` where the agency's hours allowed no due time.
    pub due_at_ms: Option<i64>,
    /// How often somebody tried to reach the visitor.
    pub attempts: u32,
    /// The newest steps, the latest first; [`limits::CASE_EVENTS_SHOWN`] at most.
    #[serde(deserialize_with = "json_text")]
    pub events: Vec<CaseEventRow>,
    /// How often the phone asked, up to [`limits::CALLBACK_TIMES_MAX`].
    pub times: u32,
    /// Of the first callback and the newest ones of this request.
    #[serde(deserialize_with = "json_text")]
    pub contacts: Vec<SealedContact>,
}

/// A step of a request.
#[derive(Clone, Debug, Deserialize)]
pub struct CaseEventRow {
    /// UTC milliseconds.
    pub at_ms: i64,
    pub kind: String,
    /// The result of an attempt, the outcome of a closed request; else empty.
    pub word: String,
}

/// What one callback of a request contained.
#[derive(Debug, Deserialize)]
pub struct SealedContact {
    /// The callback's id.
    pub id: String,
    /// UTC milliseconds.
    pub at_ms: i64,
    /// The id of the key that sealed it.
    pub key_id: String,
    pub sealed: String,
}

/// The last request of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallbackCursor {
    pub is_open: bool,
    /// UTC milliseconds.
    pub received_at_ms: i64,
    pub id: String,
}

/// Which requests are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CallbackQueue {
    Ordinary,
    /// Those in quarantine, and those that were cleared.
    Held,
}

#[derive(Deserialize)]
struct HeldRow {
    n: u32,
}

/// The part of a callback that anybody who knows its id may see.
#[derive(Debug, Deserialize)]
pub struct RequestRow {
    pub survey: String,
    pub state: Lifecycle,
    pub locale: String,
    pub by: By,
    /// UTC milliseconds.
    pub due_at_ms: Option<i64>,
}

/// The number of callbacks in one state.
#[derive(Debug, Deserialize)]
pub struct CallbackCountRow {
    pub state: Lifecycle,
    pub n: u64,
    /// How many of them are overdue.
    pub overdue: u64,
}

impl Reader {
    /// A page of requests: the open ones first, then the newest first. A callback belongs to no manager, so that any
    /// scope sees all of them.
    pub async fn callbacks(
        &self,
        _scope: &Scope,
        queue: CallbackQueue,
        after: Option<&CallbackCursor>,
        at_most: u32,
    ) -> Result<Vec<CallbackRow>> {
        // Without a cursor, one that comes before every request.
        const BEFORE_ALL: u8 = 2;
        self.rows(statement!("callback_list", {
            held: queue == CallbackQueue::Held,
            after_open: after.map_or(BEFORE_ALL, |it| it.is_open.into()),
            after_ms: after.map_or(0, |it| it.received_at_ms),
            after_id: after.map_or("", |it| &it.id),
            times_max: limits::CALLBACK_TIMES_MAX,
            contacts_max: limits::CALLBACK_CONTACTS_MAX,
            events_max: limits::CASE_EVENTS_SHOWN,
            limit: at_most,
        }))
        .await
    }

    /// The number of open requests in quarantine, up to [`limits::CALLBACKS_HELD_COUNTED_MAX`].
    pub async fn callbacks_held(&self, _scope: &Scope) -> Result<u32> {
        let count =
            statement!("callback_held_count", { limit: limits::CALLBACKS_HELD_COUNTED_MAX });
        let row: Option<HeldRow> = self.first(count).await?;
        Ok(row.map_or(0, |row| row.n))
    }

    /// The callbacks of some days, counted by state. `None` where there are more than one request may read.
    pub async fn callback_counts(
        &self,
        _scope: &Scope,
        [from, to]: [Option<&str>; 2],
        now_ms: i64,
    ) -> Result<Option<Vec<CallbackCountRow>>> {
        let counts: Vec<CallbackCountRow> = self
            .rows(statement!("callback_count", {
                from,
                to,
                overdue_from_ms: now_ms - limits::OVERDUE_DAYS * 24 * 3_600_000,
                now_ms,
                limit: limits::CALLBACKS_COUNTED_MAX + 1,
            }))
            .await?;
        let all: u64 = counts.iter().map(|count| count.n).sum();
        Ok(Some(counts).filter(|_| all <= limits::CALLBACKS_COUNTED_MAX.into()))
    }

    /// The callback of an id.
    pub async fn request(&self, id: &SubmissionId) -> Result<Option<RequestRow>> {
        self.first(statement!("callback_find", { id: id.as_str() }))
            .await
    }
}
