//! The window over a host page with the form in it, and the tab on the page's edge.

use super::layer::Layer;
use super::machine::{Effect, Event, Machine, Shown};
use super::triggers::{self, number};
use super::{has_modal, pauses};
use crate::dom::{after, attribute, closest, key, listen, listen_last, make, window};
use crate::js::{flag, text};
use crate::loader::SurveyElement;
use crate::sentences::sentence;
use js_sys::Array;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{CssStyleSheet, Element, HtmlDialogElement, HtmlElement};

const STYLE: &str = include_str!("popup.css");

const PAUSE_DAYS: f64 = 30.0;

/// Layers of the page that close on Escape before a window does.
const OTHER_LAYERS: &str = ":is(:modal,[popover]:not([popover=manual]):popover-open)";

/// Milliseconds between two looks whether the page's modal dialog is still open.
const DIALOG_CHECK_MS: i32 = 1_000;

pub(crate) struct Window {
    element: SurveyElement,
    /// Of the form to paint.
    payload: JsValue,
    machine: RefCell<Machine>,
    layer: Layer,
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
        window.layer.raise();
        let it = window.clone();
        listen(element, "otklik:ready", move |_| {
            it.name(&it.element.painted());
        });
        window.listen_to_guest();
        let it = window.clone();
        triggers::watch(element, move |by_guest| {
            if by_guest {
                it.on(Event::Ask);
            } else {
                it.come();
            }
        });
        Some(window)
    }

    /// Opens by itself, not before the page's modal dialog is closed: beside that nothing can be used.
    fn come(self: &Rc<Self>) {
        let document = self.element.owner_document();
        let dialog = document.and_then(|document| document.query_selector(":modal").ok()?);
        if dialog.is_some() {
            let it = self.clone();
            return after(DIALOG_CHECK_MS, move || it.come());
        }
        let days = number(&self.element, "pause-days").unwrap_or(PAUSE_DAYS);
        let is_paused = pauses::is_paused(&self.element, days as i32);
        self.on(Event::Trigger { is_paused });
    }

    pub fn element(&self) -> &SurveyElement {
        &self.element
    }

    pub fn is_modal(&self) -> bool {
        self.machine.borrow().shown == Shown::ByGuest
    }

    /// Leaves the page with the element, and comes back with it. A page may move the element: that is both at once.
    pub fn follow(self: &Rc<Self>) {
        let it = self.clone();
        after(0, move || {
            if it.element.is_connected() {
                it.layer.raise();
            } else {
                it.apply(Event::Close);
                it.layer.remove();
            }
        });
    }

    pub fn on(&self, event: Event) {
        if self.element.is_connected() {
            self.apply(event);
        }
    }

    fn apply(&self, event: Event) {
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
            // Only a modal one is opened by the browser: `show` would take the focus.
            Effect::Show => {
                self.layer.raise();
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
        self.listen_to_escape();
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
            make_way(tab);
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

    /// Escape closes one layer, the topmost: a dialog of the page before a window that opened by itself.
    fn listen_to_escape(self: &Rc<Self>) {
        let it = self.clone();
        // Inside, the key is this window's alone; a modal one is closed by the browser.
        listen(&self.dialog, "keydown", move |event| {
            if is_escape(&event) {
                event.stop_propagation();
                if !it.is_modal() {
                    it.on(Event::Dismiss);
                }
            }
        });
        let Some(document) = self.element.owner_document() else {
            return;
        };
        let it = self.clone();
        let page = document.clone();
        listen_last(&document, "keydown", move |event| {
            let is_covered = || {
                let other = page.query_selector(OTHER_LAYERS).ok().flatten();
                let focused = page.active_element();
                let dialog = focused.and_then(|it| it.closest("[aria-modal=true]").ok()?);
                has_modal() || other.is_some() || dialog.is_some()
            };
            if is_escape(&event) && !event.default_prevented() && it.is_open() && !is_covered() {
                // For the other windows of this page.
                event.prevent_default();
                it.on(Event::Dismiss);
            }
        });
    }

    fn is_open(&self) -> bool {
        self.machine.borrow().shown != Shown::Closed
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
    let mode = element.get_attribute("mode").unwrap_or_default();
    let layer = Layer::new(&document, &mode, &[style(&text(payload, "css")?)?, sheet])?;
    let root = &layer.root;
    let dialog = make(&document, "dialog", "otklik-dialog")?;
    let place = make(&document, "div", "otklik-place")?;
    let close = make(&document, "button", "otklik-close")?;
    let announcement = make(&document, "p", "otklik-news")?;
    attribute(&close, "type", Some("button"));
    attribute(&announcement, "role", Some("status"));
    dialog.append_with_node_2(&place, &close).ok()?;
    root.append_with_node_2(&announcement, &dialog).ok()?;
    let tab = if mode == "tab" {
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
        layer,
        dialog: dialog.unchecked_into(),
        place,
        close,
        announcement,
        tab,
    })
}

fn style(css: &str) -> Option<CssStyleSheet> {
    let sheet = CssStyleSheet::new().ok()?;
    sheet.replace_sync(css).ok()?;
    Some(sheet)
}

/// Marks the tab while a guest scrolls down and reads: on a phone it would cover the text. Scrolling up brings it back.
fn make_way(tab: &HtmlElement) {
    let tab = tab.clone();
    let now_px = || window().scroll_y().unwrap_or_default();
    let top_px = Cell::new(now_px());
    listen(&window(), "scroll", move |_| {
        let now_px = now_px();
        let is_down = now_px > top_px.replace(now_px);
        attribute(&tab, "data-away", is_down.then_some(""));
    });
}

fn is_escape(event: &web_sys::Event) -> bool {
    key(event).as_deref() == Some("Escape") && !flag(event, "isComposing")
}
