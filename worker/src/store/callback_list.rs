//! Reads callbacks.

use super::Reader;
use crate::auth::scope::Scope;
use crate::http::error::Result;
use otklik_survey::callback::{By, Lifecycle, Window};
use otklik_survey::{SubmissionId, limits};
use serde::Deserialize;

/// A callback with its contact still sealed.
#[derive(Debug, Deserialize)]
pub struct CallbackRow {
    pub id: String,
    pub survey: String,
    pub state: Lifecycle,
    pub channel: String,
    pub locale: String,
    pub topic: String,
    #[serde(rename = "call_window")]
    pub window: Window,
    pub by: By,
    /// UTC milliseconds.
    pub received_at_ms: i64,
    /// UTC milliseconds; `None` where the agency's hours allowed no due time.
    pub due_at_ms: Option<i64>,
    /// The id of the key that sealed the contact.
    pub key_id: String,
    /// Empty where there is none.
    pub sealed: String,
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
    /// The callbacks: the open ones first, then the newest first. A callback belongs to no manager, so that any
    /// scope sees all of them.
    pub async fn callbacks(&self, _scope: &Scope, at_most: u32) -> Result<Vec<CallbackRow>> {
        let list = statement!("callback_list", { limit: at_most });
        self.rows(list).await
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
