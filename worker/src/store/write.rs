//! Writing: a response or a callback, each in one batch that a retry cannot double.

use super::{Bound, RequestRow, Store, bind, failure};
use crate::contact::ContactKey;
use crate::refusal::{Failure, Outcome};
use otklik_survey::callback::{By, Callback, Lifecycle};
use otklik_survey::{Audience, Response, SubmissionId, limits};
use serde::Deserialize;
use worker::d1::D1Result;

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

/// What became of a callback, and what stands now.
#[derive(Clone, Copy, Debug)]
pub struct Kept {
    pub written: Written,
    pub state: Lifecycle,
    pub by: By,
    /// UTC milliseconds.
    pub promised_at_ms: Option<i64>,
}

/// A response about to be stored.
pub struct ResponseWrite<'a> {
    pub response: &'a Response,
    pub audience: Audience,
    pub received_at_ms: i64,
    /// The calendar day of receipt in the agency's zone.
    pub day: &'a str,
}

/// A callback about to be stored.
pub struct CallbackWrite<'a> {
    pub callback: &'a Callback,
    pub survey: &'a str,
    pub locale: &'a str,
    pub received_at_ms: i64,
    pub day: &'a str,
    /// By when it will be answered, UTC milliseconds; a promise made before stands.
    pub promised_at_ms: Option<i64>,
    /// The document and the sentence of the box that was ticked.
    pub consent_url: &'a str,
    pub consent_text: &'a str,
    pub key: &'a ContactKey,
}

impl Store {
    /// Stores a response with its answers and their tallies: one batch.
    pub async fn put_response(&self, write: &ResponseWrite<'_>) -> Outcome<Written> {
        let response = write.response;
        let id = Bound::Text(response.id().as_str());
        let rev = Bound::Number(response.rev().into());
        let survey = Bound::Text(response.survey());
        let horizon = Bound::Number(horizon_ms(write.received_at_ms));
        let digest = digest(response)?;
        let write_id = crate::random::uuid()?;
        let rows = serde_json::to_string(&response.rows()).map_err(worker::Error::from)?;
        let guard = [id, rev, survey, horizon];
        let [id, rev, survey, horizon] = &guard;
        let state = [
            by_ref(id),
            by_ref(rev),
            by_ref(survey),
            by_ref(horizon),
            Bound::Text(&digest),
            Bound::Text(&write_id),
            Bound::Number(response.version().into()),
            Bound::Text(write.audience.as_str()),
            Bound::OptionalText(response.event()),
            Bound::OptionalText(response.touchpoint().map(|touchpoint| touchpoint.as_str())),
            Bound::Text(response.channel().as_str()),
            Bound::OptionalText(response.lang().map(|lang| lang.code())),
            Bound::Number(write.received_at_ms),
            Bound::Text(write.day),
            Bound::OptionalText(response.manager()),
            Bound::OptionalText(response.reference()),
        ];
        let statements: [(&str, &[Bound]); 6] = [
            (include_str!("../sql/tally_subtract.sql"), &guard),
            (include_str!("../sql/answer_delete.sql"), &guard),
            (include_str!("../sql/response_upsert.sql"), &state),
            (
                include_str!("../sql/answer_insert.sql"),
                &[by_ref(id), Bound::Text(&write_id), Bound::Text(&rows)],
            ),
            (
                include_str!("../sql/tally_add.sql"),
                &[by_ref(id), Bound::Text(&write_id)],
            ),
            (
                include_str!("../sql/response_outcome.sql"),
                &[
                    by_ref(id),
                    Bound::Text(&write_id),
                    Bound::Text(&digest),
                    by_ref(survey),
                ],
            ),
        ];
        let results = self.batch(&statements).await?;
        written(results.last(), response.rev())
    }

    /// Stores a callback with its sealed contact: one batch.
    pub async fn put_callback(&self, write: &CallbackWrite<'_>) -> Outcome<Kept> {
        let callback = write.callback;
        let id = callback.id().as_str();
        let write_id = crate::random::uuid()?;
        let digest = callback_digest(write)?;
        let sealed = write.key.seal(callback.contact(), id)?;
        let key_id = write.key.id();
        let state = [
            Bound::Text(id),
            Bound::Number(callback.rev().into()),
            Bound::Text(write.survey),
            Bound::Number(horizon_ms(write.received_at_ms)),
            Bound::Text(&digest),
            Bound::Text(&write_id),
            Bound::Text(callback.channel().as_str()),
            Bound::Text(write.locale),
            Bound::Text(callback.topic()),
            Bound::Text(callback.window().as_str()),
            Bound::Number(write.received_at_ms),
            Bound::Text(write.day),
            Bound::Text(write.consent_url),
            Bound::Text(write.consent_text),
            Bound::Text(callback.by().as_str()),
            Bound::OptionalNumber(write.promised_at_ms),
        ];
        let contact = [
            Bound::Text(id),
            Bound::Text(&write_id),
            Bound::Text(&key_id),
            Bound::Text(&sealed),
        ];
        let outcome = [
            Bound::Text(id),
            Bound::Text(&write_id),
            Bound::Text(&digest),
            Bound::Text(write.survey),
        ];
        let statements: [(&str, &[Bound]); 3] = [
            (include_str!("../sql/callback_upsert.sql"), &state),
            (include_str!("../sql/contact_upsert.sql"), &contact),
            (include_str!("../sql/callback_outcome.sql"), &outcome),
        ];
        let results = self.batch(&statements).await?;
        kept(results.last(), callback.rev())
    }

