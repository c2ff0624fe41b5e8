//! The columns of a table that a mapping reads, and the cells of a row in them.

use super::draft::{Field, MappingDraft};
use super::tick::{Tick, tick};
use crate::calendar::time_format::{Stamp, TimeFormat};
use crate::calendar::written_zone::WrittenZone;
use crate::csv::unguarded;
use crate::text::tidied;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Columns of a table by the fields of a mapping; whether the mapping fits is another question.
#[derive(Debug)]
pub struct Columns<'a> {
    pub(super) draft: &'a MappingDraft,
    /// The names of all columns, tidied; empty where a column has none.
    pub(super) names: Vec<String>,
    pub(super) first: FirstPlaces,
    fields: BTreeMap<&'a str, FieldColumns<'a>>,
}

/// By a column's name, which is not empty.
pub(super) type FirstPlaces = BTreeMap<String, usize>;

/// Places of columns, from 0.
#[derive(Debug)]
pub(super) struct FieldColumns<'a> {
    pub field: &'a Field,
    /// In the order of the mapping.
    pub columns: Vec<usize>,
    /// The columns that stand for an option, and that option.
    pub options: Vec<(usize, &'a str)>,
    pub other: Vec<usize>,
    pub zone: Vec<usize>,
    /// By the tidied word.
    pub words: BTreeMap<String, String>,
    /// Those that can be read.
    pub formats: Vec<TimeFormat>,
}

/// A cell that is not empty.
#[derive(Clone, Copy, Debug)]
pub(super) struct Given<'c> {
    pub place: usize,
    /// Trimmed.
    pub text: &'c str,
}

impl<'a> Columns<'a> {
    /// `header` has the rows of names above the table.
    pub fn of(draft: &'a MappingDraft, header: &[Vec<String>]) -> Columns<'a> {
        let names = names(header);
        let first = first_places(&names);
        let fields = draft.fields.iter();
        let fields = fields.map(|(name, field)| (name.as_str(), FieldColumns::of(field, &first)));
        Columns {
            draft,
            fields: fields.collect(),
            names,
            first,
        }
    }

    pub(super) fn fields(&self) -> impl Iterator<Item = (&'a str, &FieldColumns<'a>)> {
        self.fields.iter().map(|(name, field)| (*name, field))
    }

    pub(super) fn field(&self, name: &str) -> Option<&FieldColumns<'a>> {
        self.fields.get(name)
    }

    /// The cells of a row as their writer meant them.
    pub(super) fn plain<'c>(&self, cells: &'c [String]) -> Cow<'c, [String]> {
        if self.draft.is_export {
            cells.iter().map(|cell| unguarded(cell)).collect()
        } else {
            Cow::Borrowed(cells)
        }
    }

    /// The word of a field, translated by the mapping; empty where there is none.
    pub(super) fn word(&self, field: &str, cells: &[String]) -> String {
        let Some(field) = self.field(field) else {
            return String::new();
        };
        match &field.field.value {
            Some(value) => value.clone(),
            None => {
                let given = field.given(cells);
                given
                    .first()
                    .map_or_else(String::new, |it| field.meaning(it.text))
            }
        }
    }

    /// The time of a row as its text says it; `None` where it cannot be read.
    pub(super) fn written_stamp(&self, cells: &[String]) -> Option<Stamp> {
        let field = self.field("time")?;
        let given = *field.given(cells).first()?;
        let mut stamps = field.formats.iter().filter_map(|it| it.read(given.text));
        stamps.next()
    }

    /// The time of a row, with the zone that is written elsewhere in the table; `None` where either cannot be read.
    pub(super) fn stamp(&self, cells: &[String]) -> Option<Stamp> {
        let stamp = self.written_stamp(cells)?;
        let field = self.field("time")?;
        let given = *field.given(cells).first()?;
        let beside = match filled(&field.zone, cells).first() {
            Some(zone) => Some(WrittenZone::parse(zone.text)?),
            None => self.column_zone(given.place),
        };
        Some(stamp.or_in(beside))
    }

    /// The zone of a column of times: that of the mapping, or of the column's name.
    pub(super) fn column_zone(&self, place: usize) -> Option<WrittenZone> {
        let zone = self.field("time").and_then(|it| it.field.zone.as_ref());
        match zone {
            Some(zone) => WrittenZone::parse(zone),
            None => WrittenZone::of_name(self.names.get(place)?),
        }
    }

    /// The name of the column from which a field is read in this row, or else of its first one; empty where it has none.
    pub(super) fn column_of(&self, field: &str, cells: &[String]) -> &str {
        let Some(field) = self.field(field) else {
            return "";
        };
        let given = field.given(cells).first().map(|it| it.place);
        let place = given.or_else(|| field.places().next());
        place.map_or("", |place| &self.names[place])
    }

    /// Where a field has different words in several columns, the second of them. The columns of a choice are one answer.
    pub(super) fn second_word(
        &self,
        field: &str,
        is_choice: bool,
        cells: &[String],
    ) -> Option<usize> {
        let field = self.field(field)?;
        let of_columns = if is_choice {
            Vec::new()
        } else {
            field.given(cells)
        };
        let several = [
            of_columns,
            filled(&field.other, cells),
            filled(&field.zone, cells),
        ];
        several.into_iter().find_map(|given| {
            let first = field.meaning(given.first()?.text);
            let second = given.iter().find(|it| field.meaning(it.text) != first)?;
            Some(second.place)
        })
    }
}

