//! `POST /v1/callbacks?survey=`: a request to be called, from a widget, a loader or a program.

use super::due_at;
use super::receipt::status_of;
use super::surveys;
use super::turnstile::{self, Verdict};
use crate::auth::principal::Public;
use crate::ctx::WriteCtx;
use crate::http::body::{BodyLimit, from_form, from_json};
use crate::http::error::{ClientError, Result};
use crate::http::origin::check_origin;
use crate::http::rate_limit::Limit;
use crate::http::response;
#[cfg(test)]
use crate::http::response::ErrorBody;
use crate::outbox;
use crate::platform::clock;
use crate::platform::link_code;
use crate::store::{CallbackWrite, Kept, TurnstileOutage, Written};
use otklik_embed::i18n::texts;
use otklik_embed::page::thanks::DueText;
use otklik_survey::callback::Callback;
use otklik_survey::validation_error::Code;
use otklik_survey::{CallbackDraft, Lang, SubmissionId, Survey, ValidationError};
use serde::Serialize;
use worker::Response;

/// The response to a stored callback request.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema))]
pub struct CallbackReceipt<'a> {
    pub id: &'a str,
    pub rev: u8,
    /// `stored`, `replaced`, `same`, `ignored` (a higher revision is stored) or `cancelled` (by the
    /// visitor; sending it again does not reopen it).
    pub status: &'a str,
    /// The sentence with the due time in the visitor's language; in the past tense once it has passed.
    /// `null` without a due time: the agency does not work within 60 days, or the request is cancelled.
    pub due_text: Option<String>,
    /// UTC milliseconds; the same at every retry.
    pub due_at_ms: Option<i64>,
    /// The visitor's page for cancelling; `null` once it is cancelled.
    pub cancel_url: Option<String>,
}

/// Takes a request to be called.
///
/// 1. Unknown survey: 404.
/// 2. Origin outside the list: 403.
/// 3. Body over 35 KB: 413; not there within 10 s: 408.
/// 4. Not UTF-8, or not JSON of the right shape: 400.
/// 5. Refused: 422.
/// 6. Too many from one network, for one phone or in all: 429.
/// 7. Turnstile, where the deployment has it, does not vouch for a person: 422.
/// 8. One batch; new: 201, the same or replaced or lower or cancelled: 200, another body: 409, done
///    with: 409.
#[cfg_attr(test, utoipa::path(post, path = "/v1/callbacks", operation_id = "callbacks", tag = "visitor",
    params(("survey" = String, Query)),
    request_body(content((CallbackDraft = "application/json"), (String = "application/x-www-form-urlencoded")),
        description = "JSON, also as `text/plain`, which needs no preflight; or the fields of the form at `/c/{survey}`, in UTF-8. 35 KB at most"),
    responses((status = 201, description = "Stored", body = CallbackReceipt),
        (status = 200, description = "Stored before, replaced, ignored for a higher revision, or cancelled by the visitor", body = CallbackReceipt),
        (status = 400, description = "Not UTF-8, or not JSON of this shape", body = ErrorBody),
        (status = 403, description = "The page's origin is not on the list", body = ErrorBody),
        (status = 404, description = "No such survey", body = ErrorBody),
        (status = 409, description = "The id and revision belong to another request; or it was done with, or the time for corrections has passed", body = ErrorBody),
        (status = 408, description = "Not there within 10 seconds", body = ErrorBody),
        (status = 413, description = "Over 35 KB", body = ErrorBody),
        (status = 422, description = "A phone that cannot be called, consent missing", body = ErrorBody),
        (status = 429, description = "Too many within a minute", body = ErrorBody),
        (status = 503, description = "Try again", body = ErrorBody))))]
