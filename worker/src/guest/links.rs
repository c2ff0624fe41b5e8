//! `/e/{code}`, the link for all guests of an event, and `/r/{code}`, a personal link (invite).
//!
//! A guest link accepts votes from the event's creation to the end of its last day: people try a QR code before
//! they print it, and a link that does not open looks broken. A malformed code, an unknown, revoked or expired one
//! and that of a cancelled event cost the same look-up and get the same response; that an invite was used is
//! visible only to whoever submits through it.

use super::form::{self, First};
use super::intake::checked;
use super::survey_form::{Origin, submit_from};
use crate::auth::principal::Public;
use crate::ctx::{Ctx, WriteCtx};
use crate::http::error::{ClientError, Error, Result};
#[cfg(test)]
use crate::http::openapi_query::{GuestQuery, LookQuery};
use crate::http::origin::back_of;
use crate::http::rate_limit::Limit;
use crate::http::response;
use crate::platform::clock;
use crate::platform::link_code;
use crate::store::published_surveys;
use otklik_embed::fields::Fields;
use otklik_embed::i18n::texts;
use otklik_embed::page;
use otklik_embed::page::form_kind::FormKind;
use otklik_embed::survey_doc::surveys::EVENT_SURVEY;
use otklik_survey::Channel;
use worker::Response;

/// Whose link it is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum LinkKind {
    /// Every guest's of an event.
    Event,
    /// One person's.
    Invite,
}

/// The target of a link.
struct Found {
    survey: String,
    touchpoint: String,
    /// The event's name; empty where it was never entered.
    title: String,
}

/// Shows the form of an event's guests.
#[cfg_attr(test, utoipa::path(get, path = "/e/{code}", operation_id = "guest_page", tag = "guest",
    params(("code" = String, Path, description = "12 characters of base58"), GuestQuery),
    responses((status = 200, description = "The guest's form of the code's event; it needs no script", content_type = "text/html"),
        (status = 404, description = "No link that takes votes: never given out, its time passed, the event cancelled", content_type = "text/html"),
        (status = 429, description = "Too many links that lead nowhere from one network", content_type = "text/html"))))]
pub async fn show_event(ctx: Ctx<Public>) -> Result<Response> {
    show(LinkKind::Event, ctx).await
}

/// Shows the form of one person's invite.
#[cfg_attr(test, utoipa::path(get, path = "/r/{code}", operation_id = "invite_page", tag = "guest",
    params(("code" = String, Path), ("score" = Option<u8>, Query, description = "Preselects a score; it never votes"),
        ("lang" = Option<otklik_survey::Lang>, Query), LookQuery),
    responses((status = 200, description = "The form of one person's invite, used or not; it needs no script", content_type = "text/html"),
        (status = 404, description = "No link that takes answers: never issued, its time passed, revoked", content_type = "text/html"),
        (status = 429, description = "Too many links that lead nowhere from one network", content_type = "text/html"))))]
pub async fn show_invite(ctx: Ctx<Public>) -> Result<Response> {
    show(LinkKind::Invite, ctx).await
}

/// Takes the form of an event's guest.
#[cfg_attr(test, utoipa::path(post, path = "/e/{code}", operation_id = "guest_vote", tag = "guest",
    params(("code" = String, Path, description = "12 characters of base58")),
    request_body(content = String, content_type = "application/x-www-form-urlencoded", description = "As `/s/{survey}`; the event is the code's, whatever `event` says. `form_token` is the page's own"),
    responses((status = 200, description = "Stored, or stored before: thanks", content_type = "text/html"),
        (status = 404, description = "No link that takes votes", content_type = "text/html"),
        (status = 400, description = "The fields are not UTF-8", content_type = "text/html"),
        (status = 409, description = "It can no longer be corrected; the page keeps the answers", content_type = "text/html"),
        (status = 408, description = "Not there within 10 seconds", content_type = "text/html"),
        (status = 413, description = "Longer than its fields can be", content_type = "text/html"),
        (status = 422, description = "The page with errors beside their fields and every answer kept", content_type = "text/html"),
        (status = 429, description = "Too many within a minute; the page keeps the answers", content_type = "text/html"),
        (status = 503, description = "Try again; the page keeps the answers", content_type = "text/html"))))]
pub async fn submit_event(ctx: WriteCtx<Public>) -> Result<Response> {
    submit(LinkKind::Event, ctx).await
}

