//! Sites that the server does not list: their forms leave the page to send. Their owner reads it in the console, before a
//! guest has typed anything.

use crate::js::{list, text};
use crate::loader::SurveyElement;
use otklik_survey::origin::mark;
use wasm_bindgen::JsValue;
use web_sys::console;

pub(crate) fn warn_if_unlisted(element: &SurveyElement, payload: &JsValue) {
    // `location` has another one in a sandboxed frame.
    let own = text(&js_sys::global(), "origin").unwrap_or_default();
    let server = element.url().origin();
    let own_mark = f64::from(mark(&own));
    let is_listed = |listed: &JsValue| *listed == own_mark;
    if own != server && !list(payload, "origins").iter().any(is_listed) {
        let message = [
            "Otklik: ",
            &own,
            " is not among the allowed_origins of ",
            &server,
            ". Guests can vote, but the form leaves this page to send.",
        ];
        console::warn_1(&message.concat().into());
    }
}
