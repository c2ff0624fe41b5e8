//! What messengers and networks show of a link: title, description and picture, in one language.
//!
//! They open every link by themselves, so all of it comes with the page and from this deployment.

use crate::page::FormKind;
use crate::settings::Settings;
use crate::sheet::Sheet;
use crate::surveys;
use crate::texts::{counted, fill, find, text};
use maud::{Markup, html};
use otklik_survey::{Lang, Survey};

/// The size that networks ask for.
pub const WIDTH_PX: u32 = 1200;
pub const HEIGHT_PX: u32 = 630;

/// The elements of the page's head.
pub fn head(kind: FormKind, sheet: &Sheet, settings: &Settings) -> Markup {
    let lang = sheet.lang;
    let title = sheet.word("title");
    let description = match kind {
        FormKind::Survey => {
            let n_questions = u64::try_from(sheet.survey.questions().len()).unwrap_or(u64::MAX);
            let count = counted(lang, "questions-count", n_questions);
            [&count, " ", sheet.word("who-sees")].concat()
        }
        FormKind::Callback => sheet.word("callback-lead").to_owned(),
    };
    let name = picture_name(kind, sheet.survey.id(), lang);
    let image = [&settings.public_url, "/preview/", &name, ".png"].concat();
    html! {
        meta name="description" content=(description);
        meta property="og:type" content="website";
        meta property="og:title" content=(title);
        meta property="og:description" content=(description);
        meta property="og:locale" content=(locale(lang));
        meta property="og:image" content=(image);
        meta property="og:image:width" content=(WIDTH_PX);
        meta property="og:image:height" content=(HEIGHT_PX);
        meta property="og:image:alt" content=(title);
        meta name="twitter:card" content="summary_large_image";
        meta name="twitter:title" content=(title);
        meta name="twitter:description" content=(description);
        meta name="twitter:image" content=(image);
    }
}

/// As networks write a language: with a country.
const fn locale(lang: Lang) -> &'static str {
    match lang {
        Lang::Ru => "ru_RU",
        Lang::Uk => "uk_UA",
        Lang::En => "en_US",
    }
}

fn picture_name(kind: FormKind, survey: &str, lang: Lang) -> String {
    let subject = match kind {
        FormKind::Survey => survey,
        FormKind::Callback => "callback",
    };
    [subject, "-", lang.code()].concat()
}

/// What is on a picture. It is drawn once for all deployments: it names no agency.
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
    /// The values of the scale and what its ends mean.
    Scale { values: Vec<u8>, ends: [String; 2] },
    /// A field and a button.
    Phone { label: String, button: String },
}

/// Every picture that a page can name.
pub fn pictures() -> Vec<Picture> {
    let mut pictures = Vec::new();
    for lang in Lang::ALL {
        for survey in surveys::all() {
            let is_current =
                surveys::find(survey.id()).is_some_and(|it| it.version() == survey.version());
            pictures.extend(of_survey(survey, lang).filter(|_| is_current));
        }
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
fn of_survey(survey: &Survey, lang: Lang) -> Option<Picture> {
    let mut questions = survey.questions().iter();
    let (question, scale) = questions.find_map(|it| Some((it, it.kind.scale()?)))?;
    let key = [survey.id(), "-", &question.id].concat();
    let us = [("agency", text(lang, "preview-us"))];
    let end = |name: &str| {
        find(lang, &[&key, ".", name].concat())
            .unwrap_or_default()
            .to_owned()
    };
    Some(Picture {
        name: picture_name(FormKind::Survey, survey.id(), lang),
        lang,
        sentence: fill(text(lang, &key), &us),
        motif: Motif::Scale {
            values: scale.range().collect(),
            ends: [end("low"), end("high")],
        },
    })
}
