//! The offer to be called, after a low answer.

use super::languages::{focus_in, focus_on_thanks, go_to};
use super::session::Session;
use crate::dom::{attribute, find, make};
use crate::js::text;
use crate::loader::changes;
use crate::sentences::sentence;
use std::rc::Rc;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::Element;

/// Its buttons: class, way of contact, sentence.
const BUTTONS: [(&str, Option<&str>, &str); 3] = [
    ("otklik-offer-call", Some("call"), "offer-call"),
    ("otklik-offer-message", Some("message"), "offer-message"),
    ("otklik-offer-no", None, "offer-no"),
];

/// Shows the offer where an answer is low. The session's listener acts on its buttons.
pub(crate) fn show(session: &Session) {
    let parent = session.painted.surroundings();
    let is_low = find(&session.form, "[data-bucket=low]:checked").is_some();
    if is_low && find(&parent, ".otklik-offer").is_none() {
        // Without it the thanks are whole.
        _ = draw(session, &parent);
    }
}

fn draw(session: &Session, parent: &Element) -> Option<()> {
    let document = parent.owner_document()?;
    let lang = session.lang();
    let offer = make(&document, "div", "otklik-offer")?;
    let text = make(&document, "p", "otklik-offer-text")?;
    text.set_text_content(Some(sentence(&lang, "offer-text")));
    let buttons = make(&document, "div", "otklik-steps")?;
    for (class, by, key) in BUTTONS {
        let button = make(&document, "button", class)?;
        attribute(&button, "type", Some("button"));
        attribute(&button, "data-by", by);
        button.set_text_content(Some(sentence(&lang, key)));
        buttons.append_child(&button).ok()?;
    }
    offer.append_with_node_2(&text, &buttons).ok()?;
    find(parent, ".otklik-thanks")?.append_child(&offer).ok()?;
    Some(())
}

/// The callback form in the place of the thanks; `by` is how the guest wants to be contacted.
pub(crate) fn accept(session: &Rc<Session>, by: String) {
    let session = session.clone();
    spawn_local(async move {
        let element = &session.element;
        let asked = changes(&[("form", "callback"), ("by", &by)]);
        let payload = JsFuture::from(element.load(&asked)).await;
        let paint = |payload: &JsValue| {
            let painted = element.paint(payload, &element.place(), &JsValue::UNDEFINED);
            painted.is_ok()
        };
        if payload.is_ok_and(|payload| payload.is_object() && paint(&payload)) {
            return focus_in(element, ".otklik-lead");
        }
        let page = text(&session.payload, "page").unwrap_or_default();
        let page = page.replacen("/s/", "/c/", 1);
        go_to(&[&page, "?lang=", &session.lang(), "&by=", &by].concat());
    });
}

pub(crate) fn decline(session: &Session, button: &Element) {
    // First: the focus must not be on what is removed.
    focus_on_thanks(session);
    if let Ok(Some(offer)) = button.closest(".otklik-offer") {
        offer.remove();
    }
}
