//! What the server's response to a submission means for the form.

use crate::form::submit_state::SubmitResult;
use crate::js::{get, text};
use crate::loader::PaintedForm;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

/// Sends a body. Once it is stored, the loader shows the thanks.
pub(crate) async fn submit(painted: &PaintedForm, body: &str) -> SubmitResult {
    let answer = JsFuture::from(painted.post(body)).await;
    submit_result(&answer.unwrap_or(JsValue::NULL))
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
