//! `/director/events`: the list, an event's form, and its links and texts to copy.

use super::event_form::{Showing, draft_of, fields_of, page};
use super::event_list;
use super::layout::see_other;
use super::sign_in::why;
use crate::agency::api::{events, invites};
use crate::auth::principal::{Director, FormSender};
use crate::ctx::{Ctx, WriteCtx};
use crate::http::body::{BodyLimit, from_form};
use crate::http::error::{ClientError, Error, Result};
#[cfg(test)]
use crate::http::openapi_query::EventsQuery;
use crate::http::response;
#[cfg(test)]
use crate::http::response::ErrorBody;
use crate::platform::random;
use crate::store::{EventFilter, Replaces};
use otklik_embed::fields::Fields;
use otklik_embed::i18n::texts;
use otklik_survey::{Code, ValidationError, csv};
use std::rc::Rc;
use worker::Response;

/// The events, those without an answer, each manager's share of events with answers.
///
/// 1. A parameter that does not fit: 422, the list without it.
/// 2. 200.
#[cfg_attr(test, utoipa::path(get, path = "/director/events", operation_id = "event_list", tag = "director",
    params(EventsQuery, ("lang" = Option<otklik_survey::Lang>, Query)),
    responses((status = 200, description = "The list of events", content_type = "text/html"),
        (status = 303, description = "Not signed in: to the sign-in form"),
        (status = 422, description = "A parameter that does not fit; the list without it", content_type = "text/html"))))]
pub async fn list(ctx: Ctx<Director>) -> Result<Response> {
    // 1
    let (lang, query) = (ctx.lang(), &ctx.request.query);
    let (status, filter) = match events::filter(query) {
        Ok(filter) => (200, filter),
        Err(_) => (422, EventFilter::default()),
    };
    // 2
    let listed = events::page(&filter, &ctx).await?;
    let over = ctx.reader().events_over(ctx.scope(), &ctx.today()?).await?;
    let page = event_list::page(lang, query, &listed, &over, &ctx.settings);
    Ok(response::personal_page(status, lang, &page)?)
}

/// The form of a new event, with a proposed id: 200.
#[cfg_attr(test, utoipa::path(get, path = "/director/events/new", operation_id = "event_form", tag = "director",
    params(("lang" = Option<otklik_survey::Lang>, Query)),
    responses((status = 200, description = "The form of a new event", content_type = "text/html"),
        (status = 303, description = "Not signed in: to the sign-in form"))))]
pub async fn blank(ctx: Ctx<Director>) -> Result<Response> {
    let settings = &ctx.settings;
    let mut typed = Fields::default();
    typed.set("id", format!("ev-{}", hex::encode(random::bytes::<4>()?)));
    typed.set("zone", settings.zone.as_str());
    let lang = ctx.lang();
    let showing = Showing::new(lang, &typed, settings);
    Ok(response::personal_page(200, lang, &page(&showing))?)
}

/// An event's form, and its links and texts to copy.
///
/// 1. No such event: 404.
/// 2. 200.
#[cfg_attr(test, utoipa::path(get, path = "/director/events/{id}", operation_id = "event_page", tag = "director",
    params(("id" = String, Path), ("lang" = Option<otklik_survey::Lang>, Query)),
    responses((status = 200, description = "The event's form, its links and texts", content_type = "text/html"),
        (status = 303, description = "Not signed in: to the sign-in form"),
        (status = 404, description = "No such event", content_type = "text/html"))))]
pub async fn show(ctx: Ctx<Director>) -> Result<Response> {
    // 1
    let (id, lang, settings) = (ctx.param(), ctx.lang(), &ctx.settings);
    let Some(row) = ctx.reader().event(ctx.scope(), id).await? else {
        return missing(&ctx);
    };
    // 2
    let event = events::entry(row, settings);
    let typed = fields_of(&event);
    let today = ctx.today()?;
    let showing = Showing {
        event: Some((&event, &today)),
        id: Some(id),
        is_saved: ctx.request.query.get("saved") == "1",
        ..Showing::new(lang, &typed, settings)
    };
    Ok(response::personal_page(200, lang, &page(&showing))?)
}

