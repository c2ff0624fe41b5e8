//! Pages that render themselves again: they restore their link, sooner or later, and the survey is inserted there again,
//! with all answers.

use crate::loader::SurveyElement;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::{Attr, Element, MutationObserver, MutationObserverInit, NamedNodeMap};

/// After the element was removed from the page; one that came back stays.
pub(crate) fn come_back(element: SurveyElement) {
    if element.is_connected() {
        return;
    }
    let Some(word) = element.word() else {
        return;
    };
    let word = web_sys::css::escape(&word);
    let selector = ["a[data-otklik=\"", &word, "\"]:not(otklik-survey *)"].concat();
    if look(&element, &selector) {
        return;
    }
    let Some(document) = element.owner_document() else {
        return;
    };
    let observer: Rc<RefCell<Option<MutationObserver>>> = Rc::default();
    let own = observer.clone();
    let changed = Closure::<dyn FnMut()>::new(move || {
        if look(&element, &selector)
            && let Some(observer) = own.borrow_mut().take()
        {
            observer.disconnect();
        }
    });
    let options = MutationObserverInit::new();
    options.set_child_list(true);
    options.set_subtree(true);
    if let Ok(made) = MutationObserver::new(changed.into_js_value().unchecked_ref()) {
        // Fails without an option alone.
        _ = made.observe_with_options(&document, &options);
        *observer.borrow_mut() = Some(made);
    }
}

/// Whether the element is on the page again.
fn look(element: &SurveyElement, selector: &str) -> bool {
    if element.is_connected() {
        return true;
    }
    let document = element.owner_document();
    let link = document.and_then(|it| it.query_selector(selector).ok()?);
    let Some(link) = link.filter(|link| !is_of_another(link, element)) else {
        return false;
    };
    // In the old place the link stays: Turbo keeps a copy of the page, and shows it again on the way back.
    if let Ok(Some(own)) = element.query_selector("a") {
        // Fails where it has no place any more.
        _ = element.replace_with_with_node_1(&own);
    }
    let is_inserted = link.replace_with_with_node_1(element).is_ok();
    element.replace_children_with_node_1(&link);
    is_inserted
}

/// Whether a script of its own follows the link, for another event.
fn is_of_another(link: &Element, element: &SurveyElement) -> bool {
    let script = link.next_element_sibling();
    let Some(script) = script.filter(|it| it.local_name() == "script") else {
        return false;
    };
    let attributes: NamedNodeMap = script.attributes();
    let differs = |attribute: Attr| {
        let name = attribute.name();
        let own = name.strip_prefix("data-");
        own.is_some_and(|own| element.get_attribute(own).as_ref() != Some(&attribute.value()))
    };
    (0..attributes.length()).any(|place| attributes.item(place).is_some_and(differs))
}
