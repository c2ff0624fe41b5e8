//! A survey in one language and one look, for its forms.

use crate::i18n::texts;
use crate::look::{Drawing, Look};
use crate::settings::{Link, Settings};
use crate::survey_doc::document::{Document, Words};
use crate::survey_doc::surveys;
use otklik_survey::callback::{By, Window};
use otklik_survey::validation_error::Code;
use otklik_survey::{Audience, Bucket, Lang, Question, Scale, Survey, Touchpoint};

/// A survey with the sentences of one language.
#[derive(Clone, Debug)]
pub struct LocalizedSurvey {
    pub survey: Survey,
    /// Whether its texts are built in, so that it has a preview picture.
    pub is_built_in: bool,
    pub lang: Lang,
    pub look: Look,
    /// The name of the agency, which asks.
    pub agency: String,
    /// The name of the event that the page's link names; empty where it names none that the agency has entered.
    pub event: String,
    /// One for each question, in the survey's order.
    pub question_texts: Vec<QuestionText>,
    /// Offered to everybody alike after a vote.
    pub links: Vec<Link>,
    /// The windows of the day that the callback form offers.
    pub windows: Vec<Window>,
    /// The product's own sentences, sorted by their keys: `send`, `error-missing_answer`.
    pub words: Vec<(String, String)>,
}

/// The sentences of one question.
#[derive(Clone, Debug, Default)]
pub struct QuestionText {
    pub text: String,
    /// The question's text after a low, middle and high answer to the question that it follows. Empty, or three.
    pub after: Vec<String>,
    /// The meanings of the lowest and the highest value, shown with the scale. Empty, or two.
    pub ends: Vec<String>,
    /// The name of each value of a scale, from low to high. May be empty.
    pub values: Vec<String>,
    /// The name of each option of a choice, in the survey's order.
    pub options: Vec<String>,
}

impl LocalizedSurvey {
    /// A sentence of the product; empty where the catalog lacks it, which a test rules out.
    pub fn word(&self, key: &str) -> &str {
        let place = self.place_of(key);
        place.map_or("", |place| &self.words[place].1)
    }

    fn set_word(&mut self, key: &str, text: String) {
        match self.place_of(key) {
            Ok(place) => self.words[place].1 = text,
            Err(place) => self.words.insert(place, (key.to_owned(), text)),
        }
    }

    /// The index of a word, or the index at which to insert it.
    fn place_of(&self, key: &str) -> Result<usize, usize> {
        self.words
            .binary_search_by(|(known, _)| known.as_str().cmp(key))
    }
}

/// Sentences of form and widget around the questions.
const SURVEY_WORDS: [&str; 13] = [
    "send",
    "sending",
    "next",
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
];

/// Sentences of the callback form.
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

/// The errors that the widget can show before it sends: those that a guest can cause. For any other it shows
/// that the answers were not sent.
fn survey_codes(survey: &Survey) -> Vec<Code> {
    let mut codes = vec![Code::MissingAnswer];
    for question in survey.questions() {
        codes.extend(question.kind.guest_errors());
    }
    codes
}

const CALLBACK_CODES: [Code; 5] = [
    Code::MissingPhone,
    Code::BadPhone,
    Code::MissingCountry,
    Code::MissingConsent,
    Code::TextTooLong,
];

/// A survey in one language. `touchpoint` picks the text of a question that has several.
pub fn of_survey(
    survey: &Document,
    lang: Lang,
    touchpoint: Option<Touchpoint>,
    look: Look,
    settings: &Settings,
) -> LocalizedSurvey {
    let mut localized = blank(survey, lang, look, settings);
    let words = survey.words(lang);
    localized.question_texts = words
        .map(|(question, words)| question_text(&localized, question, words, touchpoint, settings))
        .collect();
    localized.links = settings.review_links.clone();
    for key in SURVEY_WORDS {
        let source = match key {
            "who-sees" => who_sees(survey.audience()),
            key => key,
        };
        localized.set_word(key, texts::text(lang, source).to_owned());
    }
    localized.set_word("title", survey.title(lang).to_owned());
    add_errors(&mut localized, &survey_codes(survey), settings);
    localized
}

