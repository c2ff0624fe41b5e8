//! Requests to be called: taken from visitors, listed for the director.

use crate::guest::due_at;
use crate::guest::submit::{acknowledged, check_origin, from_json};
use crate::guest::turnstile;
use crate::http::error::{Outcome, Refusal};
use crate::http::rate_limit::{self, Limit};
use crate::http::request::{self, Call};
use crate::http::response;
use crate::outbox;
use crate::platform::clock;
use crate::platform::config;
use crate::store::published_surveys;
use crate::store::{CallbackRow, CallbackWrite, Kept, Reader, Store, Written};
use otklik_embed::fields::Fields;
use otklik_embed::i18n::texts;
use otklik_embed::page::thanks::Promised;
use otklik_embed::settings::Settings;
use otklik_survey::callback::{By, Callback, Contact, Lifecycle, Window};
use otklik_survey::validation_error::Code;
use otklik_survey::{CallbackDraft, Lang, Rejection, SubmissionId, Survey, limits};
use serde::Serialize;
use worker::{Env, Request, Response};

/// What a stored request is answered with.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema))]
pub struct CallbackReceipt<'a> {
    pub id: &'a str,
    pub rev: u8,
    /// `stored`, `replaced`, `same`, `ignored` (a higher revision stands) or `cancelled` (by the
    /// visitor; sending it again does not bring it back).
    pub status: &'a str,
    /// The whole sentence in the visitor's language; of a time that has passed it says what had been
    /// promised. `null` where nothing can be promised: the
    /// agency does not work within 60 days, or the request is cancelled.
    pub promise: Option<String>,
    /// UTC milliseconds; the same at every retry.
    pub promised_at_ms: Option<i64>,
    /// The visitor's page for cancelling; `null` once it is cancelled.
    pub cancel_url: Option<String>,
}

/// 1. Unknown survey: 404.
/// 2. Origin outside the list: 403.
/// 3. Body over 16 KB: 413; not there within 10 s: 408.
/// 4. Not JSON of the right shape: 400.
/// 5. Refused: 422.
/// 6. Too many from one network: 429.
/// 7. Turnstile, where the deployment has it, does not vouch for a person: 422.
/// 8. One batch; new: 201, the same or replaced or lower or cancelled: 200, another body: 409, done
///    with: 409.
pub async fn post(
    call: &Call,
    mut request: Request,
    env: &Env,
    settings: &Settings,
) -> Outcome<Response> {
    // 1, 2
    let survey = published_surveys::survey(call.query.get("survey"), call, env).await?;
    check_origin(call, |origin| survey.allows(origin, settings))?;
    // 3
    let body = request::body(call, &mut request).await?;
    // 4
    let mut draft = if call.is_form() {
        Fields::parse(&body).callback()
    } else {
        from_json::<CallbackDraft>(&body)?
    };
    let token = draft.challenge.take().unwrap_or_default();
    // 5
    let callback = Callback::accept(draft).map_err(Refusal::Rejected)?;
    // 6
    rate_limit::check(Limit::Callback, call, env, settings).await?;
    // 7
    check_challenge(&callback, &token, env, settings).await?;
    // 8
    let lang = callback.lang().unwrap_or_else(|| call.lang(settings));
    let kept = store_callback(&callback, survey, lang, call, env, settings).await?;
    let (id, rev) = (callback.id(), callback.rev());
    let (http, status) = match kept.written {
        Written::Closed => return Err(Refusal::RequestClosed.into()),
        written => acknowledged(written, rev)?,
    };
    let told = promised(kept, id, lang, settings)?;
    let (sentence, cancel_url) = match told {
        Some(told) => (told.sentence, Some(told.cancel_url)),
        None => (None, None),
    };
    let receipt = CallbackReceipt {
        id: id.as_str(),
        rev,
        status,
        promised_at_ms: sentence.as_ref().and(kept.promised_at_ms),
        promise: sentence,
        cancel_url,
    };
    Ok(response::json(http, &receipt)?)
}

/// What the visitor is told of a request that stands; nothing of one that was cancelled.
pub fn promised(
    kept: Kept,
    id: &SubmissionId,
    lang: Lang,
    settings: &Settings,
) -> worker::Result<Option<Promised>> {
    if kept.written == Written::Cancelled {
        return Ok(None);
    }
    let sentence = kept.promised_at_ms.map(|at_ms| {
        // A retry may come after the time that it was promised.
        match at_ms > clock::now_ms() {
            true => due_at::sentence(lang, kept.by, at_ms, settings),
            false => due_at::reminder(lang, kept.by, at_ms, settings),
        }
    });
    Ok(Some(Promised {
        sentence: sentence.transpose()?,
        cancel_url: [&settings.public_url, "/cancel/", id.as_str()].concat(),
    }))
}

