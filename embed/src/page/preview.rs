//! The preview of a link in messengers and networks: title, description and picture, in one language.
//!
//! They open every link by themselves, so all of it comes with the page and from this deployment.

use crate::i18n::texts::{counted, fill, text};
use crate::page::form_kind::FormKind;
use crate::settings::Settings;
use crate::survey_doc::document::Document;
use crate::survey_doc::localized_survey::LocalizedSurvey;
use crate::survey_doc::surveys;
use maud::{Markup, html};
use otklik_survey::Lang;

/// The size that networks ask for.
pub const WIDTH_PX: u32 = 1200;
pub const HEIGHT_PX: u32 = 630;

/// The elements of the page's head.
pub fn head(kind: FormKind, localized: &LocalizedSurvey, settings: &Settings) -> Markup {
    let lang = localized.lang;
    let title = localized.word("title");
    let description = match kind {
        FormKind::Survey => {
            let n_questions = u64::try_from(localized.survey.questions().len()).unwrap_or(u64::MAX);
            let count = counted(lang, "questions-count", n_questions);
            format!("{count} {}", localized.word("who-sees"))
        }
        FormKind::Callback => localized.word("callback-lead").to_owned(),
    };
    // Only built-in texts have pictures.
    let has_picture = kind == FormKind::Callback || localized.is_built_in;
    let name = picture_name(kind, localized.survey.id(), lang);
    let image = format!("{}/preview/{name}.png", settings.public_url);
    let card = if has_picture {
        "summary_large_image"
    } else {
        "summary"
    };
    html! {
        meta name="description" content=(description);
        meta property="og:type" content="website";
        meta property="og:title" content=(title);
        meta property="og:description" content=(description);
        meta property="og:locale" content=(lang.network_locale());
        @if has_picture {
            meta property="og:image" content=(image);
            meta property="og:image:width" content=(WIDTH_PX);
            meta property="og:image:height" content=(HEIGHT_PX);
            meta property="og:image:alt" content=(title);
        }
        meta name="twitter:card" content=(card);
        meta name="twitter:title" content=(title);
        meta name="twitter:description" content=(description);
        @if has_picture { meta name="twitter:image" content=(image); }
    }
}

fn picture_name(kind: FormKind, survey: &str, lang: Lang) -> String {
    let subject = match kind {
        FormKind::Survey => survey,
        FormKind::Callback => "callback",
    };
    format!("{subject}-{}", lang.offered().code())
}

/// The contents of a picture. It is drawn once for all deployments: it names no agency.
#[derive(Clone, Debug)]
pub struct Picture {
    /// The name of its file, without ending.
    pub name: String,
    pub lang: Lang,
    pub sentence: String,
    pub motif: Motif,
}

#[derive(Clone, Debug)]
pub enum Motif {
    /// The values of the scale and the labels of its ends.
    Scale { values: Vec<u8>, ends: [String; 2] },
    /// A field and a button.
    Phone { label: String, button: String },
}

/// Every picture that a page can name.
pub fn pictures() -> Vec<Picture> {
    let mut pictures = Vec::new();
    for lang in Lang::ALL {
        pictures.extend(surveys::current().filter_map(|survey| of_survey(survey, lang)));
        pictures.push(Picture {
            name: picture_name(FormKind::Callback, "", lang),
            lang,
            sentence: text(lang, "callback-title").to_owned(),
            motif: Motif::Phone {
                label: text(lang, "callback-phone").to_owned(),
                button: text(lang, "callback-send").to_owned(),
            },
        });
    }
    pictures
}

/// The first question that asks for a score; `None` for a survey without one.
fn of_survey(survey: &Document, lang: Lang) -> Option<Picture> {
    let mut words = survey.words(lang);
    let (scale, words) = words.find_map(|(it, words)| Some((it.kind.scale()?, words)))?;
    Some(Picture {
        name: picture_name(FormKind::Survey, survey.id(), lang),
        lang,
        sentence: fill(&words.text, &[("agency", text(lang, "preview-us"))]),
        motif: Motif::Scale {
            values: scale.range().collect(),
            ends: <[String; 2]>::try_from(words.ends.clone()).unwrap_or_default(),
        },
    })
}
