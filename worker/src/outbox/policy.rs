//! The retry rule: when a message is sent again, and when it becomes a dead letter.

use crate::store::{Ack, Claimed};
use otklik_survey::limits;
use worker::Response;

/// How one attempt to deliver a message ended.
pub struct Attempt {
    pub has_arrived: bool,
    /// A retry cannot succeed.
    pub is_final: bool,
    /// Seconds that the destination asks to wait.
    pub retry_after_s: Option<u32>,
    /// The status, or `silent`; empty where the message arrived.
    pub error: String,
}

impl Attempt {
    pub fn no_answer() -> Attempt {
        Attempt {
            has_arrived: false,
            is_final: false,
            retry_after_s: None,
            error: "silent".to_owned(),
        }
    }

    pub fn arrived() -> Attempt {
        Attempt {
            has_arrived: true,
            is_final: false,
            retry_after_s: None,
            error: String::new(),
        }
    }

    pub fn of_response(response: &Response) -> Attempt {
        let retry_after = response.headers().get("Retry-After").ok().flatten();
        Attempt::of_status(response.status_code(), &retry_after.unwrap_or_default())
    }

    /// By an HTTP status: 400, 410 and 413 are final, any other may come from a destination that is being set up.
    pub fn of_status(status: u16, retry_after: &str) -> Attempt {
        if (200..300).contains(&status) {
            return Attempt::arrived();
        }
        Attempt {
            has_arrived: false,
            is_final: matches!(status, 400 | 410 | 413),
            retry_after_s: retry_after.parse().ok(),
            error: status.to_string(),
        }
    }
}

/// The state after an attempt. Pauses are 1, 2, 4, 8, then 15 minutes, each shorter or longer by up to a quarter by
/// `chance`, so that not all deployments meet a destination that has just come back; `Retry-After` may lengthen one to
/// 15 minutes.
pub fn ack(message: &Claimed, attempt: Attempt, now_ms: i64, [chance]: [u8; 1]) -> Ack<'_> {
    let state = if attempt.has_arrived {
        "sent"
    } else if attempt.is_final || message.attempt >= limits::OUTBOX_ATTEMPTS_MAX {
        "dead"
    } else {
        "waiting"
    };
    let doubled = limits::OUTBOX_PAUSE_MS << message.attempt.clamp(1, 16).saturating_sub(1);
    let pause_ms = doubled.min(limits::OUTBOX_PAUSE_MAX_MS);
    let pause_ms = pause_ms * 3 / 4 + pause_ms * i64::from(chance) / 512;
    let asked_ms = i64::from(attempt.retry_after_s.unwrap_or(0)) * 1_000;
    Ack {
        message,
        state,
        next_at_ms: now_ms + pause_ms.max(asked_ms.min(limits::OUTBOX_PAUSE_MAX_MS)),
        error: attempt.error,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn claimed(attempt: u32) -> Claimed {
        Claimed {
            seq: 1,
            claim: String::new(),
            kind: "callback".to_owned(),
            subject: String::new(),
            n: 1,
            due_at_ms: None,
            made_at_ms: 0,
            attempt,
        }
    }

    #[test]
    fn pauses_grow_to_a_quarter_of_an_hour() {
        for (attempt, minutes) in [(1, 1), (2, 2), (3, 4), (4, 8), (5, 15), (40, 15)] {
            let claimed = claimed(attempt);
            let [least, most] =
                [0, 255].map(|chance| ack(&claimed, Attempt::no_answer(), 0, [chance]).next_at_ms);
            let pause_ms = minutes * 60_000;
            assert_eq!(least, pause_ms * 3 / 4, "attempt {attempt}");
            assert!(
                (pause_ms..pause_ms * 5 / 4).contains(&most),
                "attempt {attempt}"
            );
        }
    }

    #[test]
    fn a_destination_may_ask_for_a_longer_pause_within_limits() {
        let asked = |seconds: &str| {
            let attempt = Attempt::of_status(429, seconds);
            ack(&claimed(1), attempt, 0, [0]).next_at_ms
        };
        assert_eq!(asked("300"), 300_000);
        assert_eq!(asked("86400"), limits::OUTBOX_PAUSE_MAX_MS);
        assert_eq!(asked("tomorrow"), 45_000);
    }

    #[test]
    fn a_message_dies_of_a_final_answer_or_of_too_many_attempts() {
        let state =
            |attempt, status| ack(&claimed(attempt), Attempt::of_status(status, ""), 0, [0]).state;
        assert_eq!(state(1, 200), "sent");
        assert_eq!(state(1, 500), "waiting");
        assert_eq!(state(1, 401), "waiting");
        assert_eq!(state(1, 410), "dead");
        assert_eq!(state(limits::OUTBOX_ATTEMPTS_MAX, 500), "dead");
        assert_eq!(state(limits::OUTBOX_ATTEMPTS_MAX, 200), "sent");
    }
}
