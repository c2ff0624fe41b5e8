//! A score on a scale: NPS, CSAT or CES.

use crate::question::answer::{AnswerDraft, AnswerPart, FormAnswer, Value};
use crate::question::import_cell::{ImportCell, ImportRules};
use crate::question::kind_rules::KindRules;
use crate::question::scale::Scale;
use crate::validation_error::Code;

/// On no scale: the score of a text that is no number.
const UNREADABLE: i32 = -1;

impl KindRules for Scale {
    fn scale(&self) -> Option<Scale> {
        Some(*self)
    }

    fn answer_of_form(&self, form: &FormAnswer<'_>) -> AnswerDraft {
        answer_of(form.value())
    }

    fn accept(&self, draft: &AnswerDraft) -> Result<Option<Value>, Code> {
        if draft.options.is_some() || draft.other.is_some() || draft.text.is_some() {
            return Err(Code::WrongKind);
        }
        let Some(score) = draft.score else {
            return Ok(None);
        };
        match u8::try_from(score) {
            Ok(score) if self.range().contains(&score) => Ok(Some(Value::Score(score))),
            Ok(_) | Err(_) => Err(Code::ScoreOffScale),
        }
    }

    fn import_rules(&self) -> ImportRules {
        ImportRules {
            bad_word: Code::ScoreOffScale,
            has_separator: false,
            has_formats: false,
        }
    }

    fn is_import_word(&self, word: &str) -> bool {
        word.parse()
            .is_ok_and(|score| self.range().contains(&score))
    }

    fn answer_of_cell(&self, cell: &ImportCell<'_>) -> AnswerDraft {
        answer_of(cell.meaning())
    }

    fn export_columns(&self) -> &'static [AnswerPart] {
        &[AnswerPart::Score]
    }
}

/// No answer where the text is empty.
fn answer_of(text: &str) -> AnswerDraft {
    let score = (!text.is_empty()).then(|| text.parse().unwrap_or(UNREADABLE));
    AnswerDraft {
        score,
        ..AnswerDraft::default()
    }
}
