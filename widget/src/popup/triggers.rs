//! What opens a window: all by attributes, none by default.

use super::page_filter::is_here;
use crate::dom::{after, closest, listen, window};
use crate::loader::SurveyElement;
use js_sys::Math;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::MouseEvent;

/// Calls `open` when one of the element's triggers fires, with whether the guest asked for it. The others fire for the
/// sampled share of page views alone.
pub(crate) fn watch(element: &SurveyElement, open: impl Fn(bool) + 'static) {
    let open = Rc::new(open);
    let Some(document) = element.owner_document() else {
        return;
    };
    if let Some(selector) = element.get_attribute("click") {
        let (element, open) = (element.clone(), open.clone());
        // A property, because frameworks set it after the element exists.
        listen(&document, "click", move |event| {
            // An invalid selector matches nothing.
            if element.is_connected() && closest(&event, &selector).is_some() {
                event.prevent_default();
                open(true);
            }
        });
    }
    let sample = number(element, "sample-percent");
    if sample.is_some_and(|percent| Math::random() * 100.0 >= percent) {
        return;
    }
    let of = element.clone();
    let come = Rc::new(move || {
        if of.is_connected() && is_on_page(&of) {
            open(false);
        }
    });
    if let Some(delay_s) = number(element, "delay-s") {
        let come = come.clone();
        // A cast from float saturates.
        after((delay_s * 1_000.0) as i32, move || come());
    }
    if let Some(percent) = number(element, "scroll-percent") {
        let come = come.clone();
        let page = document.clone();
        listen(&window(), "scroll", move |_| {
            let window = window();
            let height = page.document_element().map_or(0, |it| it.scroll_height());
            let length = |length: Result<_, _>| length.unwrap_or_default();
            let shown = window.inner_height().ok().and_then(|it| it.as_f64());
            let bottom = length(window.scroll_y()) + shown.unwrap_or_default();
            if bottom * 100.0 >= f64::from(height) * percent {
                come();
            }
        });
    }
    if element.has_attribute("exit-intent") {
        // Out of the window at its top, towards the tabs and the address.
        listen(&document, "mouseout", move |event| {
            let event = event.unchecked_ref::<MouseEvent>();
            if event.related_target().is_none() && event.client_y() <= 0 {
                come();
            }
        });
    }
}

/// A number that is not below zero.
pub(crate) fn number(element: &SurveyElement, name: &str) -> Option<f64> {
    let number = js_sys::Number::parse_float(&element.get_attribute(name)?);
    (number >= 0.0).then_some(number)
}

/// Checked when a trigger fires: a page may change its address without loading.
fn is_on_page(element: &SurveyElement) -> bool {
    let path = window().location().pathname();
    let root = element
        .owner_document()
        .and_then(|it| it.document_element());
    let lang = root.and_then(|root| root.get_attribute("lang"));
    is_here(
        element.get_attribute("path").as_deref(),
        &path.unwrap_or_default(),
        element.get_attribute("languages").as_deref(),
        &lang.unwrap_or_default(),
    )
}
