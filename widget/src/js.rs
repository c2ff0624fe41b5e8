//! Reading and writing of JavaScript values. No function panics on what a host page changed.

use js_sys::{Array, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

/// A property; undefined where there is none, or where `value` is no object.
pub(crate) fn get(value: &JsValue, key: &str) -> JsValue {
    Reflect::get(value, &JsValue::from_str(key)).unwrap_or(JsValue::UNDEFINED)
}

pub(crate) fn text(value: &JsValue, key: &str) -> Option<String> {
    get(value, key).as_string()
}

pub(crate) fn number(value: &JsValue, key: &str) -> Option<f64> {
    get(value, key).as_f64()
}

pub(crate) fn flag(value: &JsValue, key: &str) -> bool {
    get(value, key).is_truthy()
}

pub(crate) fn list(value: &JsValue, key: &str) -> Vec<JsValue> {
    match get(value, key).dyn_ref::<Array>() {
        Some(array) => array.to_vec(),
        None => Vec::new(),
    }
}

pub(crate) fn set(target: &JsValue, key: &str, value: &JsValue) {
    // Fails for frozen objects alone.
    _ = Reflect::set(target, &JsValue::from_str(key), value);
}

/// An object with these properties and no others: a page may have given every object a property of a name that the browser
/// reads.
pub(crate) fn object(properties: &[(&str, JsValue)]) -> Object {
    let object = Object::create(JsValue::NULL.unchecked_ref());
    for (key, value) in properties {
        set(&object, key, value);
    }
    object
}
