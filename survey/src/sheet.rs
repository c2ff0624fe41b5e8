//! A survey in one language: what form and widget show. `embed` fills it, the widget receives it.

use crate::lang::Lang;
use crate::survey::Survey;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A survey with the sentences of one language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sheet {
    pub survey: Survey,
    pub lang: Lang,
    /// One for each question, in the survey's order.
    pub wordings: Vec<Wording>,
    /// Offered to everybody alike after a vote.
    #[serde(default)]
    pub links: Vec<Link>,
    /// The product's own sentences by key: `send`, `error-missing_answer`.
    pub words: BTreeMap<String, String>,
}

/// A page elsewhere, as for reviews.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Link {
    pub title: String,
    pub url: String,
}

/// The sentences of one question.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wording {
    pub text: String,
    /// The question again as it reads after a low, middle and high answer to the question that it
    /// follows. Empty, or three.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub after: Vec<String>,
    /// What the lowest and the highest value mean; always shown beside a scale. Empty, or two.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ends: Vec<String>,
    /// The name of each value of a scale, from low to high. May be empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<String>,
    /// The name of each option of a choice, in the survey's order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<String>,
}

impl Sheet {
    /// A sentence of the product; empty where the catalog lacks it, which a test rules out.
    pub fn word(&self, key: &str) -> &str {
        self.words.get(key).map_or("", String::as_str)
    }
}
