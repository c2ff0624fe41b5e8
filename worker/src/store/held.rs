//! Responses that a limit set aside: an event's, or of an anonymous survey a quarter's, decided about together.

use super::audit::Entry;
use super::moderation::{IdRow, StatusChange};
use super::row::Rows;
use super::statement::Bound;
use super::{Decision, Reader, Store, json};
use crate::auth::principal::{Director, Staff};
use crate::http::error::Result;
use otklik_survey::audit::AuditAction;
use otklik_survey::calendar::period::Period;
use otklik_survey::limits;
use serde::Deserialize;

/// Responses that are decided about together.
#[derive(Debug, Deserialize)]
pub struct HeldRow {
    pub survey: String,
    /// Empty without an event, and of an anonymous survey.
    pub event: String,
    /// The event's; empty without one.
    pub title: String,
    /// The first day of the quarter of an anonymous survey; else empty.
    pub quarter: String,
    pub n: u64,
}

/// Which of them.
#[derive(Clone, Copy)]
pub enum HeldOf<'a> {
    /// An event's; empty for those without an event.
    Event(&'a str),
    /// A quarter's, of an anonymous survey.
    Quarter(Period),
}

/// A decision about all of a group.
pub struct HeldWrite<'a> {
    pub survey: &'a str,
    pub of: HeldOf<'a>,
    pub decision: Decision,
    pub reason: &'a str,
    /// Those that were received later are not decided, UTC milliseconds.
    pub until_ms: i64,
    pub now_ms: i64,
}

#[derive(Deserialize)]
struct DayRow {
    day: Option<String>,
}

impl Reader {
    /// The largest groups first.
    pub async fn held(&self, _director: &Director) -> Result<Vec<HeldRow>> {
        self.rows(statement!("held_list", { rows_max: limits::HELD_MAX }))
            .await
    }

    /// The first day of which answers to a survey are undecided, `YYYY-MM-DD`.
    pub async fn held_since(&self, survey: &str) -> Result<Option<String>> {
        let first: Option<DayRow> = self.first(statement!("held_since", { survey })).await?;
        Ok(first.and_then(|row| row.day))
    }
}

impl Store {
    /// Includes or excludes a group: a batch of 500, then the next, as many as one request may run. Those that are left keep
    /// their group; `false` where there are none at all.
    pub async fn decide_held_responses(
        &self,
        director: &Director,
        write: &HeldWrite<'_>,
    ) -> Result<bool> {
        let HeldWrite {
            survey,
            of,
            decision,
            reason,
            until_ms,
            now_ms,
        } = *write;
        let subject = match of {
            HeldOf::Event(event) => event.to_owned(),
            HeldOf::Quarter(Period { from, .. }) => from.to_string(),
        };
        let detail = &json(&serde_json::json!({
            "survey": survey,
            "decision": decision.as_str(),
        }))?;
        let mut is_found = false;
        for _ in 0..limits::HELD_BATCHES_MAX {
            let rows = self.held_ids(survey, of, until_ms).await?;
            let ids: Vec<&str> = rows.iter().map(|row| row.id.as_str()).collect();
            if ids.is_empty() {
                break;
            }
            let change = StatusChange {
                ids: &ids,
                status: decision.status(),
                flag: None,
                decision: Some(decision),
                is_of_held: true,
                reason,
                now_ms,
            };
            let entry = &Entry::new(
                director.actor(),
                AuditAction::ResponseModerated,
                &subject,
                now_ms,
            )?;
            let ids = &json(&ids)?;
            let audit = audit_statement!(entry, "audit_of_claimed", {
                attempt_id: Bound::AttemptId,
                ids,
                detail,
            });
            self.set_status(&change, Some(audit)).await?;
            // Also where an attempt whose answer was lost has decided about them.
            is_found = true;
        }
        Ok(is_found)
    }

    async fn held_ids(&self, survey: &str, of: HeldOf<'_>, until_ms: i64) -> Result<Vec<IdRow>> {
        let (event, period) = match of {
            HeldOf::Event(event) => (Some(event), None),
            HeldOf::Quarter(period) => (None, Some(period)),
        };
        let from = period.map(|period| period.from.to_string());
        let to = period.map(|period| period.to.to_string());
        let list = statement!("held_ids", {
            survey,
            event,
            until_ms,
            from: from.as_deref(),
            to: to.as_deref(),
            limit: limits::BURST_PAGE,
        });
        let results = self.batch([list]).await?;
        results.last().map_or(Ok(Vec::new()), Rows::read)
    }
}
