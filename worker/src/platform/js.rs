//! JavaScript objects, and requests to other services.

use js_sys::{Object, Reflect};
use otklik_survey::limits;
use wasm_bindgen::JsValue;
use worker::web_sys::AbortSignal;
use worker::{Fetch, Headers, Method, Request, RequestInit, RequestRedirect, Response};

/// A new object with these properties.
///
/// # Errors
/// JavaScript throws, which it does not for a new object.
pub fn object(properties: &[(&str, JsValue)]) -> Result<Object, JsValue> {
    let object = Object::new();
    for (name, value) in properties {
        Reflect::set(&object, &(*name).into(), value)?;
    }
    Ok(object)
}

/// Posts to another service, with a timeout of [`limits::POST_TIMEOUT_MS`].
///
/// # Errors
/// There was no response in time.
pub async fn post(url: &str, headers: &[(&str, &str)], body: &str) -> worker::Result<Response> {
    let mut init = RequestInit::new();
    init.with_method(Method::Post)
        .with_headers(Headers::from_iter(headers))
        .with_body(Some(body.into()))
        // A redirect would send the secrets to another address.
        .with_redirect(RequestRedirect::Manual);
    let request = Request::new_with_init(url, &init)?;
    let timeout = AbortSignal::timeout_with_u32(limits::POST_TIMEOUT_MS);
    Fetch::Request(request)
        .send_with_signal(&timeout.into())
        .await
}
