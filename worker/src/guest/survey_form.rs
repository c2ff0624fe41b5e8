//! `/s/{survey}`: a survey as a plain form, which needs no script.

use super::form::{self, PostedForm, event_title};
use super::intake::Intake;
use super::surveys;
use crate::auth::principal::Public;
use crate::ctx::{Ctx, WriteCtx};
use crate::http::error::{ClientError, Result};
#[cfg(test)]
use crate::http::openapi_query::{LookQuery, VoteQuery};
use crate::platform::link_code;
use crate::store::Written;
use otklik_embed::fields::Fields;
use otklik_embed::page::form_kind::FormKind;
use otklik_embed::page::thanks::Offer;
use otklik_survey::Survey;
use otklik_survey::response::flag::{FormAge, SenderSignals};
use worker::Response;

/// The vote page: a form that needs no script.
///
/// 1. Unknown survey: 404; too many of them from one network: 429.
/// 2. The page: 200.
#[cfg_attr(test, utoipa::path(get, path = "/s/{survey}", operation_id = "vote_page", tag = "guest",
    params(("survey" = String, Path), VoteQuery, LookQuery),
    responses((status = 200, description = "The vote page: a form that needs no script", content_type = "text/html"),
        (status = 404, description = "No such survey", content_type = "text/html"),
        (status = 429, description = "Too many from one network that do not exist", content_type = "text/html"))))]
pub async fn show(ctx: Ctx<Public>) -> Result<Response> {
    // 1
    let lang = ctx.lang();
    let survey = match surveys::current(ctx.param(), &ctx).await {
        Ok(survey) => survey,
        Err(error) => return form::refused_or(error, lang, &ctx),
    };
    // 2
    form::first(FormKind::Survey, survey, &ctx).await
}

/// Takes the form.
#[cfg_attr(test, utoipa::path(post, path = "/s/{survey}", operation_id = "vote", tag = "guest",
    params(("survey" = String, Path)),
    request_body(content = String, content_type = "application/x-www-form-urlencoded", description = "`id`, `rev`, `version`, `lang`, `event`, `touchpoint`, `channel`, `manager`, `reference`; `q.{question}` for each answer, `q.{question}.other` beside a choice; with `language` the page comes in that language, and nothing is stored"),
    responses((status = 200, description = "Stored, or stored before: thanks; or the page in another language", content_type = "text/html"),
        (status = 404, description = "No such survey", content_type = "text/html"),
        (status = 400, description = "The fields are not UTF-8", content_type = "text/html"),
        (status = 409, description = "It can no longer be corrected; the page keeps the answers", content_type = "text/html"),
        (status = 408, description = "Not there within 10 seconds", content_type = "text/html"),
        (status = 413, description = "Longer than its fields can be", content_type = "text/html"),
        (status = 422, description = "The page with errors beside their fields and every answer kept", content_type = "text/html"),
        (status = 429, description = "Too many within a minute; the page keeps the answers", content_type = "text/html"),
        (status = 503, description = "Try again; the page keeps the answers", content_type = "text/html"))))]
pub async fn submit(ctx: WriteCtx<Public>) -> Result<Response> {
    let survey = ctx.param().to_owned();
    submit_from(&survey, Origin::Open, ctx).await
}

/// The link through which a form was opened. Event and invite come from the link, not from the form's fields.
#[derive(Clone, Copy)]
pub enum Origin<'a> {
    /// A public address.
    Open,
    /// An event's guest link.
    Event { code: &'a str, title: &'a str },
    /// A personal link.
    Invite {
        code: &'a str,
        touchpoint: &'a str,
        /// The event's name.
        title: &'a str,
    },
}

