//! Moving responses between those that count and those that are set aside, with their tallies.

use super::{Bound, Reader, Statement, Store, Told, json};
use crate::auth::principal::Director;
use crate::http::error::Outcome;
use otklik_survey::response::flag::Suspicion;
use otklik_survey::{Response, Standing, SubmissionId, limits};

/// What the director decided about a response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ruling {
    Include,
    Exclude,
}

impl Ruling {
    pub const fn as_str(self) -> &'static str {
        match self {
            Ruling::Include => "include",
            Ruling::Exclude => "exclude",
        }
    }

    pub fn from_word(word: &str) -> Option<Ruling> {
        [Ruling::Include, Ruling::Exclude]
            .into_iter()
            .find(|ruling| ruling.as_str() == word)
    }

    pub const fn standing(self) -> Standing {
        match self {
            Ruling::Include => Standing::Counted,
            Ruling::Exclude => Standing::Suspect,
        }
    }
}

/// A response that is set aside.
pub struct SuspectRow {
    pub id: String,
    /// UTC milliseconds.
    pub received_at_ms: String,
    pub survey: String,
    pub basis: String,
    /// The event's title; what the link named where there is no such event.
    pub event: String,
    pub day: String,
    pub suspicion: String,
    /// The scores given, with commas.
    pub scores: String,
}

impl Reader {
    /// The latest first.
    pub async fn suspects(
        &self,
        _director: &Director,
        at_most: u32,
        before_ms: Option<i64>,
    ) -> Outcome<Vec<SuspectRow>> {
        let values = [
            Bound::Number(at_most.into()),
            Bound::OptionalNumber(before_ms),
        ];
        let told = self.told(sql!("suspect_list"), &values);
        let rows = told.await?;
        let rows = rows.iter().map(|told| {
            let [
                id,
                received_at_ms,
                survey,
                basis,
                event,
                day,
                suspicion,
                scores,
            ] = told.columns()?;
            Ok(SuspectRow {
                id,
                received_at_ms,
                survey,
                basis,
                event,
                day,
                suspicion,
                scores,
            })
        });
        rows.collect()
    }
}

/// A move of responses.
struct Move<'a> {
    ids: &'a str,
    ruling: Option<Ruling>,
    /// Of a ruling.
    reason: &'a str,
    now_ms: i64,
    standing: Standing,
    /// Kept unless something was suspected before.
    suspicion: Option<Suspicion>,
}

impl Store {
    /// Counts a response or leaves it out, as the director decided: one batch. `false` where there is
    /// no such response. Whatever is sent later, it stays so.
    pub async fn rule(
        &self,
        _director: &Director,
        id: &SubmissionId,
        ruling: Ruling,
        reason: &str,
        now_ms: i64,
    ) -> Outcome<bool> {
        let ids = json(&[id.as_str()])?;
        let to = Move {
            ids: &ids,
            ruling: Some(ruling),
            reason,
            now_ms,
            standing: ruling.standing(),
            suspicion: match ruling {
                Ruling::Include => None,
                Ruling::Exclude => Some(Suspicion::Director),
            },
        };
        Ok(!self.set_standing(&to).await?.is_empty())
    }

    /// Sets aside what else came by the open link of a response, since a moment.
    pub(super) async fn set_burst_aside(&self, response: &Response, since_ms: i64) -> Outcome<()> {
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
            ruling: None,
            reason: "",
            now_ms: since_ms,
            standing: Standing::Suspect,
            suspicion: Some(Suspicion::Burst),
        };
        self.set_standing(&to).await.map(|_| ())
    }

    /// The ids that were moved. What was read before is checked again by the batch.
    async fn set_standing(&self, to: &Move<'_>) -> Outcome<Vec<Told>> {
        let (ids, by) = (Bound::Text(to.ids), Bound::WriteId);
        let ruling = Bound::OptionalText(to.ruling.map(Ruling::as_str));
        let set = [ids, by];
        let tally_out = [ids, by, Bound::Number(-1)];
        let tally_in = [ids, by, Bound::Number(1)];
        let state = [
            ids,
            by,
            ruling,
            Bound::Text(to.standing.as_str()),
            Bound::OptionalText(to.suspicion.map(Suspicion::as_str)),
        ];
        let log = [
            ids,
            by,
            ruling,
            Bound::Text(to.reason),
            Bound::Number(to.now_ms),
        ];
        let statements: [Statement<'_>; 6] = [
            (sql!("standing_claim"), &[ids, by, ruling]),
            (sql!("tally_of_many", "tally_add"), &tally_out),
            (sql!("standing_set"), &state),
            (sql!("tally_of_many", "tally_add"), &tally_in),
            (sql!("ruling_insert"), &log),
            (sql!("standing_outcome"), &set),
        ];
        let mut results = self.batch(&statements).await?;
        Ok(results.pop().unwrap_or_default())
    }
}
