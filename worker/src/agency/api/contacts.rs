//! `POST /v1/contacts/rekey`: seals contacts anew after the key was changed, a page a request.

use crate::auth::principal::Director;
use crate::ctx::WriteCtx;
use crate::http::body::from_json;
use crate::http::error::Result;
use crate::http::response;
#[cfg(test)]
use crate::http::response::ErrorBody;
use crate::store::RekeyedContact;
use otklik_survey::limits;
use serde::{Deserialize, Serialize};
use worker::Response;

#[derive(Deserialize)]
#[cfg_attr(test, derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RekeyDraft {
    /// `next` of the page before; absent for the first.
    #[serde(default)]
    after: String,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema))]
pub struct RekeyReport {
    /// Contacts of this page that were sealed by `CONTACT_KEY_PREVIOUS`, and are by `CONTACT_KEY` now.
    rekeyed: usize,
    /// Contacts of this page that neither key opens: they stay as they are.
    unreadable: usize,
    /// The value of `after` for the next page; absent on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

/// Seals a page of contacts anew, with `CONTACT_KEY`. It may be stopped and repeated at any time.
///
/// 1. Body over 16 KB: 413. Not JSON of the right shape: 400.
/// 2. At most 50 contacts of other keys; those that a known key opens are stored under the current one, in one batch:
///    200.
#[cfg_attr(test, utoipa::path(post, path = "/v1/contacts/rekey", operation_id = "rekey_contacts", tag = "director",
    request_body(content = RekeyDraft),
    responses((status = 200, description = "50 contacts at most are sealed by the current key now; the same again changes nothing", body = RekeyReport),
        (status = 400, description = "Not JSON of this shape", body = ErrorBody),
        (status = 401, description = "No token, or an invalid one", body = ErrorBody),
        (status = 403, description = "A token of another role, or a session that no page of this deployment used", body = ErrorBody),
        (status = 408, description = "The body did not arrive within 10 seconds", body = ErrorBody),
        (status = 413, description = "Over 16 KB", body = ErrorBody),
        (status = 503, description = "Try again", body = ErrorBody))))]
pub async fn rekey(mut ctx: WriteCtx<Director>) -> Result<Response> {
    // 1
    let body = ctx.body().await?;
    let RekeyDraft { after } = from_json(&body)?;
    // 2
    let keys = ctx.bindings.contact_keys()?;
    let (opener, cipher) = (keys.opener().await?, keys.current.cipher().await?);
    let (director, key_id) = (ctx.principal(), keys.current.id());
    let rows = ctx
        .reader()
        .contacts_of_other_keys(director, key_id, &after);
    let rows = rows.await?;
    let is_full = rows.len() == limits::REKEY_PAGE as usize;
    let next = rows
        .last()
        .filter(|_| is_full)
        .map(|row| row.callback.clone());
    let n_rows = rows.len();
    let mut contacts = Vec::new();
    for row in rows {
        let opened = opener.open(&row.key_id, &row.sealed, &row.callback).await;
        if let Some(contact) = opened {
            contacts.push(RekeyedContact {
                sealed: cipher.seal(&contact, &row.callback).await?,
                callback: row.callback,
                was: row.sealed,
            });
        }
    }
    if !contacts.is_empty() {
        ctx.store()
            .rekey_contacts(ctx.actor(), key_id, &contacts, ctx.now_ms)
            .await?;
    }
    let report = RekeyReport {
        rekeyed: contacts.len(),
        unreadable: n_rows - contacts.len(),
        next,
    };
    Ok(response::json(200, &report)?)
}
