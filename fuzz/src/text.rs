//! Invariants of every accepted text.

use otklik_survey::validation_error::ValidationError;

/// At most `max_chars`, without control characters and without space at its ends.
pub fn is_line(text: &str, max_chars: usize) {
    assert!(text.chars().count() <= max_chars, "too long: {text:?}");
    assert!(
        !text.contains(char::is_control),
        "a control character: {text:?}"
    );
    let marks = "\u{200b}\u{200e}\u{200f}\u{61c}\u{202a}\u{202e}\u{2060}\u{2066}\u{2069}\u{feff}";
    assert!(
        !text.contains(|sign| marks.contains(sign)),
        "a character that nobody sees: {text:?}"
    );
    assert_eq!(text, text.trim(), "space at an end");
}

/// As a line, with line breaks.
pub fn is_comment(text: &str, max_chars: usize) {
    is_line(&text.replace('\n', ""), max_chars);
    assert!(text.chars().count() <= max_chars, "too long: {text:?}");
    assert_eq!(text, text.trim(), "space at an end");
}

/// There is an error, each error has a path, and none is there twice.
pub fn are_errors(errors: &[ValidationError]) {
    assert!(!errors.is_empty(), "refused for nothing");
    for (place, validation_error) in errors.iter().enumerate() {
        assert!(
            !validation_error.field.is_empty(),
            "{validation_error:?} has no place"
        );
        assert!(
            !errors[..place].contains(validation_error),
            "{validation_error:?} is reported twice"
        );
    }
}
