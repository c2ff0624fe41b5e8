//! The survey as an ordinary HTML form: it votes without any script.
//!
//! Class names and field names here are the contract with loader, widget and tests.

use crate::fields::{Fields, field_name, other_name};
use crate::i18n::texts;
use crate::look::Drawing;
use crate::page::form_kind::FormKind;
use crate::survey_doc::localized_survey::{Sheet, Wording};
use maud::{Markup, html};
use otklik_survey::{Bucket, Kind, Question, Rejection, Scale, limits};

/// A form to be shown: where it goes, what was typed, what was wrong with it.
#[derive(Debug)]
pub struct Form<'a> {
    pub sheet: &'a Sheet,
    /// Where the form is posted to.
    pub action: &'a str,
    /// Hidden fields included.
    pub typed: &'a Fields,
    pub rejections: &'a [Rejection],
    pub place: Place,
    /// Turnstile's; empty where nobody has to vouch for the sender.
    pub site_key: &'a str,
}

/// Where a form stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// A page of ours, which has no script: everything is asked at once.
    Page,
    /// Somebody else's page: one step at a time, as the widget goes on, so that nothing moves when
    /// it takes over. The loader shows the rest where the widget has not come.
    Host,
}

/// Fields that travel with either form, unseen.
const HIDDEN: [&str; 8] = [
    "id",
    "rev",
    "version",
    "lang",
    "event",
    "touchpoint",
    "channel",
    // Whether a person was seen to tap or type; empty where no script watches.
    "gesture",
];

/// Those of the survey alone.
const WITH_ANSWERS: [&str; 3] = ["manager", "reference", "invite"];

/// What tells a page of a link that was made for somebody from one that was made up.
const SEALED: [&str; 2] = ["seal", "trap"];

/// Those of the callback alone.
pub(crate) const WITH_CALLBACK: [&str; 1] = ["by"];

