//! The controls of a scored question: one radio button for each value.

use crate::fields::field_name;
use crate::look::Drawing;
use crate::page::form::Form;
use crate::survey_doc::localized_survey::QuestionText;
use maud::{Markup, html};
use otklik_survey::{Question, Scale};

impl Form<'_> {
    pub(super) fn scored(
        &self,
        question: &Question,
        question_text: &QuestionText,
        scale: Scale,
    ) -> Markup {
        let name = field_name(&question.id);
        let label = |score| {
            let value = name_of(question_text, scale, score)?;
            Some(point_name(score, value))
        };
        html! {
            div.otklik-scale data-n=(scale.range().count()) data-drawing=[self.drawing(scale)] {
                @for score in scale.range() {
                    label.otklik-point data-score=(score) {
                        input type="radio" name=(name) value=(score)
                            data-bucket=(scale.bucket(score).name())
                            aria-label=[label(score)]
                            required[question.required]
                            aria-invalid="false"
                            checked[self.typed.has(&name, &score.to_string())];
                        span { (score) }
                    }
                }
            }
            @if let [low, high] = question_text.ends.as_slice() {
                div.otklik-ends id=(super::ends_id(question)) { span { (low) } " " span { (high) } }
            }
        }
    }

    /// What the values are drawn with; `None` for their numbers.
    fn drawing(&self, scale: Scale) -> Option<&'static str> {
        match self.localized.look.scale {
            Drawing::Stars if scale.is_drawable() => Some("stars"),
            Drawing::Faces if scale.is_drawable() => Some("faces"),
            Drawing::Stars | Drawing::Faces | Drawing::Numbers => None,
        }
    }
}

/// The name of a value: its own, or that of the end of the scale.
fn name_of(question_text: &QuestionText, scale: Scale, score: u8) -> Option<&String> {
    let place = usize::from(score - scale.low());
    let [low, high] = question_text.ends.as_slice() else {
        return question_text.values.get(place);
    };
    let ends = [(scale.low(), low), (scale.high(), high)];
    let end = ends.into_iter().find(|(end, _)| *end == score);
    question_text
        .values
        .get(place)
        .or(end.map(|(_, name)| name))
}

/// "5, very much": the number first, as it is seen.
fn point_name(score: u8, value: &str) -> String {
    let mut name = score.to_string();
    name.push_str(", ");
    name.push_str(value);
    name
}
