//! The survey as an ordinary HTML form, which works without a script.
//!
//! Class names and field names here are the contract with loader, widget and tests.

use crate::fields::Fields;
use crate::i18n::texts;
use crate::page::form_kind::FormKind;
use crate::survey_doc::localized_survey::LocalizedSurvey;
use maud::{Markup, html};
use otklik_survey::ValidationError;

/// A form to be shown: its address, the typed fields, their errors.
#[derive(Debug)]
pub struct Form<'a> {
    pub localized: &'a LocalizedSurvey,
    /// The address to which the form is posted.
    pub action: &'a str,
    /// Hidden fields included.
    pub typed: &'a Fields,
    pub errors: &'a [ValidationError],
    pub hosting: Hosting,
    /// Turnstile's; empty where no challenge is needed.
    pub site_key: &'a str,
}

/// The id of the form on a page of this server: its switch of languages is outside of it.
pub(crate) const FORM_ID: &str = "otklik-form";

/// The page that a form is part of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hosting {
    /// A page of this server, which needs no script: all questions are shown at once.
    OwnPage,
    /// A page of another site: one step at a time, as the widget does it, so that nothing moves when the
    /// widget takes over. The loader shows the rest where the widget has not loaded.
    HostPage,
}

/// Hidden fields of both forms.
const HIDDEN: [&str; 8] = [
    "id",
    "rev",
    "version",
    "lang",
    "event",
    "touchpoint",
    "channel",
    // Whether a script saw a person tap or type; empty without a script.
    "user_activation",
];

/// Hidden fields of the survey alone.
const WITH_ANSWERS: [&str; 3] = ["manager", "reference", "invite"];

/// The form token, by which the server recognizes its own page, and the honeypot.
const LINK_FIELDS: [&str; 2] = ["form_token", "honeypot"];

/// Hidden fields of the callback alone.
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
        let survey = &self.localized.survey;
        let questions = survey
            .questions()
            .iter()
            .zip(&self.localized.question_texts);
        html! {
            form.otklik-form id=[self.own_id()] method="post" accept-charset="utf-8"
                action=(self.action) lang=(self.localized.lang.code()) data-at=[self.is_stepwise().then_some("0")] {
                (self.hidden(&WITH_ANSWERS))
                (self.summary())
                @for ((question, question_text), step) in questions.zip(survey.steps()) {
                    (self.question(question, question_text, self.is_stepwise().then_some(step)))
                }
                p.otklik-note.otklik-who { (self.localized.word("who-sees")) }
                (self.foot("send"))
                (self.link_fields())
            }
        }
    }

    pub(crate) fn own_id(&self) -> Option<&'static str> {
        (self.hosting == Hosting::OwnPage).then_some(FORM_ID)
    }

    fn is_stepwise(&self) -> bool {
        self.hosting == Hosting::HostPage && self.localized.survey.n_steps() > 1
    }

    /// The buttons, the progress and the status. The widget later draws its own in the same shape.
    pub(crate) fn foot(&self, send: &str) -> Markup {
        let has_steps = send == "send" && self.is_stepwise();
        html! {
            @if !self.site_key.is_empty() {
                // Visible only to a guest who has to solve a challenge: for all others nothing moves.
                div.cf-turnstile data-sitekey=(self.site_key) data-language=(self.localized.lang.code())
                    data-appearance="interaction-only" {}
            }
            div.otklik-foot {
                div.otklik-steps {
                    @if has_steps {
                        button.otklik-next type="button" { (self.localized.word("next")) }
                    }
                    button.otklik-send type="submit" { (self.localized.word(send)) }
                    @if has_steps {
                        p.otklik-note.otklik-progress { (self.progress()) }
                    }
                }
                p.otklik-status role="status" {}
            }
        }
    }

    fn progress(&self) -> String {
        let total = self.localized.survey.n_steps().to_string();
        texts::fill(
            self.localized.word("progress"),
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

    /// On the page of a link: its form token and the honeypot, which no person sees.
    fn link_fields(&self) -> Markup {
        html! {
            @if !self.typed.get("form_token").is_empty() {
                @for name in LINK_FIELDS {
                    input type="hidden" name=(name) value=(self.typed.get(name));
                }
                button type="submit" name="honeypot" value="1" hidden { "-" }
                a href="?honeypot=1" hidden { "-" }
            }
        }
    }

    /// The summary of errors at the top, with the errors that belong to no field of the page.
    pub(crate) fn summary(&self) -> Markup {
        let is_hidden = |field: &str| {
            let mut hidden = HIDDEN.iter().chain(&WITH_ANSWERS).chain(&WITH_CALLBACK);
            hidden.any(|name| *name == field)
        };
        let pageless = self.errors.iter().filter(|validation_error| {
            is_hidden(&validation_error.field)
                || matches!(validation_error.field.as_str(), "" | "challenge")
        });
        html! {
            @if !self.errors.is_empty() {
                div.otklik-summary role="alert" {
                    p { (self.localized.word("fix-errors")) }
                    @for validation_error in pageless {
                        p { (self.error_text(validation_error)) }
                    }
                }
            }
        }
    }

    pub(crate) fn error(&self, field: &str) -> FieldError {
        let validation_error = self.errors.iter().find(|it| it.field == field);
        let id = validation_error.map(|_| format!("err-{field}"));
        let markup = html! {
            @if let Some(validation_error) = validation_error {
                p.otklik-error id=[id.as_ref()] { (self.error_text(validation_error)) }
            }
        };
        FieldError { id, markup }
    }

    fn error_text(&self, validation_error: &ValidationError) -> String {
        texts::error(
            self.localized.lang,
            validation_error.code.as_str(),
            self.localized.word("phone-example"),
        )
    }
}

/// The error of one field, and the id by which the field refers to it.
pub(crate) struct FieldError {
    pub id: Option<String>,
    pub markup: Markup,
}

impl FieldError {
    /// The value of `aria-invalid`, always set: without it browsers report a required empty field as invalid to screen
    /// readers before it was sent.
    pub(crate) const fn state(&self) -> &'static str {
        if self.id.is_some() { "true" } else { "false" }
    }
}

/// The ids that describe a field: its error first.
pub(crate) fn described(error: &FieldError, hint: Option<&str>) -> Option<String> {
    let ids: Vec<&str> = error.id.as_deref().into_iter().chain(hint).collect();
    (!ids.is_empty()).then(|| ids.join(" "))
}