    /// Cancels an open callback; what stands after it. `None` for an id that nobody sent.
    pub async fn cancel(&self, id: &SubmissionId) -> Outcome<Option<RequestRow>> {
        let id = [Bound::Text(id.as_str())];
        let statements: [(&str, &[Bound]); 2] = [
            (include_str!("../sql/callback_cancel.sql"), &id),
            (include_str!("../sql/callback_find.sql"), &id),
        ];
        let results = self.batch(&statements).await?;
        let rows: Vec<RequestRow> = match results.last() {
            Some(result) => result.results()?,
            None => Vec::new(),
        };
        Ok(rows.into_iter().next())
    }

    pub(super) async fn batch(
        &self,
        statements: &[(&str, &[Bound<'_>])],
    ) -> Outcome<Vec<D1Result>> {
        let bound: worker::Result<Vec<_>> = statements
            .iter()
            .map(|(sql, values)| bind(&self.db, sql, values))
            .collect();
        self.db.batch(bound?).await.map_err(failure)
    }
}

fn by_ref<'a>(value: &Bound<'a>) -> Bound<'a> {
    match value {
        Bound::Text(text) => Bound::Text(text),
        Bound::OptionalText(text) => Bound::OptionalText(*text),
        Bound::Number(number) => Bound::Number(*number),
        Bound::OptionalNumber(number) => Bound::OptionalNumber(*number),
    }
}

/// Receipts before this moment can no longer be corrected.
fn horizon_ms(now_ms: i64) -> i64 {
    now_ms - i64::from(limits::CORRECTION_HOURS) * 3_600_000
}

/// SHA-256 over what was accepted, the revision left out.
fn digest(response: &Response) -> worker::Result<String> {
    use sha2::{Digest, Sha256};
    let json = serde_json::to_vec(response)?;
    Ok(crate::random::hex(&Sha256::digest(json)))
}

fn callback_digest(write: &CallbackWrite<'_>) -> worker::Result<String> {
    let callback = write.callback;
    let mut text = serde_json::to_string(&(
        callback.topic(),
        callback.window(),
        callback.channel(),
        callback.contact(),
    ))?;
    // A call adds nothing: what was stored before there was a choice keeps its digest.
    match callback.by() {
        By::Call => {}
        By::Message => text.push_str("message"),
    }
    write.key.digest(&text)
}

/// A row of `*_outcome.sql`; SQLite's truth is 0 or 1.
#[derive(Deserialize)]
struct OutcomeRow {
    rev: u8,
    written: u8,
    revised: u8,
    same_digest: u8,
    same_survey: u8,
}

/// What a row of `callback_outcome.sql` says beyond the outcome.
#[derive(Deserialize)]
struct StandingRow {
    state: Lifecycle,
    by: By,
    promised_at_ms: Option<f64>,
}

fn kept(result: Option<&D1Result>, rev: u8) -> Outcome<Kept> {
    let written = written(result, rev)?;
    let rows: Vec<StandingRow> = match result {
        Some(result) => result.results()?,
        None => Vec::new(),
    };
    let Some(row) = rows.first() else {
        return Err(no_row());
    };
    let written = match (written, row.state) {
        // Of another survey's request nothing is told.
        (Written::Taken, _) => Written::Taken,
        (_, Lifecycle::Cancelled) => Written::Cancelled,
        // Also what was sent before: nobody calls any more, and nothing may promise it.
        (_, Lifecycle::Done | Lifecycle::Spam) => Written::Closed,
        (written, Lifecycle::New | Lifecycle::InWork) => written,
    };
    Ok(Kept {
        written,
        state: row.state,
        by: row.by,
        promised_at_ms: row.promised_at_ms.map(|ms| ms as i64),
    })
}

fn no_row() -> Failure {
    worker::Error::from("a batch left no row of what it wrote").into()
}

fn written(result: Option<&D1Result>, rev: u8) -> Outcome<Written> {
    let rows: Vec<OutcomeRow> = match result {
        Some(result) => result.results()?,
        None => Vec::new(),
    };
    let Some(row) = rows.first() else {
        return Err(no_row());
    };
    Ok(match row {
        OutcomeRow {
            written: 1,
            revised: 0,
            ..
        } => Written::Created,
        OutcomeRow { written: 1, .. } => Written::Replaced,
        OutcomeRow { same_survey: 0, .. } => Written::Taken,
        OutcomeRow {
            same_digest: 1,
            rev: stored,
            ..
        } if *stored >= rev => Written::Same,
        OutcomeRow { rev: stored, .. } if *stored < rev => Written::Closed,
        OutcomeRow { rev: stored, .. } => Written::Other {
            stored_rev: *stored,
        },
    })
}
