//! The styles of forms and pages.

use crate::look::{Drawing, Look};
use crate::survey_doc::localized_survey::LocalizedSurvey;
use otklik_survey::Bucket;

const FORMS: &str = include_str!(concat!(env!("OUT_DIR"), "/form.css"));
const PAGES: &str = include_str!(concat!(env!("OUT_DIR"), "/page.css"));
const STARS: &str = include_str!(concat!(env!("OUT_DIR"), "/stars.css"));
const FACES: &str = include_str!(concat!(env!("OUT_DIR"), "/faces.css"));

/// The style of a form on any page.
pub fn form_style(localized: &LocalizedSurvey) -> String {
    let drawing = match localized.look.scale {
        Drawing::Numbers => "",
        Drawing::Stars => STARS,
        Drawing::Faces => FACES,
    };
    [
        &localized.look.style(),
        FORMS,
        drawing,
        &follow_up_style(localized),
    ]
    .concat()
}

/// The style of this server's page with a form.
pub fn form_page_style(localized: &LocalizedSurvey) -> String {
    [&form_style(localized), PAGES].concat()
}

/// The style of this server's page without a form.
pub fn page_style(look: Look) -> String {
    [&look.style(), FORMS, PAGES].concat()
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
