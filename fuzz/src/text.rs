//! What must hold of every text that was accepted.

use otklik_survey::validation_error::Rejection;

/// At most `max_chars`, without control characters and without space at its ends.
pub fn is_line(text: &str, max_chars: usize) {
    assert!(text.chars().count() <= max_chars, "too long: {text:?}");
    assert!(
        !text.contains(char::is_control),
        "a control character: {text:?}"
    );
    assert_eq!(text, text.trim(), "space at an end");
}

/// As a line, with line breaks.
pub fn is_comment(text: &str, max_chars: usize) {
    is_line(&text.replace('\n', ""), max_chars);
    assert!(text.chars().count() <= max_chars, "too long: {text:?}");
    assert_eq!(text, text.trim(), "space at an end");
}

/// Something is wrong, each thing has a place, and nothing is told twice.
pub fn are_rejections(rejections: &[Rejection]) {
    assert!(!rejections.is_empty(), "refused for nothing");
    for (place, rejection) in rejections.iter().enumerate() {
        assert!(!rejection.field.is_empty(), "{rejection:?} has no place");
        assert!(
            !rejections[..place].contains(rejection),
            "{rejection:?} is told twice"
        );
    }
}
