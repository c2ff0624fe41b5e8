//! Puts the sentences of one language to a survey.

use crate::settings::Settings;
use crate::texts;
use otklik_survey::callback::By;
use otklik_survey::rejection::Code;
use otklik_survey::sheet::{Sheet, Wording};
use otklik_survey::{Audience, Bucket, Kind, Lang, Question, Survey, Touchpoint};
use std::collections::BTreeMap;

/// What form and widget say around the questions.
const SURVEY_WORDS: [&str; 15] = [
    "send",
    "sending",
    "next",
    "back",
    "optional",
    "progress",
    "thanks-title",
    "thanks-text",
    "not-sent",
    "retry",
    "fix-errors",
    "other-label",
    "several-hint",
    "who-sees",
    "title",
];

/// What the callback form says.
const CALLBACK_WORDS: [&str; 20] = [
    "sending",
    "optional",
    "not-sent",
    "retry",
    "fix-errors",
    "callback-title",
    "callback-lead",
    "callback-phone",
    "callback-phone-hint",
    "callback-name",
    "callback-topic",
    "callback-window",
    "callback-window-any",
    "callback-window-morning",
    "callback-window-afternoon",
    "callback-window-evening",
    "callback-comment",
    "callback-consent",
    "callback-consent-link",
    "callback-send",
];

/// The codes that a guest can meet in the widget before anything is sent.
const SURVEY_CODES: [Code; 5] = [
    Code::BadId,
    Code::BadRev,
    Code::MissingAnswer,
    Code::TextTooLong,
    Code::UnknownVersion,
];

const CALLBACK_CODES: [Code; 6] = [
    Code::BadId,
    Code::BadRev,
    Code::MissingPhone,
    Code::BadPhone,
    Code::MissingConsent,
    Code::TextTooLong,
];

/// A survey in one language. `touchpoint` picks the wording where a question has several.
pub fn of_survey(
    survey: &Survey,
    lang: Lang,
    touchpoint: Option<Touchpoint>,
    settings: &Settings,
) -> Sheet {
    let mut sheet = blank(survey, lang);
    sheet.wordings = survey
        .questions()
        .iter()
        .map(|question| wording(survey, question, lang, touchpoint, settings))
        .collect();
    sheet.links = settings.review_links.clone();
    for key in SURVEY_WORDS {
        let source = match key {
            "who-sees" => who_sees(survey.audience()),
            "title" => &[survey.id(), "-title"].concat(),
            key => key,
        };
        sheet
            .words
            .insert(key.to_owned(), texts::text(lang, source).to_owned());
    }
    add_errors(&mut sheet, &SURVEY_CODES, settings);
    sheet
}

/// The callback form in one language; it reads otherwise where a message is asked for.
pub fn of_callback(survey: &Survey, lang: Lang, by: By, settings: &Settings) -> Sheet {
    let mut sheet = blank(survey, lang);
    let hours = settings.hours_text(lang);
    let example = settings.phone_example_text();
    let values = [("hours", hours.as_str()), ("example", example.as_str())];
    let word = |key: &str| {
        let own = texts::find(lang, &[key, "-", by.as_str()].concat());
        texts::fill(own.unwrap_or(texts::text(lang, key)), &values)
    };
    for key in CALLBACK_WORDS {
        sheet.words.insert(key.to_owned(), word(key));
    }
    for (key, text) in [
        (
            "thanks-title",
            texts::text(lang, "callback-thanks-title").to_owned(),
        ),
        ("thanks-text", word("callback-thanks-text")),
        ("title", word("callback-title")),
        ("consent-url", settings.consent_url.clone()),
        ("phone-example", example.clone()),
    ] {
        sheet.words.insert(key.to_owned(), text);
    }
    add_errors(&mut sheet, &CALLBACK_CODES, settings);
    sheet
}

fn blank(survey: &Survey, lang: Lang) -> Sheet {
    Sheet {
        survey: survey.clone(),
        lang,
        wordings: Vec::new(),
        links: Vec::new(),
        words: BTreeMap::new(),
    }
}

fn add_errors(sheet: &mut Sheet, codes: &[Code], settings: &Settings) {
    for code in codes {
        let text = texts::error(sheet.lang, code.as_str(), &settings.phone_example_text());
        sheet.words.insert(["error-", code.as_str()].concat(), text);
    }
}

const fn who_sees(audience: Audience) -> &'static str {
    match audience {
        Audience::Guest => "who-sees-guest",
        Audience::Client => "who-sees-client",
        Audience::Visitor => "who-sees-visitor",
    }
}

fn wording(
    survey: &Survey,
    question: &Question,
    lang: Lang,
    touchpoint: Option<Touchpoint>,
    settings: &Settings,
) -> Wording {
    let key = [survey.id(), "-", &question.id].concat();
    let part = |part: &str| texts::find(lang, &[&key, ".", part].concat());
    let filled = |text: &str| texts::fill(text, &[("agency", settings.agency(lang))]);
    let parts = |names: &[&str]| -> Vec<String> {
        names
            .iter()
            .filter_map(|name| part(name))
            .map(filled)
            .collect()
    };
    let of_touchpoint = touchpoint.and_then(|touchpoint| part(touchpoint.as_str()));
    Wording {
        text: filled(of_touchpoint.unwrap_or(texts::text(lang, &key))),
        after: parts(&Bucket::ALL.map(|bucket| match bucket {
            Bucket::Low => "after-low",
            Bucket::Middle => "after-middle",
            Bucket::High => "after-high",
        })),
        ends: parts(&["low", "high"]),
        values: match question.kind.scale() {
            None => Vec::new(),
            Some(scale) => {
                let names: Vec<String> = scale
                    .range()
                    .map(|value| ["v", &value.to_string()].concat())
                    .collect();
                parts(&names.iter().map(String::as_str).collect::<Vec<_>>())
            }
        },
        options: match &question.kind {
            Kind::Choice { options, .. } => {
                parts(&options.iter().map(String::as_str).collect::<Vec<_>>())
            }
            Kind::Scored(_) | Kind::Text => Vec::new(),
        },
    }
}
