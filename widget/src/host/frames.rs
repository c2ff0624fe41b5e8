//! Frames of other sites. One that forbids forms leaves a link, which opens the form in a window of its own.

use super::session::Session;
use crate::dom::{attribute, listen};
use crate::js::get;
use crate::sentences::sentence;
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::{Document, HtmlFormElement, Node};

/// Whether the link has replaced the form.
pub(crate) fn replace_form(session: &Session) -> bool {
    let Some(document) = session.element.owner_document() else {
        return false;
    };
    let is_forbidden = forbids_forms(session, &document);
    if is_forbidden {
        // Without its note the link is there, at least.
        _ = show_link(session, &document);
    }
    is_forbidden
}

/// Such a frame dispatches no `submit` at all.
fn forbids_forms(session: &Session, document: &Document) -> bool {
    let global = js_sys::global();
    if js_sys::Object::is(&get(&global, "top"), &global) {
        return false;
    }
    let Ok(probe) = document.create_element("form") else {
        return false;
    };
    let is_heard = Rc::new(Cell::new(false));
    let heard = is_heard.clone();
    listen(&probe, "submit", move |event| {
        event.prevent_default();
        heard.set(true);
    });
    // Beside the form, whose listeners would send it.
    let root = session.form.get_root_node();
    if root.append_child(&probe).is_err() {
        return false;
    }
    let asked = probe.unchecked_ref::<HtmlFormElement>().request_submit();
    // It was appended above.
    _ = root.remove_child(&probe);
    asked.is_ok() && !is_heard.get()
}

fn show_link(session: &Session, document: &Document) -> Option<Node> {
    let link = session.element.link(&session.payload).ok()?;
    attribute(&link, "target", Some("_blank"));
    let note = document.create_element("p").ok()?;
    let words = sentence(&session.lang(), "framed");
    note.set_text_content(Some(words));
    let parent = link
        .parent_node()
        .filter(|_| session.element.place().is_object());
    let parent = parent.or_else(|| session.element.shadow_root().map(Node::from))?;
    parent
        .insert_before(&note, parent.first_child().as_ref())
        .ok()
}