impl<'a> FieldColumns<'a> {
    fn of(field: &'a Field, first: &FirstPlaces) -> FieldColumns<'a> {
        let place = |name: &String| place(first, name);
        let places = |names: &[String]| names.iter().filter_map(place).collect();
        let options = field.options.iter();
        let options = options.filter_map(|(name, option)| Some((place(name)?, option.as_str())));
        let words = field.words.iter();
        let formats = field.formats.iter();
        FieldColumns {
            field,
            columns: places(&field.columns),
            options: options.collect(),
            other: places(&field.other),
            zone: places(&field.zone_columns),
            words: words
                .map(|(word, ours)| (tidied(word), ours.clone()))
                .collect(),
            formats: formats.filter_map(|it| TimeFormat::parse(it)).collect(),
        }
    }

    /// All its columns.
    pub fn places(&self) -> impl Iterator<Item = usize> {
        let options = self.options.iter().map(|(place, _)| place);
        let of_question = self.columns.iter().chain(options);
        of_question.chain(&self.other).chain(&self.zone).copied()
    }

    /// The cells of `columns` that mean something, in the order of the mapping.
    pub fn given<'c>(&self, cells: &'c [String]) -> Vec<Given<'c>> {
        let mut given = filled(&self.columns, cells);
        given.retain(|it| !self.meaning(it.text).is_empty());
        given
    }

    /// What the cells of `options` say.
    pub fn ticks(&self, cells: &[String], names: &[String]) -> Vec<(usize, &'a str, Tick)> {
        let ticks = self.options.iter().map(|(place, option)| {
            let cell = tidied(cell(cells, *place));
            let word = self.words.get(&cell).map(String::as_str);
            (*place, *option, tick(&cell, &names[*place], option, word))
        });
        ticks.collect()
    }

    /// The text of the free field.
    pub fn other<'c>(&self, cells: &'c [String]) -> &'c str {
        filled(&self.other, cells).first().map_or("", |it| it.text)
    }

    fn meaning(&self, text: &str) -> String {
        let word = tidied(text);
        self.words.get(&word).cloned().unwrap_or(word)
    }
}

/// The place of a column, by its name.
pub(super) fn place(first: &FirstPlaces, name: &str) -> Option<usize> {
    first.get(&tidied(name)).copied()
}

/// The first column of each name. A table of a megabyte may have more columns than can be compared with each other.
fn first_places(names: &[String]) -> FirstPlaces {
    let mut first = FirstPlaces::new();
    for (place, name) in names.iter().enumerate() {
        if !name.is_empty() {
            first.entry(name.clone()).or_insert(place);
        }
    }
    first
}

pub(super) fn cell(cells: &[String], place: usize) -> &str {
    cells.get(place).map_or("", |cell| cell.trim())
}

/// The cells at these places that are not empty.
pub(super) fn filled<'c>(places: &[usize], cells: &'c [String]) -> Vec<Given<'c>> {
    let given = places.iter().map(|place| Given {
        place: *place,
        text: cell(cells, *place),
    });
    given.filter(|it| !it.text.is_empty()).collect()
}

/// The names of the columns below one row of names, or two.
fn names(header: &[Vec<String>]) -> Vec<String> {
    let width = header.iter().map(Vec::len).max().unwrap_or_default();
    let mut before = String::new();
    let names = (0..width).map(|place| {
        let mut rows = header.iter().map(|row| tidied(cell(row, place)));
        let (above, below) = (
            rows.next().unwrap_or_default(),
            rows.next().unwrap_or_default(),
        );
        if !above.is_empty() {
            before.clone_from(&above);
        }
        match (before.is_empty(), below.is_empty()) {
            (false, false) => [&before, " / ", &below].concat(),
            (true, _) => below,
            (_, true) => above,
        }
    });
    names.collect()
}
