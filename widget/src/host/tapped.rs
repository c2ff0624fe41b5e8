//! A score that a guest tapped through an invite and never confirmed: sent alone, as `partial`, when the page is hidden.

use super::session::Session;
use crate::dom::{closest, fields_of, find, listen, value_of};
use crate::queue::record::Record;
use crate::queue::request;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;
use web_sys::UrlSearchParams;

/// The server's limit.
const REV_MAX: u8 = 32;

/// Of one page: one form follows another where the guest switches languages.
#[derive(Default)]
struct Taps {
    /// Made of the first form's new id, before a draft brings back an older one.
    id: Option<String>,
    /// The last revision that was sent.
    rev: u8,
    is_tapped: bool,
}

thread_local! {
    static TAPS: RefCell<Taps> = RefCell::default();
}

/// Stays with one painted form, from before its draft is restored.
pub(crate) fn follow(session: &Rc<Session>) {
    let form = &session.form;
    let (Some(document), false) = (form.owner_document(), value_of(form, "invite").is_empty())
    else {
        return;
    };
    TAPS.with_borrow_mut(|taps| {
        if taps.id.is_none() {
            taps.id = Some(other_than(value_of(form, "id")));
            // Tapped before the widget came; a score that the address preselects has the attribute.
            taps.is_tapped = find(form, "[data-bucket]:checked:not([checked])").is_some();
        }
    });
    listen(form, "change", |event| {
        if event.is_trusted() && closest(&event, "[data-bucket]").is_some() {
            TAPS.with_borrow_mut(|taps| taps.is_tapped = true);
        }
    });
    let it = session.clone();
    listen(&document.clone(), "visibilitychange", move |_| {
        let is_tapped = TAPS.with_borrow(|taps| taps.is_tapped);
        if document.hidden() && is_tapped && is_unconfirmed(&it) {
            send(&it);
        }
    });
}

/// The guest has sent nothing, by the button of any step.
fn is_unconfirmed(session: &Session) -> bool {
    session.is_open() && value_of(&session.form, "rev") == "1"
}

/// The scores and the hidden fields alone: the guest has not sent a comment. Under an id of its own: the confirmed answer may
/// still come.
fn send(session: &Session) {
    let Ok(body) = UrlSearchParams::new() else {
        return;
    };
    let form = &session.form;
    for (name, value) in fields_of(form) {
        let selector = ["[name=\"", &name, "\"]:is([data-bucket],[type=hidden])"].concat();
        if find(form, &selector).is_some() {
            body.append(&name, &value);
        }
    }
    let (id, rev) = TAPS.with_borrow_mut(|taps| {
        taps.rev = taps.rev.saturating_add(1).min(REV_MAX);
        (taps.id.clone().unwrap_or_default(), taps.rev)
    });
    for (name, value) in [
        ("id", id.as_str()),
        ("rev", &rev.to_string()),
        ("partial", "1"),
    ] {
        body.set(name, value);
    }
    let record = Record {
        id,
        rev,
        mark: 0.0,
        url: session.painted.endpoint(),
        lang: session.lang(),
        body: String::from(body.to_string()),
        is_form: true,
        is_early: true,
        at_ms: 0.0,
        not_before_ms: 0.0,
    };
    spawn_local(async move {
        request::send(&record).await;
    });
}

/// An id that differs in its last digit.
fn other_than(mut id: String) -> String {
    let last = id.pop();
    id.push(if last == Some('0') { '1' } else { '0' });
    id
}
