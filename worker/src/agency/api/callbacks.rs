//! `GET /v1/callbacks`: requests to be called with their contacts, page by page.

use super::ids::{Ids, cursor_id, parse_cursor_id};
use crate::auth::principal::{Member, Staff};
use crate::auth::role::Records;
use crate::ctx::Ctx;
use crate::http::error::{ClientError, Result};
use crate::http::query::{check, named};
use crate::http::response;
#[cfg(test)]
use crate::http::response::ErrorBody;
use crate::platform::clock;
use crate::platform::contact_cipher::Opener;
use crate::store::{CallbackCursor, CallbackQueue, CallbackRow, SealedContact, View};
use otklik_embed::fields::Fields;
use otklik_embed::settings::Settings;
use otklik_survey::callback::{By, Contact, Lifecycle, Window};
use otklik_survey::limits;
use serde::Serialize;
use worker::Response;

/// A request as the director reads it: all that one phone sent while it was open.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema))]
pub struct CallbackEntry {
    /// Of its first callback: for the director the id that the visitor's device minted; for others a pseudonym, because
    /// whoever knows the id can correct and cancel the request.
    pub id: String,
    pub survey: String,
    pub state: Lifecycle,
    pub channel: String,
    pub locale: String,
    pub window: Window,
    /// How the visitor wants to be answered.
    pub by: By,
    /// How often the phone asked for this call; 100 at most.
    pub times: u32,
    /// UTC milliseconds.
    pub received_at_ms: i64,
    /// The same moment in the agency's zone, `YYYY-MM-DD HH:MM`.
    pub received_at: String,
    /// The time by which an answer was promised, UTC milliseconds; `null` where none was.
    pub due_at_ms: Option<i64>,
    /// The same moment in the agency's zone, `YYYY-MM-DD HH:MM`.
    pub due_at: Option<String>,
    /// `due_at` has passed within the last 7 days, and nobody has tried to reach the visitor.
    pub overdue: bool,
    /// How often somebody tried to reach the visitor.
    pub attempts: u32,
    /// What was done, the latest first: ten steps at most.
    pub events: Vec<CaseEvent>,
    /// The latest that the phone sent; `null` where it was encrypted under a key that no longer exists.
    pub contact: Option<Contact>,
    /// What the phone sent before, the latest first: four at most, the first time among them.
    pub earlier: Vec<Contact>,
}

/// A step of a request.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema))]
pub struct CaseEvent {
    /// UTC milliseconds.
    pub at_ms: i64,
    /// The same moment in the agency's zone, `YYYY-MM-DD HH:MM`.
    pub at: String,
    /// `taken`, `attempt`, `closed` or `reopened`.
    pub kind: String,
    /// The result of an attempt, the outcome of a closed request; else empty.
    pub word: String,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema))]
pub struct CallbackList {
    pub zone: String,
    /// Open ones first, then the newest first.
    pub callbacks: Vec<CallbackEntry>,
    /// Open requests of a flood, which are listed with `quarantined=true` alone; 1,000 at most.
    pub quarantined: u32,
    /// The value of `after` for the next page; absent on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// The callbacks, open ones first, with their contacts decrypted.
///
/// 1. A parameter that does not fit: 422.
/// 2. A page: 200.
#[cfg_attr(test, utoipa::path(get, path = "/v1/callbacks", operation_id = "list_callbacks", tag = "director",
    params(("limit" = Option<u32>, Query, description = "1-200 of a page; 200 where it is not named"),
        ("after" = Option<String>, Query, description = "`next` of the page before"),
        ("quarantined" = Option<bool>, Query, description = "`true`: those of a flood instead, and the cleared ones")),
    responses((status = 200, description = "A page: open ones first, then the newest first; every manager reads all of them", body = CallbackList),
        (status = 401, description = "No token, or an invalid one", body = ErrorBody),
        (status = 403, description = "A token of another role", body = ErrorBody),
        (status = 422, description = "An unknown, repeated or invalid parameter", body = ErrorBody),
        (status = 503, description = "Try again", body = ErrorBody))))]
pub async fn list(ctx: Ctx<Member<Records>>) -> Result<Response> {
    // 1
    let query = &ctx.request.query;
    check(query, &["limit", "after", "quarantined"])?;
    let page = CallbackPage::parse(query)?;
    // 2
    Ok(response::json(200, &page.read(&ctx).await?)?)
}

/// Which page of callbacks is asked for.
pub struct CallbackPage {
    pub queue: CallbackQueue,
    after: Option<CallbackCursor>,
    limit: u32,
}

impl CallbackPage {
    /// The first page of the ordinary queue.
    pub const FIRST: CallbackPage = CallbackPage {
        queue: CallbackQueue::Ordinary,
        after: None,
        limit: limits::CALLBACKS_PAGE,
    };

