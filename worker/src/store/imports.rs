//! Writing the rows of an import.

use super::{Bound, Reader, RowReader, Statement, Store, another_shape, json};
use crate::http::error::{ClientError, Result};
use otklik_survey::limits;
use otklik_survey::response::AnswerRow;
use serde::Serialize;

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
    pub answers: Vec<AnswerRow<'a>>,
}

/// What became of the rows, or would become.
pub struct Imported {
    pub stored: usize,
    /// Events that rows name and the agency does not have.
    pub unknown_events: Vec<String>,
}

impl Imported {
    fn of(told: &[RowReader]) -> Result<([usize; 2], Vec<String>)> {
        let [there, written, events] = told.first().ok_or_else(another_shape)?.columns()?;
        let events = serde_json::from_str(&events).map_err(worker::Error::from)?;
        let counts = [there, written].map(|count| count.parse().unwrap_or(0));
        Ok((counts, events))
    }
}

impl Store {
    /// Stores what is not there yet: one batch. No id may come twice.
    ///
    /// # Errors
    /// `too_large` where the rows became more than one value of D1 takes.
    pub async fn import(&self, rows: &[ImportRow<'_>]) -> Result<Imported> {
        let ids: Vec<&str> = rows.iter().map(|row| row.id).collect();
        let (ids, rows) = (json(&ids)?, told(rows)?);
        let (rows, by) = (Bound::Text(&rows), Bound::AttemptId);
        let statements: [Statement<'_>; 4] = [
            (
                sql!("response_import"),
                &[rows, by, Bound::Number(limits::REV_MAX.into())],
            ),
            (sql!("answer_import"), &[rows, by]),
            (
                sql!("tally_of_many", "tally_add"),
                &[Bound::Text(&ids), by, Bound::Number(1)],
            ),
            (sql!("import_outcome"), &[rows, by]),
        ];
        let told = self.batch(&statements).await?.pop().unwrap_or_default();
        let ([_, stored], unknown_events) = Imported::of(&told)?;
        Ok(Imported {
            stored,
            unknown_events,
        })
    }
}

impl Reader {
    /// What [`Store::import`] would do.
    ///
    /// # Errors
    /// As there.
    pub async fn import(&self, rows: &[ImportRow<'_>]) -> Result<Imported> {
        let n_rows = rows.len();
        let rows = told(rows)?;
        let values = [Bound::Text(&rows), Bound::OptionalText(None)];
        let found = self.told(sql!("import_outcome"), &values).await?;
        let ([there, _], unknown_events) = Imported::of(&found)?;
        Ok(Imported {
            stored: n_rows - there,
            unknown_events,
        })
    }
}

fn told(rows: &[ImportRow<'_>]) -> Result<String> {
    let rows = json(rows)?;
    match rows.len() > limits::IMPORT_WRITE_MAX_BYTES {
        true => Err(ClientError::TooLarge {
            max_bytes: limits::IMPORT_WRITE_MAX_BYTES,
        }
        .into()),
        false => Ok(rows),
    }
}
