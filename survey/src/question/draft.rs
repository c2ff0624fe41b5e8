//! A question as written in a survey's document, nothing checked yet.

use crate::calendar::day::Day;
use crate::closed_enum::closed_enum;
use crate::question::scale::Bucket;
use serde::{Deserialize, Serialize};

closed_enum! {
    /// The kinds of question by name.
    KindName {
        Nps = "nps",
        Csat = "csat",
        Ces = "ces",
        Choice = "choice",
        Text = "text",
        Date = "date",
    }
}

/// When a question is asked: after an earlier scored answer that fell into one of `buckets`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct After {
    pub question: String,
    pub buckets: Vec<Bucket>,
}

/// A question with the fields of all kinds. Flat, so that unknown fields are refused: serde cannot refuse
/// them in a flattened enum.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QuestionDraft {
    /// 1-32 of `[a-z0-9-]`. It keeps its kind in later versions.
    pub id: String,
    pub kind: KindName,
    #[serde(default, skip_serializing_if = "is_false")]
    pub required: bool,
    /// The earlier scored answer that it follows; always asked without it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<After>,
    /// 2-20 of a choice; `other` opens a free field.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<String>,
    /// Whether several options may be chosen.
    #[serde(default, skip_serializing_if = "is_false")]
    pub several: bool,
    /// Of a date: the first day that can be answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min: Option<Day>,
    /// Of a date: the last day that can be answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<Day>,
}

impl QuestionDraft {
    /// With the id and the kind alone.
    pub fn new(id: impl Into<String>, kind: KindName) -> QuestionDraft {
        QuestionDraft {
            id: id.into(),
            kind,
            required: false,
            after: None,
            options: Vec::new(),
            several: false,
            min: None,
            max: None,
        }
    }
}

pub(crate) fn is_false(flag: &bool) -> bool {
    !flag
}
