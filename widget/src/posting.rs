//! Sending and what came of it: revisions, errors beside their fields, the status line.

use crate::plan::Plan;
use otklik_survey::Rejection;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Phase {
    Open,
    Sending,
    /// Nothing known to be wrong with the answers; sending them again may help.
    Failed,
    Done,
}

/// What became of one attempt to send.
#[derive(Debug)]
pub(crate) enum Outcome {
    /// Stored, now or by an earlier attempt.
    Stored,
    /// Not stored, for the reason that the server gives.
    Refused { field: String, message: String },
    /// Another body is stored under this id and revision.
    Conflict { message: String },
    /// Perhaps stored, perhaps not.
    Unknown,
    /// This page may not send, but its form may go by itself.
    Unlisted,
}

/// A sentence beside a field.
#[derive(Debug)]
struct FieldError {
    field: String,
    text: String,
}

/// A body on its way.
#[derive(Debug)]
pub(crate) struct Attempt {
    pub rev: u8,
    pub body: String,
}

#[derive(Debug)]
pub(crate) struct Posting {
    pub phase: Phase,
    pub status: String,
    errors: Vec<FieldError>,
    /// The lowest that nothing else is stored under, as far as is known.
    pub rev: u8,
    /// What may be stored under `rev`.
    sent: Option<String>,
}

impl Posting {
    /// `rev`: the lowest that nothing is stored under yet, as far as the plain form knew.
    pub fn new(rev: u8) -> Posting {
        Posting {
            phase: Phase::Open,
            status: String::new(),
            errors: Vec::new(),
            rev,
            sent: None,
        }
    }

    /// The next body to send. The same content again keeps its revision, so that a retry stores
    /// nothing twice; other content than what may be stored takes the next one.
    pub fn attempt(&self, write: impl Fn(u8) -> String) -> Attempt {
        let mut rev = self.rev;
        let mut body = write(rev);
        if self.sent.as_ref().is_some_and(|sent| *sent != body) {
            rev = rev.saturating_add(1);
            body = write(rev);
        }
        Attempt { rev, body }
    }

    pub fn sending(&mut self, plan: &Plan) {
        self.phase = Phase::Sending;
        self.errors.clear();
        plan.word("sending").clone_into(&mut self.status);
    }

    pub fn settle(&mut self, attempt: Attempt, outcome: Outcome, plan: &Plan) {
        self.phase = Phase::Failed;
        self.status.clear();
        let kept = match outcome {
            Outcome::Stored => {
                self.phase = Phase::Done;
                attempt.body
            }
            Outcome::Unknown => {
                plan.word("not-sent").clone_into(&mut self.status);
                attempt.body
            }
            Outcome::Conflict { message } => {
                self.status = message;
                // What is stored is unknown, so whatever is sent next differs from it.
                String::new()
            }
            Outcome::Unlisted => return,
            Outcome::Refused { field, message } => {
                self.refuse(field, message, plan);
                return;
            }
        };
        self.rev = attempt.rev;
        self.sent = Some(kept);
    }

    /// Shows what the browser itself found wrong.
    pub fn reject(&mut self, rejections: Vec<Rejection>, plan: &Plan) {
        self.errors.clear();
        self.status.clear();
        for Rejection { code, field } in rejections {
            let mut word = plan.word(&["error-", code.as_str()].concat());
            if word.is_empty() {
                // A code that a guest cannot cause: said in general rather than not at all.
                word = plan.word("not-sent");
            }
            self.refuse(field, word.to_owned(), plan);
        }
    }

    fn refuse(&mut self, field: String, text: String, plan: &Plan) {
        if plan.step_of_field(&field).is_some() {
            self.phase = Phase::Open;
            self.errors.push(FieldError { field, text });
        } else {
            self.status = text;
        }
    }

    /// The field is being mended.
    pub fn forgive(&mut self, field: &str) {
        self.errors.retain(|error| error.field != field);
    }

    pub fn error_of(&self, field: &str) -> Option<&str> {
        let error = self.errors.iter().find(|error| error.field == field);
        error.map(|error| error.text.as_str())
    }

    /// The first field with an error, in the form's order.
    pub fn first_error(&self) -> Option<&str> {
        self.errors.first().map(|error| error.field.as_str())
    }

    /// Whether sending now would be another attempt at the same time, or after the end.
    pub fn is_busy(&self) -> bool {
        matches!(self.phase, Phase::Sending | Phase::Done)
    }
}
