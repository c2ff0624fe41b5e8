//! The window over a host page with the form in it, and the tab on the page's edge.

use super::machine::{Effect, Event, Machine};
use super::pauses;
use super::triggers::{self, number};
use crate::dom::{attribute, closest, listen, listen_last};
use crate::js::{set, text};
use crate::loader::SurveyElement;
use crate::sentences::sentence;
use js_sys::Array;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{
    CssStyleSheet, Document, Element, HtmlDialogElement, HtmlElement, KeyboardEvent, ShadowRoot,
    ShadowRootInit, ShadowRootMode,
};

const STYLE: &str = include_str!("popup.css");

const PAUSE_DAYS: f64 = 30.0;

pub(crate) struct Window {
    element: SurveyElement,
    /// Of the form to paint.
    payload: JsValue,
    machine: RefCell<Machine>,
    dialog: HtmlDialogElement,
    /// The parent of the form.
    place: Element,
    close: Element,
    /// Screen readers announce its text, because it is there before.
    announcement: Element,
    tab: Option<HtmlElement>,
}

impl Window {
    /// `None` where the page lacks what a window needs: its link stays.
    pub fn present(element: &SurveyElement, payload: &JsValue) -> Option<Rc<Window>> {
        let window = Rc::new(build(element, payload)?);
        window.name(payload);
        let it = window.clone();
        listen(element, "otklik:ready", move |_| {
            it.name(&it.element.painted());
        });
        window.listen_to_guest();
        let it = window.clone();
        triggers::watch(element, move |by_guest| {
            let is_paused = || {
                let days = number(&it.element, "pause-days");
                pauses::is_paused(&it.element, days.unwrap_or(PAUSE_DAYS) as i32)
            };
            it.on(if by_guest {
                Event::Ask
            } else {
                Event::Trigger {
                    is_paused: is_paused(),
                }
            });
        });
        Some(window)
    }

    pub fn element(&self) -> &SurveyElement {
        &self.element
    }

    pub fn on(&self, event: Event) {
        if !self.element.is_connected() {
            return;
        }
        let effects = self.machine.borrow_mut().on(event);
        for effect in effects {
            self.carry_out(*effect);
        }
    }

    fn carry_out(&self, effect: Effect) {
        match effect {
            Effect::Paint => {
                if self.place.first_child().is_none() {
                    // Fails where a listener of the page throws: the window is there with what was painted.
                    _ = self
                        .element
                        .paint(&self.payload, &self.place, &JsValue::UNDEFINED);
                }
            }
            // Only a modal one is opened by the browser: `show` and `showPopover` would take the focus.
            Effect::Show => {
                attribute(&self.dialog, "data-open", Some(""));
                let lang = text(&self.payload, "lang").unwrap_or_default();
                let is_callback = text(&self.payload, "form").as_deref() == Some("callback");
                let key = if is_callback {
                    "appeared-callback"
                } else {
                    "appeared"
                };
                let title = text(&self.payload, "title").unwrap_or_default();
                let announcement = sentence(&lang, key).replace("{title}", &title);
                self.announcement.set_text_content(Some(&announcement));
            }
            Effect::ShowModal => {
                attribute(&self.dialog, "data-open", Some(""));
                // Fails where it is not on the page any more.
                _ = self.dialog.show_modal();
            }
            Effect::Hide => {
                attribute(&self.dialog, "data-open", None);
                self.announcement.set_text_content(None);
                self.dialog.close();
            }
            Effect::Remember => pauses::remember(&self.element),
            // Fails where a listener of the page throws.
            Effect::Closed => _ = self.element.fire("closed"),
        }
    }

