//! A cell of an imported table that holds an answer, and what a mapping may say of its column.

use crate::calendar::time_format::TimeFormat;
use crate::validation_error::Code;
use std::collections::BTreeMap;

/// A cell with what the mapping says of its column.
#[derive(Clone, Copy, Debug)]
pub struct ImportCell<'a> {
    /// Trimmed.
    pub text: &'a str,
    /// What words of the column mean; a word that is absent means itself.
    pub words: &'a BTreeMap<String, String>,
    /// Between several options of one cell.
    pub separator: Option<&'a str>,
    /// The cell of the free field; empty where the table has no column for it.
    pub other: &'a str,
    /// Whether a word that is no option is the text of the free field.
    pub rest_is_other: bool,
    /// Of a day: the first that fits counts.
    pub formats: &'a [TimeFormat],
}

impl<'a> ImportCell<'a> {
    /// The meaning of a word of the cell.
    pub fn meaning(&self, word: &'a str) -> &'a str {
        self.words.get(word).map_or(word, String::as_str)
    }
}

/// What a mapping may say of a question's column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ImportRules {
    /// The error for a word that means no answer.
    pub bad_word: Code,
    /// Whether several answers can share a cell.
    pub has_separator: bool,
    /// Whether the column can have formats of a time.
    pub has_formats: bool,
}