/// Stores the form of a new event.
#[cfg_attr(test, utoipa::path(post, path = "/director/events/new", operation_id = "make_event", tag = "director",
    request_body(content = String, content_type = "application/x-www-form-urlencoded", description = "`id` and the fields of `EventDraft`"),
    responses((status = 303, description = "Stored, or stored before: to its page"),
        (status = 401, description = "Not signed in; the form with everything typed", content_type = "text/html"),
        (status = 403, description = "Sent by a page of another site", content_type = "text/html"),
        (status = 408, description = "The body did not arrive within 10 seconds", body = ErrorBody),
        (status = 400, description = "The fields are not UTF-8", body = ErrorBody),
        (status = 413, description = "Over 16 KB", body = ErrorBody),
        (status = 422, description = "Errors beside their fields, everything typed kept", content_type = "text/html"),
        (status = 503, description = "Try again; the page keeps what was typed", content_type = "text/html"))))]
pub async fn create(ctx: WriteCtx<FormSender>) -> Result<Response> {
    store(None, ctx).await
}

/// Stores an event's form.
#[cfg_attr(test, utoipa::path(post, path = "/director/events/{id}", operation_id = "save_event", tag = "director",
    params(("id" = String, Path)),
    request_body(content = String, content_type = "application/x-www-form-urlencoded", description = "The fields of `EventDraft`"),
    responses((status = 303, description = "Stored: to its page"),
        (status = 401, description = "Not signed in; the form with everything typed", content_type = "text/html"),
        (status = 403, description = "Sent by a page of another site", content_type = "text/html"),
        (status = 404, description = "No such event", content_type = "text/html"),
        (status = 408, description = "The body did not arrive within 10 seconds", body = ErrorBody),
        (status = 400, description = "The fields are not UTF-8", body = ErrorBody),
        (status = 413, description = "Over 16 KB", body = ErrorBody),
        (status = 422, description = "Errors beside their fields, everything typed kept", content_type = "text/html"),
        (status = 503, description = "Try again; the page keeps what was typed", content_type = "text/html"))))]
pub async fn save(ctx: WriteCtx<FormSender>) -> Result<Response> {
    let id = ctx.param().to_owned();
    store(Some(&id), ctx).await
}

/// Stores the form of the event `id`, or of a new one.
///
/// 1. Body over 16 KB: 413; not UTF-8: 400.
/// 2. No session, or one used from another site: 401 or 403, the form with everything typed; unknown while the database
///    is unavailable: as 5.
/// 3. Refused: 422, errors beside their fields. A new event under the id of another: the same.
/// 4. No such event: 404.
/// 5. The database is unavailable, or an internal error: 503, the form with everything typed.
/// 6. Stored, or stored before: 303 to its page.
async fn store(id: Option<&str>, mut ctx: WriteCtx<FormSender>) -> Result<Response> {
    // 1
    let body = ctx.body().await?;
    let typed = from_form(&body)?;
    let (lang, settings) = (ctx.lang(), Rc::clone(&ctx.settings));
    let again = |status: u16, errors: &[ValidationError], notice: Option<&str>| {
        let showing = Showing {
            id,
            errors,
            notice,
            ..Showing::new(lang, &typed, &settings)
        };
        response::personal_page(status, lang, &page(&showing))
    };
    // 2
    let unavailable = |error: Error| {
        error.log();
        let mut response = again(503, &[], Some(texts::text(lang, "error-unavailable")))?;
        response.headers_mut().set("Retry-After", "10")?;
        Ok(response)
    };
    let ctx = match ctx.into_director() {
        Ok(ctx) => ctx,
        Err(Error::ClientError(client_error)) => {
            let why = texts::text(lang, why(&client_error));
            return Ok(again(client_error.status(), &[], Some(why))?);
        }
        Err(error) => return unavailable(error),
    };
    // 3
    let new_id = id.unwrap_or_else(|| typed.get("id").trim());
    let event = match events::accepted(new_id, draft_of(&typed), &settings) {
        Ok(event) => event,
        Err(errors) => return Ok(again(422, &errors, None)?),
    };
    let replaces = id.map_or(Replaces::Nothing, |_| Replaces::Existing);
    match events::store(&event, replaces, &ctx).await {
        Ok(kept) if kept.row.equals(&event) => {
            // 6
            let (id, lang) = (event.id(), lang.code());
            see_other(&format!("/director/events/{id}?lang={lang}&saved=1"))
        }
        Ok(_) => {
            let taken = ValidationError::new(Code::EventExists, "id");
            Ok(again(422, &[taken], None)?)
        }
        // 4
        Err(Error::ClientError(ClientError::UnknownEvent)) => missing(&ctx),
        Err(Error::ClientError(client_error)) => Err(client_error.into()),
        // 5
        Err(error) => unavailable(error),
    }
}

