//! Whether a mapping fits a table and the surveys.

use super::columns::{Columns, FirstPlaces, place};
use super::draft::{Field, MappingDraft};
use super::identity::Identity;
use super::row_field::ROW_FIELDS;
use crate::calendar::time_format::TimeFormat;
use crate::calendar::written_zone::WrittenZone;
use crate::limits;
use crate::question::Question;
use crate::survey::Survey;
use crate::text::tidied;
use crate::validation_error::{Code, ValidationError};
use std::collections::{BTreeMap, BTreeSet};

/// A mapping that fits a table and the surveys. Only [`Mapping::accept`] makes one.
#[derive(Debug)]
pub struct Mapping<'a> {
    pub(super) columns: Columns<'a>,
    pub(super) surveys: &'a [&'a Survey],
}

impl<'a> Mapping<'a> {
    /// Checks a mapping against the surveys, in all their versions, and the rows of names above a table.
    ///
    /// # Errors
    /// All errors, each with its path: `fields.guest.liked.words.Еда`.
    pub fn accept(
        draft: &'a MappingDraft,
        header: &[Vec<String>],
        surveys: &'a [&'a Survey],
    ) -> Result<Mapping<'a>, Vec<ValidationError>> {
        let columns = Columns::of(draft, header);
        let mut check = Check {
            names: &columns.names,
            first: &columns.first,
            surveys,
            mapped: BTreeSet::new(),
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
        check.rest(draft);
        let errors = check.errors;
        if errors.is_empty() {
            Ok(Mapping { columns, surveys })
        } else {
            Err(errors)
        }
    }

    /// What a row is known by.
    pub fn identity(&self, cells: &[String]) -> Identity {
        self.columns.identity(cells)
    }

    /// Names of the zone database that the mapping or the columns of times name, with their places.
    pub fn zones(&self) -> Vec<(String, String)> {
        let time = self.columns.field("time");
        let Some(time) = time else { return Vec::new() };
        let zones = time.columns.iter().filter_map(|place| {
            let path = match &time.field.zone {
                Some(_) => [&path("time"), ".zone"].concat(),
                None => self.columns.names[*place].clone(),
            };
            match self.columns.column_zone(*place)? {
                WrittenZone::Named(name) => Some((path, name)),
                WrittenZone::Ahead(_) => None,
            }
        });
        zones.collect()
    }
}

fn path(field: &str) -> String {
    ["fields.", field].concat()
}

struct Check<'a> {
    names: &'a [String],
    first: &'a FirstPlaces,
    surveys: &'a [&'a Survey],
    /// Places of columns that a field names.
    mapped: BTreeSet<usize>,
    errors: Vec<ValidationError>,
}

impl<'a> Check<'a> {
    fn refuse(&mut self, code: Code, path: &str) {
        self.errors.push(ValidationError::new(code, path));
    }

    fn columns<'n>(&mut self, path: &str, columns: impl Iterator<Item = &'n String>) {
        let places: Vec<usize> = columns.filter_map(|it| place(self.first, it)).collect();
        if places.is_empty() {
            self.refuse(Code::MissingColumn, path);
        }
        self.mapped.extend(places);
    }

    fn field(&mut self, name: &str, field: &Field) {
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
        let has_columns = !field.columns.is_empty() || !field.options.is_empty();
        match &field.value {
            None if has_columns => {
                if !field.columns.is_empty() {
                    self.columns(&at(".columns"), field.columns.iter());
                }
            }
            Some(value) if may_be_fixed && !has_columns && field.words.is_empty() => {
                if !is_known_word(value) {
                    self.refuse(code, &at(".value"));
                }
            }
            Some(_) | None => self.refuse(Code::BadMapping, &at("")),
        }
        let mut meanings = BTreeMap::new();
        for (word, ours) in &field.words {
            let known = meanings.insert(tidied(word), ours);
            if known.is_some_and(|known| known != ours) {
                self.refuse(Code::BadMapping, &at(&[".words.", word].concat()));
            } else if !ours.is_empty() && !is_known_word(ours) {
                self.refuse(code, &at(&[".words.", word].concat()));
            }
        }
        for (column, option) in &field.options {
            if !is_known_word(option) {
                self.refuse(code, &at(&[".options.", column].concat()));
            }
        }
        let has_formats = name == "time" || rules.is_some_and(|rules| rules.has_formats);
        let lacks_formats = name == "time" && field.formats.is_empty();
        if lacks_formats || !has_formats && !field.formats.is_empty() {
            self.refuse(Code::BadMapping, &at(".formats"));
        } else {
            self.formats(name, &field.formats);
        }
        self.zone(name, field);
        let has_separator = rules.is_some_and(|rules| rules.has_separator);
        if field
            .separator
            .as_ref()
            .is_some_and(|it| it.is_empty() || !has_separator)
        {
            self.refuse(Code::BadMapping, &at(".separator"));
        }
        if !has_separator && !field.options.is_empty() {
            self.refuse(Code::WrongKind, &at(".options"));
        } else if !field.options.is_empty() {
            self.columns(&at(".options"), field.options.keys());
        }
        let has_other = question.is_some_and(Question::has_other);
        if !has_other && (field.rest_is_other || !field.other.is_empty()) {
            self.refuse(Code::WrongKind, &at(".other"));
        } else if !field.other.is_empty() {
            self.columns(&at(".other"), field.other.iter());
        }
    }

    fn formats(&mut self, field: &str, formats: &[String]) {
        for (index, format) in formats.iter().enumerate() {
            if TimeFormat::parse(format).is_none() {
                let path = [&path(field), ".formats.", &index.to_string()].concat();
                self.refuse(Code::BadMapping, &path);
            }
        }
    }

    fn zone(&mut self, name: &str, field: &Field) {
        let at = |part: &str| [&path(name), part].concat();
        let has_zone = name == "time";
        if let Some(zone) = &field.zone
            && !(has_zone && WrittenZone::parse(zone).is_some())
        {
            self.refuse(Code::UnknownZone, &at(".zone"));
        }
        if !has_zone && !field.zone_columns.is_empty() {
            self.refuse(Code::BadMapping, &at(".zone_columns"));
        } else if !field.zone_columns.is_empty() {
            self.columns(&at(".zone_columns"), field.zone_columns.iter());
        }
    }

    /// Reports the columns that the mapping does not name, and those of which it cannot say which one it means.
    fn rest(&mut self, draft: &MappingDraft) {
        let ignored: BTreeSet<String> = draft.ignore.iter().map(|name| tidied(name)).collect();
        for (place, name) in self.names.iter().enumerate() {
            let first = self.first.get(name).copied().unwrap_or(place);
            let (is_mapped, is_second) = (self.mapped.contains(&first), first != place);
            let is_left = draft.ignore_others || ignored.contains(name) || name.is_empty();
            if is_mapped && is_second || !is_mapped && !is_left {
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
