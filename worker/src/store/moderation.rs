//! Sets the status of stored responses, and moves their tallies with it: the director's decisions, and bursts.

use super::audit::Entry;
use super::invites::invites_answered;
use super::row::Rows;
use super::statement::{Bound, Statement};
use super::{Reader, Store, json, last_row};
use crate::auth::principal::{Director, Staff};
use crate::http::error::Result;
use otklik_survey::audit::AuditAction;
use otklik_survey::response::flag::Flag;
use otklik_survey::{Response, Source, Status, SubmissionId, limits};
use serde::Deserialize;

/// The director's decision about a response.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
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

    pub const fn status(self) -> Status {
        match self {
            Decision::Include => Status::Accepted,
            Decision::Exclude => Status::Quarantined,
        }
    }
}

/// A quarantined response.
#[derive(Deserialize)]
pub struct QuarantinedRow {
    pub id: String,
    /// UTC milliseconds.
    pub received_at_ms: i64,
    pub survey: String,
    pub source: Source,
    /// The event's title, or the link's text where the agency has no such event; empty without an event.
    pub event: String,
    pub day: String,
    pub flag: Option<Flag>,
    /// The scores given, with commas.
    pub scores: String,
}

impl Reader {
    /// The quarantined responses, the newest first. `before` is the time (UTC milliseconds) and id of the last one of the
    /// page before.
    pub async fn quarantined(
        &self,
        _director: &Director,
        at_most: u32,
        before: Option<(i64, &str)>,
    ) -> Result<Vec<QuarantinedRow>> {
        let (before_ms, before_id) = before.unzip();
        self.rows(statement!("quarantined_list", { limit: at_most, before_ms, before_id }))
            .await
    }
}

/// A new status for responses.
pub(super) struct StatusChange<'a> {
    pub(super) ids: &'a [&'a str],
    pub(super) status: Status,
    /// A response that has a flag already keeps it.
    pub(super) flag: Option<Flag>,
    /// `None` where it is not the director who changes the status.
    pub(super) decision: Option<Decision>,
    /// Whether the decision is about all that a limit set aside.
    pub(super) is_of_held: bool,
    /// Of the decision.
    pub(super) reason: &'a str,
    pub(super) now_ms: i64,
}

#[derive(Deserialize)]
pub(super) struct IdRow {
    pub(super) id: String,
}

impl Store {
    /// Includes or excludes a response as the director decided: one batch. No later submission changes the decision.
    /// `false` where there is no such response, or it belongs to an anonymous survey.
    pub async fn moderate(
        &self,
        director: &Director,
        id: &SubmissionId,
        decision: Decision,
        reason: &str,
        now_ms: i64,
    ) -> Result<bool> {
        let change = StatusChange {
            ids: &[id.as_str()],
            status: decision.status(),
            flag: match decision {
                Decision::Include => None,
                Decision::Exclude => Some(Flag::Director),
            },
            decision: Some(decision),
            is_of_held: false,
            reason,
            now_ms,
        };
        let entry = &Entry::new(
            director.actor(),
            AuditAction::ResponseModerated,
            id.as_str(),
            now_ms,
        )?;
        let audit = audit_statement!(entry, "audit_of_decision", {
            attempt_id: Bound::AttemptId,
            decision: decision.as_str(),
            status: decision.status().as_str(),
        });
        self.set_status(&change, Some(audit)).await
    }

    /// Quarantines all accepted votes of this response's open link received since `since_ms`, 500 at most.
    pub(super) async fn quarantine_burst(&self, response: &Response, since_ms: i64) -> Result<()> {
        let burst = statement!("burst_list", {
            survey: response.survey(),
            id: response.id().as_str(),
            since_ms,
            limit: limits::BURST_PAGE,
        });
        let results = self.batch([burst]).await?;
        let votes: Vec<IdRow> = results.last().map_or(Ok(Vec::new()), Rows::read)?;
        if votes.is_empty() {
            return Ok(());
        }
        let ids: Vec<&str> = votes.iter().map(|vote| vote.id.as_str()).collect();
        let change = StatusChange {
            ids: &ids,
            status: Status::Quarantined,
            flag: Some(Flag::Burst),
            decision: None,
            is_of_held: false,
            reason: "",
            now_ms: since_ms,
        };
        self.set_status(&change, None).await.map(|_| ())
    }

    /// One batch, which checks each response again; `audit` logs a decision. Whether it changed any.
    pub(super) async fn set_status(
        &self,
        change: &StatusChange<'_>,
        audit: Option<Statement<'_>>,
    ) -> Result<bool> {
        let ids = &json(change.ids)?;
        let attempt_id = Bound::AttemptId;
        let decision = change.decision.map(Decision::as_str);
        let tallies = |sign: i64| statement!(["tally_insert", "tally_of_many", "tally_add"], { ids, attempt_id, sign });
        let mut statements = vec![statement!("status_claim", {
            ids, attempt_id, decision, held: change.is_of_held
        })];
        statements.extend(audit);
        statements.extend([
            tallies(-1),
            invites_answered(ids, -1),
            statement!("status_set", {
                ids,
                attempt_id,
                decision,
                status: change.status.as_str(),
                flag: change.flag.map(Flag::as_str),
            }),
            tallies(1),
            invites_answered(ids, 1),
            statement!("moderation_insert", {
                ids,
                attempt_id,
                decision,
                reason: change.reason,
                now_ms: change.now_ms,
            }),
            statement!("status_result", { ids, attempt_id }),
        ]);
        let results = self.batch(statements).await?;
        let changed: Option<IdRow> = last_row(&results)?;
        Ok(changed.is_some())
    }
}
