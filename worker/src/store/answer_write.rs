//! The rows of `answer` as they are written: the domain's, and what search reads.

use otklik_survey::Response;
use otklik_survey::phone::redact::search_words;
use otklik_survey::response::AnswerRow;
use serde::Serialize;

/// A row as `answer_insert.sql`, `answer_import.sql` and `answer_restore.sql` read it.
#[derive(Serialize)]
pub struct AnswerWrite<'a> {
    question: &'a str,
    option: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    score: Option<u8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<&'a str>,
    /// Of a text.
    #[serde(skip_serializing_if = "Option::is_none")]
    words: Option<String>,
}

impl<'a> AnswerWrite<'a> {
    fn of(row: AnswerRow<'a>) -> AnswerWrite<'a> {
        AnswerWrite {
            question: row.question,
            option: row.option,
            score: row.score,
            text: row.text,
            words: row.text.map(search_words),
        }
    }
}

/// The rows of a response.
pub fn answer_rows(response: &Response) -> Vec<AnswerWrite<'_>> {
    response.rows().into_iter().map(AnswerWrite::of).collect()
}
