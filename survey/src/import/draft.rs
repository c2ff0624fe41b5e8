//! A mapping as it is written: the fields of a table's columns, and the meanings of their words.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A mapping as written, nothing checked yet.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields, default)]
pub struct MappingDraft {
    /// The name of the source, 1-64 characters. A row is recognized by it and its own id, or else by what this mapping reads
    /// of it.
    pub name: String,
    /// The table is an export of this system: its ids are kept, and the apostrophes that it puts before formulas are
    /// removed.
    pub is_export: bool,
    /// The table has two rows of names: a column is `above / below`, and a name above also belongs to the columns
    /// behind it that have nothing above.
    pub two_header_rows: bool,
    /// `survey` and `time`; `version`, `id`, `event`, `touchpoint`, `channel`, `locale`, `reference`, `source`,
    /// `status`, `flag` where there are any; and each question by its survey, as `guest.enjoyed`.
    pub fields: BTreeMap<String, Field>,
    /// Columns that are left out.
    pub ignore: Vec<String>,
    /// Every column that is not named here is left out.
    pub ignore_others: bool,
}

impl MappingDraft {
    /// The number of rows above those with answers.
    pub fn n_header_rows(&self) -> usize {
        if self.two_header_rows { 2 } else { 1 }
    }
}

/// The columns of a field, and how its cells are read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Field {
    /// Names of columns. All that the table has are read: of each row the one that is not empty counts, of a choice all
    /// are options of one answer.
    pub columns: Vec<String>,
    /// Of a choice: names of columns that stand for one option each, and the option.
    pub options: BTreeMap<String, String>,
    /// In place of a column: the same for every row.
    pub value: Option<String>,
    /// The meanings of words of the column; an empty meaning is no value, an absent word means itself.
    pub words: BTreeMap<String, String>,
    /// Of a time, the first that fits counts: `YYYY` or `YY`, `MM` or `MMM` (a name), `DD`, `hh`, `mm`, `ss`, `fff`, `AM`,
    /// `zone`. One without an hour is noon.
    pub formats: Vec<String>,
    /// Of `time`, for texts without a zone: names of the column with the zone.
    pub zone_columns: Vec<String>,
    /// Of `time`, where neither text nor row have a zone: `Europe/Kyiv`, `GMT+3`, `UTC`. Without it the zone in brackets at
    /// the end of the column's name counts, and without that the agency's.
    pub zone: Option<String>,
    /// Of a choice: the separator of several options in one cell.
    pub separator: Option<String>,
    /// Of a choice: names of columns with the text of the free field.
    pub other: Vec<String>,
    /// Of a choice: a word that is no option is the text of the free field.
    pub rest_is_other: bool,
}
