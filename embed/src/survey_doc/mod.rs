//! Survey documents: the document, its reader, every known version, and a version in one language.

pub mod document;
mod json_part;
pub mod localized_survey;
pub mod reader;
pub mod surveys;
