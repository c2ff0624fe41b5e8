//! The interactive survey and callback form: takes over the plain form that the loader painted.
//!
//! It keeps the form's own controls and drives them, rather than drawing new ones: no tapped or typed value has to be
//! copied, nothing moves under the finger, the markup cannot differ from the plain form's, and leptos views of every
//! kind of question were measured to need twice the widget's budget. The bar with the buttons, the progress and the
//! status is a leptos view.
//!
//! In scope: steps, checks before sending, revisions, errors, phones as they are typed. Out of scope: the rules of the
//! checks (`otklik-survey`), markup, texts and style, the request itself, thanks (`otklik-embed`). `plan`, `state`,
//! `submit_state` and `wire` use no browser and are tested natively.

mod plan;
mod state;
mod submit_state;
mod wire;

#[cfg(test)]
mod tests;

mod controller;
mod dom;
mod enhance;
mod payload;
mod post;
mod view;

use post::PaintedForm;
use wasm_bindgen::prelude::*;

#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

/// Makes the painted form interactive, with the answers so far. `payload` is the loader's:
/// `{ form: "survey" | "callback", survey, words }`.
///
/// Where the payload cannot be read, nothing happens: the plain form stays and works.
#[wasm_bindgen]
pub fn enhance(painted: PaintedForm, payload: &JsValue) {
    if let Some(plan) = payload::read(payload) {
        enhance::when_idle(painted, plan);
    }
}
