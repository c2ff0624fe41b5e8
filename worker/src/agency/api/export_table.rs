//! Responses as a table: one row for each, the same columns for all. `docs/export.md` documents them.

use crate::agency::api::export_header::{self, Naming};
use crate::agency::api::response_entry::{AnswerEntry, ResponseEntry};
use crate::platform::clock::LocalClock;
use otklik_embed::survey_doc::surveys;
use otklik_survey::csv::{self, Delimiter};
use otklik_survey::question::AnswerPart;

/// The columns of a response, before those of its answers.
pub const RESPONSE_COLUMNS: [&str; 19] = [
    "id",
    "rev",
    "survey",
    "version",
    "audience",
    "source",
    "status",
    "flag",
    "decision",
    "event",
    "event_raw",
    "manager",
    "client",
    "touchpoint",
    "channel",
    "locale",
    "received_at",
    "received_local",
    "day",
];

/// Separates the options of one cell: no option's name contains it, and no spreadsheet splits by it.
const OPTION_SEPARATOR: &str = "|";

const END_OF_ROW: &str = "\r\n";

/// A column of answers.
pub struct Column {
    pub survey: &'static str,
    pub question: &'static str,
    pub part: AnswerPart,
}

pub struct Table {
    columns: Vec<Column>,
    delimiter: Delimiter,
    clock: LocalClock,
}

impl Table {
    /// The columns of every question of every survey, in their order; a question of several versions has one
    /// column. Anonymous surveys have none.
    pub fn new(delimiter: Delimiter, clock: LocalClock) -> Table {
        let mut columns: Vec<Column> = Vec::new();
        for survey in surveys::all().filter(|survey| !survey.is_anonymous()) {
            for question in survey.questions() {
                for part in question.export_columns() {
                    let column = Column {
                        survey: survey.id(),
                        question: &question.id,
                        part: *part,
                    };
                    if !columns.iter().any(|known| known.is(&column)) {
                        columns.push(column);
                    }
                }
            }
        }
        Table {
            columns,
            delimiter,
            clock,
        }
    }

    pub fn push_header(&self, table: &mut String, naming: &Naming<'_>) {
        let names = export_header::names(&self.columns, naming);
        self.push_cells(table, names.iter().map(String::as_str));
    }

    pub fn push(&self, table: &mut String, entry: &ResponseEntry) {
        let (rev, version) = (entry.rev.to_string(), entry.version.to_string());
        let optional = |text| Option::as_deref(text).unwrap_or_default();
        let local = self.clock.shown(entry.cursor().received_at_ms);
        let cells: [&str; RESPONSE_COLUMNS.len()] = [
            &entry.id,
            &rev,
            &entry.survey,
            &version,
            &entry.audience,
            &entry.source,
            &entry.status,
            optional(&entry.flag),
            optional(&entry.decision),
            optional(&entry.event),
            optional(&entry.event_raw),
            optional(&entry.manager),
            optional(&entry.client),
            optional(&entry.touchpoint),
            &entry.channel,
            optional(&entry.locale),
            &entry.received_at,
            &local,
            &entry.day,
        ];
        let answers: Vec<String> = self.columns.iter().map(|it| it.cell(entry)).collect();
        let answers = answers.iter().map(String::as_str);
        self.push_cells(table, cells.into_iter().chain(answers));
    }

    /// The cells of [`RESPONSE_COLUMNS`], then one for each column of answers.
    fn push_cells<'c>(&self, table: &mut String, cells: impl Iterator<Item = &'c str>) {
        for (index, cell) in cells.enumerate() {
            if index > 0 {
                table.push(self.delimiter.sign());
            }
            csv::push_cell(table, cell);
        }
        table.push_str(END_OF_ROW);
    }
}

impl Column {
    fn is(&self, other: &Column) -> bool {
        self.survey == other.survey && self.question == other.question && self.part == other.part
    }

    /// Its name for programs.
    pub fn name(&self) -> String {
        let end = if self.part == AnswerPart::Other {
            ".other"
        } else {
            ""
        };
        format!("{}.{}{end}", self.survey, self.question)
    }

    fn cell(&self, entry: &ResponseEntry) -> String {
        let is_own =
            |answer: &&AnswerEntry| entry.survey == self.survey && answer.question == self.question;
        let Some(answer) = entry.answers.iter().find(is_own) else {
            return String::new();
        };
        match self.part {
            AnswerPart::Score => answer.score.map(|score| score.to_string()),
            AnswerPart::Options => Some(answer.options.join(OPTION_SEPARATOR)),
            AnswerPart::Text | AnswerPart::Other => answer.text.clone(),
        }
        .unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Programs that read exports rely on that page.
    #[test]
    fn docs_list_every_column_in_order() {
        let page = include_str!("../../../../docs/export.md");
        let rows = page.lines().filter_map(|line| line.strip_prefix("| `"));
        let documented: Vec<&str> = rows.filter_map(|line| line.split('`').next()).collect();
        let mut header = String::new();
        let clock = LocalClock::of("Europe/Kyiv").unwrap();
        Table::new(Delimiter::Comma, clock).push_header(&mut header, &Naming::Codes);
        assert_eq!(header.trim_end().split(',').collect::<Vec<_>>(), documented);
    }
}
