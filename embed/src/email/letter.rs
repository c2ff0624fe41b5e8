//! What a letter consists of, in one language.

use crate::look::color::Color;
use otklik_survey::Lang;

/// One value of the scale.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Score {
    pub value: u8,
    /// Its name where the scale names its values.
    pub label: Option<String>,
    pub url: String,
}

/// What a letter consists of, in one language.
#[derive(Clone, Debug)]
pub struct Letter {
    pub lang: Lang,
    pub subject: String,
    /// What an inbox shows beside the subject.
    pub preheader: String,
    pub lead: String,
    /// How many questions, how long.
    pub count: String,
    pub question: String,
    pub scores: Vec<Score>,
    /// What the lowest and the highest value mean.
    pub ends: [String; 2],
    /// The vote page with nothing chosen.
    pub url: String,
    pub brand: Color,
    /// Who sees the answer.
    pub who_sees: String,
    /// Why the reader got it.
    pub reason: String,
    /// That the links are the reader's own, where they are.
    pub personal: Option<String>,
    pub unsubscribe: &'static str,
    pub postal_address: Option<&'static str>,
}
