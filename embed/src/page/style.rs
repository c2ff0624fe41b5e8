//! The styles of forms and pages.

use crate::look::{Drawing, Look};
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
pub fn form_style(localized: &LocalizedSurvey) -> String {
    let look = localized.look.style();
    // The callback's localized survey has no questions.
    if localized.question_texts.is_empty() {
        [&look, FORMS, CHOICE, CALLBACK].concat()
    } else {
        [&look, FORMS, &answers_style(localized)].concat()
    }
}

/// The style of this server's page with a form.
pub fn form_page_style(localized: &LocalizedSurvey) -> String {
    [&form_style(localized), PAGES].concat()
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
    let (mut style, mut has_wordings) = (String::new(), false);
    let questions = localized.survey.questions().iter();
    for (question, question_text) in questions.zip(&localized.question_texts) {
        let Some(after) = &question.after else {
            continue;
        };
        let block = format!("[data-q={}]", question.id);
        let chosen = format!("[name=\"q.{}\"]:checked", after.question);
        let asked = in_buckets(&after.buckets);
        style += &format!("form:not(:has({chosen}{asked})) {block}{{display:none}}");
        if question_text.after.is_empty() {
            continue;
        }
        has_wordings = true;
        style += &[&block, " .b-any{display:none}"].concat();
        for bucket in Bucket::ALL {
            let other = format!("form:not(:has({chosen}{}))", in_buckets(&[bucket]));
            style += &format!("{other} {block} .b-{}{{display:none}}", bucket.name());
        }
    }
    if style.is_empty() {
        return style;
    }
    style = ["@supports selector(:has(*)){", &style, "}"].concat();
    if has_wordings {
        style += "@supports not selector(:has(*)){.b-low,.b-middle,.b-high{display:none}}";
    }
    style
}

/// The part of a selector that keeps the scores of these buckets, as short as it can be: every guest of a host page
/// downloads it.
fn in_buckets(buckets: &[Bucket]) -> String {
    let is_in = |bucket: &&Bucket| buckets.contains(bucket);
    let (kept, left_out): (Vec<_>, Vec<_>) = Bucket::ALL.iter().partition(is_in);
    let of = |bucket: &Bucket| format!("[data-bucket={}]", bucket.name());
    match (&kept[..], &left_out[..]) {
        ([kept], _) => of(kept),
        (_, [left_out]) => format!(":not({})", of(left_out)),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn selectors_keep_their_buckets() {
        for (buckets, selector) in [
            (&[Bucket::Low][..], "[data-bucket=low]"),
            (&[Bucket::Middle, Bucket::High], ":not([data-bucket=low])"),
            (&[Bucket::High, Bucket::Low], ":not([data-bucket=middle])"),
            (&Bucket::ALL, ""),
        ] {
            assert_eq!(in_buckets(buckets), selector, "{buckets:?}");
        }
    }
}
