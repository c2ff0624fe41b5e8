//! Texts as people type them: cleaned, measured, compared.
//!
//! Letters and digits are those of our languages: Unicode's tables would cost the widget kilobytes. `tidied` has them,
//! and the widget does not call it.

use unicode_normalization::UnicodeNormalization as _;

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

/// A comment: line breaks kept as `\n`, everything else dropped as from a line, ends trimmed.
pub fn clean_text(raw: &str) -> String {
    cleaned(raw, true)
}

/// A single line: control characters, marks of direction and characters without a width dropped, ends trimmed.
pub fn clean_line(raw: &str) -> String {
    cleaned(raw, false)
}

/// A name or a word as two programs write it alike: one line in Unicode's normalization form C, each white space, also
/// one that does not break, one space, ends trimmed.
pub(crate) fn tidied(raw: &str) -> String {
    let spaced = |sign: char| if sign.is_whitespace() { ' ' } else { sign };
    let line: String = raw.nfc().map(spaced).collect();
    let words: Vec<&str> = line.split(' ').filter(|word| !word.is_empty()).collect();
    // A mark that nobody sees may leave an empty word.
    let words = words.into_iter().map(clean_line);
    let words: Vec<String> = words.filter(|word| !word.is_empty()).collect();
    words.join(" ")
}

fn cleaned(raw: &str, keeps_lines: bool) -> String {
    let mut text = String::new();
    let mut before = ' ';
    let mut joiner = None;
    for c in raw.chars() {
        if is_joiner(c) {
            joiner = Some(c);
            continue;
        }
        if (c.is_control() || is_mark(c)) && !(keeps_lines && c == '\n') {
            continue;
        }
        // Within a sign a joiner has a meaning; anywhere else it would only hide a difference between two texts.
        if let Some(joiner) = joiner.take()
            && is_joined(before)
            && is_joined(c)
        {
            text.push(joiner);
        }
        text.push(c);
        before = c;
    }
    text.trim().to_owned()
}

/// Directions that could turn the text around a name, and characters without a width, which nobody sees: in no text of
/// ours does anybody need them.
fn is_mark(sign: char) -> bool {
    matches!(
        sign,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180e}'
            | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{3164}' | '\u{feff}'
            | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}'
    )
}

/// The zero-width joiner and non-joiner.
fn is_joiner(sign: char) -> bool {
    matches!(sign, '\u{200c}' | '\u{200d}')
}

/// Signs that joiners may join: those after Latin and Cyrillic, as emoji and the scripts from Arabic on.
fn is_joined(sign: char) -> bool {
    sign >= '\u{600}'
}

/// Whether a text has the shape of an id: that many of `[a-z0-9-]` at most, and one at least.
pub(crate) fn is_slug(text: &str, max_chars: usize) -> bool {
    let plain = |byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-');
    (1..=max_chars).contains(&text.len()) && text.bytes().all(plain)
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_nobody_sees_is_dropped() {
        for (raw, line) in [
            ("\u{202e}Ольга\u{202c}", "Ольга"),
            ("\u{2066}a\u{2069}\u{200e}b\u{200f}\u{61c}c", "abc"),
            ("co\u{200b}mm\u{2060}ent\u{feff}", "comment"),
            ("а\u{200d}б\u{200c}в", "абв"),
            ("\u{200d}👩\u{200d}", "👩"),
            ("a\u{200d}👩", "a👩"),
            ("👩\u{200d}\u{200d}🚀", "👩\u{200d}🚀"),
            ("\u{200b} \u{200e}", ""),
        ] {
            assert_eq!(clean_line(raw), line, "{raw:?}");
            assert_eq!(clean_text(raw), line, "{raw:?}");
        }
        // A family, a flag of four signs, a Persian word.
        for kept in [
            "👩\u{200d}👩\u{200d}👧",
            "🏴\u{200d}☠\u{fe0f}",
            "می\u{200c}خواهم",
        ] {
            assert_eq!(clean_line(kept), kept);
        }
        assert_eq!(clean_text("a\n\u{202e}b\r"), "a\nb");
    }

    #[test]
    fn a_tidied_text_is_one_line_of_single_spaces() {
        for (raw, tidy) in [
            (" Что  понравилось? ", "Что понравилось?"),
            ("Что\u{a0}понра\u{200b}вилось?\u{202f}", "Что понравилось?"),
            ("Две\r\nстроки\tтекста", "Две строки текста"),
            ("a \u{200b} b\u{feff}", "a b"),
            // A letter and its mark, as macOS writes them.
            ("И\u{306}од, и\u{306}, і\u{308}", "Йод, й, ї"),
            ("\u{a0}", ""),
        ] {
            assert_eq!(tidied(raw), tidy, "{raw:?}");
        }
    }

    proptest! {
        #[test]
        fn a_cleaned_text_has_no_marks_and_stays_as_it_is(raw in "[\\PC\u{200b}-\u{200f}\u{202a}-\u{202e}\u{2060}-\u{2069}\u{feff}\u{61c}\n👩🚀я ]{0,40}") {
            for clean in [clean_line(&raw), clean_text(&raw)] {
                prop_assert!(!clean.contains(is_mark), "{:?}", clean);
                prop_assert_eq!(clean.trim(), &clean);
            }
            let (line, text) = (clean_line(&raw), clean_text(&raw));
            prop_assert_eq!(clean_line(&line), line);
            prop_assert_eq!(clean_text(&text), text);
        }
    }
}