/// Takes the plain form's fields; a correction by back and send goes one revision higher.
pub async fn store_form(
    typed: &Fields,
    survey: &Survey,
    lang: Lang,
    call: &Call,
    env: &Env,
    settings: &Settings,
) -> Outcome<(Kept, SubmissionId)> {
    let mut draft = typed.callback();
    let token = draft.challenge.take().unwrap_or_default();
    let callback = Callback::accept(draft).map_err(Refusal::Rejected)?;
    check_challenge(&callback, &token, env, settings).await?;
    let id = callback.id().clone();
    let kept = store_callback(&callback, survey, lang, call, env, settings).await?;
    let Written::Other { stored_rev } = kept.written else {
        return Ok((kept, id));
    };
    let Some(corrected) = callback.at_rev(stored_rev + 1) else {
        return Ok((kept, id));
    };
    let kept = store_callback(&corrected, survey, lang, call, env, settings).await?;
    Ok((kept, id))
}

/// A request cannot be set aside as a vote can: somebody would be told a time and never be called.
async fn check_challenge(
    callback: &Callback,
    token: &str,
    env: &Env,
    settings: &Settings,
) -> Outcome<()> {
    match turnstile::vouches(token, callback.id(), env, settings).await? {
        true => Ok(()),
        false => {
            let rejection = Rejection::new(Code::ChallengeFailed, "challenge");
            Err(Refusal::Rejected(vec![rejection]).into())
        }
    }
}

async fn store_callback(
    callback: &Callback,
    survey: &Survey,
    lang: Lang,
    call: &Call,
    env: &Env,
    settings: &Settings,
) -> Outcome<Kept> {
    let received_at_ms = clock::now_ms();
    let day = clock::day_of(received_at_ms, &settings.zone)?;
    let write = CallbackWrite {
        callback,
        survey: survey.id(),
        locale: lang.code(),
        received_at_ms,
        day: &day,
        promised_at_ms: due_at::made_at(received_at_ms, callback.window(), settings)?,
        consent_url: &settings.consent_url,
        consent_text: texts::text(lang, "callback-consent"),
        key: &config::contact_key(env)?,
        targets: &outbox::targets(settings),
    };
    Store::new(env, &call.trace)?.put_callback(&write).await
}

/// A callback as the director reads it.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema))]
pub struct CallbackEntry {
    pub id: String,
    pub survey: String,
    pub state: Lifecycle,
    pub channel: String,
    pub locale: String,
    pub topic: String,
    pub window: Window,
    /// How the visitor wants to be answered.
    pub by: By,
    /// UTC milliseconds.
    pub received_at_ms: i64,
    /// The same moment in the agency's zone, `YYYY-MM-DD HH:MM`.
    pub received_at: String,
    /// By when the visitor was told to be answered, UTC milliseconds; `null` where nothing was said.
    pub promised_at_ms: Option<i64>,
    /// The same moment in the agency's zone, `YYYY-MM-DD HH:MM`.
    pub promised_at: Option<String>,
    /// The promised time has passed, within the last 7 days, and the request is still open.
    pub overdue: bool,
    /// `null` where it was sealed by a key that is gone.
    pub contact: Option<Contact>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema))]
pub struct CallbackList {
    pub zone: String,
    /// Those that are open first, then the newest first; 200 at most.
    pub callbacks: Vec<CallbackEntry>,
}

/// The callbacks, open ones first, with their contacts opened: 200. A callback is no manager's, so that every
/// manager reads all of them.
pub async fn list(env: &Env, settings: &Settings, reader: &Reader) -> Outcome<Response> {
    Ok(response::json(200, &latest(env, settings, reader).await?)?)
}

/// The callbacks, open ones first, then the latest, with their contacts opened.
pub async fn latest(env: &Env, settings: &Settings, reader: &Reader) -> Outcome<CallbackList> {
    let cipher = config::contact_key(env)?.cipher().await?;
    let now_ms = clock::now_ms();
    let mut callbacks = Vec::new();
    for row in reader.callbacks(limits::CALLBACKS_PAGE).await? {
        let contact = cipher.open(&row.sealed, &row.id).await;
        callbacks.push(entry(row, contact, now_ms, settings)?);
    }
    Ok(CallbackList {
        zone: settings.zone.clone(),
        callbacks,
    })
}

fn entry(
    row: CallbackRow,
    contact: Option<Contact>,
    now_ms: i64,
    settings: &Settings,
) -> worker::Result<CallbackEntry> {
    let (received_at_ms, promised_at_ms) = (row.received_at_ms, row.promised_at_ms);
    let promised_at = promised_at_ms.map(|ms| clock::minute_of(ms, &settings.zone));
    Ok(CallbackEntry {
        received_at: clock::minute_of(received_at_ms, &settings.zone)?,
        contact,
        id: row.id,
        survey: row.survey,
        state: row.state,
        channel: row.channel,
        locale: row.locale,
        topic: row.topic,
        window: row.window,
        by: row.by,
        received_at_ms,
        promised_at_ms,
        promised_at: promised_at.transpose()?,
        overdue: promised_at_ms.is_some_and(|ms| row.state.is_overdue(ms, now_ms)),
    })
}
