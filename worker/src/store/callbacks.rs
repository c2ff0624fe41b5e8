//! Writing a callback with its sealed contact, and cancelling it.

use super::outbox;
use super::write::{OutcomeRow, Written, correction_deadline_ms, no_row};
use super::{Bound, RequestRow, RowReader, Statement, Store, another_shape};
use crate::http::error::Result;
use crate::platform::contact_cipher::ContactKey;
use otklik_survey::SubmissionId;
use otklik_survey::callback::{By, Callback, Lifecycle};

/// What became of a callback, and what stands now.
#[derive(Clone, Copy, Debug)]
pub struct Kept {
    pub written: Written,
    pub state: Lifecycle,
    pub by: By,
    /// UTC milliseconds.
    pub due_at_ms: Option<i64>,
}

/// A callback about to be stored.
pub struct CallbackWrite<'a> {
    pub callback: &'a Callback,
    pub survey: &'a str,
    pub locale: &'a str,
    pub received_at_ms: i64,
    pub day: &'a str,
    /// By when it will be answered, UTC milliseconds; a promise made before stands.
    pub due_at_ms: Option<i64>,
    /// The document and the sentence of the box that was ticked.
    pub consent_url: &'a str,
    pub consent_text: &'a str,
    pub key: &'a ContactKey,
    /// Who is told of it, as a JSON array.
    pub targets: &'a str,
}

impl Store {
    /// Stores a callback with its sealed contact: one batch.
    pub async fn put_callback(&self, write: &CallbackWrite<'_>) -> Result<Kept> {
        let callback = write.callback;
        let id = callback.id().as_str();
        let payload_hash = callback_payload_hash(write)?;
        let cipher = write.key.cipher().await?;
        let sealed = cipher.seal(callback.contact(), id).await?;
        let key_id = write.key.id();
        let state = [
            Bound::Text(id),
            Bound::Number(callback.rev().into()),
            Bound::Text(write.survey),
            Bound::Number(correction_deadline_ms(write.received_at_ms)),
            Bound::Text(&payload_hash),
            Bound::AttemptId,
            Bound::Text(callback.channel().as_str()),
            Bound::Text(write.locale),
            Bound::Text(callback.topic()),
            Bound::Text(callback.window().as_str()),
            Bound::Number(write.received_at_ms),
            Bound::Text(write.day),
            Bound::Text(write.consent_url),
            Bound::Text(write.consent_text),
            Bound::Text(callback.by().as_str()),
            Bound::OptionalNumber(write.due_at_ms),
        ];
        let contact = [
            Bound::Text(id),
            Bound::AttemptId,
            Bound::Text(&key_id),
            Bound::Text(&sealed),
        ];
        let outcome = [
            Bound::Text(id),
            Bound::AttemptId,
            Bound::Text(&payload_hash),
            Bound::Text(write.survey),
        ];
        let message = [
            Bound::Text(id),
            Bound::AttemptId,
            Bound::Text(write.targets),
            Bound::Number(write.received_at_ms),
            Bound::Text(outbox::CALLBACK),
        ];
        let statements: [Statement<'_>; 4] = [
            (sql!("callback_upsert"), &state),
            (sql!("contact_upsert"), &contact),
            (sql!("outbox_callback"), &message),
            (sql!("callback_outcome"), &outcome),
        ];
        let results = self.batch(&statements).await?;
        self.trace.note_outbox(write.targets);
        kept(results.last(), callback.rev())
    }

    /// Cancels an open callback; what stands after it. `None` for an id that nobody sent.
    pub async fn cancel(&self, id: &SubmissionId) -> Result<Option<RequestRow>> {
        let id = [Bound::Text(id.as_str())];
        let statements: [Statement<'_>; 2] =
            [(sql!("callback_cancel"), &id), (sql!("callback_find"), &id)];
        let results = self.batch(&statements).await?;
        let row = results.last().and_then(|rows| rows.first());
        row.map(RequestRow::of).transpose()
    }
}

fn callback_payload_hash(write: &CallbackWrite<'_>) -> worker::Result<String> {
    let callback = write.callback;
    let mut text = serde_json::to_string(&(
        callback.topic(),
        callback.window(),
        callback.channel(),
        callback.contact(),
    ))?;
    // A call adds nothing: what was stored before there was a choice keeps its payload_hash.
    match callback.by() {
        By::Call => {}
        By::Message => text.push_str("message"),
    }
    write.key.payload_hash(&text)
}

fn kept(rows: Option<&Vec<RowReader>>, rev: u8) -> Result<Kept> {
    let told = rows.and_then(|rows| rows.first()).ok_or_else(no_row)?;
    let [a, b, c, d, e, f, state, by, due_at_ms] = told.columns()?;
    let written = OutcomeRow::of(&[a, b, c, d, e, f]).written(rev);
    let state = Lifecycle::parse(&state).ok_or_else(another_shape)?;
    let written = match (written, state) {
        // Of another survey's request nothing is told.
        (Written::Taken, _) => Written::Taken,
        (_, Lifecycle::Cancelled) => Written::Cancelled,
        // Also what was sent before: nobody calls any more, and nothing may promise it.
        (_, Lifecycle::Done | Lifecycle::Spam) => Written::Closed,
        (written, Lifecycle::New | Lifecycle::InWork) => written,
    };
    Ok(Kept {
        written,
        state,
        by: By::parse(&by).ok_or_else(another_shape)?,
        due_at_ms: due_at_ms.parse().ok(),
    })
}
