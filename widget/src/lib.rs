//! The interactive survey and callback form: takes over the plain form that the loader painted.
//!
//! It keeps the form's own controls and drives them, rather than drawing them anew: nothing that
//! was tapped or typed has to be carried over, nothing moves under the finger, the markup cannot
//! drift from the plain form's, and leptos views of every kind of question were measured to need
//! twice the bytes that the widget may have. What the plain form lacks is a leptos view: the bar
//! with the buttons, errors, thanks.
//!
//! In scope: steps, checks before sending, sending, thanks. Out of scope: what is accepted
//! (`otklik-survey`), markup, texts and style (`otklik-embed`). `plan`, `state`, `posting` and
//! `wire` know no browser and are tested natively.

mod plan;
mod posting;
mod state;
mod wire;

#[cfg(test)]
mod tests;

mod dom;
mod payload;
mod post;
mod takeover;
mod talk;
mod view;

use wasm_bindgen::prelude::*;
use web_sys::HtmlFormElement;

#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

/// Makes the painted `form` interactive, with all that was tapped and typed so far. `payload` is
/// `{ form: "survey" | "callback", sheet }`, `server` the origin that takes the answers.
///
/// Where the payload cannot be read, nothing happens: the plain form stays and works.
#[wasm_bindgen]
pub fn take_over(form: HtmlFormElement, payload: JsValue, server: String) {
    if let Some(plan) = payload::read(&payload, server) {
        takeover::when_calm(form, plan);
    }
}
