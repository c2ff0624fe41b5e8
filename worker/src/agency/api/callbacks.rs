//! `GET /v1/callbacks`: callbacks with their contacts.

use crate::auth::principal::{Member, Staff};
use crate::auth::role::Records;
use crate::ctx::Ctx;
use crate::http::error::Result;
use crate::http::response;
#[cfg(test)]
use crate::http::response::ErrorBody;
use crate::platform::clock;
use crate::store::{CallbackRow, View};
use otklik_embed::settings::Settings;
use otklik_survey::callback::{By, Contact, Lifecycle, Window};
use otklik_survey::limits;
use serde::Serialize;
use worker::Response;

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
    /// The time by which an answer was promised, UTC milliseconds; `null` where none was.
    pub due_at_ms: Option<i64>,
    /// The same moment in the agency's zone, `YYYY-MM-DD HH:MM`.
    pub due_at: Option<String>,
    /// `due_at` has passed within the last 7 days, and the callback is still open.
    pub overdue: bool,
    /// `null` where it was encrypted under a key that no longer exists.
    pub contact: Option<Contact>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema))]
pub struct CallbackList {
    pub zone: String,
    /// Open ones first, then the newest first; 200 at most.
    pub callbacks: Vec<CallbackEntry>,
}

/// The callbacks, open ones first, with their contacts decrypted: 200.
#[cfg_attr(test, utoipa::path(get, path = "/v1/callbacks", operation_id = "list_callbacks", tag = "director",
    responses((status = 200, description = "200 at most: open ones first, then the newest first; every manager reads all of them", body = CallbackList),
        (status = 401, description = "No token, or an invalid one", body = ErrorBody),
        (status = 403, description = "A token of another role", body = ErrorBody),
        (status = 503, description = "Try again", body = ErrorBody))))]
pub async fn list(ctx: Ctx<Member<Records>>) -> Result<Response> {
    Ok(response::json(200, &latest(&ctx).await?)?)
}

/// The callbacks, open ones first, then the latest, with their contacts decrypted; that is logged before.
pub async fn latest<P: Staff>(ctx: &Ctx<P>) -> Result<CallbackList> {
    let keys = ctx.bindings.contact_keys()?;
    let opener = keys.opener().await?;
    let rows = ctx.reader().callbacks(ctx.scope(), limits::CALLBACKS_PAGE);
    let rows = rows.await?;
    let n = rows.iter().filter(|row| !row.sealed.is_empty()).count();
    if n > 0 {
        ctx.log_view(&View::Contacts { n }).await?;
    }
    let mut callbacks = Vec::new();
    for row in rows {
        let contact = opener.open(&row.key_id, &row.sealed, &row.id).await;
        callbacks.push(entry(row, contact, ctx.now_ms, &ctx.settings)?);
    }
    Ok(CallbackList {
        zone: ctx.settings.zone.clone(),
        callbacks,
    })
}

fn entry(
    row: CallbackRow,
    contact: Option<Contact>,
    now_ms: i64,
    settings: &Settings,
) -> worker::Result<CallbackEntry> {
    let (received_at_ms, due_at_ms) = (row.received_at_ms, row.due_at_ms);
    let due_at = due_at_ms.map(|ms| clock::minute_of(ms, &settings.zone));
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
        due_at_ms,
        due_at: due_at.transpose()?,
        overdue: due_at_ms.is_some_and(|ms| row.state.is_overdue(ms, now_ms)),
    })
}