    fn listen_to_guest(self: &Rc<Self>) {
        let it = self.clone();
        listen(&self.close, "click", move |_| it.on(Event::Dismiss));
        let it = self.clone();
        listen(&self.dialog, "cancel", move |event| {
            event.prevent_default();
            it.on(Event::Dismiss);
        });
        if let Some(document) = self.element.owner_document() {
            let it = self.clone();
            listen_last(&document, "keydown", move |event| {
                let key = event.dyn_ref::<KeyboardEvent>().map(KeyboardEvent::key);
                if key.as_deref() == Some("Escape") && !event.default_prevented() {
                    it.on(Event::Dismiss);
                }
            });
        }
        // Beside the window there is only its backdrop; a selection that ends there began inside.
        let is_pressed_beside = Rc::new(Cell::new(false));
        let is_beside = |event: &web_sys::Event| event.target() == event.current_target();
        let pressed = is_pressed_beside.clone();
        listen(&self.dialog, "pointerdown", move |event| {
            pressed.set(is_beside(&event));
        });
        let it = self.clone();
        listen(&self.dialog, "click", move |event| {
            if is_beside(&event) && is_pressed_beside.get() {
                it.on(Event::Dismiss);
            }
        });
        if let Some(tab) = &self.tab {
            let it = self.clone();
            listen(tab, "click", move |_| it.on(Event::Ask));
        }
        let it = self.clone();
        listen(&self.element, "click", move |event| {
            // The host's link, which opens the window too.
            let link = closest(&event, "a");
            if link.is_some_and(|link| it.element.contains(Some(&link))) {
                event.prevent_default();
                it.on(Event::Ask);
            }
        });
    }

    /// In the language of the form inside, which a guest may change.
    fn name(&self, payload: &JsValue) {
        let lang = text(payload, "lang").unwrap_or_default();
        let title = text(payload, "title").unwrap_or_default();
        let dialog: &Element = &self.dialog;
        let tab = self.tab.as_ref().map(|tab| -> &Element { tab });
        for part in [dialog, &self.announcement].into_iter().chain(tab) {
            attribute(part, "lang", Some(&lang));
        }
        attribute(dialog, "aria-label", Some(&title));
        let close = sentence(&lang, "close");
        attribute(&self.close, "aria-label", Some(close));
        if let Some(tab) = tab {
            let label = self.element.get_attribute("label");
            tab.set_text_content(Some(label.as_deref().unwrap_or(&title)));
        }
    }
}

/// The window with its place for the form, and the tab.
fn build(element: &SurveyElement, payload: &JsValue) -> Option<Window> {
    let document = element.owner_document()?;
    let sheet = style(STYLE)?;
    element.set_sheets(&Array::of1(&sheet));
    let root = shadow_root(element)?;
    let look = style(&text(payload, "css")?)?;
    set(&root, "adoptedStyleSheets", &Array::of2(&look, &sheet));
    let dialog = make(&document, "dialog", "otklik-dialog")?;
    let place = make(&document, "div", "otklik-place")?;
    let close = make(&document, "button", "otklik-close")?;
    let announcement = make(&document, "p", "otklik-news")?;
    attribute(&close, "type", Some("button"));
    attribute(&announcement, "role", Some("status"));
    dialog.append_with_node_2(&place, &close).ok()?;
    let slot = document.create_element("slot").ok()?;
    root.append_with_node_3(&slot, &announcement, &dialog)
        .ok()?;
    let is_tab = element.get_attribute("mode").as_deref() == Some("tab");
    let tab = if is_tab {
        let tab = make(&document, "button", "otklik-tab")?;
        attribute(&tab, "type", Some("button"));
        attribute(&tab, "aria-haspopup", Some("dialog"));
        root.append_with_node_1(&tab).ok()?;
        Some(tab.unchecked_into())
    } else {
        None
    };
    Some(Window {
        element: element.clone(),
        payload: payload.clone(),
        machine: RefCell::default(),
        dialog: dialog.unchecked_into(),
        place,
        close,
        announcement,
        tab,
    })
}

fn make(document: &Document, tag: &str, class: &str) -> Option<Element> {
    let made = document.create_element(tag).ok()?;
    attribute(&made, "class", Some(class));
    Some(made)
}

fn style(css: &str) -> Option<CssStyleSheet> {
    let sheet = CssStyleSheet::new().ok()?;
    sheet.replace_sync(css).ok()?;
    Some(sheet)
}

fn shadow_root(element: &SurveyElement) -> Option<ShadowRoot> {
    let options = ShadowRootInit::new(ShadowRootMode::Open);
    let attached = element.shadow_root();
    attached.or_else(|| element.attach_shadow(&options).ok())
}
