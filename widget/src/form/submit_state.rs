//! The state of sending: revisions, errors of fields, the status line.

use crate::form::plan::Plan;
use otklik_survey::ValidationError;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Phase {
    Open,
    Sending,
    /// Sending failed without an error of the answers; a retry may help.
    Failed,
    Done,
}

/// The result of one attempt to send.
#[derive(Debug)]
pub(crate) enum SubmitResult {
    /// Stored, now or by an earlier attempt.
    Stored,
    /// Not stored, for the reason that the server gives.
    Refused { field: String, message: String },
    /// Another body is stored under this id and revision.
    Conflict { message: String },
    /// Perhaps stored, perhaps not; with the server's message, if there is one.
    Unknown { message: String },
    /// This page's origin is not allowed to send by script; its form can be posted.
    Unlisted,
}

/// The error of a field, as a sentence.
#[derive(Debug)]
struct FieldError {
    field: String,
    text: String,
}

/// A body that is being sent.
#[derive(Debug)]
pub(crate) struct Attempt {
    pub rev: u8,
    pub body: String,
}

#[derive(Debug)]
pub(crate) struct SubmitState {
    pub phase: Phase,
    pub status: String,
    errors: Vec<FieldError>,
    /// The lowest revision under which no other body is known to be stored.
    rev: u8,
    /// The body that may be stored under `rev`.
    sent: Option<String>,
}

impl SubmitState {
    /// `rev`: the lowest revision under which nothing is stored, as far as the painted form knew.
    pub fn new(rev: u8) -> SubmitState {
        SubmitState {
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

    /// The revision to continue with where the sent body is unknown, as after a reload.
    pub fn next_rev(&self) -> u8 {
        self.rev.saturating_add(u8::from(self.sent.is_some()))
    }

    /// Records a body that is sent without waiting. `None` where the same body was sent before.
    pub fn mark_sent(&mut self, attempt: Attempt) -> Option<String> {
        if self.sent.as_ref() == Some(&attempt.body) {
            return None;
        }
        self.rev = attempt.rev;
        self.sent.insert(attempt.body).clone().into()
    }

    pub fn sending(&mut self, plan: &Plan) {
        self.phase = Phase::Sending;
        self.errors.clear();
        plan.word("sending").clone_into(&mut self.status);
    }

    pub fn on_result(&mut self, attempt: Attempt, submit_result: SubmitResult, plan: &Plan) {
        self.phase = Phase::Failed;
        self.status.clear();
        let kept = match submit_result {
            SubmitResult::Stored => {
                self.phase = Phase::Done;
                attempt.body
            }
            SubmitResult::Unknown { message } => {
                self.status = message;
                if self.status.is_empty() {
                    plan.word("not-sent").clone_into(&mut self.status);
                }
                attempt.body
            }
            SubmitResult::Conflict { message } => {
                self.status = message;
                // What is stored is unknown, so whatever is sent next differs from it.
                String::new()
            }
            SubmitResult::Unlisted => return,
            SubmitResult::Refused { field, message } => {
                self.refuse(field, message, plan);
                return;
            }
        };
        self.rev = attempt.rev;
        self.sent = Some(kept);
    }

    /// Shows errors of the check before sending.
    pub fn reject(&mut self, errors: Vec<ValidationError>, plan: &Plan) {
        self.errors.clear();
        self.status.clear();
        for ValidationError { code, field } in errors {
            let mut word = plan.word(&["error-", code.as_str()].concat());
            if word.is_empty() {
                // An error that a guest cannot cause has a general sentence.
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

    /// The guest has changed the field: its error is removed.
    pub fn clear_error(&mut self, field: &str) {
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