pub async fn post(mut ctx: WriteCtx<Public>) -> Result<Response> {
    // 1, 2
    let survey = surveys::current(ctx.request.query.get("survey"), &ctx).await?;
    check_origin(&ctx.request, |origin| survey.allows(origin, &ctx.settings))?;
    // 3
    let body = ctx.body_within(BodyLimit::CALLBACK).await?;
    // 4
    let mut draft = if ctx.request.is_form() {
        from_form(&body)?.callback()
    } else {
        from_json::<CallbackDraft>(&body)?
    };
    let token = draft.challenge.take().unwrap_or_default();
    // 5
    let callback = Callback::accept(draft).map_err(ClientError::Rejected)?;
    // 6
    check_rate(&callback, &ctx).await?;
    // 7
    let outage = check_challenge(&callback, &token, &ctx).await?;
    // 8
    let lang = callback.lang().unwrap_or_else(|| ctx.lang());
    let kept = store(&callback, survey, lang, outage, &ctx).await?;
    let (id, rev) = (callback.id(), callback.rev());
    let (http, status) = match kept.written {
        Written::Closed => return Err(ClientError::RequestClosed.into()),
        written => status_of(written, rev)?,
    };
    let (sentence, cancel_url) = match due_at(kept, id, lang, &ctx)? {
        Some(due_at) => (due_at.sentence, Some(due_at.cancel_url)),
        None => (None, None),
    };
    let receipt = CallbackReceipt {
        id: id.as_str(),
        rev,
        status,
        due_at_ms: sentence.as_ref().and(kept.due_at_ms),
        due_text: sentence,
        cancel_url,
    };
    Ok(response::json(http, &receipt)?)
}

/// Due time and cancel link of a stored request; `None` for a cancelled one.
pub fn due_at(
    kept: Kept,
    id: &SubmissionId,
    lang: Lang,
    ctx: &WriteCtx<Public>,
) -> worker::Result<Option<DueText>> {
    if kept.written == Written::Cancelled {
        return Ok(None);
    }
    let (settings, now_ms) = (&ctx.settings, ctx.now_ms);
    let sentence = kept.due_at_ms.map(|due_at_ms| {
        // A retry may arrive after the due time.
        if due_at_ms > now_ms {
            due_at::sentence(lang, kept.by, due_at_ms, settings, now_ms)
        } else {
            due_at::reminder(lang, kept.by, due_at_ms, settings, now_ms)
        }
    });
    Ok(Some(DueText {
        sentence: sentence.transpose()?,
        cancel_url: format!("{}/cancel/{}", settings.public_url, id.as_str()),
    }))
}

/// Counts a request against its limits.
///
/// # Errors
/// `too_many_requests`.
pub async fn check_rate(callback: &Callback, ctx: &WriteCtx<Public>) -> Result<()> {
    let phone_hash = phone_hash(callback, ctx)?;
    ctx.limit(Limit::Callback).await?;
    ctx.limit(Limit::CallbackPhone(&phone_hash)).await?;
    ctx.limit(Limit::Callbacks).await
}

fn phone_hash(callback: &Callback, ctx: &WriteCtx<Public>) -> worker::Result<String> {
    let key = ctx.bindings.link_key()?;
    Ok(link_code::phone_hash(&key, &callback.contact().phone))
}

/// Without a challenge a callback is refused, not quarantined: a bot's quarantined one would promise a call that nobody makes.
///
/// # Errors
/// `challenge_failed`.
pub async fn check_challenge(
    callback: &Callback,
    token: &str,
    ctx: &WriteCtx<Public>,
) -> Result<Option<TurnstileOutage>> {
    match turnstile::verdict(token, callback.id(), ctx).await? {
        Verdict::Vouched => Ok(None),
        Verdict::Unknown(outage) => Ok(Some(outage)),
        Verdict::Refused => {
            let validation_error = ValidationError::new(Code::ChallengeFailed, "challenge");
            Err(ClientError::Rejected(vec![validation_error]).into())
        }
    }
}

/// Stores an accepted request.
pub async fn store(
    callback: &Callback,
    survey: &Survey,
    lang: Lang,
    outage: Option<TurnstileOutage>,
    ctx: &WriteCtx<Public>,
) -> Result<Kept> {
    // The pseudo-language is for reading pages; it is never stored.
    let lang = lang.offered();
    let settings = &ctx.settings;
    let day = clock::day_of(ctx.now_ms, &settings.zone)?;
    let write = CallbackWrite {
        callback,
        survey: survey.id(),
        locale: lang.code(),
        received_at_ms: ctx.now_ms,
        day: &day,
        due_at_ms: due_at::due_at_ms(ctx.now_ms, callback.window(), settings)?,
        consent_url: &settings.consent_url,
        consent_text: texts::text(lang, "callback-consent"),
        keys: &ctx.bindings.contact_keys()?,
        phone_hash: &phone_hash(callback, ctx)?,
        flood: &settings.callback_flood,
        outage,
        destinations: &outbox::destinations(settings),
    };
    ctx.store().put_callback(&write).await
}
