//! Writes what the agency's people do about requests to be called.

use super::audit::Entry;
use super::row::truth;
use super::statement::Bound;
use super::{Store, json, last_row};
use crate::auth::principal::{Director, Staff};
use crate::http::error::{ClientError, Result};
use otklik_survey::SubmissionId;
use otklik_survey::audit::AuditAction;
use otklik_survey::callback::Lifecycle;
use otklik_survey::callback::case_event::Step;
use serde::Deserialize;

/// A step about to be added.
pub struct StepWrite<'a> {
    /// Of the step: made by the sender, the same at each retry.
    pub id: &'a SubmissionId,
    /// The id of the request's first callback.
    pub request: &'a SubmissionId,
    pub step: Step,
    pub now_ms: i64,
}

/// A request after a step.
#[derive(Debug, Deserialize)]
pub struct Worked {
    pub state: Lifecycle,
    /// Whether the step is stored, now or before.
    #[serde(deserialize_with = "truth")]
    is_kept: bool,
    /// Whether it was stored now.
    #[serde(deserialize_with = "truth")]
    pub is_new: bool,
}

impl Store {
    /// Adds a step: one batch, guarded by the request's state, so that of two people who take a request one gets it.
    ///
    /// # Errors
    /// `unknown_callback`; `callback_moved` where the request's state does not allow the step.
    pub async fn work_callback(
        &self,
        director: &Director,
        write: &StepWrite<'_>,
    ) -> Result<Worked> {
        let (id, callback, step) = (write.id.as_str(), write.request.as_str(), write.step);
        let (kind, word, attempt_id) = (step.kind(), step.word(), Bound::AttemptId);
        let from: Vec<&str> = step.from().iter().map(|state| state.as_str()).collect();
        let from = &json(&from)?;
        let actor = director.actor();
        let entry = &Entry::new(actor, AuditAction::CallbackWorked, callback, write.now_ms)?;
        let detail = &json(&detail(step))?;
        let results = self
            .batch([
                statement!("case_event_insert", {
                    id, callback, kind, word, from, attempt_id,
                    now_ms: write.now_ms,
                    actor: actor.kind().as_str(),
                    token: actor.number(),
                }),
                statement!("case_event_apply", { id, callback, attempt_id, state: step.to().as_str() }),
                entry.of_changes(detail),
                statement!("case_event_outcome", { id, callback, kind, word, attempt_id }),
            ])
            .await?;
        let worked: Option<Worked> = last_row(&results)?;
        let worked = worked.ok_or(ClientError::UnknownCallback)?;
        if worked.is_kept {
            Ok(worked)
        } else {
            Err(ClientError::CallbackMoved.into())
        }
    }
}

/// The step for the audit log.
fn detail(step: Step) -> serde_json::Value {
    let kind = step.kind();
    match step {
        Step::Taken | Step::Reopened => serde_json::json!({ "step": kind }),
        Step::Attempt(result) => serde_json::json!({ "step": kind, "result": result }),
        Step::Closed(outcome) => serde_json::json!({ "step": kind, "outcome": outcome }),
    }
}
