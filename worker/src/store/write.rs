//! Writing: everything that belongs together in one batch, which a retry cannot double.

use super::RowReader;
use crate::http::error::{Error, Result};
use otklik_survey::limits;

/// What became of a submission.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Written {
    /// New under its id.
    Created,
    /// A higher revision took the place of a lower one.
    Replaced,
    /// Stored before, the same: a retry.
    Same,
    /// Another, at the revision given here, stands where this one would go. A form without script,
    /// which cannot count, may try again one higher; everybody else hears of a conflict or, where
    /// theirs is lower, that it was ignored.
    Other { stored_rev: u8 },
    /// A higher revision, but the time for corrections has passed; or a callback that was done with.
    Closed,
    /// The id belongs to another survey.
    Taken,
    /// The visitor has cancelled the request; sending it again does not bring it back.
    Cancelled,
}

/// Receipts before this moment can no longer be corrected.
pub(super) fn correction_deadline_ms(now_ms: i64) -> i64 {
    now_ms - i64::from(limits::CORRECTION_HOURS) * 3_600_000
}

/// What the first columns of `*_outcome.sql` say; SQLite's truth is 0 or 1.
pub(super) struct OutcomeRow {
    rev: u8,
    written: u8,
    revised: u8,
    same_payload: u8,
    same_survey: u8,
    /// Whether it was set aside with others that came in a burst.
    burst: u8,
}

impl OutcomeRow {
    /// The row that a batch ends with, if it left one.
    pub(super) fn last(results: &[Vec<RowReader>]) -> Result<Option<OutcomeRow>> {
        let row = results.last().and_then(|rows| rows.first());
        let columns = row.map(RowReader::columns).transpose()?;
        Ok(columns.as_ref().map(OutcomeRow::of))
    }

    pub(super) fn of(columns: &[String; 6]) -> OutcomeRow {
        let [rev, written, revised, same_payload, same_survey, burst] =
            columns.each_ref().map(|column| column.parse().unwrap_or(0));
        OutcomeRow {
            rev,
            written,
            revised,
            same_payload,
            same_survey,
            burst,
        }
    }

    /// What became of what was sent as revision `rev`.
    pub(super) fn written(&self, rev: u8) -> Written {
        match self {
            OutcomeRow {
                written: 1,
                revised: 0,
                ..
            } => Written::Created,
            OutcomeRow { written: 1, .. } => Written::Replaced,
            OutcomeRow { same_survey: 0, .. } => Written::Taken,
            OutcomeRow {
                same_payload: 1,
                rev: stored,
                ..
            } if *stored >= rev => Written::Same,
            OutcomeRow { rev: stored, .. } if *stored < rev => Written::Closed,
            OutcomeRow { rev: stored, .. } => Written::Other {
                stored_rev: *stored,
            },
        }
    }

    pub(super) fn starts_burst(&self) -> bool {
        self.burst == 1
    }
}

pub(super) fn no_row() -> Error {
    worker::Error::from("a batch left no row of what it wrote").into()
}
