//! A letter in one language.

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
    /// The preheader, which an inbox shows beside the subject.
    pub preheader: String,
    pub lead: String,
    /// The number of questions and the time that they take.
    pub count: String,
    pub question: String,
    pub scores: Vec<Score>,
    /// The meanings of the lowest and the highest value.
    pub ends: [String; 2],
    /// The vote page with nothing chosen.
    pub url: String,
    pub brand: Color,
    /// The sentence about who can see the answer.
    pub who_sees: String,
    /// The reason why the recipient gets the letter.
    pub reason: String,
    /// The sentence that the links are personal, where they are.
    pub personal: Option<String>,
    pub unsubscribe: &'static str,
    pub postal_address: Option<&'static str>,
}
