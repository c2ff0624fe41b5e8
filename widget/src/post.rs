//! The plain form's side of the controller with a guest, which goes on serving the widget: it sends, and
//! it says thanks. One road to the server, whether the widget came or not.

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

    /// Nothing is on its way, and the guest has not gone on without the widget.
    #[wasm_bindgen(method, js_name = isIdle)]
    pub fn is_idle(this: &PaintedForm) -> bool;

    /// Takes away what was said to be wrong.
    #[wasm_bindgen(method)]
    pub fn clear(this: &PaintedForm);

    /// Resolves with the server's JSON; null where none could be read.
    #[wasm_bindgen(method)]
    fn post(this: &PaintedForm, body: &str) -> Promise;

    /// Sends behind the guest's back. The frame's: an error where it has not come.
    #[wasm_bindgen(method, catch)]
    fn confirm(this: &PaintedForm, body: &str) -> Result<Promise, JsValue>;

    /// Thanks take the form's place.
    #[wasm_bindgen(method)]
    pub fn thank(this: &PaintedForm, receipt: &JsValue);
}

impl PaintedForm {
    /// Sends what is there so far, whatever becomes of it.
    pub(crate) fn send_quietly(&self, body: &str) {
        // Without a frame there is nothing that would keep it; it goes with all the rest.
        _ = self.confirm(body);
    }

    /// Sends a body; what became of it, and the server's answer.
    pub(crate) async fn send(&self, body: &str) -> (SubmitResult, JsValue) {
        let answer = JsFuture::from(self.post(body)).await;
        let answer = answer.unwrap_or(JsValue::NULL);
        (submit_result(&answer), answer)
    }
}

fn submit_result(answer: &JsValue) -> SubmitResult {
    // Only a receipt counts: between us and a guest others may answer too.
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
        // The server may have failed after it stored; or the queue says that it will be sent later.
        "unavailable" | "fault" => SubmitResult::Unknown { message },
        _ => SubmitResult::Refused {
            field: text(&error, "field").unwrap_or_default(),
            message,
        },
    }
}
