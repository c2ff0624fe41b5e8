//! Forms in a window over the page, and what opens it.

mod machine;
mod page_filter;
pub(crate) mod pauses;
mod triggers;
mod window;

use crate::loader::SurveyElement;
use machine::Event;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::JsValue;
use window::Window;

thread_local! {
    static WINDOWS: RefCell<Vec<Rc<Window>>> = const { RefCell::new(Vec::new()) };
}

/// Gives the element its window, where its mode is one.
pub(crate) fn present(element: &SurveyElement, payload: &JsValue) {
    let mode = element.get_attribute("mode");
    if matches!(mode.as_deref(), Some("popup" | "tab"))
        && let Some(window) = Window::present(element, payload)
    {
        WINDOWS.with_borrow_mut(|windows| windows.push(window));
    }
}

/// Whether the element has a window, which opens as for a guest.
pub(crate) fn open(element: &SurveyElement) -> bool {
    dispatch(element, Event::Ask)
}

pub(crate) fn close(element: &SurveyElement) {
    dispatch(element, Event::Close);
}

fn dispatch(element: &SurveyElement, event: Event) -> bool {
    let windows = WINDOWS.with_borrow(Clone::clone);
    let window = windows
        .iter()
        .find(|it| it.element().is_same_node(Some(element)));
    if let Some(window) = window {
        window.on(event);
    }
    window.is_some()
}
