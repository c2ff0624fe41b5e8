//! What the agency's people do about a request to be called, step by step.
//!
//! Steps are only added. The state of a request follows from them: which step is allowed in which state, and where it leads,
//! is defined here alone.

use crate::callback::Lifecycle;
use crate::closed_enum::closed_enum;
use serde::{Deserialize, Serialize};

closed_enum! {
    /// How an attempt to reach the visitor ended.
    CallResult {
        Reached = "reached",
        NoAnswer = "no_answer",
        Busy = "busy",
        WrongNumber = "wrong_number",
        /// Written to in a messenger instead of called.
        MessageSent = "message_sent",
    }
}

closed_enum! {
    /// Why nobody needs to call any more.
    Outcome {
        /// The visitor orders, or comes to a meeting.
        Agreed = "agreed",
        Answered = "answered",
        Refused = "refused",
        Unreachable = "unreachable",
        WrongNumber = "wrong_number",
        Duplicate = "duplicate",
        Spam = "spam",
    }
}

/// A step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Somebody takes the request: no one else need call.
    Taken,
    Attempt(CallResult),
    Closed(Outcome),
    Reopened,
}

impl Step {
    /// By its kind and its word: the result of an attempt, the outcome of a closed request.
    pub fn parse(kind: &str, word: &str) -> Option<Step> {
        match kind {
            "taken" if word.is_empty() => Some(Step::Taken),
            "attempt" => CallResult::parse(word).map(Step::Attempt),
            "closed" => Outcome::parse(word).map(Step::Closed),
            "reopened" if word.is_empty() => Some(Step::Reopened),
            _ => None,
        }
    }

    pub const fn kind(self) -> &'static str {
        match self {
            Step::Taken => "taken",
            Step::Attempt(_) => "attempt",
            Step::Closed(_) => "closed",
            Step::Reopened => "reopened",
        }
    }

    /// Empty where the kind says it all.
    pub const fn word(self) -> &'static str {
        match self {
            Step::Taken | Step::Reopened => "",
            Step::Attempt(result) => result.as_str(),
            Step::Closed(outcome) => outcome.as_str(),
        }
    }

    /// The states in which it is allowed. What the visitor cancelled nobody opens again.
    pub const fn from(self) -> &'static [Lifecycle] {
        match self {
            Step::Taken => &[Lifecycle::New],
            Step::Attempt(_) | Step::Closed(_) => &[Lifecycle::New, Lifecycle::InWork],
            Step::Reopened => &[Lifecycle::Done, Lifecycle::Spam],
        }
    }

    /// The state to which it leads.
    pub const fn to(self) -> Lifecycle {
        match self {
            Step::Taken | Step::Attempt(_) | Step::Reopened => Lifecycle::InWork,
            Step::Closed(Outcome::Spam) => Lifecycle::Spam,
            Step::Closed(_) => Lifecycle::Done,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all() -> Vec<Step> {
        let attempts = CallResult::ALL.iter().copied().map(Step::Attempt);
        let closed = Outcome::ALL.iter().copied().map(Step::Closed);
        [Step::Taken, Step::Reopened]
            .into_iter()
            .chain(attempts)
            .chain(closed)
            .collect()
    }

    #[test]
    fn a_step_is_read_as_it_is_written() {
        for step in all() {
            assert_eq!(Step::parse(step.kind(), step.word()), Some(step));
        }
        for (kind, word) in [
            ("", ""),
            ("taken", "reached"),
            ("attempt", ""),
            ("closed", "reached"),
            ("created", ""),
        ] {
            assert_eq!(Step::parse(kind, word), None, "{kind} {word}");
        }
    }

    /// Every open request can be closed, every closed one opened again, and nothing moves what was cancelled.
    #[test]
    fn every_request_has_an_end_and_a_way_back() {
        for step in all() {
            assert!(!step.from().contains(&Lifecycle::Cancelled), "{step:?}");
            let from_open = step.from().iter().all(|state| state.is_open());
            assert_eq!(from_open, step != Step::Reopened, "{step:?}");
            assert_eq!(
                step.to().is_open(),
                !matches!(step, Step::Closed(_)),
                "{step:?}"
            );
        }
        for state in [Lifecycle::New, Lifecycle::InWork] {
            assert!(Step::Closed(Outcome::Answered).from().contains(&state));
        }
        for outcome in Outcome::ALL {
            let state = Step::Closed(*outcome).to();
            assert!(Step::Reopened.from().contains(&state), "{outcome:?}");
        }
    }
}
