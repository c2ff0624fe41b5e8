//! Texts as people type them: cleaned, measured, compared.
//!
//! Letters and digits are those of our languages: Unicode's tables would cost the widget kilobytes.

/// Parses an optional word: absent or empty is `None`, an unreadable one an error.
pub(crate) fn parsed<T>(
    word: &Option<String>,
    parse: impl Fn(&str) -> Option<T>,
) -> Result<Option<T>, ()> {
    match word.as_deref() {
        None | Some("") => Ok(None),
        Some(word) => parse(word).map(Some).ok_or(()),
    }
}

/// Whether a text has more characters than that.
pub fn longer(text: Option<&str>, max_chars: usize) -> bool {
    text.is_some_and(|text| text.chars().nth(max_chars).is_some())
}

/// `None` where the text is empty.
pub(crate) fn given(text: &str) -> Option<String> {
    Some(text.to_owned()).filter(|text| !text.is_empty())
}

/// A comment: line breaks kept as `\n`, other control characters dropped, ends trimmed.
pub(crate) fn clean_text(raw: &str) -> String {
    let text: String = raw
        .chars()
        .filter(|c| *c == '\n' || !c.is_control())
        .collect();
    text.trim().to_owned()
}

/// A single line: control characters dropped, ends trimmed.
pub fn clean_line(raw: &str) -> String {
    let text: String = raw.chars().filter(|c| !c.is_control()).collect();
    text.trim().to_owned()
}

/// The digits that `Phone` reads. The widget runs this too: Unicode's tables of digits and letters
/// would cost it two kilobytes.
pub(crate) fn is_digit(sign: char) -> bool {
    matches!(sign, '0'..='9' | '\u{ff10}'..='\u{ff19}' | '\u{660}'..='\u{669}' | '\u{6f0}'..='\u{6f9}')
}

/// Latin with its accents, and Cyrillic.
pub(crate) fn is_letter(sign: char) -> bool {
    matches!(sign, 'a'..='z' | 'A'..='Z' | '\u{c0}'..='\u{24f}' | '\u{400}'..='\u{52f}')
}