    /// # Errors
    /// The first parameter that does not fit.
    pub fn parse(query: &Fields) -> Result<CallbackPage, ClientError> {
        let limit = named(query, "limit", |raw| {
            let limit = raw.parse().ok()?;
            limits::CALLBACKS_PAGE_RANGE
                .contains(&limit)
                .then_some(limit)
        })?;
        let queue = named(query, "quarantined", |raw| match raw {
            "true" => Some(CallbackQueue::Held),
            "false" => Some(CallbackQueue::Ordinary),
            _ => None,
        })?;
        Ok(CallbackPage {
            queue: queue.unwrap_or(CallbackQueue::Ordinary),
            after: named(query, "after", parse_cursor)?,
            limit: limit.unwrap_or(limits::CALLBACKS_PAGE),
        })
    }

    /// The page, with its contacts decrypted; that is logged before.
    pub async fn read<P: Staff>(&self, ctx: &Ctx<P>) -> Result<CallbackList> {
        let (reader, scope) = (ctx.reader(), ctx.scope());
        let keys = ctx.bindings.contact_keys()?;
        let opener = keys.opener().await?;
        let rows = reader.callbacks(scope, self.queue, self.after.as_ref(), self.limit + 1);
        let mut rows = rows.await?;
        let has_more = rows.len() > self.limit as usize;
        rows.truncate(self.limit as usize);
        let next = rows.last().filter(|_| has_more).map(cursor_of);
        let n = rows.iter().map(|row| row.contacts.len()).sum();
        if n > 0 {
            ctx.log_view(&View::Contacts { n }).await?;
        }
        let ids = Ids::of(ctx.actor());
        let mut callbacks = Vec::new();
        for row in rows {
            let contacts = opened(&opener, &row.contacts).await;
            let mut entry = entry(row, contacts, ctx.now_ms, &ctx.settings)?;
            entry.id = ids.shown(&entry.id);
            callbacks.push(entry);
        }
        Ok(CallbackList {
            zone: ctx.settings.zone.clone(),
            callbacks,
            quarantined: reader.callbacks_held(scope).await?,
            next,
        })
    }
}

/// `next` of a page with this last row.
fn cursor_of(row: &CallbackRow) -> String {
    let open = u8::from(row.state.is_open());
    format!("{open}.{}.{}", row.received_at_ms, cursor_id(&row.id))
}

fn parse_cursor(raw: &str) -> Option<CallbackCursor> {
    let mut parts = raw.splitn(3, '.');
    let is_open = match parts.next()? {
        "0" => false,
        "1" => true,
        _ => return None,
    };
    Some(CallbackCursor {
        is_open,
        received_at_ms: parts.next()?.parse().ok()?,
        id: parse_cursor_id(parts.next()?)?,
    })
}

/// The contacts that the keys open, the latest first.
async fn opened(opener: &Opener<'_>, sealed: &[SealedContact]) -> Vec<Contact> {
    let mut sealed: Vec<&SealedContact> = sealed.iter().collect();
    sealed.sort_by_key(|contact| core::cmp::Reverse(contact.at_ms));
    let mut contacts = Vec::new();
    for contact in sealed {
        contacts.extend(
            opener
                .open(&contact.key_id, &contact.sealed, &contact.id)
                .await,
        );
    }
    contacts
}

fn entry(
    row: CallbackRow,
    contacts: Vec<Contact>,
    now_ms: i64,
    settings: &Settings,
) -> worker::Result<CallbackEntry> {
    let (received_at_ms, due_at_ms) = (row.received_at_ms, row.due_at_ms);
    let due_at = due_at_ms.map(|ms| clock::minute_of(ms, &settings.zone));
    let mut contacts = contacts.into_iter();
    let is_late = due_at_ms.is_some_and(|ms| row.state.is_overdue(ms, now_ms));
    let events = row.events.into_iter().map(|event| {
        Ok(CaseEvent {
            at_ms: event.at_ms,
            at: clock::minute_of(event.at_ms, &settings.zone)?,
            kind: event.kind,
            word: event.word,
        })
    });
    Ok(CallbackEntry {
        received_at: clock::minute_of(received_at_ms, &settings.zone)?,
        contact: contacts.next(),
        earlier: contacts.collect(),
        id: row.id,
        survey: row.survey,
        state: row.state,
        channel: row.channel,
        locale: row.locale,
        window: row.window,
        by: row.by,
        times: row.times,
        received_at_ms,
        due_at_ms,
        due_at: due_at.transpose()?,
        overdue: is_late && row.attempts == 0,
        attempts: row.attempts,
        events: events.collect::<worker::Result<_>>()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_is_read_as_it_was_written() {
        let id = "c3f1b2a4";
        for (raw, is_open) in [("1.1795423940000.", true), ("0.7.", false)] {
            let cursor = parse_cursor(&[raw, id].concat()).unwrap();
            assert_eq!((cursor.is_open, &*cursor.id), (is_open, id));
        }
        for raw in ["", "1", "1.7", "1.7.", "2.7.x", "1.x.", "1.7.x", "-1.7."] {
            assert_eq!(parse_cursor(raw), None, "{raw}");
            assert_eq!(parse_cursor(&[raw, id, "x"].concat()), None, "{raw}");
        }
    }
}
