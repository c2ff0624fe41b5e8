//! The form itself: steps, checks before sending, revisions, errors, phones as they are typed. Takes over the plain form
//! that the loader painted.
//!
//! It keeps the form's own controls and drives them, rather than drawing new ones: no tapped or typed value has to be
//! copied, nothing moves under the finger, the markup cannot differ from the plain form's, and leptos views of every
//! kind of question were measured to need half as many bytes again. The bar with the buttons, the progress and the
//! status is a leptos view.
//!
//! `plan`, `state`, `submit_state` and `wire` use no browser and are tested natively.

mod controller;
mod enhance;
mod payload;
mod plan;
mod state;
mod submit;
mod submit_state;
mod view;
mod wire;

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;

use crate::loader::PaintedForm;
use std::rc::Rc;
use wasm_bindgen::JsValue;

/// Makes the painted form interactive, with the answers so far. Where the payload cannot be read, nothing happens: the
/// plain form stays and works.
///
/// `send_ahead` gets the body of a score that the guest has confirmed by leaving its step.
pub(crate) fn enhance(
    painted: &PaintedForm,
    payload: &JsValue,
    send_ahead: impl Fn(String) + 'static,
) {
    if let Some(plan) = payload::read(payload) {
        enhance::when_idle(painted.clone(), plan, Rc::new(send_ahead));
    }
}
