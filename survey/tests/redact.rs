//! Redaction shows no phone of any text.

use otklik_survey::phone::redact::redacted;
use proptest::prelude::*;

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 2_000, ..ProptestConfig::default() })]

    /// No plain number of nine digits and more is left, and nothing is redacted twice.
    #[test]
    fn no_long_number_is_left(text in "[0-9a+@ .()ё•\n-]{0,60}") {
        let once = redacted(&text);
        prop_assert_eq!(&redacted(&once), &once);
        let mut run = 0;
        for sign in once.chars() {
            run = if sign.is_ascii_digit() { run + 1 } else { 0 };
            prop_assert!(run < 9, "{} of {}", once, text);
        }
    }

    /// The text around a phone stays.
    #[test]
    fn text_around_a_phone_stays(before in "[a-zа-яё]{0,9} ", behind in "[,!?\n] ?[a-zа-яё]{0,9}", phone in "(\\+7|8)[ (-]?9[0-9]{2}[ )-]?[0-9]{3}-?[0-9]{2}-?[0-9]{2}") {
        let text = [&before, &*phone, &behind].concat();
        prop_assert_eq!(redacted(&text), [&before, "•••", &behind].concat());
    }

    #[test]
    fn no_text_panics(text in ".{0,200}") {
        redacted(&text);
    }
}
