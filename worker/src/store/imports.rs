//! Writes the rows of an import.

use super::answer_write::AnswerWrite;
use super::audit::Entry;
use super::row::json_text;
use super::statement::Bound;
use super::{Reader, Store, json, last_row, no_row};
use crate::auth::actor::Actor;
use crate::http::error::{ClientError, Result};
use otklik_survey::audit::AuditAction;
use otklik_survey::limits;
use serde::{Deserialize, Serialize};

/// A row as `response_import.sql` and `answer_import.sql` read it.
#[derive(Serialize)]
pub struct ImportRow<'a> {
    pub id: &'a str,
    pub survey: &'a str,
    pub payload_hash: String,
    pub version: u32,
    pub audience: &'static str,
    pub source: Option<&'static str>,
    pub status: &'static str,
    pub flag: Option<&'static str>,
    pub event: Option<&'a str>,
    pub touchpoint: Option<&'static str>,
    pub channel: &'static str,
    pub locale: Option<&'static str>,
    /// UTC milliseconds.
    pub at_ms: i64,
    pub day: &'a str,
    pub reference: Option<&'a str>,
    pub answers: Vec<AnswerWrite<'a>>,
}

/// The result of an import, or of a dry run.
pub struct Imported {
    /// Rows that were new.
    pub stored: usize,
    /// Events that rows name and the agency does not have.
    pub unknown_events: Vec<String>,
    /// Ids that are stored with other contents.
    pub changed: Vec<String>,
}

#[derive(Deserialize)]
struct ImportOutcomeRow {
    /// Rows whose ids are stored.
    stored: usize,
    /// Those that this batch wrote.
    written: usize,
    #[serde(deserialize_with = "json_text")]
    unknown_events: Vec<String>,
    #[serde(deserialize_with = "json_text")]
    changed: Vec<String>,
}

impl Store {
    /// Stores the rows whose ids are not stored yet: one batch. No id may occur twice.
    ///
    /// # Errors
    /// `too_large` where the rows are more than one value of D1 takes.
    pub async fn import(
        &self,
        actor: &Actor,
        rows: &[ImportRow<'_>],
        now_ms: i64,
    ) -> Result<Imported> {
        let entry = &Entry::new(actor, AuditAction::ResponsesImported, "", now_ms)?;
        let ids: Vec<&str> = rows.iter().map(|row| row.id).collect();
        let (ids, rows) = (&json(&ids)?, &rows_json(rows)?);
        let attempt_id = Bound::AttemptId;
        let results = self
            .batch([
                statement!("response_import", { rows, attempt_id, rev: limits::REV_MAX }),
                statement!("answer_import", { rows, attempt_id }),
                audit_statement!(entry, "audit_of_claimed", { ids, attempt_id, detail: "{}" }),
                statement!(["tally_insert", "tally_of_many", "tally_add"], {
                    ids, attempt_id, sign: 1_i64
                }),
                statement!("import_outcome", { rows, attempt_id }),
            ])
            .await?;
        let row: Option<ImportOutcomeRow> = last_row(&results)?;
        let row = row.ok_or_else(|| no_row("an import"))?;
        Ok(Imported {
            stored: row.written,
            unknown_events: row.unknown_events,
            changed: row.changed,
        })
    }
}

impl Reader {
    /// The result that [`Store::import`] would have.
    ///
    /// # Errors
    /// As there.
    pub async fn import(&self, rows: &[ImportRow<'_>]) -> Result<Imported> {
        let n_rows = rows.len();
        let rows = &rows_json(rows)?;
        let outcome = statement!("import_outcome", { rows, attempt_id: Bound::Null });
        let row: Option<ImportOutcomeRow> = self.first(outcome).await?;
        let row = row.ok_or_else(|| no_row("an import"))?;
        Ok(Imported {
            stored: n_rows - row.stored,
            unknown_events: row.unknown_events,
            changed: row.changed,
        })
    }
}

fn rows_json(rows: &[ImportRow<'_>]) -> Result<String> {
    let rows = json(rows)?;
    if rows.len() > limits::IMPORT_WRITE_MAX_BYTES {
        let max_bytes = limits::IMPORT_WRITE_MAX_BYTES;
        return Err(ClientError::TooLarge { max_bytes }.into());
    }
    Ok(rows)
}
