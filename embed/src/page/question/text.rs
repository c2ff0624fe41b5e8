//! The control of a comment.

use crate::fields::field_name;
use crate::page::form::{FieldError, Form, described};
use crate::survey_doc::localized_survey::QuestionText;
use maud::{Markup, html};
use otklik_survey::{Question, limits};

impl Form<'_> {
    pub(super) fn text(
        &self,
        question: &Question,
        question_text: &QuestionText,
        error: &FieldError,
    ) -> Markup {
        let name = field_name(&question.id);
        html! {
            label {
                span.otklik-label { (self.heading(question, question_text)) }
                textarea name=(name) rows="3" maxlength=(limits::TEXT_MAX_CHARS)
                    aria-describedby=[described(error, None)]
                    aria-invalid=(error.state()) {
                    (self.typed.get(&name))
                }
            }
        }
    }
}
