//! Which form of a sentence goes with a whole number, by the plural rules of Unicode CLDR 48
//! (`common/supplemental/plurals.xml`, cardinal, operands `v = 0`).
//!
//! The rules are a few remainders: a test compares them with the platform's `Intl.PluralRules`. A number with a
//! fraction would take `other` in every language; no counted number has one.

use otklik_survey::Lang;

/// A grammatical number, by its name in CLDR and in the catalogs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Category {
    One,
    Few,
    Many,
    Other,
}

impl Category {
    pub const fn name(self) -> &'static str {
        match self {
            Category::One => "one",
            Category::Few => "few",
            Category::Many => "many",
            Category::Other => "other",
        }
    }
}

/// The categories that whole numbers take in a language, in the order of the tables.
pub const fn categories(lang: Lang) -> &'static [Category] {
    match lang {
        Lang::Ru | Lang::Uk => &[Category::One, Category::Few, Category::Many],
        Lang::En => &[Category::One, Category::Other],
    }
}

/// The category of `n`: 1 вопрос, 2 вопроса, 5 вопросов, 11 вопросов, 21 вопрос.
pub const fn category(lang: Lang, n: u64) -> Category {
    match lang {
        Lang::Ru | Lang::Uk => match (n % 10, n % 100) {
            (_, 11..=14) => Category::Many,
            (1, _) => Category::One,
            (2..=4, _) => Category::Few,
            _ => Category::Many,
        },
        Lang::En => match n {
            1 => Category::One,
            _ => Category::Other,
        },
    }
}
