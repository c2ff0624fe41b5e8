//! The interactive survey and callback form: takes over from the plain form that the loader painted.
//!
//! In scope: steps, checks before sending, sending, thanks. Out of scope: what is accepted
//! (`otklik-survey`), texts and style (`otklik-embed`, which also draws the same markup as plain
//! HTML). Everything about a draft that needs no browser is in `state`, `posting` and `wire`.

mod payload;
mod plan;
mod posting;
mod state;
mod wire;

mod callback_view;
mod dom;
mod post;
mod question_view;
mod survey_view;
mod takeover;

use wasm_bindgen::prelude::*;
use web_sys::HtmlFormElement;

/// Replaces `form` by the widget with all that was tapped and typed so far. `payload` is
/// `{ form: "survey" | "callback", sheet }`, `server` the origin that takes the answers.
///
/// Where the payload cannot be read, nothing happens: the plain form stays and works.
#[wasm_bindgen]
pub fn take_over(form: HtmlFormElement, payload: JsValue, server: String) {
    if let Some((kind, sheet)) = payload::read(&payload) {
        takeover::when_calm(form, kind, plan::Plan::new(sheet, server));
    }
}
