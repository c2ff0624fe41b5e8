//! The outbox: messages to the agency, claimed one by one, acknowledged, listed where they are undelivered.

use super::audit::Entry;
use super::{Reader, Statement, Store, last_row};
use crate::auth::actor::Actor;
use crate::auth::principal::Director;
use crate::http::error::Result;
use crate::platform::{clock, random};
use otklik_survey::audit::AuditAction;
use otklik_survey::limits;
use serde::Deserialize;

/// The kind of a message about a callback.
pub(super) const CALLBACK: &str = "callback";

/// The kind of a message about callbacks in quarantine: one an hour.
pub(super) const CALLBACKS_HELD: &str = "callbacks_held";

/// The kind of a message about a client's low answer.
pub(super) const LOW_ANSWER: &str = "low_answer";

/// The kind of a message about the low answers of an hour that came without an invite.
pub(super) const LOW_ANSWERS: &str = "low_answers";

/// A message that an attempt to deliver holds.
#[derive(Deserialize)]
pub struct Claimed {
    pub seq: i64,
    /// The id of the claim.
    pub claim: String,
    /// [`CALLBACK`], [`CALLBACKS_HELD`], [`LOW_ANSWER`] or [`LOW_ANSWERS`].
    pub kind: String,
    /// The id of the callback or the response; where it is about an hour, its start.
    pub subject: String,
    /// How many it is about.
    pub n: u32,
    /// By when somebody was promised an answer, UTC milliseconds.
    pub due_at_ms: Option<i64>,
    /// UTC milliseconds.
    pub made_at_ms: i64,
    /// From 1, this attempt included.
    pub attempt: u32,
}

/// The result of an attempt to deliver.
pub struct Ack<'a> {
    pub message: &'a Claimed,
    /// `waiting`, `sent` or `dead`.
    pub state: &'static str,
    /// The earliest next attempt, UTC milliseconds.
    pub next_at_ms: i64,
    pub error: String,
}

/// An undelivered message: dead, or waiting after a failed attempt.
#[derive(Deserialize)]
pub struct DeadLetterRow {
    pub destination: String,
    pub kind: String,
    pub n: u32,
    /// UTC milliseconds.
    pub made_at_ms: i64,
    pub state: String,
    pub attempts: u32,
    pub error: String,
}

const HOUR_MS: i64 = 3_600_000;

/// The subject of a message about an hour: its start, ISO 8601, UTC.
pub(super) fn hour(now_ms: i64) -> String {
    clock::iso(hour_end_ms(now_ms) - HOUR_MS)
}

/// The end of this hour, UTC milliseconds.
pub(super) fn hour_end_ms(now_ms: i64) -> i64 {
    (now_ms.div_euclid(HOUR_MS) + 1) * HOUR_MS
}

impl Reader {
    /// The newest first.
    pub async fn dead_letters(&self, _director: &Director) -> Result<Vec<DeadLetterRow>> {
        let list = statement!("outbox_dead_letters", { limit: limits::OUTBOX_PAGE });
        self.rows(list).await
    }
}

impl Store {
    /// Claims the first message that waits for a destination; nobody else can claim it within a minute. `None` where
    /// there is none, or its next attempt is later.
    pub async fn claim_message(&self, destination: &str, now_ms: i64) -> Result<Option<Claimed>> {
        // The same at every attempt of the batch, so that a retry finds the claim of an attempt whose answer was lost.
        let claim = &random::uuid()?;
        let results = self
            .batch([
                statement!("outbox_claim", {
                    destination,
                    claim,
                    now_ms,
                    lease_until_ms: now_ms + limits::OUTBOX_LEASE_MS,
                }),
                statement!("outbox_claimed", { destination, claim, now_ms }),
            ])
            .await?;
        last_row(&results)
    }

    pub async fn ack_message(&self, ack: &Ack<'_>) -> Result<()> {
        self.run(statement!("outbox_ack", {
            seq: ack.message.seq,
            claim: &ack.message.claim,
            state: ack.state,
            next_at_ms: ack.next_at_ms,
            error: &ack.error,
        }))
        .await
    }

    /// Makes every undelivered message due for an attempt now.
    pub async fn retry_dead_letters(&self, actor: &Actor, now_ms: i64) -> Result<()> {
        self.trace.set_outbox();
        let entry = &Entry::new(actor, AuditAction::OutboxRetried, "", now_ms)?;
        let retry = statement!("outbox_retry", { now_ms });
        self.batch([retry, entry.of_changes("{}")])
            .await
            .map(|_| ())
    }

    /// Deletes messages older than the retention period, delivered or not, and the list of low answers from before it.
    pub async fn prune_messages(&self, before_ms: i64) -> Result<()> {
        let statements = [
            statement!("outbox_prune", { before_ms }),
            statement!("low_answer_prune", { before_ms }),
        ];
        self.batch(statements).await.map(|_| ())
    }

    async fn run(&self, statement: Statement<'_>) -> Result<()> {
        self.batch([statement]).await.map(|_| ())
    }
}
