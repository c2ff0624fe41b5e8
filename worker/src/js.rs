//! What the platform is told: objects of JavaScript.

use js_sys::{Object, Reflect};
use wasm_bindgen::JsValue;

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
