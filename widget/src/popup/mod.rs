//! Forms in a window over the page, and what opens it.

mod layer;
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

/// The element was removed from the page, or came back.
pub(crate) fn follow(element: &SurveyElement) {
    if let Some(window) = window_of(element) {
        window.follow();
    }
}

fn dispatch(element: &SurveyElement, event: Event) -> bool {
    let window = window_of(element);
    if let Some(window) = &window {
        window.on(event);
    }
    window.is_some()
}

fn window_of(element: &SurveyElement) -> Option<Rc<Window>> {
    WINDOWS.with_borrow(|windows| {
        let mut windows = windows.iter();
        let window = windows.find(|it| it.element().is_same_node(Some(element)));
        window.cloned()
    })
}

/// Whether a window keeps the focus.
fn has_modal() -> bool {
    WINDOWS.with_borrow(|windows| windows.iter().any(|window| window.is_modal()))
}
