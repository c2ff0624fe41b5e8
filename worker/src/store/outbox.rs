//! What the agency is to be told: taken one by one, settled, listed where it could not be told.

use super::{Bound, Reader, RowReader, Statement, Store, another_shape};
use crate::auth::principal::Director;
use crate::http::error::Result;
use otklik_survey::limits;

/// What is told of: somebody waits to be called.
pub(super) const CALLBACK: &str = "callback";

/// What is told of: a client gave a low answer.
pub(super) const LOW_ANSWER: &str = "low_answer";

/// What is told of, with the time by which somebody was promised to hear of us (UTC ms).
pub struct Claimed {
    pub seq: i64,
    /// Names this taking of it.
    pub claim: String,
    /// [`CALLBACK`] or [`LOW_ANSWER`].
    pub kind: String,
    /// The id of the callback or the response.
    pub subject: String,
    pub due_at_ms: Option<i64>,
    pub made_at_ms: i64,
    /// How often it was tried, this time included.
    pub attempt: u32,
}

impl Claimed {
    fn of(told: &RowReader, claim: &str) -> Result<Claimed> {
        let [seq, kind, subject, due_at_ms, made_at_ms, attempt] = told.columns()?;
        Ok(Claimed {
            seq: seq.parse().map_err(|_| another_shape())?,
            claim: claim.to_owned(),
            kind,
            subject,
            due_at_ms: due_at_ms.parse().ok(),
            made_at_ms: made_at_ms.parse().unwrap_or(0),
            attempt: attempt.parse().unwrap_or(1),
        })
    }
}

/// What became of an attempt.
pub struct Ack<'a> {
    pub message: &'a Claimed,
    /// `waiting`, `sent` or `dead`.
    pub state: &'static str,
    /// Not to be tried before, UTC milliseconds.
    pub next_at_ms: i64,
    pub error: String,
}

/// A message that could not be told.
pub struct DeadLetterRow {
    pub target: String,
    pub kind: String,
    pub made_at_ms: i64,
    pub state: String,
    pub attempts: String,
    pub error: String,
}

/// A low answer that the agency was to be told of.
pub struct LowRow {
    pub made_at_ms: i64,
    pub survey: String,
    /// The event's title; what the link named where there is no such event.
    pub event: String,
    /// The agency's own word for who answered.
    pub reference: String,
    /// The scores given, with commas.
    pub scores: String,
    pub comment: String,
}

impl Reader {
    /// The latest first.
    pub async fn low_answers(&self, _director: &Director) -> Result<Vec<LowRow>> {
        let values = [Bound::Number(limits::LOW_ANSWERS_PAGE.into())];
        let told = self.told(sql!("low_list"), &values).await?;
        let rows = told.iter().map(|told| {
            let [made_at_ms, survey, event, reference, scores, comment] = told.columns()?;
            Ok(LowRow {
                made_at_ms: made_at_ms.parse().unwrap_or(0),
                survey,
                event,
                reference,
                scores,
                comment,
            })
        });
        rows.collect()
    }

    /// The latest first.
    pub async fn dead_letters(&self, _director: &Director) -> Result<Vec<DeadLetterRow>> {
        let values = [Bound::Number(limits::OUTBOX_PAGE.into())];
        let told = self.told(sql!("outbox_dead_letters"), &values).await?;
        let rows = told.iter().map(|told| {
            let [target, kind, made_at_ms, state, attempts, error] = told.columns()?;
            Ok(DeadLetterRow {
                target,
                kind,
                made_at_ms: made_at_ms.parse().unwrap_or(0),
                state,
                attempts,
                error,
            })
        });
        rows.collect()
    }
}

impl Store {
    /// The first message that waits for a target; `None` where there is none, or it is to be tried
    /// later. Nobody else takes it within a minute.
    pub async fn claim_message(&self, target: &str, now_ms: i64) -> Result<Option<Claimed>> {
        let target = Bound::Text(target);
        // The same at every attempt of the batch: a claim whose answer was lost is found by the next.
        let claimed_as = crate::platform::random::uuid()?;
        let name = Bound::Text(&claimed_as);
        let claim = [
            target,
            name,
            Bound::Number(now_ms),
            Bound::Number(now_ms + limits::OUTBOX_LEASE_MS),
        ];
        let statements: [Statement<'_>; 2] = [
            (sql!("outbox_claim"), &claim),
            (sql!("outbox_claimed"), &[target, name]),
        ];
        let results = self.batch(&statements).await?;
        let claimed = results.last().and_then(|rows| rows.first());
        let claimed = claimed.map(|told| Claimed::of(told, &claimed_as));
        claimed.transpose()
    }

    pub async fn ack_message(&self, settled: &Ack<'_>) -> Result<()> {
        let values = [
            Bound::Number(settled.message.seq),
            Bound::Text(&settled.message.claim),
            Bound::Text(settled.state),
            Bound::Number(settled.next_at_ms),
            Bound::Text(&settled.error),
        ];
        self.only(sql!("outbox_ack"), &values).await
    }

    /// Has everything that could not be told tried again.
    pub async fn retry_dead_letters(&self, now_ms: i64) -> Result<()> {
        self.trace.set_outbox();
        let values = [Bound::Number(now_ms)];
        self.only(sql!("outbox_retry"), &values).await
    }

    /// Deletes messages older than the retention period, delivered or not.
    pub async fn prune_messages(&self, before_ms: i64) -> Result<()> {
        let values = [Bound::Number(before_ms)];
        self.only(sql!("outbox_prune"), &values).await
    }

    async fn only(&self, sql: &str, values: &[Bound<'_>]) -> Result<()> {
        self.batch(&[(sql, values)]).await.map(|_| ())
    }
}
