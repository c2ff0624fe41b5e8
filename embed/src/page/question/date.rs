//! The control of a day.

use crate::fields::field_name;
use crate::page::form::{FieldError, Form, described};
use crate::survey_doc::localized_survey::QuestionText;
use maud::{Markup, html};
use otklik_survey::Question;
use otklik_survey::question::date::Date;

impl Form<'_> {
    pub(super) fn date(
        &self,
        question: &Question,
        question_text: &QuestionText,
        date: &Date,
        error: &FieldError,
    ) -> Markup {
        let name = field_name(&question.id);
        // A browser would refuse to send the form for a follow-up that is required and hidden.
        let is_required = question.required && question.after.is_none();
        html! {
            label {
                span.otklik-label { (self.heading(question, question_text)) }
                input type="date" name=(name) value=(self.typed.get(&name))
                    min=[date.min()] max=[date.max()] required[is_required]
                    aria-describedby=[described(error, None)] aria-invalid=(error.state());
            }
        }
    }
}
