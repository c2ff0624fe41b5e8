//! A row, read as a response.

use super::columns::{FieldColumns, cell, filled};
use super::mapping::Mapping;
use super::row_field::ROW_FIELDS;
use super::tick::Tick;
use crate::calendar::time_format::Stamp;
use crate::limits;
use crate::question::import_cell::ImportCell;
use crate::question::{AnswerDraft, Question};
use crate::response::Response;
use crate::response::flag::Flag;
use crate::response::source::Source;
use crate::response::status::Status;
use crate::response::submission::Submission;
use crate::survey::Survey;
use crate::survey::audience::Audience;
use crate::text::{clean_line, given, longer};
use crate::validation_error::{Code, ValidationError};
use std::collections::BTreeSet;

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
    /// Cells with answers to questions that the survey does not ask, or not after this score, each with its column.
    pub left_out: Vec<ValidationError>,
}

impl Mapping<'_> {
    /// The column of a row's time.
    pub fn time_column(&self, cells: &[String]) -> String {
        self.columns.column_of("time", cells).to_owned()
    }

    /// The column of a row's own id.
    pub fn id_column(&self, cells: &[String]) -> String {
        self.columns.column_of("id", cells).to_owned()
    }

    /// Reads a row as a submission with the id `id`. It cannot be corrected: its revision is the last. Cells that the row
    /// lacks at its end are empty.
    ///
    /// # Errors
    /// All errors, each with its column; never an empty list.
    pub fn read(&self, cells: &[String], id: &str) -> Result<Row, Vec<ValidationError>> {
        let cells = &*self.columns.plain(cells);
        let mut errors = self.nameless(cells);
        let stamp = self.columns.stamp(cells);
        if stamp.is_none() {
            let column = self.columns.column_of("time", cells);
            errors.push(ValidationError::new(Code::UnreadableTime, column));
        }
        errors.extend(self.row_errors(cells));
        let survey = match self.survey_of(cells) {
            Ok(survey) => survey,
            Err((code, field)) => {
                let column = self.columns.column_of(field, cells);
                errors.push(ValidationError::new(code, column));
                return Err(errors);
            }
        };
        errors.extend(self.answer_errors(survey, cells));
        let accepted = survey.accept(self.submission(survey, cells, id));
        match (accepted, stamp) {
            (Ok(response), Some(stamp)) if errors.is_empty() => Ok(Row {
                left_out: self.left_out(survey, &response, cells),
                response,
                audience: survey.audience(),
                stamp,
                source: Source::parse(&self.columns.word("source", cells)),
                status: Status::parse(&self.columns.word("status", cells))
                    .unwrap_or(Status::Accepted),
                flag: Flag::parse(&self.columns.word("flag", cells)),
            }),
            (accepted, _) => {
                let refused = accepted.err().unwrap_or_default().into_iter();
                errors.extend(refused.filter_map(|it| self.error_of_cell(survey, cells, it)));
                Err(errors)
            }
        }
    }

    /// Cells below no name. What a table has there is often a part of another cell.
    fn nameless(&self, cells: &[String]) -> Vec<ValidationError> {
        let (names, draft) = (&self.columns.names, self.columns.draft);
        let is_left = draft.ignore_others || draft.ignore.iter().any(|name| name.trim().is_empty());
        let is_nameless =
            |place: usize| names.get(place).is_none_or(|it| it.is_empty() && !is_left);
        let given = (0..cells.len()).filter(|place| !cell(cells, *place).is_empty());
        let nameless = given.filter(|place| is_nameless(*place));
        let first = nameless.take(1).map(|place| {
            ValidationError::new(Code::WrongWidth, ["#", &(place + 1).to_string()].concat())
        });
        first.collect()
    }

    /// The errors of the fields beside the answers, but for the time.
    fn row_errors(&self, cells: &[String]) -> Vec<ValidationError> {
        let mut errors = Vec::new();
        for (name, code, is_known) in ROW_FIELDS {
            let word = self.columns.word(name, cells);
            let max_chars = match name {
                "event" => limits::EVENT_MAX_CHARS,
                "reference" => limits::REFERENCE_MAX_CHARS,
                _ => usize::MAX,
            };
            let mut refuse = |code, column: &str| errors.push(ValidationError::new(code, column));
            if let Some(second) = self.columns.second_word(name, false, cells) {
                refuse(Code::CellsDiffer, &self.columns.names[second]);
            } else if longer(Some(&clean_line(&word)), max_chars) {
                refuse(Code::TextTooLong, self.columns.column_of(name, cells));
            } else if !word.is_empty() && !is_known(&word) {
                refuse(code, self.columns.column_of(name, cells));
            }
        }
        errors
    }

    /// The errors of cells that say nothing, or two things.
    fn answer_errors(&self, survey: &Survey, cells: &[String]) -> Vec<ValidationError> {
        let mut errors = Vec::new();
        for (name, question, field) in self.questions(survey) {
            let is_choice = question.is_some_and(|it| it.kind.import_rules().has_separator);
            if let Some(place) = self.columns.second_word(name, is_choice, cells) {
                let column = &*self.columns.names[place];
                errors.push(ValidationError::new(Code::CellsDiffer, column));
            }
            for (place, _, tick) in field.ticks(cells, &self.columns.names) {
                if tick == Tick::Unreadable {
                    let column = &*self.columns.names[place];
                    errors.push(ValidationError::new(Code::UnknownOption, column));
                }
            }
        }
        errors
    }

    /// The fields of a survey's questions; `None` for a question of another version.
    fn questions<'s>(
        &'s self,
        survey: &'s Survey,
    ) -> impl Iterator<Item = (&'s str, Option<&'s Question>, &'s FieldColumns<'s>)> {
        self.columns.fields().filter_map(|(name, field)| {
            let (of, id) = name.split_once('.')?;
            (of == survey.id()).then(|| (name, survey.question(id), field))
        })
    }

    /// The cells that hold an answer, but to a question that the survey does not ask after these answers, or to one of
    /// another survey.
    fn left_out(
        &self,
        survey: &Survey,
        response: &Response,
        cells: &[String],
    ) -> Vec<ValidationError> {
        let asked = |name: &str| {
            let Some((of, id)) = name.split_once('.') else {
                return true;
            };
            let question = survey.question(id).filter(|_| of == survey.id());
            question.is_some_and(|it| survey.asks(it, |id| response.score(id)))
        };
        let fields = self.columns.fields();
        let (read, unread): (Vec<_>, Vec<_>) = fields.partition(|(name, _)| asked(name));
        let read: BTreeSet<usize> = read.iter().flat_map(|(_, it)| it.places()).collect();
        let answers = unread.iter().flat_map(|(_, field)| {
            let ticks = field.ticks(cells, &self.columns.names).into_iter();
            let ticked = ticks.filter(|it| it.2 != Tick::Left).map(|it| it.0);
            let given = field.given(cells).into_iter();
            let given = given.chain(filled(&field.other, cells)).map(|it| it.place);
            given.chain(ticked).collect::<Vec<_>>()
        });
        let places: BTreeSet<usize> = answers.filter(|place| !read.contains(place)).collect();
        let names = places.into_iter().map(|place| &*self.columns.names[place]);
        names
            .map(|name| ValidationError::new(Code::NotAsked, name))
            .collect()
    }

    /// The version of the survey that a row answers, or the error and the field that has it.
    fn survey_of(&self, cells: &[String]) -> Result<&Survey, (Code, &'static str)> {
        let (id, version) = (
            self.columns.word("survey", cells),
            self.columns.word("version", cells),
        );
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
    fn error_of_cell(
        &self,
        survey: &Survey,
        cells: &[String],
        error: ValidationError,
    ) -> Option<ValidationError> {
        let field = match error.field.strip_prefix("answers.") {
            Some(question) => [survey.id(), ".", question].concat(),
            None if error.code == Code::BadId => error.field,
            None => return None,
        };
        // An error of a question without a column names the question.
        let column = Some(self.columns.column_of(&field, cells)).filter(|it| !it.is_empty());
        let column = column.map_or_else(|| field.clone(), str::to_owned);
        Some(ValidationError::new(error.code, column))
    }

    fn submission(&self, survey: &Survey, cells: &[String], id: &str) -> Submission {
        let word = |field| given(&self.columns.word(field, cells));
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
        for (name, question, field) in self.questions(survey) {
            let cell = answer_cell(field, cells, &self.columns.names);
            let answer = match question {
                Some(question) => question.kind.answer_of_cell(&cell),
                // The question is of another version: its answer is passed on, so that it is refused.
                None => AnswerDraft {
                    text: given(cell.text()),
                    ..AnswerDraft::default()
                },
            };
            let id = name.split_once('.').map_or("", |(_, id)| id);
            if answer != AnswerDraft::default() {
                submission.answers.insert(id.to_owned(), answer);
            }
        }
        submission
    }
}

fn answer_cell<'c>(
    field: &'c FieldColumns<'_>,
    cells: &'c [String],
    names: &[String],
) -> ImportCell<'c> {
    let texts = field.given(cells).into_iter().map(|it| it.text);
    let ticks = field.ticks(cells, names).into_iter();
    let chosen = ticks.filter(|it| it.2 == Tick::Chosen).map(|it| it.1);
    ImportCell {
        texts: texts.collect(),
        options: chosen.collect(),
        words: &field.words,
        separator: field.field.separator.as_deref(),
        other: field.other(cells),
        rest_is_other: field.field.rest_is_other,
        formats: &field.formats,
    }
}
