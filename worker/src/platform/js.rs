//! Objects of JavaScript, and our requests to other services.

use js_sys::{Object, Reflect};
use otklik_survey::limits;
use wasm_bindgen::JsValue;
use worker::web_sys::AbortSignal;
use worker::{Fetch, Headers, Method, Request, RequestInit, RequestRedirect, Response};

/// An object of these properties.
///
/// # Errors
/// None for an object that is new.
pub fn object(properties: &[(&str, JsValue)]) -> Result<Object, JsValue> {
    let object = Object::new();
    for (name, value) in properties {
        Reflect::set(&object, &(*name).into(), value)?;
    }
    Ok(object)
}

/// Posts to a service of others, which has five seconds to answer.
///
/// # Errors
/// There was no response.
pub async fn post(url: &str, headers: &[(&str, &str)], body: &str) -> worker::Result<Response> {
    let mut init = RequestInit::new();
    init.with_method(Method::Post)
        .with_headers(Headers::from_iter(headers))
        .with_body(Some(body.into()))
        // Secrets are not sent to another address.
        .with_redirect(RequestRedirect::Manual);
    let request = Request::new_with_init(url, &init)?;
    let timeout = AbortSignal::timeout_with_u32(limits::POST_TIMEOUT_MS);
    Fetch::Request(request)
        .send_with_signal(&timeout.into())
        .await
}
