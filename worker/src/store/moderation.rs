//! Moving responses between those that count and those that are set aside, with their tallies.

use super::{Bound, Reader, RowReader, Statement, Store, json};
use crate::auth::principal::Director;
use crate::http::error::Result;
use otklik_survey::response::flag::Flag;
use otklik_survey::{Response, Status, SubmissionId, limits};

/// What the director decided about a response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    Include,
    Exclude,
}

impl Decision {
    pub const fn as_str(self) -> &'static str {
        match self {
            Decision::Include => "include",
            Decision::Exclude => "exclude",
        }
    }

    pub fn parse(word: &str) -> Option<Decision> {
        [Decision::Include, Decision::Exclude]
            .into_iter()
            .find(|decision| decision.as_str() == word)
    }

    pub const fn status(self) -> Status {
        match self {
            Decision::Include => Status::Accepted,
            Decision::Exclude => Status::Quarantined,
        }
    }
}

/// A response that is set aside.
pub struct QuarantinedRow {
    pub id: String,
    /// UTC milliseconds.
    pub received_at_ms: String,
    pub survey: String,
    pub source: String,
    /// The event's title; what the link named where there is no such event.
    pub event: String,
    pub day: String,
    pub flag: String,
    /// The scores given, with commas.
    pub scores: String,
}

impl Reader {
    /// The latest first.
    pub async fn quarantined(
        &self,
        _director: &Director,
        at_most: u32,
        before_ms: Option<i64>,
    ) -> Result<Vec<QuarantinedRow>> {
        let values = [
            Bound::Number(at_most.into()),
            Bound::OptionalNumber(before_ms),
        ];
        let told = self.told(sql!("quarantined_list"), &values);
        let rows = told.await?;
        let rows = rows.iter().map(|told| {
            let [id, received_at_ms, survey, source, event, day, flag, scores] = told.columns()?;
            Ok(QuarantinedRow {
                id,
                received_at_ms,
                survey,
                source,
                event,
                day,
                flag,
                scores,
            })
        });
        rows.collect()
    }
}

/// A move of responses.
struct Move<'a> {
    ids: &'a str,
    decision: Option<Decision>,
    /// Of a decision.
    reason: &'a str,
    now_ms: i64,
    status: Status,
    /// Kept unless something was quarantined before.
    flag: Option<Flag>,
}

impl Store {
    /// Counts a response or leaves it out, as the director decided: one batch. `false` where there is
    /// no such response. Whatever is sent later, it stays so.
    pub async fn rule(
        &self,
        _director: &Director,
        id: &SubmissionId,
        decision: Decision,
        reason: &str,
        now_ms: i64,
    ) -> Result<bool> {
        let ids = json(&[id.as_str()])?;
        let to = Move {
            ids: &ids,
            decision: Some(decision),
            reason,
            now_ms,
            status: decision.status(),
            flag: match decision {
                Decision::Include => None,
                Decision::Exclude => Some(Flag::Director),
            },
        };
        Ok(!self.set_status(&to).await?.is_empty())
    }

    /// Sets aside what else came by the open link of a response, since a moment.
    pub(super) async fn quarantine_burst(&self, response: &Response, since_ms: i64) -> Result<()> {
        let values = [
            Bound::Text(response.survey()),
            Bound::Text(response.id().as_str()),
            Bound::Number(since_ms),
            Bound::Number(limits::BURST_PAGE.into()),
        ];
        let burst: [Statement<'_>; 1] = [(sql!("burst_list"), &values)];
        let found = self.batch(&burst).await?.pop().unwrap_or_default();
        if found.is_empty() {
            return Ok(());
        }
        let ids: Vec<&str> = found.iter().map(|told| told.row.as_str()).collect();
        let ids = json(&ids)?;
        let to = Move {
            ids: &ids,
            decision: None,
            reason: "",
            now_ms: since_ms,
            status: Status::Quarantined,
            flag: Some(Flag::Burst),
        };
        self.set_status(&to).await.map(|_| ())
    }

    /// The ids that were moved. What was read before is checked again by the batch.
    async fn set_status(&self, to: &Move<'_>) -> Result<Vec<RowReader>> {
        let (ids, by) = (Bound::Text(to.ids), Bound::AttemptId);
        let decision = Bound::OptionalText(to.decision.map(Decision::as_str));
        let set = [ids, by];
        let tally_out = [ids, by, Bound::Number(-1)];
        let tally_in = [ids, by, Bound::Number(1)];
        let state = [
            ids,
            by,
            decision,
            Bound::Text(to.status.as_str()),
            Bound::OptionalText(to.flag.map(Flag::as_str)),
        ];
        let log = [
            ids,
            by,
            decision,
            Bound::Text(to.reason),
            Bound::Number(to.now_ms),
        ];
        let statements: [Statement<'_>; 6] = [
            (sql!("status_claim"), &[ids, by, decision]),
            (sql!("tally_of_many", "tally_add"), &tally_out),
            (sql!("status_set"), &state),
            (sql!("tally_of_many", "tally_add"), &tally_in),
            (sql!("moderation_insert"), &log),
            (sql!("status_result"), &set),
        ];
        let mut results = self.batch(&statements).await?;
        Ok(results.pop().unwrap_or_default())
    }
}
