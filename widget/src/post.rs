//! The painted form's own functions, which the widget uses: sending and thanks. Requests are sent by the same code with
//! and without the widget.

use crate::payload::{get, text};
use crate::submit_state::SubmitResult;
use js_sys::Promise;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::HtmlFormElement;

#[wasm_bindgen]
extern "C" {
    /// What `run` in `embed/src/client/loader.js` returns.
    #[derive(Clone)]
    pub type PaintedForm;

    #[wasm_bindgen(method, getter)]
    pub fn form(this: &PaintedForm) -> HtmlFormElement;

    /// No request is running, and the guest has not left the first step without the widget.
    #[wasm_bindgen(method, js_name = isIdle)]
    pub fn is_idle(this: &PaintedForm) -> bool;

    /// Removes the shown errors.
    #[wasm_bindgen(method)]
    pub fn clear(this: &PaintedForm);

    /// Resolves with the server's JSON; null where none could be read.
    #[wasm_bindgen(method)]
    fn post(this: &PaintedForm, body: &str) -> Promise;

    /// Sends without showing it. The frame's function: an error where the frame has not loaded.
    #[wasm_bindgen(method, catch)]
    fn confirm(this: &PaintedForm, body: &str) -> Result<Promise, JsValue>;

    /// Replaces the form by the thanks.
    #[wasm_bindgen(method)]
    pub fn thank(this: &PaintedForm, receipt: &JsValue);
}

impl PaintedForm {
    /// Sends the answers so far, without waiting for the result.
    pub(crate) fn send_quietly(&self, body: &str) {
        // Without a frame it cannot be queued; the last submission contains it.
        _ = self.confirm(body);
    }

    /// Sends a body; the result, and the server's response.
    pub(crate) async fn send(&self, body: &str) -> (SubmitResult, JsValue) {
        let answer = JsFuture::from(self.post(body)).await;
        let answer = answer.unwrap_or(JsValue::NULL);
        (submit_result(&answer), answer)
    }
}

fn submit_result(answer: &JsValue) -> SubmitResult {
    // Only a receipt counts: a proxy may respond in place of the server.
    if text(answer, "status").is_some() {
        return SubmitResult::Stored;
    }
    let error = get(answer, "error");
    let (Some(code), Some(message)) = (text(&error, "code"), text(&error, "message")) else {
        return SubmitResult::Unknown {
            message: String::new(),
        };
    };
    match code.as_str() {
        "origin_not_allowed" => SubmitResult::Unlisted,
        "conflict" => SubmitResult::Conflict { message },
        // The server may have failed after it stored, or the queue will send it later.
        "unavailable" | "internal" => SubmitResult::Unknown { message },
        _ => SubmitResult::Refused {
            field: text(&error, "field").unwrap_or_default(),
            message,
        },
    }
}
