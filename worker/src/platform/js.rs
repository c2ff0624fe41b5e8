//! What the platform is told: objects of JavaScript, and requests of ours to others.

use js_sys::futures::JsFuture;
use js_sys::{Object, Promise, Reflect};
use otklik_survey::limits;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};

/// An object of these properties. For `fetch`, `worker::RequestInit` would be 7.8 KB instead.
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

/// What a request of ours was answered with.
pub struct Posted {
    pub status: u16,
    /// Empty where nothing was said.
    pub retry_after: String,
    answer: Answer,
}

impl Posted {
    /// # Errors
    /// The body is no JSON.
    pub async fn json(&self) -> Result<JsValue, JsValue> {
        JsFuture::from(self.answer.read()?).await
    }
}

/// Posts to a service of others, which has five seconds to answer.
///
/// # Errors
/// There was no answer.
pub async fn post(url: &str, headers: &[(&str, &str)], body: &JsValue) -> Result<Posted, JsValue> {
    let said = Object::new();
    for (name, value) in headers {
        Reflect::set(&said, &(*name).into(), &(*value).into())?;
    }
    let options = object(&[
        ("method", "POST".into()),
        ("headers", said.into()),
        ("body", body.clone()),
        // Secrets go nowhere else.
        ("redirect", "manual".into()),
        ("signal", timeout(limits::POST_PATIENCE_MS)?),
    ])?;
    let answer = JsFuture::from(fetch(url, &options)?).await?;
    let answer: Answer = answer.unchecked_into();
    Ok(Posted {
        status: answer.status(),
        retry_after: answer
            .headers()
            .get("Retry-After")
            .as_string()
            .unwrap_or_default(),
        answer,
    })
}

#[wasm_bindgen]
extern "C" {
    // Not by its bare name: the worker's own handler is called so too.
    #[wasm_bindgen(catch, js_namespace = globalThis)]
    fn fetch(address: &str, options: &Object) -> Result<Promise, JsValue>;

    #[wasm_bindgen(catch, js_namespace = AbortSignal)]
    fn timeout(ms: u32) -> Result<JsValue, JsValue>;

    type Answer;

    #[wasm_bindgen(method, getter)]
    fn status(this: &Answer) -> u16;

    #[wasm_bindgen(method, getter)]
    fn headers(this: &Answer) -> Said;

    #[wasm_bindgen(catch, method, js_name = json)]
    fn read(this: &Answer) -> Result<Promise, JsValue>;

    type Said;

    #[wasm_bindgen(method)]
    fn get(this: &Said, name: &str) -> JsValue;
}
