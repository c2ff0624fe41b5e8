//! The controls of a choice: a radio button or a box for each option, and the free field.

use crate::fields::{field_name, other_name};
use crate::page::form::Form;
use crate::survey_doc::localized_survey::QuestionText;
use maud::{Markup, html};
use otklik_survey::{Question, limits};

impl Form<'_> {
    pub(super) fn choice(&self, question: &Question, question_text: &QuestionText) -> Markup {
        let (name, other_name) = (field_name(&question.id), other_name(&question.id));
        let input_type = if question.is_several() {
            "checkbox"
        } else {
            "radio"
        };
        html! {
            div.otklik-options {
                @for (option, label) in question.options().iter().zip(&question_text.options) {
                    label.otklik-option {
                        input type=(input_type) name=(name) value=(option)
                            checked[self.typed.has(&name, option)];
                        span { (label) }
                    }
                }
            }
            @if question.has_other() {
                label.otklik-other {
                    span { (self.localized.word("other-label")) }
                    input type="text" name=(other_name) maxlength=(limits::OTHER_MAX_CHARS)
                        value=(self.typed.get(&other_name));
                }
            }
        }
    }
}
