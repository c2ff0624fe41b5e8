//! A submission that waits on the guest's device.

use crate::js;
use wasm_bindgen::JsValue;

/// A record of the store; times are milliseconds since 1970 by the device's clock.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Record {
    /// The submission's.
    pub id: String,
    pub rev: u8,
    /// Differs with each submission, also of the same body.
    pub mark: f64,
    /// The address that takes it.
    pub url: String,
    pub lang: String,
    pub body: String,
    /// A form's fields, not JSON.
    pub is_form: bool,
    /// The first score, sent ahead of the rest: nothing about it is shown.
    pub is_early: bool,
    /// When it was stored.
    pub at_ms: f64,
    /// Not to be sent before, as the server asked; zero where it did not.
    pub not_before_ms: f64,
}

impl Record {
    /// Whether it asks for a call, and so holds a name and a phone.
    pub fn is_callback(&self) -> bool {
        self.url.contains("/v1/callbacks")
    }

    /// `None` for what this widget did not store.
    pub fn read(value: &JsValue) -> Option<Record> {
        Some(Record {
            id: js::text(value, "id")?,
            // A cast from float saturates.
            rev: js::number(value, "rev")? as u8,
            mark: js::number(value, "mark").unwrap_or_default(),
            url: js::text(value, "url")?,
            lang: js::text(value, "lang")?,
            body: js::text(value, "body")?,
            is_form: js::flag(value, "isForm"),
            is_early: js::flag(value, "isEarly"),
            at_ms: js::number(value, "atMs").unwrap_or_default(),
            not_before_ms: js::number(value, "notBeforeMs").unwrap_or_default(),
        })
    }

    pub fn write(&self) -> JsValue {
        js::object(&[
            ("id", self.id.as_str().into()),
            ("rev", self.rev.into()),
            ("mark", self.mark.into()),
            ("url", self.url.as_str().into()),
            ("lang", self.lang.as_str().into()),
            ("body", self.body.as_str().into()),
            ("isForm", self.is_form.into()),
            ("isEarly", self.is_early.into()),
            ("atMs", self.at_ms.into()),
            ("notBeforeMs", self.not_before_ms.into()),
        ])
        .into()
    }
}
