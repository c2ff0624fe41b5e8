//! The widget: all that happens to a survey on a host page after its plain form was painted.
//!
//! The loader (`embed/src/client/loader.js`) paints the form, and it alone votes where no WASM may run. The widget makes
//! the painted form interactive (`form`), sends submissions and keeps them until they have arrived (`queue`), keeps
//! drafts, switches languages and follows the page (`host`), and opens windows (`popup`). Markup, texts and style are
//! `otklik-embed`'s, the rules of the checks `otklik-survey`'s.
//!
//! The parts that decide (`form::state`, `queue::machine`, `popup::machine`) use no browser and are tested natively.

mod dom;
mod form;
mod host;
mod js;
mod loader;
mod popup;
mod queue;
mod sentences;

use loader::{PaintedForm, SurveyElement};
use wasm_bindgen::prelude::*;

#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

/// Once for each element; `payload` is the loader's.
#[wasm_bindgen]
pub fn attach(element: &SurveyElement, payload: &JsValue) {
    host::warn_if_unlisted(element, payload);
    host::begin_delivery();
    popup::present(element, payload);
}

/// Once for each painted form.
#[wasm_bindgen]
pub fn meet(element: SurveyElement, painted: PaintedForm) {
    host::meet(element, painted);
}

/// Shows the element: opens its window, or scrolls to it.
#[wasm_bindgen]
pub fn open(element: &SurveyElement) {
    if !popup::open(element) {
        element.scroll_into_view();
    }
}

/// Closes the element's window, where it has one.
#[wasm_bindgen]
pub fn close(element: &SurveyElement) {
    popup::close(element);
}

/// After the element was removed from the page, or came back.
#[wasm_bindgen]
pub fn moved(element: SurveyElement) {
    popup::follow(&element);
    host::come_back(element);
}
