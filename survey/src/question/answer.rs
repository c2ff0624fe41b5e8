//! The shapes of an answer: as posted, as a form holds it, as accepted, as exported. Kinds of question share them.

use serde::{Deserialize, Serialize};

/// One answer as posted: the fields of its question's kind, no others.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AnswerDraft {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub score: Option<i32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub options: Option<Vec<String>>,
    /// What the list lacked; counts only with the option `other`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub other: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

/// The value of an accepted answer, as it is stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) enum Value {
    Score(u8),
    /// Sorted, each once; `other` is what the list lacked.
    Options {
        options: Vec<String>,
        other: String,
    },
    Text(String),
}

/// The part of a stored answer that a column of an export holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AnswerPart {
    Score,
    Options,
    Text,
    /// The text of a choice's free field.
    Other,
}

/// The values of a question's fields in a form.
#[derive(Clone, Debug)]
pub struct FormAnswer<'a> {
    /// Of the question's own field, in the form's order: each ticked box is one.
    pub(super) values: Vec<&'a str>,
    /// Of a choice's free field; empty where there is none.
    pub(super) other: &'a str,
}

impl<'a> FormAnswer<'a> {
    /// Reads the fields of the question `id`; `values_of` returns all values of a field by its name.
    pub fn read(id: &str, values_of: impl Fn(&str) -> Vec<&'a str>) -> FormAnswer<'a> {
        FormAnswer {
            values: values_of(&field_name(id)),
            other: first(&values_of(&other_name(id))),
        }
    }

    /// Empty where the field has no value.
    pub(super) fn value(&self) -> &'a str {
        first(&self.values)
    }
}

fn first<'a>(values: &[&'a str]) -> &'a str {
    values.first().copied().unwrap_or_default()
}

/// The name of a question's field in a form.
pub fn field_name(question: &str) -> String {
    ["q.", question].concat()
}

/// The name of the free field of a choice.
pub fn other_name(question: &str) -> String {
    ["q.", question, ".other"].concat()
}
