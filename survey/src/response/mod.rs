//! A response: a submission that was checked and accepted.

mod accept;
pub mod channel;
pub mod flag;
pub mod reference;
mod scanner;
pub mod source;
pub mod status;
pub mod submission;
pub mod submission_id;

use crate::lang::Lang;
use crate::limits;
use crate::question::answer::Value;
use crate::question::{Bucket, OTHER};
use crate::response::channel::Channel;
use crate::response::submission_id::SubmissionId;
use crate::survey::Survey;
use crate::survey::touchpoint::Touchpoint;
use serde::Serialize;

/// An accepted submission. Only [`Survey::accept`](crate::Survey::accept) makes one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Response {
    pub(crate) id: SubmissionId,
    /// Not serialized: the payload is the same at every revision.
    #[serde(skip)]
    pub(crate) rev: u8,
    pub(crate) survey: String,
    pub(crate) version: u32,
    pub(crate) lang: Option<Lang>,
    pub(crate) event: Option<String>,
    pub(crate) touchpoint: Option<Touchpoint>,
    pub(crate) channel: Channel,
    // Left out where absent: hashes of stored payloads without these fields stay valid.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) manager: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) reference: Option<String>,
    #[serde(skip)]
    pub(crate) invite: Option<String>,
    pub(crate) answers: Vec<Answer>,
}

/// One accepted answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Answer {
    pub(crate) question: String,
    pub(crate) value: Value,
}

/// An answer as it is stored: one row for the answer, one more for each chosen option.
/// The store knows no kinds of question; this is all it sees.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AnswerRow<'a> {
    pub question: &'a str,
    /// Empty for the answer itself.
    pub option: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub score: Option<u8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<&'a str>,
}

impl Response {
    pub fn id(&self) -> &SubmissionId {
        &self.id
    }

    /// 1-32.
    pub fn rev(&self) -> u8 {
        self.rev
    }

    pub fn survey(&self) -> &str {
        &self.survey
    }

    pub fn version(&self) -> u32 {
        self.version
    }

    pub fn lang(&self) -> Option<Lang> {
        self.lang
    }

    /// As an import or the guest's link names it; the store checks whether the agency knows it.
    pub fn event(&self) -> Option<&str> {
        self.event.as_deref()
    }

    /// The event that the guest's link names, where that can be an event's id. Anything else is whatever somebody wrote
    /// into a link: it is not stored.
    pub fn linked_event(&self) -> Option<&str> {
        self.event().and_then(reference::event)
    }

    pub fn touchpoint(&self) -> Option<Touchpoint> {
        self.touchpoint
    }

    pub fn channel(&self) -> Channel {
        self.channel
    }

    /// As the guest's link names it, not checked against the agency's managers.
    pub fn manager(&self) -> Option<&str> {
        self.manager.as_deref()
    }

    /// The agency's own reference to a client or an order; only the agency can resolve it.
    pub fn reference(&self) -> Option<&str> {
        let named = self.reference.as_deref();
        named.filter(|text| reference::is_key(text))
    }

    /// The code of an invite, as the link names it; the store checks whether it was issued.
    pub fn invite(&self) -> Option<&str> {
        self.invite.as_deref()
    }

    /// The score given to a question.
    pub fn score(&self, question: &str) -> Option<u8> {
        let answer = self.answers.iter().find(|it| it.question == question)?;
        match &answer.value {
            Value::Score(score) => Some(*score),
            Value::Options { .. } | Value::Text(_) => None,
        }
    }

    /// Every answer as rows, in the survey's order.
    pub fn rows(&self) -> Vec<AnswerRow<'_>> {
        self.answers.iter().flat_map(Answer::rows).collect()
    }

    /// The same response at another revision: a form without a script cannot count its own revisions. `None` past the
    /// last revision.
    pub fn at_rev(mut self, rev: u8) -> Option<Response> {
        if rev > limits::REV_MAX {
            return None;
        }
        self.rev = rev;
        Some(self)
    }
}

impl Survey {
    /// Whether any score of a response to this survey fell into the low bucket.
    pub fn is_low(&self, response: &Response) -> bool {
        self.low_questions(response).next().is_some()
    }

    /// The questions whose scores fell into the low bucket.
    pub fn low_questions<'a>(&'a self, response: &'a Response) -> impl Iterator<Item = &'a str> {
        let is_low = |id: &str| self.bucket(id, |id| response.score(id)) == Some(Bucket::Low);
        let questions = self.questions().iter().map(|question| question.id.as_str());
        questions.filter(move |id| is_low(id))
    }
}

impl Answer {
    fn rows(&self) -> Vec<AnswerRow<'_>> {
        let row = |option, score, text| AnswerRow {
            question: &self.question,
            option,
            score,
            text,
        };
        match &self.value {
            Value::Score(score) => vec![row("", Some(*score), None)],
            Value::Text(text) => vec![row("", None, Some(text))],
            Value::Options { options, other } => {
                let chosen = options.iter().map(|option| {
                    let text = (option == OTHER && !other.is_empty()).then_some(other.as_str());
                    row(option, None, text)
                });
                core::iter::once(row("", None, None))
                    .chain(chosen)
                    .collect()
            }
        }
    }
}
