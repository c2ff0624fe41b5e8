//! Sessions of the director, and failures to open one.

use super::audit::Entry;
use super::row::truth;
use super::statement::Statement;
use super::{Reader, Store};
use crate::auth::actor::Actor;
use crate::auth::principal::Director;
use crate::auth::session::{Named, NewSession};
use crate::http::error::Result;
use otklik_survey::audit::AuditAction;
use otklik_survey::limits;
use serde::Deserialize;

/// The failures of the last days.
#[derive(Default, Deserialize)]
pub struct FailedSignInRow {
    /// Guesses that were counted.
    pub n: u64,
    /// Whether more were refused by a rate limit.
    #[serde(deserialize_with = "truth")]
    pub throttled: bool,
}

#[derive(Deserialize)]
struct OpenRow {
    #[serde(deserialize_with = "truth", rename = "is_open")]
    _is_open: bool,
}

impl Reader {
    /// Whether a session is open.
    pub async fn has_session(&self, hash: &str, now_ms: i64) -> Result<bool> {
        let row: Option<OpenRow> = self
            .first(statement!("session_find", { hash, now_ms }))
            .await?;
        Ok(row.is_some())
    }

    /// The failures of the last seven days.
    pub async fn failed_sign_ins(
        &self,
        _director: &Director,
        now_ms: i64,
    ) -> Result<FailedSignInRow> {
        let since_ms = now_ms - limits::FAILED_SIGN_INS_MS;
        let action = AuditAction::SignInFailed.as_str();
        let row = self.first(statement!("failed_sign_in_sum", { since_ms, action }));
        Ok(row.await?.unwrap_or_default())
    }
}

impl Store {
    /// Opens a session: one batch.
    pub async fn open_session(&self, session: &NewSession, now_ms: i64) -> Result<()> {
        let entry = &Entry::new(&session.actor, AuditAction::SignIn, "", now_ms)?;
        let open = statement!("session_insert", {
            hash: &session.hash,
            now_ms,
            expires_at_ms: session.expires_at_ms,
        });
        let [log, forget] = failures_of_past_minutes(now_ms);
        let statements = [log, forget, open, entry.of_changes("{}")];
        self.batch(statements).await.map(|_| ())
    }

    /// Ends the session that a cookie names, if it is open: one batch.
    pub async fn end_session(&self, session: &Named, now_ms: i64) -> Result<()> {
        let entry = &Entry::new(&session.actor, AuditAction::SignOut, "", now_ms)?;
        let end = statement!("session_end", { hash: &session.hash });
        self.batch([end, entry.of_changes("{}")]).await.map(|_| ())
    }

    /// Ends every session: one batch.
    pub async fn end_all_sessions(&self, actor: &Actor, now_ms: i64) -> Result<()> {
        let entry = &Entry::new(actor, AuditAction::SignOutAll, "", now_ms)?;
        let end = statement!("session_end_all", {});
        self.batch([end, entry.of_changes("{}")]).await.map(|_| ())
    }

    /// Counts a wrong guess at the director's secret, or stores that some were refused: one batch. A retried attempt
    /// may count it twice.
    pub async fn count_failed_sign_in(&self, now_ms: i64, throttled: bool) -> Result<()> {
        let [log, forget] = failures_of_past_minutes(now_ms);
        let count = statement!("failed_sign_in_count", {
            minute: minute(now_ms),
            n: !throttled,
            throttled,
        });
        self.batch([log, forget, count]).await.map(|_| ())
    }

    /// Logs failures of past minutes, and deletes entries of the audit log older than the retention period and
    /// sessions that have expired: one batch.
    pub async fn keep_audit(&self, now_ms: i64) -> Result<()> {
        let [log, forget] = failures_of_past_minutes(now_ms);
        let before_ms = now_ms - limits::AUDIT_RETENTION_MS;
        let prune = statement!("audit_prune", { before_ms });
        let expire = statement!("session_prune", { now_ms });
        self.batch([log, forget, prune, expire]).await.map(|_| ())
    }
}

/// Makes an entry of the audit log of each past minute's failures.
fn failures_of_past_minutes<'a>(now_ms: i64) -> [Statement<'a>; 2] {
    let minute = minute(now_ms);
    let action = AuditAction::SignInFailed.as_str();
    [
        statement!("audit_of_failures", { minute, action }),
        statement!("failed_sign_in_prune", { minute }),
    ]
}

/// Of UTC, counted from 1970.
const fn minute(at_ms: i64) -> i64 {
    at_ms.div_euclid(60_000)
}
