//! The letter that asks: one score, one tap, for the agency's own mailing service to send.
//!
//! Markup as mail programs read it: tables, styles on the elements, colours on the cells as well,
//! nothing but text to load. What `<style>` adds (dark colours) may be lost; nothing depends on it.

use crate::document::Document;
use crate::look::{Color, Drawing, Look};
use crate::settings::Settings;
use crate::sheet::Wording;
use crate::texts::{counted, fill, text};
use crate::{email_html, sheet};
use otklik_survey::{Audience, Lang, Scale, Survey, Touchpoint};

/// The services whose merge fields and unsubscribe links we know, and one for all others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Service {
    UniSender,
    SendPulse,
    Mailchimp,
    Generic,
}

impl Service {
    pub const ALL: [Service; 4] = [
        Service::UniSender,
        Service::SendPulse,
        Service::Mailchimp,
        Service::Generic,
    ];

    pub const fn word(self) -> &'static str {
        match self {
            Service::UniSender => "unisender",
            Service::SendPulse => "sendpulse",
            Service::Mailchimp => "mailchimp",
            Service::Generic => "generic",
        }
    }

    pub fn from_word(word: &str) -> Option<Service> {
        let mut all = Service::ALL.into_iter();
        all.find(|service| service.word() == word)
    }

    /// The field of a contact that holds the reader's own vote address. A tag of Mailchimp's has ten
    /// characters at most: the name fits all of them.
    pub const fn field(self) -> &'static str {
        match self {
            Service::UniSender | Service::SendPulse | Service::Generic => "otklik_url",
            Service::Mailchimp => "OTKLIK_URL",
        }
    }

    /// What the service replaces by the reader's own vote address.
    pub const fn address(self) -> &'static str {
        match self {
            Service::UniSender | Service::SendPulse | Service::Generic => "{{otklik_url}}",
            Service::Mailchimp => "*|OTKLIK_URL|*",
        }
    }

    /// What the service replaces by the address that ends the mailings.
    pub const fn unsubscribe(self) -> &'static str {
        match self {
            Service::UniSender => "{{UnsubscribeUrl}}",
            Service::SendPulse | Service::Generic => "{{unsubscribe_url}}",
            Service::Mailchimp => "*|UNSUB|*",
        }
    }

    /// What the service replaces by the sender's postal address, where its rules ask for that.
    pub const fn postal_address(self) -> Option<&'static str> {
        match self {
            Service::SendPulse => Some("{{ec_es_email_sender_address}}"),
            Service::Mailchimp => Some("*|LIST:ADDRESSLINE|*"),
            Service::UniSender | Service::Generic => None,
        }
    }
}

/// Whose address the links hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Invites {
    /// Each reader's own, from the service's merge field.
    Personal,
    /// The survey's public one, the same for all.
    None,
}

/// What is asked for.
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

/// One value of the scale.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Score {
    pub value: u8,
    /// Its name where the scale names its values.
    pub label: Option<String>,
    pub url: String,
}

/// What a letter consists of, in one language.
#[derive(Clone, Debug)]
pub struct Letter {
    pub lang: Lang,
    pub subject: String,
    /// What an inbox shows beside the subject.
    pub preheader: String,
    pub lead: String,
    /// How many questions, how long.
    pub count: String,
    pub question: String,
    pub scores: Vec<Score>,
    /// What the lowest and the highest value mean.
    pub ends: [String; 2],
    /// The vote page with nothing chosen.
    pub url: String,
    pub brand: Color,
    /// Who sees the answer.
    pub who_sees: String,
    /// Why the reader got it.
    pub reason: String,
    /// That the links are the reader's own, where they are.
    pub personal: Option<String>,
    pub unsubscribe: &'static str,
    pub postal_address: Option<&'static str>,
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
    reminder.preheader = [text(lang, "email-reminder-preheader"), " ", &first.count].concat();
    text(lang, "email-reminder-lead").clone_into(&mut reminder.lead);
    Some(Letters { first, reminder })
}

