//! The place of a window on the page: at the document, whatever the element is in, and in the browser's top layer, which no
//! other element can cover. Where a browser lacks that layer, a high `z-index` does.

use crate::dom::attribute;
use crate::js::set;
use js_sys::Array;
use wasm_bindgen::JsCast;
use web_sys::{CssStyleSheet, Document, HtmlElement, ShadowRoot, ShadowRootInit, ShadowRootMode};

pub(crate) struct Layer {
    document: Document,
    host: HtmlElement,
    pub root: ShadowRoot,
}

impl Layer {
    /// `None` where the browser lacks shadow roots of this kind.
    pub fn new(document: &Document, mode: &str, sheets: &[CssStyleSheet]) -> Option<Layer> {
        let host = document.create_element("otklik-layer").ok()?;
        attribute(&host, "mode", Some(mode));
        // It takes no focus when it is shown, as a dialog would.
        attribute(&host, "popover", Some("manual"));
        let root = host
            .attach_shadow(&ShadowRootInit::new(ShadowRootMode::Open))
            .ok()?;
        set(
            &root,
            "adoptedStyleSheets",
            &sheets.iter().collect::<Array>(),
        );
        Some(Layer {
            document: document.clone(),
            host: host.unchecked_into(),
            root,
        })
    }

    /// Puts it on the page, above what is there.
    pub fn raise(&self) {
        if !self.host.is_connected()
            && let Some(page) = self.document.document_element()
        {
            // An element takes a child.
            _ = page.append_child(&self.host);
        }
        // Both fail in a browser without a top layer, and hiding where it is not shown.
        _ = self.host.hide_popover();
        _ = self.host.show_popover();
    }

    pub fn remove(&self) {
        self.host.remove();
    }
}
