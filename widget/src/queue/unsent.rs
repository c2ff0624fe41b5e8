//! The submission that the loader could not send, from before this widget came or from a page where none could.

use super::record::Record;
use super::store;
use crate::dom::window;
use crate::js::{flag, text};
use js_sys::{JSON, Math};
use web_sys::{Storage, UrlSearchParams};

/// In localStorage: `{ endpoint, lang, body, isEarly, at }`, the body a form's fields.
const KEY: &str = "otklik unsent";

/// Moves it into the store.
pub(crate) async fn adopt() {
    let Some(storage) = storage() else {
        return;
    };
    let kept = storage.get_item(KEY).ok().flatten();
    let Some(record) = kept.and_then(|kept| read(&kept)) else {
        return;
    };
    if store::keep(record).await {
        // Fails where the page is denied its storage meanwhile: it is sent twice, and stored once.
        _ = storage.remove_item(KEY);
    }
}

fn read(kept: &str) -> Option<Record> {
    let kept = JSON::parse(kept).ok()?;
    let body = text(&kept, "body")?;
    let fields = UrlSearchParams::new_with_str(&body).ok()?;
    Some(Record {
        id: fields.get("id")?,
        rev: fields.get("rev")?.parse().ok()?,
        mark: Math::random(),
        url: text(&kept, "endpoint")?,
        lang: text(&kept, "lang")?,
        body,
        is_form: true,
        is_early: flag(&kept, "isEarly"),
        at_ms: 0.0,
        not_before_ms: 0.0,
    })
}

/// A page may be denied it.
fn storage() -> Option<Storage> {
    window().local_storage().ok()?
}