/// Takes a form.
///
/// 1. Unknown survey: 404.
/// 2. Body longer than its fields can be: 413; not there within 10 s: 408; not UTF-8: 400.
/// 3. A button of another language: 200, the page in it with every answer kept. Nothing is stored.
/// 4. Refused: 422, the same page with every answer kept and errors beside their fields. Too many: 429.
/// 5. The database is unavailable, or an internal error: 503, the page with every answer kept.
/// 6. Stored, or stored before: 200 and thanks. It can no longer be corrected: 409.
pub async fn submit_from(
    survey: &str,
    origin: Origin<'_>,
    mut ctx: WriteCtx<Public>,
) -> Result<Response> {
    // 1, 2
    let lang = ctx.lang();
    let (survey, mut typed) = match form::receive(FormKind::Survey, survey, &mut ctx).await {
        Ok(received) => received,
        Err(error) => return form::refused_or(error, lang, &ctx),
    };
    let mut intake = Intake::of_form(signals(&typed, origin, &ctx)?, &ctx);
    set_origin(origin, &mut typed);
    let event = match origin {
        Origin::Open => event_title(typed.get("event"), &ctx).await,
        Origin::Event { title, .. } | Origin::Invite { title, .. } => title.to_owned(),
    };
    let kind = FormKind::Survey;
    let (posted, answered) = PostedForm::answering(kind, survey, typed, event, &ctx).await;
    // 3
    if let Some(page) = posted.switched() {
        return page;
    }
    let stored = match answered {
        Ok(survey) => store(survey, &posted.typed, &mut intake).await,
        Err(error) => Err(error),
    };
    match stored {
        // 6
        Ok((Written::Created | Written::Replaced | Written::Same, offer)) => {
            posted.thanks(None, offer)
        }
        Ok((Written::Closed | Written::Cancelled, _)) => {
            posted.again(409, &[], Some("error-correction_closed"))
        }
        Ok((Written::Taken | Written::Other { .. }, _)) => {
            posted.again(409, &[], Some("error-conflict"))
        }
        // 4, 5
        Err(error) => posted.failed(error),
    }
}

fn set_origin(origin: Origin<'_>, typed: &mut Fields) {
    match origin {
        Origin::Open => {}
        Origin::Event { code, .. } => {
            for name in ["touchpoint", "manager", "reference", "invite"] {
                typed.set(name, "");
            }
            // The store finds the event by the code, and counts the vote as the link's.
            typed.set("event", code);
        }
        Origin::Invite {
            code, touchpoint, ..
        } => {
            typed.set("invite", code);
            typed.set("touchpoint", touchpoint);
        }
    }
}

/// The signals of a form's sender.
fn signals(
    typed: &Fields,
    origin: Origin<'_>,
    ctx: &Ctx<Public>,
) -> Result<Option<otklik_survey::response::flag::Flag>> {
    let form = match origin {
        // A form on a host page, or on a cached page, has no form token.
        Origin::Open => FormAge::NotAsked,
        Origin::Event { code, .. } | Origin::Invite { code, .. } => {
            let key = ctx.bindings.link_key()?;
            match link_code::made_at_ms(&key, code, typed.get("form_token")) {
                Some(made_at_ms) => FormAge::Made(ctx.now_ms - made_at_ms),
                None => FormAge::NoToken,
            }
        }
    };
    let user_activation = match (
        super::intake::user_activation_of(typed.get("user_activation")),
        origin,
    ) {
        // A loader's form, posted without its script but with an invite: its page has a script.
        (None, Origin::Open) if !typed.get("invite").is_empty() => Some(false),
        (user_activation, _) => user_activation,
    };
    let signals = SenderSignals {
        user_agent: &ctx.request.header("User-Agent").unwrap_or_default(),
        honeypot_hit: typed.all("honeypot").any(|touched| !touched.is_empty()),
        user_activation,
        form,
    };
    Ok(signals.flag())
}

/// A page without script cannot count its revisions: back, another score and send arrive under the revision
/// that is stored. The last answer is the one that the guest means, so it is stored one revision higher.
async fn store(
    survey: &Survey,
    typed: &Fields,
    intake: &mut Intake<'_>,
) -> Result<(Written, Offer)> {
    let mut submission = typed.submission(survey);
    let token = submission.challenge.take().unwrap_or_default();
    let accepted = survey.accept(submission);
    let response = accepted.map_err(ClientError::Rejected)?;
    let offer = if survey.is_low(&response) {
        Offer::Contact
    } else {
        Offer::Nothing
    };
    intake.check(&response, &token).await?;
    let written = intake.store(&response, survey).await?;
    let Written::Other { stored_rev } = written else {
        return Ok((written, offer));
    };
    match response.at_rev(stored_rev + 1) {
        Some(corrected) => Ok((intake.store(&corrected, survey).await?, offer)),
        None => Ok((written, offer)),
    }
}
