//! What a guest meets before any WASM: the plain form, the loader, the texts, the demo page.
//!
//! In scope: markup, style, sentences, the built-in surveys, the agency's settings. Out of scope:
//! HTTP, storage, what is accepted (`otklik-survey`), the interactive steps (`otklik-widget`).

pub mod document;
pub mod document_reader;
pub mod email;
mod email_html;
pub mod look;
pub mod plural;
pub mod settings;
pub mod sheet;
pub mod surveys;
pub mod texts;

mod json_part;

mod callback_form;
pub mod cancel;
pub mod fields;
pub mod form;
pub mod loader;
pub mod page;
pub mod preview;
pub mod promise;
pub mod thanks;
