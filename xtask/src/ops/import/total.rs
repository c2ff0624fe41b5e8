//! What an import did, over all its parts.

use super::file::File;
use crate::env::progress::Detail;
use otklik_survey::csv::Record;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Lines that are named of each column and reason.
const LINES_SHOWN: usize = 10;

/// By column and reason, the lines of rows that were not rejected.
type Notes = BTreeMap<(String, String), Vec<usize>>;

#[derive(Default)]
pub struct Total {
    rows: u64,
    stored: u64,
    already: u64,
    /// A line for each error.
    row_errors: Vec<String>,
    n_rejected: usize,
    /// Cells that rows were stored without.
    left_out: Notes,
    /// Rows that are stored with other contents.
    changed: Notes,
    unknown_events: BTreeSet<String>,
}

pub fn text<'v>(value: &'v Value, name: &str) -> &'v str {
    value[name].as_str().unwrap_or_default()
}

impl Total {
    /// With the rows that are not sent.
    pub fn of(file: &File<'_>) -> Total {
        Total {
            rows: file.rejected.len() as u64,
            row_errors: file.rejected.clone(),
            n_rejected: file.rejected.len(),
            ..Total::default()
        }
    }

    pub fn add(&mut self, reply: &Value, rows: &[Record<'_>]) {
        let count = |name: &str| reply[name].as_u64().unwrap_or(0);
        self.rows += count("rows");
        self.stored += count("stored");
        self.already += count("already");
        let list = |name: &str| reply[name].as_array().cloned().unwrap_or_default();
        let line = |row_error: &Value| {
            let place = row_error["row"].as_u64().unwrap_or(0) as usize;
            let line = place.checked_sub(1).and_then(|place| rows.get(place));
            line.map_or(0, |row| row.line)
        };
        let named = |row_error: &Value| {
            let (column, reason) = (text(row_error, "column"), text(row_error, "reason"));
            let column = if column.is_empty() { "the row" } else { column };
            (column.to_owned(), reason.to_owned())
        };
        let rejected = list("rejected");
        for row_error in &rejected {
            let ((column, reason), line) = (named(row_error), line(row_error));
            self.row_errors
                .push(format!("line {line}, {column}: {reason}"));
        }
        let rejected: BTreeSet<_> = rejected.iter().map(|it| it["row"].as_u64()).collect();
        self.n_rejected += rejected.len();
        let notes = [
            ("left_out", &mut self.left_out),
            ("changed", &mut self.changed),
        ];
        for (name, notes) in notes {
            for note in list(name) {
                notes.entry(named(&note)).or_default().push(line(&note));
            }
        }
        let events = list("unknown_events").into_iter();
        self.unknown_events
            .extend(events.filter_map(|it| it.as_str().map(str::to_owned)));
    }

    pub fn show(&self, detail: &Detail, of: usize) {
        detail.set(format!("{} of {of}", self.rows));
    }

    pub fn print(&self, dry_run: bool) {
        let notes = shown(&self.left_out).chain(shown(&self.changed));
        for line in self.row_errors.iter().cloned().chain(notes) {
            println!("{line}");
        }
        if !self.unknown_events.is_empty() {
            let events: Vec<&str> = self.unknown_events.iter().map(String::as_str).collect();
            println!(
                "no such events, their answers are a site's: {}",
                events.join(", ")
            );
        }
        println!(
            "{} rows: {} {}, {} there already, {} rejected; cells left out: {}; there with other contents: {}",
            self.rows,
            self.stored,
            if dry_run { "would be stored" } else { "stored" },
            self.already,
            self.n_rejected,
            count(&self.left_out),
            count(&self.changed)
        );
    }
}

fn count(notes: &Notes) -> usize {
    notes.values().map(Vec::len).sum()
}

/// A line for each column and reason: half of a table may have them.
fn shown(notes: &Notes) -> impl Iterator<Item = String> {
    notes.iter().map(|((column, reason), lines)| {
        let shown = lines.iter().take(LINES_SHOWN).map(usize::to_string);
        let shown = shown.collect::<Vec<_>>().join(", ");
        let more = match lines.len().saturating_sub(LINES_SHOWN) {
            0 => String::new(),
            n => format!(" and {n} more"),
        };
        format!("{column}: {reason} Lines {shown}{more}")
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use anyhow::Result;
    use otklik_survey::import::MappingDraft;
    use serde_json::json;

    #[test]
    fn errors_have_the_lines_of_the_file() -> Result<()> {
        let file = File::of("a\n1\n\"x\ny\"\n2\n3\n", &MappingDraft::default())?;
        let mut total = Total::of(&file);
        let reply = json!({
            "rows": 5, "stored": 3, "already": 1, "unknown_events": ["ev-9"],
            "rejected": [
                {"row": 3, "column": "b", "reason": "Too much."},
                {"row": 3, "column": "", "reason": "Too little."},
            ],
            "left_out": [{"row": 4, "column": "a", "reason": "Nobody asked."}],
            "changed": [{"row": 1, "column": "", "reason": "It was different."}],
        });
        total.add(&reply, &file.rows);
        assert_eq!(
            total.row_errors,
            ["line 5, b: Too much.", "line 5, the row: Too little."]
        );
        assert_eq!((total.rows, total.stored, total.already), (5, 3, 1));
        assert_eq!(total.n_rejected, 1);
        for _ in 0..11 {
            total.add(&reply, &file.rows);
        }
        let left_out: Vec<String> = shown(&total.left_out).collect();
        let changed: Vec<String> = shown(&total.changed).collect();
        assert!(
            changed[0].starts_with("the row: It was different. Lines 2, "),
            "{changed:?}"
        );
        let lines = "6, 6, 6, 6, 6, 6, 6, 6, 6, 6 and 2 more";
        assert_eq!(left_out, [format!("a: Nobody asked. Lines {lines}")]);
        Ok(())
    }
}
