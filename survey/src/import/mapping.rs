//! A mapping: the field of each column of a table, and the meanings of its words.

use crate::calendar::time_format::TimeFormat;
use crate::lang::Lang;
use crate::limits;
use crate::question::Question;
use crate::response::channel::Channel;
use crate::response::flag::Flag;
use crate::response::source::Source;
use crate::response::status::Status;
use crate::survey::Survey;
use crate::survey::touchpoint::Touchpoint;
use crate::validation_error::{Code, ValidationError};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A mapping as written, nothing checked yet.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields, default)]
pub struct MappingDraft {
    /// The name of the source, 1-64 characters. A row is recognized by it and its own id, or else by all its cells.
    pub name: String,
    /// The table is an export of this system: its ids are kept, and the apostrophes that it puts before formulas are
    /// removed.
    pub is_export: bool,
    /// `survey` and `time`; `version`, `id`, `event`, `touchpoint`, `channel`, `locale`, `reference`, `source`,
    /// `status`, `flag` where there are any; and each question by its survey, as `guest.enjoyed`.
    pub fields: BTreeMap<String, Field>,
    /// Columns that are left out.
    pub ignore: Vec<String>,
    /// Every column that is not named here is left out.
    pub ignore_others: bool,
}

/// The column of a field, and how its cells are read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Field {
    /// Names of the column; the first that the table has counts.
    pub columns: Vec<String>,
    /// In place of a column: the same for every row.
    pub value: Option<String>,
    /// The meanings of words of the column; an empty meaning is no value, an absent word means itself.
    pub words: BTreeMap<String, String>,
    /// Of a time, the first that fits counts: `YYYY`, `MM`, `DD`, `hh`, `mm`, `ss`, `fff`, `AM`, `zone`. A time
    /// without a zone is the agency's; one without an hour is noon.
    pub formats: Vec<String>,
    /// Of a choice: the separator of several options in one cell.
    pub separator: Option<String>,
    /// Of a choice: names of the column with the text of the free field.
    pub other: Vec<String>,
    /// Of a choice: a word that is no option is the text of the free field.
    pub rest_is_other: bool,
}

/// A field, the error for an unknown word in it, and the test whether a word is known.
type RowField = (&'static str, Code, fn(&str) -> bool);

/// The fields of a row beside its answers.
pub(super) const ROW_FIELDS: [RowField; 12] = [
    ("survey", Code::UnknownSurvey, any),
    ("version", Code::UnknownVersion, any),
    ("time", Code::BadMapping, any),
    ("id", Code::BadMapping, any),
    ("event", Code::BadMapping, any),
    ("reference", Code::BadMapping, any),
    ("touchpoint", Code::UnknownTouchpoint, |it| {
        Touchpoint::parse(it).is_some()
    }),
    ("channel", Code::UnknownChannel, |it| {
        Channel::parse(it).is_some()
    }),
    ("locale", Code::UnknownLang, |it| {
        Lang::from_tag(it).is_some()
    }),
    ("source", Code::UnknownSource, |it| {
        Source::parse(it).is_some()
    }),
    ("status", Code::UnknownStatus, |it| {
        Status::parse(it).is_some()
    }),
    ("flag", Code::UnknownStatus, |it| Flag::parse(it).is_some()),
];

fn any(_: &str) -> bool {
    true
}

/// A mapping that fits a table and the surveys. Only [`Mapping::accept`] makes one.
#[derive(Debug)]
pub struct Mapping<'a> {
    pub(super) header: &'a [String],
    pub(super) surveys: &'a [&'a Survey],
    pub(super) draft: &'a MappingDraft,
    /// By field.
    formats: BTreeMap<&'a str, Vec<TimeFormat>>,
}

impl<'a> Mapping<'a> {
    /// Checks a mapping against the surveys, in all their versions, and the header of a table.
    ///
    /// # Errors
    /// All errors, each with its path: `fields.guest.liked.words.Еда`.
    pub fn accept(
        draft: &'a MappingDraft,
        header: &'a [String],
        surveys: &'a [&'a Survey],
    ) -> Result<Mapping<'a>, Vec<ValidationError>> {
        let mut check = Check {
            header,
            surveys,
            mentioned: draft.ignore.iter().collect(),
            formats: BTreeMap::new(),
            errors: Vec::new(),
        };
        let name = draft.name.trim();
        if name.is_empty() || name.chars().count() > limits::IMPORT_NAME_MAX_CHARS {
            check.refuse(Code::BadMapping, "name");
        }
        for (name, field) in &draft.fields {
            check.field(name, field);
        }
        for needed in ["survey", "time"] {
            if !draft.fields.contains_key(needed) {
                check.refuse(Code::BadMapping, &path(needed));
            }
        }
        if !draft.fields.keys().any(|name| name.contains('.')) {
            check.refuse(Code::BadMapping, "fields");
        }
        if !draft.ignore_others {
            check.rest();
        }
        if check.errors.is_empty() {
            Ok(Mapping {
                header,
                surveys,
                draft,
                formats: check.formats,
            })
        } else {
            Err(check.errors)
        }
    }

    pub(super) fn formats_of(&self, field: &str) -> &[TimeFormat] {
        self.formats.get(field).map_or(&[], Vec::as_slice)
    }

    /// The index of a column in the table's rows.
    pub(super) fn place(&self, columns: &[String]) -> Option<usize> {
        place(self.header, columns)
    }
}

