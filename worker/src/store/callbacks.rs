//! Writes callbacks with their sealed contacts, and cancels them.

use super::audit::Entry;
use super::outbox;
use super::outcome::{OutcomeRow, Written, correction_deadline_ms};
use super::row::Rows;
use super::statement::Bound;
use super::turnstile_outage::{self, TurnstileOutage};
use super::{RequestRow, Store, last_row, no_row};
use crate::auth::principal::{Director, Staff};
use crate::http::error::Result;
use crate::platform::contact_cipher::ContactKeys;
use otklik_embed::settings::CallbackFlood;
use otklik_survey::audit::AuditAction;
use otklik_survey::callback::{By, Callback, Lifecycle};
use otklik_survey::{SubmissionId, limits};
use serde::Deserialize;

/// The result of storing a callback, and its row afterwards.
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
    /// UTC milliseconds; a due time that was promised before and lies ahead is kept.
    pub due_at_ms: Option<i64>,
    /// The document that the visitor consented to, and the sentence beside the box.
    pub consent_url: &'a str,
    pub consent_text: &'a str,
    pub keys: &'a ContactKeys,
    /// Of the normalized phone.
    pub phone_hash: &'a str,
    pub flood: &'a CallbackFlood,
    /// Taken although Turnstile gave no verdict.
    pub outage: Option<TurnstileOutage>,
    /// The destinations that get a message, as a JSON array.
    pub destinations: &'a str,
}

impl Store {
    /// Stores a callback with its sealed contact: one batch. A phone that has an open request asks again for the same
    /// call; where there are too many new phones, it is quarantined.
    pub async fn put_callback(&self, write: &CallbackWrite<'_>) -> Result<Kept> {
        let callback = write.callback;
        let id = callback.id().as_str();
        let (key, previous) = (&write.keys.current, write.keys.previous.as_ref());
        let payload = payload(callback)?;
        let payload_hash = &key.payload_hash(&payload)?;
        // A retry may arrive after the key was changed.
        let previous = previous.map(|key| key.payload_hash(&payload)).transpose()?;
        let sealed = &key.cipher().await?.seal(callback.contact(), id).await?;
        let key_id = key.id();
        let attempt_id = Bound::AttemptId;
        let now_ms = write.received_at_ms;
        let hour = &outbox::hour(now_ms);
        let mut statements = vec![statement!("callback_upsert", {
            id,
            rev: callback.rev(),
            survey: write.survey,
            payload_hash,
            attempt_id,
            phone_hash: write.phone_hash,
            channel: callback.channel().as_str(),
            locale: write.locale,
            call_window: callback.window().as_str(),
            now_ms,
            day: write.day,
            consent_url: write.consent_url,
            consent_text: write.consent_text,
            by: callback.by().as_str(),
            due_at_ms: write.due_at_ms,
            correction_deadline_ms: correction_deadline_ms(now_ms),
            hour_max: write.flood.hour,
            day_max: write.flood.day,
            hour_ago_ms: now_ms - HOUR_MS,
            day_ago_ms: now_ms - 24 * HOUR_MS,
            join_from_ms: now_ms - limits::OVERDUE_DAYS * 24 * HOUR_MS,
        })];
        // A first revision is nobody's first row yet.
        if callback.rev() > 1 {
            statements.push(statement!("callback_separate", { id }));
        }
        statements.extend(turnstile_outage::count(write.outage, id, now_ms));
        statements.extend([
            statement!("contact_upsert", { callback: id, attempt_id, key_id, sealed }),
            statement!("outbox_callback", {
                id,
                attempt_id,
                destinations: write.destinations,
                now_ms,
                kind: outbox::CALLBACK,
                held_kind: outbox::CALLBACKS_HELD,
                hour,
            }),
            statement!("callback_outcome", {
                id,
                attempt_id,
                payload_hash,
                previous_payload_hash: previous.as_ref(),
                survey: write.survey,
            }),
        ]);
        let results = self.batch(statements).await?;
        self.trace.note_outbox(write.destinations);
        kept(&results, callback.rev())
    }

    /// Cancels a callback of an open request, and returns its row. Those that joined it remain a request. `None` for an id that does not exist.
    pub async fn cancel(&self, id: &SubmissionId) -> Result<Option<RequestRow>> {
        let id = id.as_str();
        let cancel = statement!("callback_cancel", { id });
        let release = statement!("callback_release", { id });
        let find = statement!("callback_find", { id });
        last_row(&self.batch([cancel, release, find]).await?)
    }

    /// Admits or clears the open requests in quarantine that were received until `until_ms`, or one of them. After a
    /// decision about all, the next request in quarantine makes a message at once.
    pub async fn decide_held_callbacks(
        &self,
        director: &Director,
        decision: HeldDecision,
        one: Option<&SubmissionId>,
        until_ms: i64,
        now_ms: i64,
    ) -> Result<()> {
        let id = one.map(SubmissionId::as_str);
        let entry = &Entry::new(
            director.actor(),
            AuditAction::CallbacksDecided,
            id.unwrap_or_default(),
            now_ms,
        )?;
        let (admits, detail) = match decision {
            HeldDecision::Admit => (true, r#"{"decision":"admit"}"#),
            HeldDecision::Clear => (false, r#"{"decision":"clear"}"#),
        };
        let mut statements = vec![
            statement!("callback_decide", { admits, id, until_ms }),
            entry.of_changes(detail),
        ];
        if one.is_none() {
            statements.push(statement!("outbox_forget", { kind: outbox::CALLBACKS_HELD }));
        }
        self.batch(statements).await.map(|_| ())
    }
}

/// The director's decision about callbacks in quarantine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeldDecision {
    /// Into the queue.
    Admit,
    /// Nobody calls.
    Clear,
}

impl HeldDecision {
    pub fn parse(word: &str) -> Option<HeldDecision> {
        match word {
            "admit" => Some(HeldDecision::Admit),
            "clear" => Some(HeldDecision::Clear),
            _ => None,
        }
    }
}

const HOUR_MS: i64 = 3_600_000;

/// The other columns of `callback_outcome.sql`.
#[derive(Deserialize)]
struct StateRow {
    state: Lifecycle,
    by: By,
    due_at_ms: Option<i64>,
}

fn kept(results: &[Rows], rev: u8) -> Result<Kept> {
    let outcome: Option<OutcomeRow> = last_row(results)?;
    let state: Option<StateRow> = last_row(results)?;
    let (outcome, state) = outcome.zip(state).ok_or_else(|| no_row("a callback"))?;
    let written = match (outcome.written(rev), state.state) {
        // Nothing is returned about the callback of another survey.
        (Written::Taken, _) => Written::Taken,
        (_, Lifecycle::Cancelled) => Written::Cancelled,
        // Also where the same was sent before: nobody will call, so that no receipt may promise it.
        (_, Lifecycle::Done | Lifecycle::Spam) => Written::Closed,
        (written, Lifecycle::New | Lifecycle::InWork) => written,
    };
    Ok(Kept {
        written,
        state: state.state,
        by: state.by,
        due_at_ms: state.due_at_ms,
    })
}

/// What is hashed of a callback. Its id is a part, so that equal requests of one phone under different ids have
/// different hashes: nobody who reads them learns that.
fn payload(callback: &Callback) -> worker::Result<String> {
    let mut text = serde_json::to_string(&(
        callback.id().as_str(),
        callback.window(),
        callback.channel(),
        callback.contact(),
    ))?;
    // A call adds nothing: callbacks that were stored before there was a choice keep their payload_hash.
    match callback.by() {
        By::Call => {}
        By::Message => text.push_str("message"),
    }
    Ok(text)
}
