//! A row, read as a response.

use super::mapping::{Field, Mapping, ROW_FIELDS};
use crate::calendar::time_format::Stamp;
use crate::csv::unguarded;
use crate::limits;
use crate::question::AnswerDraft;
use crate::question::import_cell::ImportCell;
use crate::response::Response;
use crate::response::flag::Flag;
use crate::response::source::Source;
use crate::response::status::Status;
use crate::response::submission::Submission;
use crate::survey::Survey;
use crate::survey::audience::Audience;
use crate::text::given;
use crate::validation_error::{Code, ValidationError};

/// A row that was accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    pub response: Response,
    pub audience: Audience,
    pub stamp: Stamp,
    /// `None` where the store derives it from the event.
    pub source: Option<Source>,
    pub status: Status,
    pub flag: Option<Flag>,
}

impl Mapping<'_> {
    /// The row's own id; empty where it has none.
    pub fn own_id(&self, cells: &[String]) -> String {
        self.word("id", cells)
    }

    /// The id of the survey that a row answers.
    pub fn survey_id(&self, cells: &[String]) -> String {
        self.word("survey", cells)
    }

    /// The column of a row's time.
    pub fn time_column(&self) -> String {
        self.column("time")
    }

    /// Reads a row as a submission with the id `id`. It cannot be corrected: its revision is the last.
    ///
    /// # Errors
    /// All errors, each with its column; never an empty list.
    pub fn read(&self, cells: &[String], id: &str) -> Result<Row, Vec<ValidationError>> {
        if cells.len() != self.header.len() {
            return Err(vec![ValidationError::new(Code::WrongWidth, "")]);
        }
        let plain: Vec<String>;
        let cells = if self.draft.is_export {
            plain = cells.iter().map(|cell| unguarded(cell)).collect();
            &plain
        } else {
            cells
        };
        let mut errors = Vec::new();
        let mut refuse = |code, field| errors.push(ValidationError::new(code, self.column(field)));
        let time = self.word("time", cells);
        let stamp = self
            .formats_of("time")
            .iter()
            .find_map(|format| format.read(&time));
        if stamp.is_none() {
            refuse(Code::UnreadableTime, "time");
        }
        for (name, code, is_known) in ROW_FIELDS {
            let word = self.word(name, cells);
            if !word.is_empty() && !is_known(&word) {
                refuse(code, name);
            }
        }
        let survey = match self.survey_of(cells) {
            Ok(survey) => survey,
            Err((code, field)) => {
                refuse(code, field);
                return Err(errors);
            }
        };
        let accepted = survey.accept(self.submission(survey, cells, id));
        match (accepted, stamp) {
            (Ok(response), Some(stamp)) if errors.is_empty() => Ok(Row {
                response,
                audience: survey.audience(),
                stamp,
                source: Source::parse(&self.word("source", cells)),
                status: Status::parse(&self.word("status", cells)).unwrap_or(Status::Accepted),
                flag: Flag::parse(&self.word("flag", cells)),
            }),
            (accepted, _) => {
                let refused = accepted.err().unwrap_or_default();
                errors.extend(
                    refused
                        .into_iter()
                        .filter_map(|it| self.error_of_cell(survey, it)),
                );
                Err(errors)
            }
        }
    }

    /// The version of the survey that a row answers, or the error and the field that has it.
    fn survey_of(&self, cells: &[String]) -> Result<&Survey, (Code, &'static str)> {
        let (id, version) = (self.survey_id(cells), self.word("version", cells));
        let versions: Vec<&Survey> = self
            .surveys
            .iter()
            .copied()
            .filter(|it| it.id() == id)
            .collect();
        let newest = versions.iter().copied().max_by_key(|it| it.version());
        let newest = newest.ok_or((Code::UnknownSurvey, "survey"))?;
        if version.is_empty() {
            return Ok(newest);
        }
        let named = versions
            .into_iter()
            .find(|it| it.version().to_string() == version);
        named.ok_or((Code::UnknownVersion, "version"))
    }

    /// An error of a submission, with its column; `None` for an error that the row's own fields have reported.
    fn error_of_cell(&self, survey: &Survey, error: ValidationError) -> Option<ValidationError> {
        let field = match error.field.strip_prefix("answers.") {
            Some(question) => [survey.id(), ".", question].concat(),
            None if error.code == Code::BadId => error.field,
            None => return None,
        };
        // An error of a question without a column names the question.
        let column = Some(self.column(&field)).filter(|column| !column.is_empty());
        Some(ValidationError::new(error.code, column.unwrap_or(field)))
    }

    fn submission(&self, survey: &Survey, cells: &[String], id: &str) -> Submission {
        let word = |field| given(&self.word(field, cells));
        let mut submission = Submission {
            id: id.to_owned(),
            rev: limits::REV_MAX,
            version: survey.version(),
            lang: word("locale"),
            event: word("event"),
            touchpoint: word("touchpoint"),
            channel: word("channel"),
            reference: word("reference"),
            ..Submission::default()
        };
        for (name, field) in &self.draft.fields {
            let question = name.strip_prefix(survey.id());
            let Some(id) = question.and_then(|it| it.strip_prefix('.')) else {
                continue;
            };
            let cell = self.answer_cell(name, field, cells);
            let answer = match survey.question(id) {
                Some(question) => question.kind.answer_of_cell(&cell),
                // The question is of another version: its answer is passed on, so that it is refused.
                None => AnswerDraft {
                    text: given(cell.text),
                    ..AnswerDraft::default()
                },
            };
            if answer != AnswerDraft::default() {
                submission.answers.insert(id.to_owned(), answer);
            }
        }
        submission
    }

    fn answer_cell<'c>(
        &'c self,
        name: &str,
        field: &'c Field,
        cells: &'c [String],
    ) -> ImportCell<'c> {
        ImportCell {
            text: self.cell(&field.columns, cells),
            words: &field.words,
            separator: field.separator.as_deref(),
            other: self.cell(&field.other, cells),
            rest_is_other: field.rest_is_other,
            formats: self.formats_of(name),
        }
    }

    /// The name of a field's column in the table; empty where it has none.
    fn column(&self, field: &str) -> String {
        let field = self.draft.fields.get(field);
        let place = field.and_then(|field| self.place(&field.columns));
        place.map_or_else(String::new, |place| self.header[place].trim().to_owned())
    }

    fn cell<'c>(&self, columns: &[String], cells: &'c [String]) -> &'c str {
        let place = self.place(columns);
        let cell = place.and_then(|place| cells.get(place));
        cell.map_or("", |cell| cell.trim())
    }

    /// The word of a field, translated by the mapping; empty where there is none.
    fn word(&self, field: &str, cells: &[String]) -> String {
        let Some(field) = self.draft.fields.get(field) else {
            return String::new();
        };
        let word = match &field.value {
            Some(value) => value,
            None => {
                let cell = self.cell(&field.columns, cells);
                field.words.get(cell).map_or(cell, String::as_str)
            }
        };
        word.to_owned()
    }
}
