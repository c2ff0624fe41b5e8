//! Requests to be called: taken from visitors, listed for the director.

use crate::answer;
use crate::call::{self, Call};
use crate::clock;
use crate::config;
use crate::refusal::{Outcome, Refusal};
use crate::responses::{check_origin, from_json, receipt, survey_of};
use crate::session;
use crate::store::{CallbackRow, CallbackWrite, Reader, Store, Written};
use otklik_embed::fields::Fields;
use otklik_embed::settings::Settings;
use otklik_embed::texts;
use otklik_survey::callback::{Callback, Contact, Lifecycle, Window};
use otklik_survey::{CallbackDraft, Lang, Survey, limits};
use serde::Serialize;
use worker::{Env, Request, Response};

/// 1. Unknown survey, or one without callbacks: 404.
/// 2. Origin outside the list: 403.
/// 3. Body over 16 KB: 413.
/// 4. Not JSON of the right shape: 400.
/// 5. Refused: 422.
/// 6. One batch; new: 201, the same or replaced or lower: 200, another body: 409.
pub async fn post(
    call: &Call,
    mut request: Request,
    env: &Env,
    settings: &Settings,
    store: &Store,
) -> Outcome<Response> {
    // 1, 2
    let survey = survey_of(call.query.get("survey"))?;
    if !survey.has_callback() {
        return Err(Refusal::UnknownSurvey.into());
    }
    check_origin(call, settings)?;
    // 3
    let body = call::body(call, &mut request).await?;
    // 4
    let draft = if call.is_form() {
        Fields::parse(&body).callback()
    } else {
        from_json::<CallbackDraft>(&body)?
    };
    // 5
    let callback = Callback::accept(draft).map_err(Refusal::Rejected)?;
    // 6
    let lang = callback.lang().unwrap_or_else(|| call.lang(settings));
    let written = store_callback(&callback, survey, lang, env, settings, store).await?;
    receipt(written, callback.id().as_str(), callback.rev())
}

/// Takes the plain form's fields; a correction by back and send goes one revision higher.
pub async fn store_form(
    typed: &Fields,
    survey: &Survey,
    lang: Lang,
    env: &Env,
    settings: &Settings,
    store: &Store,
) -> Outcome<Written> {
    let callback = Callback::accept(typed.callback()).map_err(Refusal::Rejected)?;
    let written = store_callback(&callback, survey, lang, env, settings, store).await?;
    let Written::Other { stored_rev } = written else {
        return Ok(written);
    };
    match callback.at_rev(stored_rev + 1) {
        Some(corrected) => store_callback(&corrected, survey, lang, env, settings, store).await,
        None => Ok(written),
    }
}

async fn store_callback(
    callback: &Callback,
    survey: &Survey,
    lang: Lang,
    env: &Env,
    settings: &Settings,
    store: &Store,
) -> Outcome<Written> {
    let received_at_ms = clock::now_ms();
    let day = clock::day_of(received_at_ms, &settings.zone)?;
    let write = CallbackWrite {
        callback,
        survey: survey.id(),
        locale: lang.code(),
        received_at_ms,
        day: &day,
        consent_url: &settings.consent_url,
        consent_text: texts::text(lang, "callback-consent"),
        key: &config::contact_key(env)?,
    };
    store.put_callback(&write).await
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
    /// UTC milliseconds.
    pub received_at_ms: i64,
    /// The same moment in the agency's zone, `YYYY-MM-DD HH:MM`.
    pub received_at: String,
    /// `null` where it was sealed by a key that is gone.
    pub contact: Option<Contact>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema))]
pub struct CallbackList {
    pub zone: String,
    /// Newest first, 200 at most.
    pub callbacks: Vec<CallbackEntry>,
}

/// 1. No right to read: 401.
/// 2. The latest callbacks with their contacts opened: 200.
pub async fn list(
    call: &Call,
    env: &Env,
    settings: &Settings,
    reader: &Reader,
) -> Outcome<Response> {
    // 1
    session::require_director(call, env)?;
    // 2
    Ok(answer::json(200, &latest(env, settings, reader).await?)?)
}

/// The latest callbacks with their contacts opened.
pub async fn latest(env: &Env, settings: &Settings, reader: &Reader) -> Outcome<CallbackList> {
    let key = config::contact_key(env)?;
    let rows = reader.callbacks(limits::CALLBACKS_PAGE).await?;
    let entry = |row: CallbackRow| -> worker::Result<CallbackEntry> {
        let received_at_ms = row.received_at_ms as i64;
        Ok(CallbackEntry {
            received_at: clock::minute_of(received_at_ms, &settings.zone)?,
            contact: row.sealed.and_then(|sealed| key.open(&sealed, &row.id)),
            id: row.id,
            survey: row.survey,
            state: row.state,
            channel: row.channel,
            locale: row.locale,
            topic: row.topic,
            window: row.call_window,
            received_at_ms,
        })
    };
    let callbacks: worker::Result<Vec<_>> = rows.into_iter().map(entry).collect();
    Ok(CallbackList {
        zone: settings.zone.clone(),
        callbacks: callbacks?,
    })
}
