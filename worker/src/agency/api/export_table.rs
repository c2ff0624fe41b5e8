//! Responses as a table: one row for each, the same columns for all. `docs/export.md` tells them.

use crate::agency::api::response_entry::{AnswerEntry, ResponseEntry};
use otklik_embed::survey_doc::surveys;
use otklik_survey::csv;
use otklik_survey::question::AnswerPart;

/// What is told of each response, before its answers.
const OF_RESPONSE: [&str; 18] = [
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
    "day",
];

/// Between the options of one cell: no option's name holds it, and no spreadsheet splits by it.
const BETWEEN_OPTIONS: &str = "|";

const END_OF_ROW: &str = "\r\n";

/// A column of answers.
struct Column {
    survey: &'static str,
    question: &'static str,
    part: AnswerPart,
}

pub struct Table {
    columns: Vec<Column>,
}

impl Table {
    /// Of every question of every survey, in their order; a question that several versions
    /// ask has one column. Single answers to anonymous surveys are not told.
    pub fn new() -> Table {
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
        Table { columns }
    }

    pub fn push_header(&self, table: &mut String) {
        push_first(table, OF_RESPONSE);
        for column in &self.columns {
            table.push(',');
            csv::push_cell(table, &column.name());
        }
        table.push_str(END_OF_ROW);
    }

    pub fn push(&self, table: &mut String, entry: &ResponseEntry) {
        let (rev, version) = (entry.rev.to_string(), entry.version.to_string());
        let optional = |text| Option::as_deref(text).unwrap_or_default();
        let of_response = [
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
            &entry.day,
        ];
        push_first(table, of_response);
        for column in &self.columns {
            table.push(',');
            csv::push_cell(table, &column.cell(entry));
        }
        table.push_str(END_OF_ROW);
    }
}

impl Column {
    fn is(&self, other: &Column) -> bool {
        self.survey == other.survey && self.question == other.question && self.part == other.part
    }

    fn name(&self) -> String {
        let end = if self.part == AnswerPart::Other {
            ".other"
        } else {
            ""
        };
        format!("{}.{}{end}", self.survey, self.question)
    }

    fn cell(&self, entry: &ResponseEntry) -> String {
        let is_here =
            |answer: &&AnswerEntry| entry.survey == self.survey && answer.question == self.question;
        let Some(answer) = entry.answers.iter().find(is_here) else {
            return String::new();
        };
        match self.part {
            AnswerPart::Score => answer.score.map(|score| score.to_string()),
            AnswerPart::Options => Some(answer.options.join(BETWEEN_OPTIONS)),
            AnswerPart::Text | AnswerPart::Other => answer.text.clone(),
        }
        .unwrap_or_default()
    }
}

/// The cells of [`OF_RESPONSE`].
fn push_first(table: &mut String, cells: [&str; OF_RESPONSE.len()]) {
    for (place, cell) in cells.into_iter().enumerate() {
        if place > 0 {
            table.push(',');
        }
        csv::push_cell(table, cell);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whoever reads exports by program goes by that page.
    #[test]
    fn the_page_about_exports_tells_the_columns() {
        let page = include_str!("../../../../docs/export.md");
        let told = page.lines().filter_map(|line| line.strip_prefix("| `"));
        let told: Vec<&str> = told.filter_map(|line| line.split('`').next()).collect();
        let mut header = String::new();
        Table::new().push_header(&mut header);
        assert_eq!(header.trim_end().split(',').collect::<Vec<_>>(), told);
    }
}
