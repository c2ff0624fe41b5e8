//! `/v1/surveys/{survey}/email`: the letter that asks, for the agency's mailing service.

use crate::auth::principal::Public;
use crate::ctx::Ctx;
use crate::http::error::{ClientError, Result};
#[cfg(test)]
use crate::http::openapi_query::EmailQuery;
use crate::http::query::named;
use crate::http::response;
#[cfg(test)]
use crate::http::response::ErrorBody;
use crate::store::published_surveys;
use otklik_embed::email::letter::Letter;
use otklik_embed::email::service::Service;
use otklik_embed::email::{self, Invites, Order};
use otklik_embed::fields::Fields;
use otklik_embed::look::color::Color;
use otklik_survey::{Lang, Touchpoint, limits};
use serde::Serialize;
use worker::Response;

/// The letter, ready to paste into a mailing service. `format` decides what `body` is.
#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema))]
#[cfg_attr(test, schema(as = Email))]
pub struct EmailBody {
    survey: &'static str,
    lang: &'static str,
    /// `html` or `text`.
    format: &'static str,
    /// `unisender`, `sendpulse`, `mailchimp` or `generic`.
    esp: &'static str,
    subject: String,
    /// The preview that an inbox shows beside the subject; an HTML body begins with it, hidden.
    preheader: String,
    /// A whole HTML document, or plain text.
    body: String,
    /// Why the reader got the letter; the body contains it.
    reason: String,
    /// The service's merge field of the unsubscribe address; the body contains it.
    unsubscribe: &'static str,
    /// The name of the field of the service's contacts that contains each reader's own vote address without a query.
    /// Only with `invites=personal`.
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<&'static str>,
    /// The links of the score row, from low to high.
    scores: Vec<EmailScore>,
    reminder: EmailReminder,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema))]
pub struct EmailScore {
    score: u8,
    /// The value's name, where the scale names its values.
    #[serde(skip_serializing_if = "Option::is_none")]
    label: Option<String>,
    url: String,
}

/// The one reminder, to those who did not answer: the same letter with another start.
#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema))]
pub struct EmailReminder {
    subject: String,
    preheader: String,
    /// The text that replaces the first letter's thanks.
    lead: String,
    body: String,
}

/// The letter that asks, and its one reminder.
///
/// 1. Unknown survey: 404.
/// 2. A language, format, service, colour, touchpoint or kind of invites that does not exist, or an
///    event's id over 64 characters: 422, with its name.
/// 3. 200, cached by everybody for five minutes: it contains nothing secret, and is the same for all.
#[cfg_attr(test, utoipa::path(get, path = "/v1/surveys/{survey}/email", operation_id = "email", tag = "agency",
    params(("survey" = String, Path), EmailQuery),
    responses((status = 200, description = "The letter that asks, and its one reminder", body = EmailBody),
        (status = 404, description = "No such survey", body = ErrorBody),
        (status = 422, description = "A parameter that does not fit", body = ErrorBody))))]
pub async fn get(ctx: Ctx<Public>) -> Result<Response> {
    // 1
    let settings = &ctx.settings;
    let survey = published_surveys::known(ctx.param())?;
    // 2
    let query = &ctx.request.query;
    let lang = named(query, "lang", Lang::from_tag)?.unwrap_or(settings.default_lang);
    let format = named(query, "format", Format::parse)?.unwrap_or(Format::Html);
    let service = named(query, "esp", Service::parse)?.unwrap_or(Service::Generic);
    let order = Order {
        survey,
        lang,
        service,
        invites: named(query, "invites", parse_invites)?.unwrap_or(Invites::Personal),
        brand: named(query, "brand", Color::parse)?.unwrap_or(survey.look(settings).brand),
        event: event(query)?,
        touchpoint: named(query, "touchpoint", Touchpoint::parse)?,
    };
    let letters = email::letters(&order, settings);
    let letters = letters.ok_or_else(|| ClientError::BadParameter("survey".to_owned()))?;
    // 3
    let (first, reminder) = (letters.first, letters.reminder);
    let body = EmailBody {
        survey: survey.id(),
        lang: lang.code(),
        format: format.as_str(),
        esp: service.word(),
        body: format.of(&first),
        subject: first.subject,
        preheader: first.preheader,
        reason: first.reason,
        unsubscribe: first.unsubscribe,
        field: match order.invites {
            Invites::Personal => Some(service.field()),
            Invites::None => None,
        },
        scores: first
            .scores
            .into_iter()
            .map(|score| EmailScore {
                score: score.value,
                label: score.label,
                url: score.url,
            })
            .collect(),
        reminder: EmailReminder {
            body: format.of(&reminder),
            subject: reminder.subject,
            preheader: reminder.preheader,
            lead: reminder.lead,
        },
    };
    let kind = "application/json; charset=utf-8";
    Ok(response::builder(200, kind, "public, max-age=300")?.from_json(&body)?)
}

#[derive(Clone, Copy)]
enum Format {
    Html,
    Text,
}

impl Format {
    const fn as_str(self) -> &'static str {
        match self {
            Format::Html => "html",
            Format::Text => "text",
        }
    }

    fn parse(name: &str) -> Option<Format> {
        [Format::Html, Format::Text]
            .into_iter()
            .find(|format| format.as_str() == name)
    }

    fn of(self, letter: &Letter) -> String {
        match self {
            Format::Html => letter.html(),
            Format::Text => letter.plain(),
        }
    }
}

fn parse_invites(name: &str) -> Option<Invites> {
    match name {
        "personal" => Some(Invites::Personal),
        "none" => Some(Invites::None),
        _ => None,
    }
}

/// The event's id; empty where none is given.
///
/// # Errors
/// It is longer than 64 characters.
pub fn event(query: &Fields) -> Result<&str, ClientError> {
    let event = query.get("event");
    if event.chars().count() > limits::EVENT_MAX_CHARS {
        return Err(ClientError::BadParameter("event".to_owned()));
    }
    Ok(event)
}
