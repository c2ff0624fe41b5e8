//! What the guest has answered so far, where they are, and what came of sending. Knows no browser.

use crate::plan::{FormKind, Plan};
use crate::posting::{Attempt, Outcome, Phase, Posting};
use crate::wire;
use otklik_survey::callback::Callback;
use otklik_survey::{Question, Rejection};

/// Where the guest's attention goes next.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Landing {
    /// The heading of the step.
    Step,
    /// The field that is to be mended.
    Field(String),
    /// Thanks, or the button that sends again.
    End,
}

#[derive(Debug)]
pub(crate) struct State {
    pub plan: &'static Plan,
    /// As they stand in the form.
    fields: Vec<(String, String)>,
    pub step: usize,
    pub posting: Posting,
}

impl State {
    pub fn new(plan: &'static Plan, fields: Vec<(String, String)>) -> State {
        let rev = fields.iter().find(|(name, _)| name == "rev");
        let rev = rev.and_then(|(_, value)| value.parse().ok()).unwrap_or(1);
        State {
            plan,
            fields,
            step: 0,
            posting: Posting::new(rev),
        }
    }

    /// The guest has changed the control `name`.
    pub fn change(&mut self, name: &str, fields: Vec<(String, String)>) {
        self.fields = fields;
        self.posting.forgive(&self.plan.field_of_control(name));
    }

    pub fn is_last(&self) -> bool {
        self.step == self.plan.last_step()
    }

    /// Whether the question is asked, given the answers so far.
    pub fn asks(&self, question: &Question) -> bool {
        let score_of = |id: &str| wire::score_of(&self.fields, id);
        self.plan.survey.asks(question, score_of)
    }

    /// Whether the block of `field` is on another step, or is not asked.
    pub fn hides(&self, field: &str) -> bool {
        self.plan.items().any(|(question, step)| {
            field.strip_prefix("answers.") == Some(&question.id)
                && (step != self.step || !self.asks(question))
        })
    }

    /// Which step this is, from 1, and of how many.
    pub fn progress(&self) -> (usize, usize) {
        (self.step + 1, self.plan.last_step() + 1)
    }

    /// On to the next step, unless something on this one is missing or wrong.
    pub fn forward(&mut self) -> Landing {
        let mut rejections = self.check(1);
        rejections.retain(|it| self.plan.step_of_field(&it.field) == Some(self.step));
        if rejections.is_empty() && !self.is_last() {
            self.step += 1;
            Landing::Step
        } else {
            self.refuse(rejections)
        }
    }

    pub fn back(&mut self) -> Landing {
        self.step = self.step.saturating_sub(1);
        Landing::Step
    }

    /// What is to be sent now, or where the guest has to look first. `None` while another attempt
    /// is on its way, and after the end.
    pub fn send(&mut self) -> Option<Result<Attempt, Landing>> {
        if self.posting.is_busy() {
            return None;
        }
        let attempt = self.posting.attempt(|rev| self.write(rev));
        let rejections = self.check(attempt.rev);
        if !rejections.is_empty() {
            return Some(Err(self.refuse(rejections)));
        }
        self.posting.sending(self.plan);
        Some(Ok(attempt))
    }

    pub fn settle(&mut self, attempt: Attempt, outcome: Outcome) -> Landing {
        self.posting.settle(attempt, outcome, self.plan);
        self.show_first_error()
    }

    pub fn is_done(&self) -> bool {
        self.posting.phase == Phase::Done
    }

    fn refuse(&mut self, rejections: Vec<Rejection>) -> Landing {
        self.posting.reject(rejections, self.plan);
        self.show_first_error()
    }

    fn show_first_error(&mut self) -> Landing {
        let Some(field) = self.posting.first_error() else {
            return Landing::End;
        };
        self.step = self.plan.step_of_field(field).unwrap_or(self.step);
        Landing::Field(field.to_owned())
    }

    fn write(&self, rev: u8) -> String {
        match self.plan.kind {
            FormKind::Survey => wire::write_submission(&self.plan.survey, &self.fields, rev),
            FormKind::Callback => wire::write_callback(&self.fields, rev),
        }
    }

    /// What the server would refuse.
    fn check(&self, rev: u8) -> Vec<Rejection> {
        let survey = &self.plan.survey;
        let refused = match self.plan.kind {
            FormKind::Survey => survey
                .accept(wire::submission(survey, &self.fields, rev))
                .err(),
            FormKind::Callback => Callback::accept(wire::callback(&self.fields, rev)).err(),
        };
        refused.unwrap_or_default()
    }
}
