//! The styles of forms and pages.

use crate::look::{Drawing, Look};
use crate::page::form_kind::FormKind;
use crate::survey_doc::localized_survey::LocalizedSurvey;
use otklik_survey::Bucket;
use otklik_survey::question::kind::QuestionKind;

const FORMS: &str = include_str!(concat!(env!("OUT_DIR"), "/form.css"));
const PAGES: &str = include_str!(concat!(env!("OUT_DIR"), "/page.css"));
const STARS: &str = include_str!(concat!(env!("OUT_DIR"), "/stars.css"));
const FACES: &str = include_str!(concat!(env!("OUT_DIR"), "/faces.css"));
const ELEVEN: &str = include_str!(concat!(env!("OUT_DIR"), "/eleven.css"));
const CHOICE: &str = include_str!(concat!(env!("OUT_DIR"), "/choice.css"));
const CALLBACK: &str = include_str!(concat!(env!("OUT_DIR"), "/callback.css"));

/// The style of a form on any page: of its own controls alone.
pub fn form_style(kind: FormKind, localized: &LocalizedSurvey) -> String {
    let look = localized.look.style();
    match kind {
        FormKind::Survey => [&look, FORMS, &answers_style(localized)].concat(),
        FormKind::Callback => [&look, FORMS, CHOICE, CALLBACK].concat(),
    }
}

/// The style of this server's page with a form.
pub fn form_page_style(kind: FormKind, localized: &LocalizedSurvey) -> String {
    [&form_style(kind, localized), PAGES].concat()
}

/// The style of this server's page without a guest's form.
pub fn page_style(look: Look) -> String {
    [&look.style(), FORMS, CHOICE, PAGES].concat()
}

/// The style of the questions' controls.
fn answers_style(localized: &LocalizedSurvey) -> String {
    let has = |is_kind: fn(&QuestionKind) -> bool| {
        let mut questions = localized.survey.questions().iter();
        questions.any(|question| is_kind(&question.kind))
    };
    let mut style = follow_up_style(localized);
    style += match localized.look.scale {
        Drawing::Numbers => "",
        Drawing::Stars => STARS,
        Drawing::Faces => FACES,
    };
    if has(|kind| {
        kind.scale()
            .is_some_and(|scale| scale.range().count() == 11)
    }) {
        style += ELEVEN;
    }
    if has(|kind| matches!(kind, QuestionKind::Choice(_))) {
        style += CHOICE;
    }
    style
}

/// The style that shows follow-ups only after their bucket, without a script. Where the browser
/// lacks `:has()`, every follow-up stays visible with its neutral text.
fn follow_up_style(localized: &LocalizedSurvey) -> String {
    let mut style = String::new();
    for question in localized.survey.questions() {
        let Some(after) = &question.after else {
            continue;
        };
        let input = format!("[name=\"q.{}\"]", after.question);
        let block = format!("[data-q={}]", question.id);
        let of_bucket = |bucket: &Bucket| format!("{input}[data-bucket={}]:checked", bucket.name());
        let any = match after.buckets.len() {
            // Every answer leads on: the longest loader has no byte to spare.
            3 => format!("{input}:checked"),
            _ => after
                .buckets
                .iter()
                .map(of_bucket)
                .collect::<Vec<_>>()
                .join(","),
        };
        style += &["form:not(:has(", &any, ")) ", &block, "{display:none}"].concat();
        style += &[&block, " .b-any{display:none}"].concat();
        for bucket in Bucket::ALL {
            let checked = of_bucket(&bucket);
            style += &format!("form:not(:has({checked})) {block} .b-{}", bucket.name());
            style += "{display:none}";
        }
    }
    if style.is_empty() {
        return style;
    }
    [
        "@supports selector(:has(*)){",
        &style,
        "}@supports not selector(:has(*)){.b-low,.b-middle,.b-high{display:none}}",
    ]
    .concat()
}
