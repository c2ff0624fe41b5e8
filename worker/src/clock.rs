//! The time of day and the agency's calendar, from the platform. A zone database of our own (jiff)
//! would add 76 KB to the worker; the platform has one.

use js_sys::Object;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = Intl)]
    type DateTimeFormat;

    #[wasm_bindgen(constructor, catch, js_namespace = Intl)]
    fn new(locale: &str, options: &Object) -> Result<DateTimeFormat, JsValue>;

    #[wasm_bindgen(method, catch)]
    fn format(this: &DateTimeFormat, at_ms: f64) -> Result<String, JsValue>;
}

/// UTC milliseconds since 1970.
pub fn now_ms() -> i64 {
    js_sys::Date::now() as i64
}

/// The calendar day in `zone`, `YYYY-MM-DD`.
///
/// # Errors
/// A zone that the platform does not know.
pub fn day_of(at_ms: i64, zone: &str) -> worker::Result<String> {
    formatted(at_ms, zone, &[("dateStyle", "short")])
}

/// Day and time in `zone`, `YYYY-MM-DD HH:MM`.
///
/// # Errors
/// A zone that the platform does not know.
pub fn minute_of(at_ms: i64, zone: &str) -> worker::Result<String> {
    formatted(
        at_ms,
        zone,
        &[("dateStyle", "short"), ("timeStyle", "short")],
    )
}

/// By Sweden's conventions, whose short form is ISO 8601.
fn formatted(at_ms: i64, zone: &str, styles: &[(&str, &str)]) -> worker::Result<String> {
    let options = Object::new();
    for (key, value) in styles.iter().chain(&[("timeZone", zone)]) {
        js_sys::Reflect::set(&options, &JsValue::from_str(key), &JsValue::from_str(value))?;
    }
    let format = DateTimeFormat::new("sv-SE", &options)?;
    Ok(format.format(at_ms as f64)?)
}
