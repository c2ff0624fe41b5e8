//! What can be asked. Each kind of question has one file with all its rules: `scored` (with `scale`),
//! `choice`, `text`, `date`; `kind` lists them.

pub mod answer;
pub mod choice;
pub mod date;
pub mod draft;
pub mod import_cell;
pub mod kind;
mod kind_rules;
pub mod part_id;
pub mod scale;
mod scored;
mod text;

pub use answer::{AnswerDraft, AnswerPart};
pub use choice::OTHER;
pub use draft::{After, KindName, QuestionDraft};
pub use kind::QuestionKind;
pub use kind_rules::DocumentField;
pub use scale::{Bucket, Metric, Scale};

use serde::{Deserialize, Serialize};

/// One question of a survey. Its texts live beside it, in the language of the reader.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "QuestionDraft", into = "QuestionDraft")]
pub struct Question {
    pub id: String,
    pub kind: QuestionKind,
    pub required: bool,
    /// `None`: always asked.
    pub after: Option<After>,
}

impl Question {
    /// The options of a choice; empty for all other kinds.
    pub fn options(&self) -> &[String] {
        self.kind.options().unwrap_or_default()
    }

    /// Whether the choice has a free field.
    pub fn has_other(&self) -> bool {
        self.options().iter().any(|option| option == OTHER)
    }

    /// Whether several options may be chosen.
    pub fn is_several(&self) -> bool {
        self.kind.is_several()
    }

    /// The columns of an export for answers to this question, in their order.
    pub fn export_columns(&self) -> &'static [AnswerPart] {
        self.kind.export_columns()
    }
}

impl From<QuestionDraft> for Question {
    fn from(draft: QuestionDraft) -> Self {
        Question {
            kind: QuestionKind::new(&draft),
            id: draft.id,
            required: draft.required,
            after: draft.after,
        }
    }
}

impl From<Question> for QuestionDraft {
    fn from(question: Question) -> Self {
        let mut draft = QuestionDraft::new(question.id, question.kind.name());
        draft.required = question.required;
        draft.after = question.after;
        question.kind.write(&mut draft);
        draft
    }
}
