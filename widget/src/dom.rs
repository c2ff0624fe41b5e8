//! The little that views need of the browser beside leptos. Nothing here panics on what a page does.

use crate::state::Mark;
use leptos::prelude::request_animation_frame;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, FocusOptions, HtmlElement, HtmlInputElement};

/// Name, value and state of the control that an `input` event comes from.
pub(crate) fn field_of(event: &Event) -> Option<(String, String, Mark)> {
    // Textareas and selects have the same properties under the same names; `checked`, which they
    // lack, is asked of boxes and radios alone.
    let control: HtmlInputElement = event.target()?.unchecked_into();
    let mark = match control.type_().as_str() {
        "checkbox" | "radio" if !control.checked() => Mark::Off,
        _ => Mark::On,
    };
    Some((control.name(), control.value(), mark))
}

/// The element that holds form and thanks, from any event inside.
pub(crate) fn root_of(event: &Event) -> Option<Element> {
    let target: Element = event.target()?.unchecked_into();
    target.closest(".otklik-widget").ok().flatten()
}

pub(crate) fn find(root: &Element, selector: &str) -> Option<HtmlElement> {
    let found = root.query_selector(selector).ok().flatten()?;
    Some(found.unchecked_into())
}

/// Focuses a control, or a heading, which then becomes focusable for scripts alone.
pub(crate) fn focus(root: &Element, selector: &str) {
    if let Some(element) = find(root, selector) {
        if element.tab_index() < 0 {
            element.set_tab_index(-1);
        }
        // An element that refuses focus leaves it where it was.
        _ = element.focus();
    }
}

/// Focuses without moving the page under the guest.
pub(crate) fn focus_in_place(element: &HtmlElement) {
    let options = FocusOptions::new();
    options.set_prevent_scroll(true);
    _ = element.focus_with_options(&options);
}

/// Focuses once the view has caught up with the state.
pub(crate) fn focus_soon(root: Option<Element>, selector: String) {
    if let Some(root) = root {
        request_animation_frame(move || focus(&root, &selector));
    }
}
