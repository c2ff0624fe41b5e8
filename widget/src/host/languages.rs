//! The switch of languages: the same form in another language, with all answers.

use super::drafts;
use super::session::Session;
use crate::dom::{find, focus, window};
use crate::loader::{SurveyElement, changes};
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::HtmlFormElement;

/// After a tap on a language; `href` is its page, for where the form cannot be loaded.
pub(crate) fn switch(session: &Rc<Session>, lang: String, href: Option<String>) {
    let session = session.clone();
    spawn_local(async move {
        if !session.is_open() {
            return;
        }
        if paint(&session, &lang).await {
            focus_in(&session.element, ".otklik-languages [aria-current]");
        } else if session.is_open()
            && let Some(href) = href
        {
            go_to(&href);
        }
    });
}

/// The language of a draft.
pub(crate) fn restore(session: &Rc<Session>, lang: String) {
    let session = session.clone();
    spawn_local(async move {
        paint(&session, &lang).await;
    });
}

/// Whether the form was painted anew.
async fn paint(session: &Rc<Session>, lang: &str) -> bool {
    let element = &session.element;
    let payload = JsFuture::from(element.load(&changes(&[("lang", lang)]))).await;
    let Ok(payload) = payload else {
        return false;
    };
    // The guest may have sent the form meanwhile, or be sending it.
    if !payload.is_object() || !session.is_open() {
        return false;
    }
    let state = drafts::state_of(&session.form);
    let it = session.clone();
    let prepare = Closure::once_into_js(move |form: HtmlFormElement| {
        drafts::fill(&form, &state);
        drafts::save(&it, &form);
    });
    element.paint(&payload, &element.place(), &prepare).is_ok()
}

/// In the painted form and around it.
pub(crate) fn focus_in(element: &SurveyElement, selector: &str) {
    let place = element.place();
    let root = if place.is_object() {
        Some(place)
    } else {
        element.shadow_root().map(JsValue::from)
    };
    // A root has the method too.
    let found = root.and_then(|root| find(root.unchecked_ref(), selector));
    if let Some(found) = found {
        focus(&found);
    }
}

pub(crate) fn go_to(href: &str) {
    // Fails for what is no address.
    _ = window().location().set_href(href);
}

/// The thanks of a form.
pub(crate) fn focus_on_thanks(session: &Session) {
    if let Some(thanks) = find(&session.painted.surroundings(), ".otklik-thanks") {
        focus(&thanks);
    }
}
