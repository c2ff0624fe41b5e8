//! `Survey::accept`: the only conversion from a submission to a response. Browser and worker run the same code.

use crate::lang::Lang;
use crate::limits;
use crate::response::channel::Channel;
use crate::response::reference;
use crate::response::submission::{Submission, is_rev};
use crate::response::submission_id::SubmissionId;
use crate::response::{Answer, Response};
use crate::survey::Survey;
use crate::survey::touchpoint::Touchpoint;
use crate::text::{clean_line, parsed};
use crate::validation_error::{Code, ValidationError};

impl Survey {
    /// Checks a submission against this survey.
    ///
    /// An answer to a question that is not asked, given the other answers, is left out: the guest
    /// changed a score after typing. An empty answer counts as none. Texts are trimmed and lose
    /// control characters.
    ///
    /// # Errors
    /// All errors, the envelope's first, then in the order of the survey's questions; never an empty list.
    pub fn accept(&self, submission: Submission) -> Result<Response, Vec<ValidationError>> {
        let mut errors = Vec::new();
        let envelope = self.envelope(&submission, &mut errors);
        let answers = self.answers(&submission, &mut errors);
        match envelope {
            Some(envelope) if errors.is_empty() => Ok(Response {
                answers,
                ..envelope
            }),
            _ => Err(errors),
        }
    }

    fn envelope(
        &self,
        submission: &Submission,
        errors: &mut Vec<ValidationError>,
    ) -> Option<Response> {
        let mut refuse = |code, field: &str| errors.push(ValidationError::new(code, field));
        let id = SubmissionId::parse(&submission.id);
        if id.is_none() {
            refuse(Code::BadId, "id");
        }
        if !is_rev(submission.rev) {
            refuse(Code::BadRev, "rev");
        }
        if submission.version != self.version() {
            refuse(Code::UnknownVersion, "version");
        }
        let lang = parsed(&submission.lang, Lang::from_tag).unwrap_or_else(|()| {
            refuse(Code::UnknownLang, "lang");
            None
        });
        let touchpoint = parsed(&submission.touchpoint, Touchpoint::parse).unwrap_or_else(|()| {
            refuse(Code::UnknownTouchpoint, "touchpoint");
            None
        });
        let channel = parsed(&submission.channel, Channel::parse).unwrap_or_else(|()| {
            refuse(Code::UnknownChannel, "channel");
            None
        });
        // Cut, not refused: a link that was put together wrongly must not cost a vote.
        let event = submission.event.as_deref().map(|raw| {
            let clean = clean_line(raw);
            let cut: String = clean.chars().take(limits::EVENT_MAX_CHARS).collect();
            // A cut between two words leaves a space.
            cut.trim_end().to_owned()
        });
        let event = event.filter(|event| !event.is_empty());
        let response = Response {
            id: id?,
            rev: submission.rev,
            survey: self.id().to_owned(),
            version: self.version(),
            lang,
            event,
            touchpoint: touchpoint.or(self.touchpoint()),
            channel: channel.unwrap_or(Channel::Site),
            manager: submission.manager.as_deref().and_then(reference::manager),
            reference: submission.reference.as_deref().and_then(reference::named),
            invite: None,
            answers: Vec::new(),
        };
        let invite = submission.invite.clone().filter(|code| !code.is_empty());
        Some(match invite {
            None => response,
            // The invite's own event, touchpoint and manager count: a changed link cannot replace them.
            Some(code) => Response {
                invite: Some(code),
                event: None,
                touchpoint: None,
                channel: Channel::Site,
                manager: None,
                reference: None,
                ..response
            },
        })
    }

    fn answers(&self, submission: &Submission, errors: &mut Vec<ValidationError>) -> Vec<Answer> {
        // The first is enough: a body of unknown questions alone would have a response of twenty times its size.
        let unknown = submission
            .answers
            .keys()
            .find(|id| self.question(id).is_none());
        if let Some(id) = unknown {
            errors.push(ValidationError::new(Code::UnknownQuestion, field_of(id)));
        }
        let score_of = |id: &str| {
            let score = submission.answers.get(id)?.score?;
            u8::try_from(score).ok()
        };
        let asked = self
            .questions()
            .iter()
            .filter(|question| self.asks(question, score_of));
        let mut answers = Vec::new();
        for question in asked {
            let draft = submission.answers.get(&question.id);
            match draft.map_or(Ok(None), |draft| question.kind.accept(draft)) {
                Err(code) => errors.push(ValidationError::new(code, field_of(&question.id))),
                Ok(None) if question.required => errors.push(ValidationError::new(
                    Code::MissingAnswer,
                    field_of(&question.id),
                )),
                Ok(None) => {}
                Ok(Some(value)) => answers.push(Answer {
                    question: question.id.clone(),
                    value,
                }),
            }
        }
        answers
    }
}

/// The path of a question's answer in the submission.
fn field_of(question: &str) -> String {
    let mut field = String::from("answers.");
    field.push_str(question);
    field
}
