//! A free comment.

use crate::limits;
use crate::question::answer::{AnswerDraft, AnswerPart, FormAnswer, Value};
use crate::question::import_cell::{ImportCell, ImportRules};
use crate::question::kind_rules::KindRules;
use crate::text::{clean_text, given, longer};
use crate::validation_error::Code;

/// A comment of several lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FreeText;

impl KindRules for FreeText {
    fn guest_errors(&self) -> &'static [Code] {
        &[Code::TextTooLong]
    }

    fn posted_max_bytes(&self) -> usize {
        limits::text_field_max_bytes(limits::TEXT_MAX_CHARS)
    }

    fn answer_of_form(&self, form: &FormAnswer<'_>) -> AnswerDraft {
        AnswerDraft {
            text: given(form.value()).filter(|text| !text.trim().is_empty()),
            ..AnswerDraft::default()
        }
    }

    fn accept(&self, draft: &AnswerDraft) -> Result<Option<Value>, Code> {
        if draft.score.is_some() || draft.options.is_some() || draft.other.is_some() {
            return Err(Code::WrongKind);
        }
        let text = clean_text(draft.text.as_deref().unwrap_or_default());
        if longer(Some(&text), limits::TEXT_MAX_CHARS) {
            return Err(Code::TextTooLong);
        }
        Ok((!text.is_empty()).then_some(Value::Text(text)))
    }

    fn import_rules(&self) -> ImportRules {
        ImportRules {
            bad_word: Code::WrongKind,
            has_separator: false,
            has_formats: false,
        }
    }

    /// A comment is taken as it is: no word of it means another.
    fn is_import_word(&self, _word: &str) -> bool {
        false
    }

    fn answer_of_cell(&self, cell: &ImportCell<'_>) -> AnswerDraft {
        AnswerDraft {
            text: given(cell.text()),
            ..AnswerDraft::default()
        }
    }

    fn export_columns(&self) -> &'static [AnswerPart] {
        &[AnswerPart::Text]
    }
}
