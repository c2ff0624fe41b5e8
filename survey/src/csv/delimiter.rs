//! What separates the cells of a row.

use crate::closed_enum::closed_enum;
use serde::{Deserialize, Serialize};

/// Delimiters that spreadsheets write.
pub const DELIMITERS: [char; 3] = ['\t', ';', ','];

closed_enum! {
    /// What separates the cells of a table that is written.
    Delimiter {
        Comma = ",",
        Semicolon = ";",
        Tab = "tab",
    }
}

impl Delimiter {
    /// The one that a spreadsheet expects which opens a table by a double click, by the decimal mark of its language: a
    /// comma, where it is not that.
    pub const fn beside(decimal_mark: char) -> Delimiter {
        match decimal_mark {
            ',' => Delimiter::Semicolon,
            _ => Delimiter::Comma,
        }
    }

    /// The one in the table's text.
    pub const fn sign(self) -> char {
        match self {
            Delimiter::Comma => ',',
            Delimiter::Semicolon => ';',
            Delimiter::Tab => '\t',
        }
    }
}