/// The callback form in one language; its texts differ where the visitor asks for a message.
pub fn of_callback(
    survey: &Document,
    lang: Lang,
    by: By,
    look: Look,
    settings: &Settings,
) -> LocalizedSurvey {
    let mut localized = blank(survey, lang, look, settings);
    let hours = settings.hours_text(lang);
    let example = settings.phone_example_text();
    let values = [("hours", hours.as_str()), ("example", example.as_str())];
    let word = |key: &str| {
        let own = texts::find(lang, &format!("{key}-{}", by.as_str()));
        texts::fill(own.unwrap_or(texts::text(lang, key)), &values)
    };
    localized.windows = windows(settings);
    for key in CALLBACK_WORDS {
        localized.set_word(key, word(key));
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
        localized.set_word(key, text);
    }
    add_errors(&mut localized, &CALLBACK_CODES, settings);
    localized
}

/// The windows in which the agency ever works: in any other one the due time would be outside of it. All of them
/// where the hours cannot be read.
fn windows(settings: &Settings) -> Vec<Window> {
    let schedule = settings.schedule();
    let is_kept = |window: &Window| {
        let works = schedule.as_ref().map_or(true, |it| it.works_in(*window));
        works || *window == Window::Any
    };
    Window::ALL.iter().copied().filter(is_kept).collect()
}

fn blank(survey: &Document, lang: Lang, look: Look, settings: &Settings) -> LocalizedSurvey {
    LocalizedSurvey {
        survey: Survey::clone(survey),
        is_built_in: surveys::built_in_version(survey.id()) == survey.version(),
        lang,
        look,
        agency: settings.agency_name(lang),
        event: String::new(),
        question_texts: Vec::new(),
        links: Vec::new(),
        windows: Vec::new(),
        words: Vec::new(),
    }
}

fn add_errors(localized: &mut LocalizedSurvey, codes: &[Code], settings: &Settings) {
    for code in codes {
        let text = texts::error(
            localized.lang,
            code.as_str(),
            &settings.phone_example_text(),
        );
        localized.set_word(&format!("error-{}", code.as_str()), text);
    }
}

/// From low to high.
const FACES: [&str; 5] = ["face-1", "face-2", "face-3", "face-4", "face-5"];

const fn who_sees(audience: Audience) -> &'static str {
    match audience {
        Audience::Guest => "who-sees-guest",
        Audience::Client => "who-sees-client",
        Audience::Visitor => "who-sees-visitor",
    }
}

fn question_text(
    localized: &LocalizedSurvey,
    question: &Question,
    words: &Words,
    touchpoint: Option<Touchpoint>,
    settings: &Settings,
) -> QuestionText {
    let lang = localized.lang;
    let filled = |text: &str| texts::fill(text, &[("agency", settings.agency(lang))]);
    let of_touchpoint = touchpoint.and_then(|it| words.touchpoints.get(it.as_str()));
    let after = |bucket: Bucket| filled(words.after.get(bucket.name()).unwrap_or(&words.text));
    let is_drawable = question.kind.scale().is_some_and(Scale::is_drawable);
    let has_faces = is_drawable && localized.look.scale == Drawing::Faces;
    QuestionText {
        text: filled(of_touchpoint.unwrap_or(&words.text)),
        after: if words.after.is_empty() {
            Vec::new()
        } else {
            Bucket::ALL.map(after).to_vec()
        },
        ends: words.ends.clone(),
        values: if has_faces && words.values.is_empty() {
            // A face is no name.
            FACES
                .map(|face| texts::text(lang, face).to_owned())
                .to_vec()
        } else {
            words.values.clone()
        },
        options: question
            .options()
            .iter()
            .map(|option| words.options.get(option).unwrap_or(option).to_owned())
            .collect(),
    }
}
