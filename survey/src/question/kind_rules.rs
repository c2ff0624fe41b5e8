//! What a kind of question defines. Each kind has one file beside this one.

use crate::limits;
use crate::question::answer::{AnswerDraft, AnswerPart, FormAnswer, Value};
use crate::question::draft::QuestionDraft;
use crate::question::import_cell::{ImportCell, ImportRules};
use crate::question::scale::Scale;
use crate::validation_error::Code;

/// A field of a survey's document that belongs to one kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DocumentField {
    pub name: &'static str,
    pub is_required: bool,
}

pub(super) trait KindRules {
    /// The scale of a scored question.
    fn scale(&self) -> Option<Scale> {
        None
    }

    /// The options of a choice.
    fn options(&self) -> Option<&[String]> {
        None
    }

    /// Whether several options may be chosen.
    fn is_several(&self) -> bool {
        false
    }

    /// The fields of a document that belong to this kind alone.
    fn fields(&self) -> &'static [DocumentField] {
        &[]
    }

    /// Writes those fields.
    fn write(&self, _draft: &mut QuestionDraft) {}

    /// Checks the definition: `refuse` takes an error and its path behind the question's, as `.options[1]`.
    fn check(&self, _refuse: &mut dyn FnMut(Code, &str)) {}

    /// Allows what an earlier version of the question allowed: its stored answers stay valid.
    fn merge(&mut self, _earlier: &QuestionDraft) {}

    /// The errors that a guest can cause, beside a missing answer.
    fn guest_errors(&self) -> &'static [Code] {
        &[]
    }

    /// Bytes of a posted answer, as a form's fields or as JSON: of one word or number, where a kind does not say more.
    fn posted_max_bytes(&self) -> usize {
        limits::SHORT_FIELD_MAX_BYTES
    }

    /// The answer that a form's fields hold. A value that cannot be read becomes one that `accept` refuses.
    fn answer_of_form(&self, form: &FormAnswer<'_>) -> AnswerDraft;

    /// The checked value of an answer; `None` where it is empty.
    fn accept(&self, draft: &AnswerDraft) -> Result<Option<Value>, Code>;

    fn import_rules(&self) -> ImportRules;

    /// Whether a word of an imported table can mean this answer.
    fn is_import_word(&self, word: &str) -> bool;

    /// The answer that a cell holds. A cell that cannot be read becomes one that `accept` refuses.
    fn answer_of_cell(&self, cell: &ImportCell<'_>) -> AnswerDraft;

    /// The columns of an export, in their order.
    fn export_columns(&self) -> &'static [AnswerPart];
}