impl Form<'_> {
    pub fn render(&self, kind: FormKind) -> Markup {
        match kind {
            FormKind::Survey => self.survey(),
            FormKind::Callback => self.callback(),
        }
    }

    /// The whole survey on one page.
    fn survey(&self) -> Markup {
        let survey = &self.sheet.survey;
        let questions = survey.questions().iter().zip(&self.sheet.wordings);
        html! {
            form.otklik-form method="post" action=(self.action) lang=(self.sheet.lang.code())
                data-at=[self.is_stepwise().then_some("0")] {
                (self.hidden(&WITH_ANSWERS))
                (self.summary())
                @for ((question, wording), step) in questions.zip(survey.steps()) {
                    (self.question(question, wording, self.is_stepwise().then_some(step)))
                }
                p.otklik-note.otklik-who { (self.sheet.word("who-sees")) }
                (self.foot("send"))
                (self.sealed())
            }
        }
    }

    fn is_stepwise(&self) -> bool {
        self.place == Place::Host && self.sheet.survey.n_steps() > 1
    }

    /// The buttons, how far it is, and what came of sending: what the widget draws itself later, in
    /// the same shape.
    pub(crate) fn foot(&self, send: &str) -> Markup {
        let has_steps = send == "send" && self.is_stepwise();
        html! {
            @if !self.site_key.is_empty() {
                // Shown only to who has to do something: for all others nothing moves.
                div.cf-turnstile data-sitekey=(self.site_key) data-language=(self.sheet.lang.code())
                    data-appearance="interaction-only" {}
            }
            div.otklik-foot {
                div.otklik-steps {
                    @if has_steps {
                        button.otklik-next type="button" { (self.sheet.word("next")) }
                    }
                    button.otklik-send type="submit" { (self.sheet.word(send)) }
                    @if has_steps {
                        p.otklik-note.otklik-progress { (self.progress()) }
                    }
                }
                p.otklik-status role="status" {}
            }
        }
    }

    fn progress(&self) -> String {
        let total = self.sheet.survey.n_steps().to_string();
        texts::fill(
            self.sheet.word("progress"),
            &[("n", "1"), ("total", &total)],
        )
    }

    pub(crate) fn hidden(&self, own: &[&str]) -> Markup {
        html! {
            @for name in HIDDEN.iter().chain(own) {
                input type="hidden" name=(name) value=(self.typed.get(name));
            }
        }
    }

    /// On the page of a link: its seal, and what no person sees. Whoever touches that is a machine.
    fn sealed(&self) -> Markup {
        html! {
            @if !self.typed.get("seal").is_empty() {
                @for name in SEALED {
                    input type="hidden" name=(name) value=(self.typed.get(name));
                }
                button type="submit" name="trap" value="1" hidden { "-" }
                a href={ "?trap=" (self.typed.get("seal")) } hidden { "-" }
            }
        }
    }

    /// Says at the top that something is to be mended below, and what concerns no field of the page.
    pub(crate) fn summary(&self) -> Markup {
        let is_hidden = |field: &str| {
            let mut hidden = HIDDEN.iter().chain(&WITH_ANSWERS).chain(&WITH_CALLBACK);
            hidden.any(|name| *name == field)
        };
        let pageless = self.rejections.iter().filter(|rejection| {
            is_hidden(&rejection.field) || matches!(rejection.field.as_str(), "" | "challenge")
        });
        html! {
            @if !self.rejections.is_empty() {
                div.otklik-summary role="alert" {
                    p { (self.sheet.word("fix-errors")) }
                    @for rejection in pageless {
                        p { (self.error_text(rejection)) }
                    }
                }
            }
        }
    }

    fn question(&self, question: &Question, wording: &Wording, step: Option<usize>) -> Markup {
        let name = field_name(&question.id);
        let is_group = !matches!(question.kind, Kind::Text);
        let error = self.error(&format!("answers.{}", question.id));
        let ends_id = format!("ends-{}", question.id);
        let ends = (!wording.ends.is_empty()).then_some(ends_id.as_str());
        html! {
            @if is_group {
                fieldset.otklik-q data-q=(question.id) data-step=[step]
                    aria-describedby=[described(&error, ends)] {
                    legend { (self.heading(question, wording)) }
                    @match &question.kind {
                        Kind::Scored(scale) => (self.scored(question, wording, *scale, &name)),
                        Kind::Choice { options, several } => (self.choice(question, wording, options, *several, &name)),
                        Kind::Text => {}
                    }
                    (error.markup)
                }
            } @else {
                div.otklik-q data-q=(question.id) data-step=[step] {
                    (self.text(question, wording, &name, &error))
                    (error.markup)
                }
            }
        }
    }

    fn scored(&self, question: &Question, wording: &Wording, scale: Scale, name: &str) -> Markup {
        html! {
                div.otklik-scale data-n=(scale.range().count()) data-drawing=[self.drawing(scale)] {
                    @for score in scale.range() {
                        label.otklik-point data-score=(score) {
                            input type="radio" name=(name) value=(score)
                                data-bucket=(scale.bucket(score).name())
                                aria-label=[name_of(wording, scale, score).map(|value| point_name(score, value))]
                                required[question.required]
                                aria-invalid="false"
                                checked[self.typed.has(name, &score.to_string())];
                            span { (score) }
                        }
                    }
                }
                @if let [low, high] = wording.ends.as_slice() {
                    div.otklik-ends id={ "ends-" (question.id) } { span { (low) } " " span { (high) } }
                }
        }
    }

    /// What the values are drawn with, where that is not their number.
    fn drawing(&self, scale: Scale) -> Option<&'static str> {
        match (scale, self.sheet.look.scale) {
            (Scale::Csat, Drawing::Stars) => Some("stars"),
            (Scale::Csat, Drawing::Faces) => Some("faces"),
            (Scale::Csat, Drawing::Numbers) | (Scale::Nps | Scale::Ces, _) => None,
        }
    }

    fn choice(
        &self,
        question: &Question,
        wording: &Wording,
        options: &[String],
        several: bool,
        name: &str,
    ) -> Markup {
        let input_type = if several { "checkbox" } else { "radio" };
        html! {
                div.otklik-options {
                    @for (option, label) in options.iter().zip(&wording.options) {
                        label.otklik-option {
                            input type=(input_type) name=(name) value=(option)
                                checked[self.typed.has(name, option)];
                            span { (label) }
                        }
                    }
                }
                @if question.has_other() {
                    label.otklik-other {
                        span { (self.sheet.word("other-label")) }
                        input type="text" name=(other_name(&question.id))
                            maxlength=(limits::OTHER_MAX_CHARS)
                            value=(self.typed.get(&other_name(&question.id)));
                    }
                }
        }
    }

    fn text(
        &self,
        question: &Question,
        wording: &Wording,
        name: &str,
        error: &FieldError,
    ) -> Markup {
        html! {
                label {
                    span.otklik-label { (self.heading(question, wording)) }
                    textarea name=(name) rows="3" maxlength=(limits::TEXT_MAX_CHARS)
                        aria-describedby=[described(error, None)]
                        aria-invalid=(error.state()) {
                        (self.typed.get(name))
                    }
                }
        }
    }

    /// The question's text in every wording; the style shows the one that fits the bucket.
    fn heading(&self, question: &Question, wording: &Wording) -> Markup {
        html! {
            @if wording.after.is_empty() {
                (wording.text)
            } @else {
                span.b-any { (wording.text) }
                @for (bucket, text) in Bucket::ALL.iter().zip(&wording.after) {
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
        let is_several = matches!(&question.kind, Kind::Choice { several: true, .. });
        let keys = [
            (!question.required).then_some("optional"),
            is_several.then_some("several-hint"),
        ];
        let words: Vec<&str> = keys
            .into_iter()
            .flatten()
            .map(|key| self.sheet.word(key))
            .collect();
        (!words.is_empty()).then(|| words.join(", "))
    }

    pub(crate) fn error(&self, field: &str) -> FieldError {
        let rejection = self.rejections.iter().find(|it| it.field == field);
        let id = rejection.map(|_| format!("err-{field}"));
        let markup = html! {
            @if let Some(rejection) = rejection {
                p.otklik-error id=[id.as_ref()] { (self.error_text(rejection)) }
            }
        };
        FieldError { id, markup }
    }

    fn error_text(&self, rejection: &Rejection) -> String {
        texts::error(
            self.sheet.lang,
            rejection.code.as_str(),
            self.sheet.word("phone-example"),
        )
    }
}

/// What is wrong with one field, and the id by which the field points at it.
pub(crate) struct FieldError {
    pub id: Option<String>,
    pub markup: Markup,
}

impl FieldError {
    /// Whether the field is wrong, said always: what is required and still empty is no mistake yet,
    /// though browsers tell screen readers so of fields that do not say.
    pub(crate) const fn state(&self) -> &'static str {
        if self.id.is_some() { "true" } else { "false" }
    }
}

/// The ids that describe a field: its error first.
pub(crate) fn described(error: &FieldError, hint: Option<&str>) -> Option<String> {
    let ids: Vec<&str> = error.id.as_deref().into_iter().chain(hint).collect();
    (!ids.is_empty()).then(|| ids.join(" "))
}

/// What a value means, where it has a name: its own, or that of the end on which it stands.
fn name_of(wording: &Wording, scale: Scale, score: u8) -> Option<&String> {
    let place = usize::from(score - scale.low());
    let [low, high] = wording.ends.as_slice() else {
        return wording.values.get(place);
    };
    let ends = [(scale.low(), low), (scale.high(), high)];
    let end = ends.into_iter().find(|(end, _)| *end == score);
    wording.values.get(place).or(end.map(|(_, name)| name))
}

/// "5, very much": the number first, as it is seen.
fn point_name(score: u8, value: &str) -> String {
    let mut name = score.to_string();
    name.push_str(", ");
    name.push_str(value);
    name
}