/// Issues personal links for the event `id`, by the form on its page.
///
/// 1. Body over 1.5 MB: 413; not UTF-8: 400.
/// 2. No such event: 404.
/// 3. Refused: 422; the database is unavailable: 503; the event's page with the typed values and the error.
/// 4. The table, to be downloaded: 200.
#[cfg_attr(test, utoipa::path(post, path = "/director/events/{id}/invites", operation_id = "order_invites", tag = "director",
    params(("id" = String, Path)),
    request_body(content = String, content_type = "application/x-www-form-urlencoded", description = "`survey`, and `references` (one a line) or `count`"),
    responses((status = 200, description = "`ref,url`, to be downloaded", content_type = "text/csv"),
        (status = 401, description = "Not signed in", content_type = "text/html"),
        (status = 403, description = "Sent by a page of another site", content_type = "text/html"),
        (status = 404, description = "No such event", content_type = "text/html"),
        (status = 408, description = "The body did not arrive within a minute", body = ErrorBody),
        (status = 400, description = "The fields are not UTF-8", body = ErrorBody),
        (status = 413, description = "Over 1.5 MB", body = ErrorBody),
        (status = 422, description = "The event's page with the error", content_type = "text/html"))))]
pub async fn invite(mut ctx: WriteCtx<Director>) -> Result<Response> {
    // 1
    let body = ctx.body_within(BodyLimit::INVITES).await?;
    let typed = from_form(&body)?;
    // 2
    let (id, settings) = (ctx.param(), &ctx.settings);
    let Some(row) = ctx.reader().event(ctx.scope(), id).await? else {
        return missing(&ctx);
    };
    // 3
    let references = csv::first_column(typed.get("references").as_bytes());
    let draft = invites::draft_of(&typed, references);
    let issued = match invites::survey_of(&typed) {
        Ok(survey) => invites::issue(&row, survey, &draft, &ctx).await,
        Err(client_error) => Err(client_error.into()),
    };
    let error = match issued {
        // 4
        Ok(table) => return Ok(table),
        Err(error) => error,
    };
    error.log();
    let lang = ctx.lang();
    let (status, sentence, line) = match &error {
        Error::ClientError(client_error) => {
            let field = client_error.field().unwrap_or_default();
            (
                client_error.status(),
                response::sentence(client_error, lang, ""),
                field.strip_prefix("references."),
            )
        }
        Error::Unavailable(_) | Error::Internal(_) => {
            (503, texts::error(lang, "unavailable", ""), None)
        }
    };
    let mistake = match line {
        Some(line) => format!("{line}: {sentence}"),
        None => sentence,
    };
    let event = events::entry(row, settings);
    let mut fields = fields_of(&event);
    for name in ["references", "count", "survey"] {
        fields.set(name, typed.get(name));
    }
    let today = ctx.today()?;
    let showing = Showing {
        event: Some((&event, &today)),
        id: Some(id),
        invites_error: Some(mistake),
        ..Showing::new(lang, &fields, settings)
    };
    Ok(response::personal_page(status, lang, &page(&showing))?)
}

fn missing(ctx: &Ctx<Director>) -> Result<Response> {
    let lang = ctx.lang();
    let sentence = texts::text(lang, "error-unknown_event");
    let page = otklik_embed::page::message(lang, &ctx.settings, sentence, None);
    Ok(response::personal_page(404, lang, &page)?)
}
