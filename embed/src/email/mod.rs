//! The letter with one question, answered by one tap; the agency's own mailing service sends it.
//!
//! Markup as mail programs read it: tables, styles on the elements, colours on the cells as well, nothing to load.
//! A program may drop `<style>` (dark colours); nothing depends on it.

mod html;
pub mod letter;
mod plain;
pub mod service;

use crate::email::letter::{Letter, Score};
use crate::email::service::Service;
use crate::i18n::texts::{counted, fill, text};
use crate::look::color::Color;
use crate::look::{Drawing, Look};
use crate::settings::Settings;
use crate::survey_doc::document::Document;
use crate::survey_doc::localized_survey::{self, QuestionText};
use otklik_survey::{Audience, Lang, Scale, Survey, Touchpoint};

/// The kind of address that the links have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Invites {
    /// Each recipient's own, from the service's merge field.
    Personal,
    /// The survey's public one, the same for all.
    None,
}

/// The letter to render.
#[derive(Clone, Debug)]
pub struct Order<'a> {
    pub survey: &'a Document,
    pub lang: Lang,
    pub service: Service,
    pub invites: Invites,
    pub brand: Color,
    /// Empty, or the event's id.
    pub event: &'a str,
    pub touchpoint: Option<Touchpoint>,
}

/// The letter and its one reminder.
#[derive(Clone, Debug)]
pub struct Letters {
    pub first: Letter,
    pub reminder: Letter,
}

/// `None` for a survey that asks for no score.
pub fn letters(order: &Order<'_>, settings: &Settings) -> Option<Letters> {
    let first = letter(order, settings)?;
    let lang = order.lang;
    let mut reminder = first.clone();
    let title = order.survey.title(lang);
    reminder.subject = fill(text(lang, "email-reminder-subject"), &[("title", title)]);
    reminder.preheader = format!("{} {}", text(lang, "email-reminder-preheader"), first.count);
    text(lang, "email-reminder-lead").clone_into(&mut reminder.lead);
    Some(Letters { first, reminder })
}

fn letter(order: &Order<'_>, settings: &Settings) -> Option<Letter> {
    let Order { survey, lang, .. } = *order;
    let touchpoint = order.touchpoint.or(survey.touchpoint());
    // Its row has numbers also where forms have faces: names of faces would be below the numbers.
    let look = Look {
        scale: Drawing::Numbers,
        ..survey.look(settings)
    };
    let localized = localized_survey::of_survey(survey, lang, touchpoint, look, settings);
    let (question, scale) = scored(survey)?;
    let question_text = &localized.question_texts[question];
    let base = match order.invites {
        Invites::Personal => order.service.address().to_owned(),
        Invites::None => format!("{}/s/{}", settings.public_url, survey.id()),
    };
    let url = |score: Option<u8>| [&base, query(order, score).as_str()].concat();
    let scores = scale.range().map(|value| Score {
        value,
        label: value_name(question_text, scale, value),
        url: url(Some(value)),
    });
    let n_questions = u64::try_from(survey.questions().len()).unwrap_or(u64::MAX);
    let count = counted(lang, "questions-count", n_questions);
    let (lead, reason) = match survey.audience() {
        Audience::Guest => ("email-lead-guest", "email-reason-guest"),
        Audience::Client => ("email-lead-client", "email-reason-client"),
        Audience::Visitor => ("email-lead-visitor", "email-reason-visitor"),
    };
    let agency = [("agency", settings.agency(lang))];
    Some(Letter {
        lang,
        subject: fill(
            text(lang, "email-subject"),
            &[("title", survey.title(lang))],
        ),
        preheader: format!("{count} {}", localized.word("who-sees")),
        lead: text(lang, lead).to_owned(),
        count,
        question: question_text.text.clone(),
        scores: scores.collect(),
        ends: <[String; 2]>::try_from(question_text.ends.clone()).unwrap_or_default(),
        url: url(None),
        brand: order.brand,
        who_sees: localized.word("who-sees").to_owned(),
        reason: fill(text(lang, reason), &agency),
        personal: match order.invites {
            Invites::Personal => Some(text(lang, "email-personal").to_owned()),
            Invites::None => None,
        },
        unsubscribe: order.service.unsubscribe(),
        postal_address: order.service.postal_address(),
    })
}

/// The first scored question: its index and its scale.
fn scored(survey: &Survey) -> Option<(usize, Scale)> {
    let mut kinds = survey
        .questions()
        .iter()
        .map(|question| question.kind.scale());
    let place = kinds.position(|scale| scale.is_some())?;
    Some((place, survey.questions()[place].kind.scale()?))
}

fn value_name(question_text: &QuestionText, scale: Scale, value: u8) -> Option<String> {
    let place = scale.range().position(|other| other == value)?;
    question_text.values.get(place).cloned()
}

/// The query of the vote page: the score first, right beside the merge field.
fn query(order: &Order<'_>, score: Option<u8>) -> String {
    let mut query = form_urlencoded::Serializer::for_suffix(String::from("?"), 1);
    if let Some(score) = score {
        query.append_pair("score", &score.to_string());
    }
    query.append_pair("lang", order.lang.code());
    query.append_pair("channel", "email");
    if !order.event.is_empty() {
        query.append_pair("event", order.event);
    }
    if let Some(touchpoint) = order.touchpoint {
        query.append_pair("touchpoint", touchpoint.as_str());
    }
    query.finish()
}
