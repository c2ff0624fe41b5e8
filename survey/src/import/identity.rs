//! What a row is known by, so that it is stored once.

use super::columns::{Columns, filled};
use super::tick::Tick;
use crate::text::tidied;
use std::collections::{BTreeMap, HashMap};

/// The same for the same row of a later table, which may have more columns, or others before them, and may write a time
/// in another way.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Identity {
    pub survey: String,
    /// The row's own id; empty where it has none.
    pub own_id: String,
    /// Each word that the mapping reads, before it is translated, by the path of its field; no empty ones.
    pub contents: Vec<(String, String)>,
}

impl Columns<'_> {
    /// The identity of a row. Corrected meanings of words do not change it; a field that the mapping reads in addition does,
    /// where the row has something in it.
    pub fn identity(&self, cells: &[String]) -> Identity {
        let cells = &*self.plain(cells);
        let survey = self.word("survey", cells);
        let mut contents = Vec::new();
        for (name, field) in self.fields() {
            let mut push = |part: &str, word: String| {
                if !word.is_empty() {
                    contents.push(([name, part].concat(), word));
                }
            };
            let is_of_another = name.split_once('.').is_some_and(|(of, _)| of != survey);
            if is_of_another || name == "id" {
                continue;
            }
            // Tables of two events may be the same; whatever else is fixed says nothing of a row.
            if let Some(value) = field.field.value.as_ref().filter(|_| name == "event") {
                push("", value.clone());
            }
            let stamp = Some(name).filter(|it| *it == "time");
            match stamp.and_then(|_| self.written_stamp(cells)) {
                Some(stamp) => push("", stamp.key()),
                None => {
                    for given in filled(&field.columns, cells) {
                        push("", tidied(given.text));
                    }
                }
            }
            for (place, option, tick) in field.ticks(cells, &self.names) {
                match tick {
                    Tick::Chosen => push(".option", option.to_owned()),
                    Tick::Left => {}
                    Tick::Unreadable => push(".option", tidied(&cells[place])),
                }
            }
            for given in filled(&field.other, cells) {
                push(".other", tidied(given.text));
            }
            for given in filled(&field.zone, cells) {
                push(".zone", tidied(given.text));
            }
        }
        Identity {
            own_id: self.word("id", cells),
            survey,
            contents,
        }
    }
}

/// The rows whose own id another row has with other contents, and the first such row.
pub fn reused_ids(rows: &[Identity]) -> BTreeMap<usize, usize> {
    let mut by_id: HashMap<(&str, &str), Vec<usize>> = HashMap::new();
    for (place, row) in rows.iter().enumerate() {
        if !row.own_id.is_empty() {
            let same = by_id.entry((&row.survey, &row.own_id)).or_default();
            same.push(place);
        }
    }
    let mut reused = BTreeMap::new();
    for same in by_id.into_values() {
        let first = same[0];
        let Some(second) = same
            .iter()
            .find(|it| rows[**it].contents != rows[first].contents)
        else {
            continue;
        };
        reused.insert(first, *second);
        reused.extend(same[1..].iter().map(|place| (*place, first)));
    }
    reused
}
