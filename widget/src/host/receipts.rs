//! Receipts of the forms that were answered on this page: an element that is rendered again shows the thanks again.

use std::cell::RefCell;
use wasm_bindgen::JsValue;

thread_local! {
    static RECEIPTS: RefCell<Vec<(String, JsValue)>> = const { RefCell::new(Vec::new()) };
}

/// By the session's key.
pub(crate) fn find(key: &str) -> Option<JsValue> {
    RECEIPTS.with_borrow(|receipts| {
        let found = receipts.iter().find(|(known, _)| known == key);
        found.map(|(_, receipt)| receipt.clone())
    })
}

pub(crate) fn keep(key: &str, receipt: &JsValue) {
    RECEIPTS.with_borrow_mut(|receipts| receipts.push((key.to_owned(), receipt.clone())));
}
