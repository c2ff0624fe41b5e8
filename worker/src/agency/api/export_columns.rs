//! The columns of an export, and a response's cells in them. `docs/export.md` documents them.

use crate::agency::api::response_entry::{AnswerEntry, ResponseEntry};
use crate::platform::clock::LocalClock;
use otklik_embed::survey_doc::surveys;
use otklik_survey::question::AnswerPart;
use std::borrow::Cow;

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

/// A cell of a row.
pub enum Cell<'e> {
    Text(Cow<'e, str>),
    Number(u32),
    /// A time on the agency's clock, in milliseconds since 1970-01-01 00:00 there.
    LocalTime(i64),
}

/// A column of answers.
pub struct Column {
    pub survey: &'static str,
    pub question: &'static str,
    pub part: AnswerPart,
}

/// The columns of every question of every survey, in their order; a question of several versions has one
/// column. Anonymous surveys have none.
pub fn of_answers() -> Vec<Column> {
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
    columns
}

/// The cells of [`RESPONSE_COLUMNS`], then one for each column of answers.
pub fn cells<'e>(
    entry: &'e ResponseEntry,
    columns: &[Column],
    clock: &LocalClock,
) -> Vec<Cell<'e>> {
    let text = |text: &'e str| Cell::Text(Cow::Borrowed(text));
    let optional = |text: &'e Option<String>| {
        let text = Option::as_deref(text).unwrap_or_default();
        Cell::Text(Cow::Borrowed(text))
    };
    let of_response: [Cell<'e>; RESPONSE_COLUMNS.len()] = [
        text(&entry.id),
        Cell::Number(entry.rev),
        text(&entry.survey),
        Cell::Number(entry.version),
        text(&entry.audience),
        text(&entry.source),
        text(&entry.status),
        optional(&entry.flag),
        optional(&entry.decision),
        optional(&entry.event),
        optional(&entry.event_raw),
        optional(&entry.manager),
        optional(&entry.client),
        optional(&entry.touchpoint),
        text(&entry.channel),
        optional(&entry.locale),
        text(&entry.received_at),
        Cell::LocalTime(clock.local_ms(entry.cursor().received_at_ms)),
        text(&entry.day),
    ];
    let answers = columns.iter().map(|column| column.cell(entry));
    of_response.into_iter().chain(answers).collect()
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

    fn cell<'e>(&self, entry: &'e ResponseEntry) -> Cell<'e> {
        let is_own =
            |answer: &&AnswerEntry| entry.survey == self.survey && answer.question == self.question;
        let Some(answer) = entry.answers.iter().find(is_own) else {
            return Cell::Text(Cow::Borrowed(""));
        };
        let text = match self.part {
            AnswerPart::Score => match answer.score {
                Some(score) => return Cell::Number(score.into()),
                None => Cow::Borrowed(""),
            },
            AnswerPart::Options => Cow::Owned(answer.options.join(OPTION_SEPARATOR)),
            AnswerPart::Text | AnswerPart::Other => {
                Cow::Borrowed(answer.text.as_deref().unwrap_or_default())
            }
        };
        Cell::Text(text)
    }
}
