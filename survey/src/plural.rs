//! The plural rules of Unicode CLDR 48 for whole numbers (`common/supplemental/plurals.xml`, cardinal, `v = 0`).
//!
//! A test compares them with the platform's `Intl.PluralRules`. Nothing counted here has a fraction, which would
//! take `other` in every language.

/// How a language chooses the form of a counted sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PluralRule {
    /// Russian and Ukrainian: 1 вопрос, 2 вопроса, 5 вопросов, 11 вопросов, 21 вопрос.
    OneFewMany,
    /// English: 1 question, 2 questions.
    OneOther,
}

impl PluralRule {
    /// The categories that whole numbers take, by their names in CLDR and in the catalogs.
    pub const fn categories(self) -> &'static [&'static str] {
        match self {
            PluralRule::OneFewMany => &["one", "few", "many"],
            PluralRule::OneOther => &["one", "other"],
        }
    }

    /// The place of `n`'s category in [`PluralRule::categories`].
    pub const fn category(self, n: u64) -> usize {
        match self {
            PluralRule::OneFewMany => match (n % 10, n % 100) {
                (_, 11..=14) => 2,
                (1, _) => 0,
                (2..=4, _) => 1,
                _ => 2,
            },
            PluralRule::OneOther => (n != 1) as usize,
        }
    }
}
