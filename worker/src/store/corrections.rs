//! Corrections of low answers that came from another browser or network: kept beside the answer, until the director
//! decides which counts.

use super::audit::Entry;
use super::moderation::IdRow;
use super::responses::invited_state;
use super::statement::Bound;
use super::{Reader, Store, json, last_row};
use crate::auth::principal::{Director, Staff};
use crate::http::error::Result;
use otklik_survey::audit::AuditAction;
use otklik_survey::{Audience, Source, SubmissionId, limits};
use serde::Deserialize;

/// A correction that waits for the director.
#[derive(Deserialize)]
pub struct CorrectionRow {
    /// Of the invite's response.
    pub id: String,
    /// UTC milliseconds.
    pub at_ms: i64,
    pub survey: String,
    pub source: Source,
    /// The event's title.
    pub event: String,
    /// The scores of the answer that counts, with commas.
    pub before: String,
    /// Those of the correction.
    pub after: String,
}

#[derive(Deserialize)]
struct InvitedRow {
    invite: String,
    audience: Audience,
}

impl Reader {
    /// The newest first.
    pub async fn corrections(&self, _director: &Director) -> Result<Vec<CorrectionRow>> {
        self.rows(statement!("changed_list", { limit: limits::MODERATION_PAGE }))
            .await
    }
}

impl Store {
    /// Adopts or declines the corrections of a response that came from elsewhere until `until_ms`: one batch. `false`
    /// where there are none.
    pub async fn settle_corrections(
        &self,
        director: &Director,
        id: &SubmissionId,
        adopt: bool,
        reason: &str,
        until_ms: i64,
        now_ms: i64,
    ) -> Result<bool> {
        let (response, attempt_id) = (id.as_str(), Bound::AttemptId);
        // Both never change, so that it is safe to read them before the batch.
        let find = statement!("invited_find", { response });
        let found: Option<InvitedRow> = last_row(&self.batch([find]).await?)?;
        let Some(InvitedRow { invite, audience }) = found else {
            return Ok(false);
        };
        let entry = &Entry::new(
            director.actor(),
            AuditAction::ResponseModerated,
            response,
            now_ms,
        )?;
        let detail = if adopt {
            r#"{"decision":"adopt"}"#
        } else {
            r#"{"decision":"decline"}"#
        };
        let ids = &json(&[response])?;
        let mut statements = vec![
            statement!("correction_settle", { response, attempt_id, adopt, until_ms }),
            entry.of_changes(detail),
        ];
        statements.extend(invited_state(response, ids, &invite, audience));
        statements.extend([
            statement!("correction_log", { response, attempt_id, adopt, reason, now_ms }),
            statement!("correction_result", { response, attempt_id, adopt, reason, now_ms }),
        ]);
        let settled: Option<IdRow> = last_row(&self.batch(statements).await?)?;
        Ok(settled.is_some())
    }
}
