//! A question of the form: its frame and heading here, the controls of each kind in a file beside.

mod choice;
mod date;
mod scored;
mod text;

use crate::page::form::{FieldError, Form, described};
use crate::survey_doc::localized_survey::QuestionText;
use maud::{Markup, html};
use otklik_survey::{Bucket, Question, QuestionKind};

impl Form<'_> {
    /// `step`: the step on which it is shown, where the form has steps.
    pub(crate) fn question(
        &self,
        question: &Question,
        question_text: &QuestionText,
        step: Option<usize>,
    ) -> Markup {
        let error = self.error(&format!("answers.{}", question.id));
        match &question.kind {
            QuestionKind::Scored(scale) => {
                let controls = self.scored(question, question_text, *scale);
                self.group(question, question_text, step, &error, controls)
            }
            QuestionKind::Choice(_) => {
                let controls = self.choice(question, question_text);
                self.group(question, question_text, step, &error, controls)
            }
            QuestionKind::Date(date) => {
                let control = self.date(question, question_text, date, &error);
                single(question, step, &error, control)
            }
            QuestionKind::Text(_) => {
                let control = self.text(question, question_text, &error);
                single(question, step, &error, control)
            }
        }
    }

    /// Several controls under one heading.
    fn group(
        &self,
        question: &Question,
        question_text: &QuestionText,
        step: Option<usize>,
        error: &FieldError,
        controls: Markup,
    ) -> Markup {
        let ends_id = ends_id(question);
        let ends = (!question_text.ends.is_empty()).then_some(ends_id.as_str());
        html! {
            fieldset.otklik-q data-q=(question.id) data-step=[step]
                aria-describedby=[described(error, ends)] {
                legend { (self.heading(question, question_text)) }
                (controls)
                (error.markup)
            }
        }
    }

    /// The question's text in every wording; the style shows the one that fits the bucket.
    fn heading(&self, question: &Question, question_text: &QuestionText) -> Markup {
        html! {
            @if question_text.after.is_empty() {
                (question_text.text)
            } @else {
                span.b-any { (question_text.text) }
                @for (bucket, text) in Bucket::ALL.iter().zip(&question_text.after) {
                    span class={ "b-" (bucket.name()) } { (text) }
                }
            }
            @if let Some(hint) = self.hint(question) {
                " " small.otklik-optional { "(" (hint) ")" }
            }
        }
    }

    /// Whether the question may be left out, and whether one may pick several.
    fn hint(&self, question: &Question) -> Option<String> {
        let keys = [
            (!question.required).then_some("optional"),
            question.is_several().then_some("several-hint"),
        ];
        let words: Vec<&str> = keys
            .into_iter()
            .flatten()
            .map(|key| self.localized.word(key))
            .collect();
        (!words.is_empty()).then(|| words.join(", "))
    }
}

/// One control, which has the heading in its label.
fn single(question: &Question, step: Option<usize>, error: &FieldError, control: Markup) -> Markup {
    html! {
        div.otklik-q data-q=(question.id) data-step=[step] {
            (control)
            (error.markup)
        }
    }
}

fn ends_id(question: &Question) -> String {
    format!("ends-{}", question.id)
}
