//! One painted form with its guest.

use super::submissions::Submissions;
use super::{drafts, frames, keys, languages, offer, receipts, tapped};
use crate::dom::{closest, listen};
use crate::form;
use crate::js::text;
use crate::loader::{PaintedForm, SurveyElement};
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen::JsValue;
use web_sys::{HtmlFormElement, MouseEvent};

/// The context of the answers: another context has another draft.
pub(crate) const CONTEXT: [&str; 7] = [
    "event",
    "touchpoint",
    "channel",
    "manager",
    "reference",
    "invite",
    "by",
];

pub(crate) struct Session {
    pub element: SurveyElement,
    pub painted: PaintedForm,
    pub form: HtmlFormElement,
    /// The loader's, of the painted form.
    pub payload: JsValue,
    /// The name of its draft and of its receipt on this page.
    pub key: String,
}

impl Session {
    pub fn lang(&self) -> String {
        text(&self.payload, "lang").unwrap_or_default()
    }

    /// The form is on screen, and the guest is neither done nor waiting for the server.
    pub fn is_open(&self) -> bool {
        self.form.is_connected() && !self.form.hidden() && !crate::dom::is_sending(&self.form)
    }
}

/// Stays with one painted form: restores its draft, queues its submissions, and makes it interactive.
pub(crate) fn meet(element: SurveyElement, painted: PaintedForm) {
    let form = painted.form();
    let session = Rc::new(Session {
        key: drafts::key(&element, &form),
        payload: element.painted(),
        form,
        element,
        painted,
    });
    // Of an element that was rendered again.
    if let Some(receipt) = receipts::find(&session.key) {
        return session.painted.thank(&receipt);
    }
    if frames::replace_form(&session) {
        return;
    }
    keys::keep(&session.painted.surroundings());
    tapped::follow(&session);
    drafts::follow(&session);
    let submissions = Submissions::attend(&session);
    listen_to_links(&session);
    form::enhance(&session.painted, &session.payload, {
        let submissions = submissions.clone();
        move |body| submissions.send_ahead(body)
    });
    submissions.recall();
}

/// Languages and offers are links and buttons beside the form.
fn listen_to_links(session: &Rc<Session>) {
    let it = session.clone();
    listen(&session.painted.surroundings(), "click", move |event| {
        let mouse = event.unchecked_ref::<MouseEvent>();
        if mouse.ctrl_key() || mouse.meta_key() {
            return;
        }
        let selector = "a[hreflang], button[data-by], .otklik-offer-no";
        let Some(link) = closest(&event, selector) else {
            return;
        };
        event.prevent_default();
        if let Some(lang) = link.get_attribute("hreflang") {
            languages::switch(&it, lang, link.get_attribute("href"));
        } else if let Some(by) = link.get_attribute("data-by") {
            offer::accept(&it, by);
        } else {
            offer::decline(&it, &link);
        }
    });
}
