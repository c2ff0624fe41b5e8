//! Functions of the browser that leptos lacks. None panics on changes that a page makes.

use crate::js::text;
use gloo_timers::callback::Timeout;
use js_sys::{Array, Function};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{
    Document, Element, Event, EventTarget, FormData, HtmlElement, HtmlFormElement,
    HtmlInputElement, Window,
};

/// Listens for the rest of the page's life, before any listener further inside.
pub(crate) fn listen(target: &EventTarget, name: &str, listener: impl FnMut(Event) + 'static) {
    add(target, name, listener, true);
}

/// After every listener further inside.
pub(crate) fn listen_last(target: &EventTarget, name: &str, listener: impl FnMut(Event) + 'static) {
    add(target, name, listener, false);
}

fn add(target: &EventTarget, name: &str, listener: impl FnMut(Event) + 'static, captures: bool) {
    let listener = Closure::<dyn FnMut(Event)>::new(listener).into_js_value();
    let listener = listener.unchecked_ref();
    // Cannot fail for a target and a name.
    _ = target.add_event_listener_with_callback_and_bool(name, listener, captures);
}

/// Without looking at its type: old libraries replace the constructors by which a browser tells types.
pub(crate) fn window() -> Window {
    js_sys::global().unchecked_into()
}

/// The key of a keyboard's event; none for autofill, which sends events of the same names.
pub(crate) fn key(event: &Event) -> Option<String> {
    text(event, "key")
}

/// A function for one call.
pub(crate) fn once(then: impl FnOnce(Event) + 'static) -> Function {
    Closure::once_into_js(then).unchecked_into()
}

/// Runs `then` once, some time from now.
pub(crate) fn after(delay_ms: i32, then: impl FnOnce() + 'static) {
    Timeout::new(delay_ms.unsigned_abs(), then).forget();
}

/// A new element, on no page yet.
pub(crate) fn make(document: &Document, tag: &str, class: &str) -> Option<Element> {
    let made = document.create_element(tag).ok()?;
    attribute(&made, "class", Some(class));
    Some(made)
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

/// All fields with a value, hidden ones too, by name.
pub(crate) fn fields_of(form: &HtmlFormElement) -> Vec<(String, String)> {
    let data = FormData::new_with_form(form);
    data.map_or_else(|_| Vec::new(), |data| pairs_of(&data))
}

/// The entries of a form's data or of a query. Through the iterator: old libraries replace `Array.from` by one that cannot
/// read forms.
pub(crate) fn pairs_of(data: &JsValue) -> Vec<(String, String)> {
    let mut entries = Vec::new();
    if let Ok(Some(pairs)) = js_sys::try_iter(data) {
        for pair in pairs.flatten() {
            let pair: Array = pair.unchecked_into();
            if let (Some(name), Some(value)) = (string(&pair, 0), string(&pair, 1)) {
                entries.push((name, value));
            }
        }
    }
    entries
}

fn string(pair: &Array, place: u32) -> Option<String> {
    let item: JsValue = pair.get(place);
    item.as_string()
}

/// The named control's value; empty where there is none.
pub(crate) fn value_of(form: &HtmlFormElement, name: &str) -> String {
    let control = find(form, &["[name=\"", name, "\"]"].concat());
    control.map_or_else(String::new, |it| {
        it.unchecked_into::<HtmlInputElement>().value()
    })
}

/// Whether a control is being sent, or was.
pub(crate) fn is_sending(form: &HtmlFormElement) -> bool {
    find(form, "button:disabled").is_some()
}

/// The closest element around an event's target that a selector matches.
pub(crate) fn closest(event: &Event, selector: &str) -> Option<Element> {
    // Fails for a target that is no element.
    let target = event.target()?.unchecked_into::<Element>();
    target.closest(selector).ok().flatten()
}