/// Takes the form of one person's invite.
#[cfg_attr(test, utoipa::path(post, path = "/r/{code}", operation_id = "invite_vote", tag = "guest",
    params(("code" = String, Path)),
    request_body(content = String, content_type = "application/x-www-form-urlencoded", description = "As `/s/{survey}`; event, touchpoint and channel are the invite's. `form_token` is the page's own"),
    responses((status = 200, description = "Stored, or stored before: thanks", content_type = "text/html"),
        (status = 404, description = "No link that takes answers", content_type = "text/html"),
        (status = 400, description = "The fields are not UTF-8", content_type = "text/html"),
        (status = 409, description = "It can no longer be corrected; the page keeps the answers", content_type = "text/html"),
        (status = 408, description = "Not there within 10 seconds", content_type = "text/html"),
        (status = 413, description = "Longer than its fields can be", content_type = "text/html"),
        (status = 422, description = "The page with errors beside their fields and every answer kept", content_type = "text/html"),
        (status = 429, description = "Too many within a minute; the page keeps the answers", content_type = "text/html"),
        (status = 503, description = "Try again; the page keeps the answers", content_type = "text/html"))))]
pub async fn submit_invite(ctx: WriteCtx<Public>) -> Result<Response> {
    submit(LinkKind::Invite, ctx).await
}

/// Shows the form. What it is about follows from the code: the address may name channel, language, look and a
/// score to preselect, and nothing else.
///
/// 1. No link that takes answers: 404; too many of them from one network: 429.
/// 2. The page: 200.
async fn show(kind: LinkKind, ctx: Ctx<Public>) -> Result<Response> {
    // 1
    let code = ctx.param();
    let Some(found) = find(kind, code, &ctx).await? else {
        return missing(&ctx).await;
    };
    // 2
    let given = &ctx.request.query;
    let mut query = Fields::default();
    for name in ["score", "brand", "radius", "scheme", "scale"] {
        query.set(name, given.get(name));
    }
    let channel = Channel::parse(given.get("channel")).unwrap_or(Channel::Qr);
    let invite = match kind {
        LinkKind::Event => {
            query.set("channel", channel.as_str());
            ""
        }
        LinkKind::Invite => {
            query.set("touchpoint", found.touchpoint);
            code
        }
    };
    let survey = published_surveys::current(&found.survey, ctx.reader()).await?;
    let key = ctx.bindings.link_key()?;
    // A person who was handed the hidden link sees no form there, but a link to the page without it.
    let honeypot = if given.get("honeypot").is_empty() {
        ""
    } else {
        "1"
    };
    // As late as possible: the database's time must not count as a person's reading time.
    let form_token = link_code::form_token(&key, code, clock::now_ms());
    let own = [
        ("form_token", form_token.as_str()),
        ("honeypot", honeypot),
        ("invite", invite),
    ];
    let first = First {
        kind: FormKind::Survey,
        survey,
        query: &query,
        own: &own,
        event: &found.title,
    };
    first.respond(ctx.lang(), &ctx.settings)
}

/// Takes the form, as [`submit_from`] does, for the event or invite of the code.
///
/// 1. No link that takes answers: 404; too many of them from one network: 429.
/// 2. As the vote page.
async fn submit(kind: LinkKind, ctx: WriteCtx<Public>) -> Result<Response> {
    // 1
    let code = ctx.param().to_owned();
    let Some(found) = find(kind, &code, &ctx).await? else {
        return missing(&ctx).await;
    };
    // 2
    let code = code.as_str();
    let origin = match kind {
        LinkKind::Event => Origin::Event {
            code,
            title: &found.title,
        },
        LinkKind::Invite => Origin::Invite {
            code,
            touchpoint: &found.touchpoint,
            title: &found.title,
        },
    };
    submit_from(&found.survey, origin, ctx).await
}

async fn find(kind: LinkKind, code: &str, ctx: &Ctx<Public>) -> Result<Option<Found>> {
    let (reader, today) = (ctx.reader(), ctx.today()?);
    // A malformed code is looked up too, so that its response takes as long.
    let code = checked(code);
    Ok(match kind {
        LinkKind::Event => reader
            .event_of_code(code, &today)
            .await?
            .map(|title| Found {
                survey: EVENT_SURVEY.to_owned(),
                touchpoint: String::new(),
                title,
            }),
        LinkKind::Invite => reader.invite(code, &today).await?.map(|invite| Found {
            survey: invite.survey,
            touchpoint: invite.touchpoint,
            title: invite.event_title,
        }),
    })
}

async fn missing(ctx: &Ctx<Public>) -> Result<Response> {
    let lang = ctx.lang();
    match ctx.limit(Limit::Miss).await {
        Ok(()) => {}
        Err(Error::ClientError(client_error)) => {
            return form::refused(&client_error, lang, ctx);
        }
        Err(error) => return Err(error),
    }
    let sentence = texts::text(lang, "error-unknown_link");
    let page = page::message(
        lang,
        &ctx.settings,
        sentence,
        back_of(&ctx.request, &ctx.settings).as_ref(),
    );
    Ok(response::page(
        ClientError::UnknownLink.status(),
        lang,
        &page,
    )?)
}
