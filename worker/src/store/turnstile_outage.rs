//! Submissions that were taken although Turnstile gave no verdict: counted in their own batch, shown to the director.

use super::Reader;
use super::statement::{Bound, Statement};
use crate::auth::principal::Director;
use crate::http::error::Result;
use otklik_survey::limits;
use serde::Deserialize;

/// Why there was no verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TurnstileOutage {
    /// No answer in time.
    Silent,
    /// A status of 500 or above.
    ServerError,
    /// An error of the verifier's own, as it says.
    InternalError,
    /// The deployment's secret is missing or wrong.
    WrongSecret,
}

impl TurnstileOutage {
    pub const fn as_str(self) -> &'static str {
        match self {
            TurnstileOutage::Silent => "silent",
            TurnstileOutage::ServerError => "server_error",
            TurnstileOutage::InternalError => "internal_error",
            TurnstileOutage::WrongSecret => "wrong_secret",
        }
    }
}

/// The submissions that were taken for one reason.
#[derive(Deserialize)]
pub struct TurnstileOutageRow {
    pub reason: TurnstileOutage,
    pub n: u64,
    /// UTC milliseconds of the first, as the next field of the latest.
    pub since_ms: i64,
    pub latest_ms: i64,
}

impl Reader {
    /// Those of the last days, the latest first.
    pub async fn turnstile_outages(
        &self,
        _director: &Director,
        now_ms: i64,
    ) -> Result<Vec<TurnstileOutageRow>> {
        let since_ms = now_ms - limits::TURNSTILE_OUTAGE_SHOWN_MS;
        self.rows(statement!("turnstile_outage_list", { since_ms }))
            .await
    }
}

/// Counts the submission of this batch; nothing where there was a verdict.
pub(super) fn count<'a>(
    outage: Option<TurnstileOutage>,
    id: &'a str,
    now_ms: i64,
) -> Option<Statement<'a>> {
    let reason = outage?.as_str();
    Some(statement!("turnstile_outage_count", {
        reason,
        id,
        attempt_id: Bound::AttemptId,
        now_ms,
        gap_ms: limits::TURNSTILE_OUTAGE_GAP_MS,
    }))
}
