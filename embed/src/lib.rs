//! What a guest meets before any WASM: the plain form, the loader, the texts, the demo page.
//!
//! In scope: markup, style, sentences, the built-in surveys, the agency's settings. Out of scope:
//! HTTP, storage, the check of answers (`otklik-survey`), the interactive steps (`otklik-widget`).
//!
//! The folders, from the ground up. A folder uses those below it, never one above or beside it:
//!
//! | layer | folder | contents |
//! |---|---|---|
//! | 6 | `client`, `email` | the scripts on host pages; letters |
//! | 5 | `page` | forms, thanks and the pages around them |
//! | 4 | `survey_doc` | survey documents, every known version, a survey in one language |
//! | 3 | `settings` | the agency, read from one variable of the deployment |
//! | 2 | `look` | colours, radius, light or dark, contrast |
//! | 1 | `fields`, `i18n` | the fields of a sent form; sentences and plurals |

pub mod fields;
pub mod i18n;
pub mod look;
pub mod settings;
pub mod survey_doc;

pub mod page;

pub mod client;
pub mod email;
