//! Functions of the browser that leptos lacks. None panics on changes that a page makes.

use js_sys::Array;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, Event, EventTarget, FormData, HtmlElement, HtmlFormElement};

/// Listens for the rest of the page's life, before any listener further inside.
pub(crate) fn listen(target: &EventTarget, name: &str, listener: impl FnMut(Event) + 'static) {
    let listener = Closure::<dyn FnMut(Event)>::new(listener).into_js_value();
    // Cannot fail for a target and a name.
    _ = target.add_event_listener_with_callback_and_bool(name, listener.unchecked_ref(), true);
}

/// Runs `then` once, some time from now.
pub(crate) fn after(delay_ms: i32, then: impl FnOnce() + 'static) {
    let then = Closure::once_into_js(then);
    if let Some(window) = web_sys::window() {
        // Fails where the page has been left.
        _ = window
            .set_timeout_with_callback_and_timeout_and_arguments_0(then.unchecked_ref(), delay_ms);
    }
}

pub(crate) fn find(root: &Element, selector: &str) -> Option<HtmlElement> {
    let found = root.query_selector(selector).ok().flatten()?;
    Some(found.unchecked_into())
}

/// Focuses a control, or a heading, which becomes focusable by scripts alone.
pub(crate) fn focus(element: &HtmlElement) {
    if element.tab_index() < 0 {
        element.set_tab_index(-1);
    }
    // Without effect on an element that cannot have the focus.
    _ = element.focus();
}

/// Sets an attribute, or removes it where there is no value.
pub(crate) fn attribute(element: &Element, name: &str, value: Option<&str>) {
    // Fails for invalid names alone.
    _ = match value {
        Some(value) => element.set_attribute(name, value),
        None => element.remove_attribute(name),
    };
}

/// All fields with a value, hidden ones too, by name. Through the iterator: old libraries replace `Array.from` by one
/// that cannot read forms.
pub(crate) fn fields_of(form: &HtmlFormElement) -> Vec<(String, String)> {
    let mut fields = Vec::new();
    let data = FormData::new_with_form(form);
    if let Ok(Some(pairs)) = data.and_then(|data| js_sys::try_iter(&data)) {
        for pair in pairs.flatten() {
            let pair: Array = pair.unchecked_into();
            if let (Some(name), Some(value)) = (string(&pair, 0), string(&pair, 1)) {
                fields.push((name, value));
            }
        }
    }
    fields
}

fn string(pair: &Array, place: u32) -> Option<String> {
    let item: JsValue = pair.get(place);
    item.as_string()
}
