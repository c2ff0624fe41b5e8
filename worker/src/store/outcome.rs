//! The result of storing a submission.

use super::row::truth;
use otklik_survey::limits;
use serde::Deserialize;

/// The result for the sender.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Written {
    /// New under its id.
    Created,
    /// A higher revision replaced a lower one.
    Replaced,
    /// Stored before, the same: a retry.
    Same,
    /// The stored revision, given here, is as high or higher and has another payload. A form without script,
    /// which cannot count, may try again one higher; every other client gets a conflict or, where its revision is
    /// lower, the status `ignored`.
    Other { stored_rev: u8 },
    /// A higher revision, but the time for corrections has passed; or the callback is closed.
    Closed,
    /// The id belongs to another survey.
    Taken,
    /// The visitor has cancelled the callback; sending it again does not reopen it.
    Cancelled,
}

/// UTC milliseconds: a submission received at or before it can no longer be corrected.
pub(super) fn correction_deadline_ms(now_ms: i64) -> i64 {
    now_ms - i64::from(limits::CORRECTION_HOURS) * 3_600_000
}

/// A row of `response_outcome.sql` or `invited_outcome.sql`, or the same columns of `callback_outcome.sql`.
#[derive(Deserialize)]
pub(super) struct OutcomeRow {
    /// The stored revision.
    rev: u8,
    /// Whether this batch wrote it.
    #[serde(deserialize_with = "truth")]
    written: bool,
    /// Whether it replaced an earlier revision.
    #[serde(deserialize_with = "truth")]
    revised: bool,
    #[serde(deserialize_with = "truth")]
    same_payload: bool,
    #[serde(deserialize_with = "truth")]
    same_survey: bool,
}

impl OutcomeRow {
    /// The result for a submission of revision `rev`.
    pub(super) fn written(&self, rev: u8) -> Written {
        if self.written && self.revised {
            Written::Replaced
        } else if self.written {
            Written::Created
        } else if !self.same_survey {
            Written::Taken
        } else if self.same_payload && self.rev >= rev {
            Written::Same
        } else if self.rev < rev {
            Written::Closed
        } else {
            Written::Other {
                stored_rev: self.rev,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stored(rev: u8, same_payload: bool) -> OutcomeRow {
        OutcomeRow {
            rev,
            written: false,
            revised: true,
            same_payload,
            same_survey: true,
        }
    }

    #[test]
    fn a_written_submission_is_created_or_replaced() {
        let written = |revised| {
            let row = OutcomeRow {
                written: true,
                revised,
                ..stored(2, true)
            };
            row.written(2)
        };
        assert_eq!(written(false), Written::Created);
        assert_eq!(written(true), Written::Replaced);
    }

    #[test]
    fn a_submission_that_was_not_written_is_explained_by_the_stored_one() {
        assert_eq!(stored(2, true).written(2), Written::Same);
        assert_eq!(stored(2, true).written(1), Written::Same);
        assert_eq!(stored(2, true).written(3), Written::Closed);
        assert_eq!(stored(2, false).written(3), Written::Closed);
        for rev in [1, 2] {
            let expected = Written::Other { stored_rev: 2 };
            assert_eq!(stored(2, false).written(rev), expected);
        }
        let other_survey = OutcomeRow {
            same_survey: false,
            ..stored(2, true)
        };
        assert_eq!(other_survey.written(2), Written::Taken);
    }
}