fn letter(order: &Order<'_>, settings: &Settings) -> Option<Letter> {
    let Order { survey, lang, .. } = *order;
    let touchpoint = order.touchpoint.or(survey.touchpoint());
    // Its row is numbers whatever forms look like: names of faces would stand under them.
    let look = Look {
        scale: Drawing::Numbers,
        ..survey.look(settings)
    };
    let sheet = sheet::of_survey(survey, lang, touchpoint, look, settings);
    let (question, scale) = scored(survey)?;
    let wording = &sheet.wordings[question];
    let base = match order.invites {
        Invites::Personal => order.service.address().to_owned(),
        Invites::None => [&settings.public_url, "/s/", survey.id()].concat(),
    };
    let url = |score: Option<u8>| [&base, query(order, score).as_str()].concat();
    let scores = scale.range().map(|value| Score {
        value,
        label: value_name(wording, scale, value),
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
        preheader: [&count, " ", sheet.word("who-sees")].concat(),
        lead: text(lang, lead).to_owned(),
        count,
        question: wording.text.clone(),
        scores: scores.collect(),
        ends: <[String; 2]>::try_from(wording.ends.clone()).unwrap_or_default(),
        url: url(None),
        brand: order.brand,
        who_sees: sheet.word("who-sees").to_owned(),
        reason: fill(text(lang, reason), &agency),
        personal: match order.invites {
            Invites::Personal => Some(text(lang, "email-personal").to_owned()),
            Invites::None => None,
        },
        unsubscribe: order.service.unsubscribe(),
        postal_address: order.service.postal_address(),
    })
}

/// The first question that asks for a score: its place and its scale.
fn scored(survey: &Survey) -> Option<(usize, Scale)> {
    let mut kinds = survey
        .questions()
        .iter()
        .map(|question| question.kind.scale());
    let place = kinds.position(|scale| scale.is_some())?;
    Some((place, survey.questions()[place].kind.scale()?))
}

fn value_name(wording: &Wording, scale: Scale, value: u8) -> Option<String> {
    let place = scale.range().position(|other| other == value)?;
    wording.values.get(place).cloned()
}

/// What the vote page is told: the score first, so that the merge field and it stand side by side.
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

/// Scales of more values get one address in the plain text: eleven long lines are no choice.
const LINES_MAX: usize = 7;

impl Letter {
    /// The letter as a whole HTML document.
    pub fn html(&self) -> String {
        email_html::document(self).into_string()
    }

    /// The same for readers of plain text: a line with an address for each score, or one address.
    pub fn plain(&self) -> String {
        let lang = self.lang;
        let [low, high] = &self.ends;
        let mut parts = vec![
            [&self.lead, " ", &self.count].concat(),
            self.question.clone(),
        ];
        let (first, last) = (self.scores.first(), self.scores.last());
        if self.scores.len() <= LINES_MAX {
            parts.push(text(lang, "email-how").to_owned());
            let line = |score: &Score| {
                let end = match score.value {
                    value if first.is_some_and(|first| first.value == value) => Some(low),
                    value if last.is_some_and(|last| last.value == value) => Some(high),
                    _ => None,
                };
                let name = score.label.as_ref().or(end);
                let name = name.map_or(String::new(), |name| [" (", name, ")"].concat());
                [&score.value.to_string(), &name, ": ", &score.url].concat()
            };
            parts.push(self.scores.iter().map(line).collect::<Vec<_>>().join("\n"));
        } else {
            let value =
                |score: Option<&Score>| score.map_or(String::new(), |it| it.value.to_string());
            let values = [
                ("from", value(first)),
                ("low", low.clone()),
                ("to", value(last)),
                ("high", high.clone()),
            ];
            let values: Vec<(&str, &str)> = values
                .iter()
                .map(|(name, value)| (*name, value.as_str()))
                .collect();
            parts.push([&fill(text(lang, "email-pick"), &values), "\n", &self.url].concat());
        }
        parts.push(self.who_sees.clone());
        let personal = self.personal.iter().map(String::as_str);
        let small = [self.reason.as_str()].into_iter().chain(personal);
        parts.push(["-- \n", &small.collect::<Vec<_>>().join(" ")].concat());
        parts.push([text(lang, "email-unsubscribe"), ": ", self.unsubscribe].concat());
        parts.extend(self.postal_address.map(str::to_owned));
        parts.join("\n\n") + "\n"
    }
}
