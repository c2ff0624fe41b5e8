//! The objects of the loader (`embed/src/client/loader.js`): the element of a host page, and the form that was painted
//! into it.

use js_sys::{Array, Function, Promise};
use wasm_bindgen::prelude::*;
use web_sys::{Element, HtmlElement, HtmlFormElement, Url};

#[wasm_bindgen]
extern "C" {
    /// `<otklik-survey>`.
    #[derive(Clone)]
    #[wasm_bindgen(extends = HtmlElement)]
    pub type SurveyElement;

    /// The payload of the painted form; null before the first.
    #[wasm_bindgen(method, getter)]
    pub fn painted(this: &SurveyElement) -> JsValue;

    /// The element that the form is painted into, in the shadow root of a window; undefined for the element's own root.
    #[wasm_bindgen(method, getter)]
    pub fn place(this: &SurveyElement) -> JsValue;

    /// The address of the payload, on the server.
    #[wasm_bindgen(method, getter)]
    pub fn url(this: &SurveyElement) -> Url;

    /// The text of the replaced link's `data-otklik`; null where there was none.
    #[wasm_bindgen(method, getter)]
    pub fn word(this: &SurveyElement) -> Option<String>;

    /// Style sheets around the form beside its own.
    #[wasm_bindgen(method, setter)]
    pub fn set_sheets(this: &SurveyElement, sheets: &Array);

    /// Paints a payload's form; `prepare` gets it before it is seen.
    #[wasm_bindgen(method, catch)]
    pub fn paint(
        this: &SurveyElement,
        payload: &JsValue,
        place: &JsValue,
        prepare: &JsValue,
    ) -> Result<(), JsValue>;

    /// Resolves with the payload of other parameters, a list of `[name, value]`; undefined where it cannot be read.
    #[wasm_bindgen(method)]
    pub fn load(this: &SurveyElement, changes: &Array) -> Promise;

    /// Replaces the form by a link to the form's page, and returns it.
    #[wasm_bindgen(method, catch)]
    pub fn link(this: &SurveyElement, payload: &JsValue) -> Result<HtmlElement, JsValue>;

    /// Dispatches `otklik:{name}` on the element.
    #[wasm_bindgen(method, catch)]
    pub fn fire(this: &SurveyElement, name: &str) -> Result<(), JsValue>;
}

#[wasm_bindgen]
extern "C" {
    /// A painted form's functions.
    #[derive(Clone)]
    pub type PaintedForm;

    #[wasm_bindgen(method, getter)]
    pub fn form(this: &PaintedForm) -> HtmlFormElement;

    /// The element around the form, its thanks and its languages.
    #[wasm_bindgen(method, getter, js_name = box)]
    pub fn surroundings(this: &PaintedForm) -> Element;

    /// The address that takes its submissions.
    #[wasm_bindgen(method, getter)]
    pub fn endpoint(this: &PaintedForm) -> String;

    /// The last submission, until it has a response of the server; null where there is none.
    #[wasm_bindgen(method, getter)]
    pub fn tried(this: &PaintedForm) -> JsValue;

    /// No request is running, and the guest has not left the first step without the widget.
    #[wasm_bindgen(method, js_name = isIdle)]
    pub fn is_idle(this: &PaintedForm) -> bool;

    /// Removes the shown errors.
    #[wasm_bindgen(method)]
    pub fn clear(this: &PaintedForm);

    /// Sends a body, and shows the thanks once it is stored; resolves with the server's JSON, null where none could be read.
    #[wasm_bindgen(method)]
    pub fn post(this: &PaintedForm, body: &str) -> Promise;

    /// Replaces the form by the thanks.
    #[wasm_bindgen(method)]
    pub fn thank(this: &PaintedForm, receipt: &JsValue);

    /// The function that `post` sends by: from a body, a text or a form's fields, and whether it is a first score sent ahead,
    /// to a promise of the server's JSON.
    #[wasm_bindgen(method, setter)]
    pub fn set_send(this: &PaintedForm, send: &Function);

    /// The function that gets every response of the server.
    #[wasm_bindgen(method, setter)]
    pub fn set_heard(this: &PaintedForm, heard: &Function);
}

/// Parameters of a payload's address.
pub(crate) fn changes(pairs: &[(&str, &str)]) -> Array {
    let pairs = pairs.iter();
    pairs
        .map(|(name, value)| Array::of2(&JsValue::from_str(name), &JsValue::from_str(value)))
        .collect()
}
