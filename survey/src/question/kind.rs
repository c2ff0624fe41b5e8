//! The kinds of question. This is the one file that lists them: a new kind is a file with its rules, a
//! variant and a line of the macro here, and a name in `draft.rs`.

use crate::question::answer::{AnswerDraft, AnswerPart, FormAnswer, Value};
use crate::question::choice::Choice;
use crate::question::date::Date;
use crate::question::draft::{KindName, QuestionDraft};
use crate::question::import_cell::{ImportCell, ImportRules};
use crate::question::kind_rules::{DocumentField, KindRules};
use crate::question::scale::Scale;
use crate::question::text::FreeText;
use crate::validation_error::Code;

/// A kind with its parameters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum QuestionKind {
    Scored(Scale),
    Choice(Choice),
    Text(FreeText),
    Date(Date),
}

/// Runs an expression on the rules of a kind. Not a `dyn KindRules`: its table would keep in the widget what
/// only the worker calls.
macro_rules! with_rules {
    ($kind:expr, $rules:ident => $body:expr) => {
        match $kind {
            QuestionKind::Scored($rules) => $body,
            QuestionKind::Choice($rules) => $body,
            QuestionKind::Text($rules) => $body,
            QuestionKind::Date($rules) => $body,
        }
    };
}

impl QuestionKind {
    /// Of the fields of other kinds nothing is read.
    pub fn new(draft: &QuestionDraft) -> QuestionKind {
        match draft.kind {
            KindName::Nps => QuestionKind::Scored(Scale::Nps),
            KindName::Csat => QuestionKind::Scored(Scale::Csat),
            KindName::Ces => QuestionKind::Scored(Scale::Ces),
            KindName::Choice => QuestionKind::Choice(Choice::new(draft)),
            KindName::Text => QuestionKind::Text(FreeText),
            KindName::Date => QuestionKind::Date(Date::new(draft)),
        }
    }

    /// The word for this kind on the wire and in survey files.
    pub const fn name(&self) -> KindName {
        match self {
            QuestionKind::Scored(Scale::Nps) => KindName::Nps,
            QuestionKind::Scored(Scale::Csat) => KindName::Csat,
            QuestionKind::Scored(Scale::Ces) => KindName::Ces,
            QuestionKind::Choice(_) => KindName::Choice,
            QuestionKind::Text(_) => KindName::Text,
            QuestionKind::Date(_) => KindName::Date,
        }
    }

    /// The scale of a scored question; `None` for all other kinds.
    pub fn scale(&self) -> Option<Scale> {
        with_rules!(self, rules => rules.scale())
    }

    /// The options of a choice; `None` for all other kinds.
    pub fn options(&self) -> Option<&[String]> {
        with_rules!(self, rules => rules.options())
    }

    /// Whether several options may be chosen.
    pub fn is_several(&self) -> bool {
        with_rules!(self, rules => rules.is_several())
    }

    /// Writes the fields that belong to this kind alone.
    pub(super) fn write(&self, draft: &mut QuestionDraft) {
        with_rules!(self, rules => rules.write(draft));
    }

    /// Checks the definition: `refuse` takes an error and its path behind the question's, as `.options[1]`.
    pub(crate) fn check(&self, refuse: &mut dyn FnMut(Code, &str)) {
        with_rules!(self, rules => rules.check(refuse));
    }

    /// Allows what an earlier version of the question allowed: its stored answers stay valid.
    pub(crate) fn merge(&mut self, earlier: &QuestionDraft) {
        with_rules!(self, rules => rules.merge(earlier));
    }

    /// The errors that a guest can cause, beside a missing answer.
    pub fn guest_errors(&self) -> &'static [Code] {
        with_rules!(self, rules => rules.guest_errors())
    }

    /// Bytes of a posted answer at most, as a form's fields or as JSON.
    pub(crate) fn posted_max_bytes(&self) -> usize {
        with_rules!(self, rules => rules.posted_max_bytes())
    }

    /// The answer that a form's fields hold. A value that cannot be read becomes one that `Survey::accept`
    /// refuses with the right code.
    pub fn answer_of_form(&self, form: &FormAnswer<'_>) -> AnswerDraft {
        with_rules!(self, rules => rules.answer_of_form(form))
    }

    /// The checked value of an answer; `None` where it is empty.
    pub(crate) fn accept(&self, draft: &AnswerDraft) -> Result<Option<Value>, Code> {
        with_rules!(self, rules => rules.accept(draft))
    }

    /// What an import's mapping may say of the column of such a question.
    pub(crate) fn import_rules(&self) -> ImportRules {
        with_rules!(self, rules => rules.import_rules())
    }

    /// Whether a word of an imported table can mean this answer.
    pub(crate) fn is_import_word(&self, word: &str) -> bool {
        with_rules!(self, rules => rules.is_import_word(word))
    }

    /// The answer that a cell of an imported table holds.
    pub(crate) fn answer_of_cell(&self, cell: &ImportCell<'_>) -> AnswerDraft {
        with_rules!(self, rules => rules.answer_of_cell(cell))
    }

    /// The columns of an export for answers of this kind, in their order.
    pub fn export_columns(&self) -> &'static [AnswerPart] {
        with_rules!(self, rules => rules.export_columns())
    }
}

impl KindName {
    /// The fields of a survey's document that belong to this kind alone.
    pub fn fields(self) -> &'static [DocumentField] {
        let kind = QuestionKind::new(&QuestionDraft::new("", self));
        with_rules!(&kind, rules => rules.fields())
    }
}
