//! A cell of an imported table that holds an answer, and what a mapping may say of its column.

use crate::calendar::time_format::TimeFormat;
use crate::text::tidied;
use crate::validation_error::Code;
use std::collections::BTreeMap;

/// The cells of a question in a row, with what the mapping says of their columns.
#[derive(Clone, Debug)]
pub struct ImportCell<'a> {
    /// Trimmed, none of them empty or without a meaning: several where a choice has several columns.
    pub texts: Vec<&'a str>,
    /// Options whose own columns say that they were chosen.
    pub options: Vec<&'a str>,
    /// What words of the column mean, by the tidied word; a word that is absent means itself.
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
    /// The first cell; empty where there is none.
    pub fn text(&self) -> &'a str {
        self.texts.first().copied().unwrap_or_default()
    }

    /// The meaning of a word of the cell, where the mapping has one.
    pub fn translated(&self, word: &str) -> Option<&'a str> {
        self.words.get(&tidied(word)).map(String::as_str)
    }

    /// The meaning of the first cell.
    pub fn meaning(&self) -> &'a str {
        self.translated(self.text()).unwrap_or(self.text())
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
