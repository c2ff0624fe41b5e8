//! A survey as an agency writes it: the document, its reader, every version that is known here, and one
//! version in the words of one language.

pub mod document;
mod json_part;
pub mod localized_survey;
pub mod reader;
pub mod surveys;