fn place(header: &[String], columns: &[String]) -> Option<usize> {
    columns
        .iter()
        .find_map(|name| header.iter().position(|cell| cell.trim() == name))
}

fn path(field: &str) -> String {
    ["fields.", field].concat()
}

struct Check<'a> {
    header: &'a [String],
    surveys: &'a [&'a Survey],
    /// Columns that the mapping names.
    mentioned: Vec<&'a String>,
    /// By field.
    formats: BTreeMap<&'a str, Vec<TimeFormat>>,
    errors: Vec<ValidationError>,
}

impl<'a> Check<'a> {
    fn refuse(&mut self, code: Code, path: &str) {
        self.errors.push(ValidationError::new(code, path));
    }

    fn columns(&mut self, path: &str, columns: &'a [String]) {
        self.mentioned.extend(columns);
        if place(self.header, columns).is_none() {
            self.refuse(Code::MissingColumn, path);
        }
    }

    fn field(&mut self, name: &'a str, field: &'a Field) {
        let of_row = ROW_FIELDS.iter().find(|it| it.0 == name);
        let question = question(name, self.surveys);
        let at = |part: &str| [&path(name), part].concat();
        let rules = question.map(|question| question.kind.import_rules());
        let code = match (of_row, rules) {
            (Some((_, code, _)), _) => *code,
            (None, Some(rules)) => rules.bad_word,
            (None, None) => return self.refuse(Code::UnknownQuestion, &at("")),
        };
        let surveys = self.surveys;
        let is_known_word = |word: &str| match (name, question) {
            ("survey", _) => surveys.iter().any(|it| it.id() == word),
            ("version", _) => surveys.iter().any(|it| it.version().to_string() == word),
            (_, Some(question)) => question.kind.is_import_word(word),
            (_, None) => of_row.is_some_and(|(_, _, is_known)| is_known(word)),
        };
        let may_be_fixed = of_row.is_some() && !["time", "id"].contains(&name);
        match &field.value {
            None if !field.columns.is_empty() => self.columns(&at(".columns"), &field.columns),
            Some(value) if may_be_fixed && field.columns.is_empty() && field.words.is_empty() => {
                if !is_known_word(value) {
                    self.refuse(code, &at(".value"));
                }
            }
            Some(_) | None => self.refuse(Code::BadMapping, &at("")),
        }
        for (word, ours) in &field.words {
            if !ours.is_empty() && !is_known_word(ours) {
                self.refuse(code, &at(&[".words.", word].concat()));
            }
        }
        let has_formats = name == "time" || rules.is_some_and(|rules| rules.has_formats);
        let lacks_formats = name == "time" && field.formats.is_empty();
        if lacks_formats || !has_formats && !field.formats.is_empty() {
            self.refuse(Code::BadMapping, &at(".formats"));
        } else {
            self.formats(name, &field.formats);
        }
        let has_separator = rules.is_some_and(|rules| rules.has_separator);
        if field
            .separator
            .as_ref()
            .is_some_and(|it| it.is_empty() || !has_separator)
        {
            self.refuse(Code::BadMapping, &at(".separator"));
        }
        let has_other = question.is_some_and(Question::has_other);
        if !has_other && (field.rest_is_other || !field.other.is_empty()) {
            self.refuse(Code::WrongKind, &at(".other"));
        } else if !field.other.is_empty() {
            self.columns(&at(".other"), &field.other);
        }
    }

    fn formats(&mut self, field: &'a str, formats: &[String]) {
        let mut parsed = Vec::new();
        for (index, format) in formats.iter().enumerate() {
            match TimeFormat::parse(format) {
                Some(format) => parsed.push(format),
                None => {
                    let path = [&path(field), ".formats.", &index.to_string()].concat();
                    self.refuse(Code::BadMapping, &path);
                }
            }
        }
        self.formats.insert(field, parsed);
    }

    /// Reports the columns that the mapping does not name.
    fn rest(&mut self) {
        for (place, name) in self.header.iter().enumerate() {
            let name = name.trim();
            let is_first = self.header[..place].iter().all(|it| it.trim() != name);
            if !(is_first && self.mentioned.iter().any(|it| *it == name)) {
                self.refuse(Code::UnmappedColumn, name);
            }
        }
    }
}

/// The question of a field such as `guest.enjoyed`, in the latest version that asks it.
fn question<'s>(field: &str, surveys: &[&'s Survey]) -> Option<&'s Question> {
    let (survey, question) = field.split_once('.')?;
    let versions = surveys.iter().filter(|it| it.id() == survey);
    let asking = versions.filter_map(|it| Some((it.version(), it.question(question)?)));
    asking
        .max_by_key(|(version, _)| *version)
        .map(|found| found.1)
}
