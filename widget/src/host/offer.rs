//! The offer to be called, after a low answer.

use super::languages::{focus_in, focus_on_thanks, go_to};
use super::session::Session;
use crate::dom::find;
use crate::js::{get, text};
use crate::loader::changes;
use std::rc::Rc;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::Element;

/// Shows the offer where an answer is low.
pub(crate) fn show(session: &Session) {
    if let Some(offer) = find(&session.painted.surroundings(), ".otklik-offer") {
        let low = find(&session.form, "[data-bucket=low]:checked");
        offer.set_hidden(low.is_none());
    }
}

/// The callback form in the place of the thanks; `by` is how the guest wants to be contacted.
pub(crate) fn accept(session: &Rc<Session>, by: String) {
    let session = session.clone();
    spawn_local(async move {
        let element = &session.element;
        let asked = changes(&[("form", "callback"), ("by", &by)]);
        let payload = JsFuture::from(element.load(&asked)).await;
        let is_painted = payload.is_ok_and(|payload| {
            payload.is_object()
                && element
                    .paint(
                        &payload,
                        &element.place(),
                        &wasm_bindgen::JsValue::UNDEFINED,
                    )
                    .is_ok()
        });
        if is_painted {
            return focus_in(element, ".otklik-lead");
        }
        let survey = text(&get(&session.payload, "survey"), "id").unwrap_or_default();
        let server = element.url().origin();
        let lang = session.lang();
        go_to(&[&server, "/c/", &survey, "?lang=", &lang, "&by=", &by].concat());
    });
}

pub(crate) fn decline(session: &Session, button: &Element) {
    // First: the focus must not be on what is removed.
    focus_on_thanks(session);
    if let Some(offer) = button.parent_element() {
        offer.remove();
    }
}
