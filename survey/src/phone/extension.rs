//! The extension behind a typed phone: `доб. 204`, `вн. 204`, `#204`, `ext 5`, `x5`, and the pause `,204` of phone books.
//!
//! In scope: taking it off, so that number and extension are kept side by side. Out of scope: an extension without a word or
//! a sign before it, whose digits are the number's. The widget runs this too, so it needs no tables of letters.

use crate::limits::{EXTENSION_MAX_DIGITS, PHONE_MAX_CHARS};
use crate::phone::is_decoration;
use crate::text::{is_digit, longer};

/// What is between number and extension, in small letters and without punctuation; the second `х` is Cyrillic.
const MARKS: [&str; 9] = ["", "#", "x", "х", "ext", "доб", "дод", "вн", "внутр"];

/// Splits a typed phone into the number and the digits of its extension. Without an extension that can be dialled the
/// text stays whole, and the digits are empty.
///
/// ```
/// # use otklik_survey::phone::extension::split;
/// assert_eq!(split("8 495 123-45-67, доб. 204"), ("8 495 123-45-67", "204"));
/// assert_eq!(split("+49 30 123456"), ("+49 30 123456", ""));
/// ```
pub fn split(typed: &str) -> (&str, &str) {
    split_off(typed.trim()).unwrap_or((typed, ""))
}

fn split_off(typed: &str) -> Option<(&str, &str)> {
    let (number, behind) = typed.split_at(typed.find(is_no_part)?);
    let (mark, digits) = behind.split_at(behind.find(|sign: char| sign.is_ascii_digit())?);
    let digits = digits.trim_end_matches(is_decoration);
    let is_read = is_mark(mark)
        && digits.len() <= EXTENSION_MAX_DIGITS
        && digits.bytes().all(|byte| byte.is_ascii_digit())
        && !longer(Some(typed), PHONE_MAX_CHARS);
    is_read.then_some((number, digits))
}

/// Whether a character occurs in no number.
fn is_no_part(sign: char) -> bool {
    !(is_digit(sign) || is_decoration(sign) || matches!(sign, '+' | '\u{ff0b}'))
}

fn is_mark(text: &str) -> bool {
    let word = text.chars().filter(|sign| !is_punctuation(*sign));
    let word = word.map(small);
    MARKS.iter().any(|mark| word.clone().eq(mark.chars()))
}

/// A comma and a semicolon are pauses of phone books, alone too; others are around a word: `доб.: 204`, `;ext=204`.
fn is_punctuation(sign: char) -> bool {
    is_decoration(sign) || matches!(sign, ',' | ';' | ':' | '=')
}

fn small(sign: char) -> char {
    match sign {
        'A'..='Z' | 'А'..='Я' => char::from_u32(sign as u32 + 32).unwrap_or(sign),
        _ => sign,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::phone::Phone;

    #[test]
    fn extensions_are_split_off() {
        const NUMBER: &str = "8 (495) 123-45-67";
        for behind in [
            " доб. 204",
            " доб.204",
            ", доб. 204",
            " (доб. 204)",
            " Доб 204",
            " ДОБ. 204",
            " дод. 204",
            " вн. 204",
            " внутр.: 204",
            "#204",
            " # 204",
            " ext 204",
            " Ext. 204",
            ";ext=204",
            "x204",
            " X 204",
            " х204",
            ",204",
            ";204",
        ] {
            let typed = [NUMBER, behind].concat();
            let (number, digits) = split(&typed);
            assert_eq!(
                (Phone::parse(number), digits),
                (Phone::parse(NUMBER), "204"),
                "{typed}"
            );
        }
    }

    #[test]
    fn everything_else_stays_whole() {
        for typed in [
            "",
            "204",
            "8 (495) 123-45-67",
            "+7 916 12З 45 67",
            "8 (495) 123-45-67 доб.",
            "8 (495) 123-45-67 доб. 20 4",
            "8 (495) 123-45-67 Оля 5",
            "8 (495) 123-45-67 внук 5",
            "8 (495) 123-45-67 ##5",
            "8 (495) 123-45-67 *5",
            "8 (495) 123-45-67 доб. 5, вечером",
            "8 495 123-45-67, 8 916 123-45-67",
        ] {
            assert_eq!(split(typed), (typed, ""));
        }
    }

    #[test]
    fn limits_hold_at_their_edge() {
        let typed = |digits: usize| format!("84951234567#{}", "1".repeat(digits));
        let (longest, too_long) = (typed(EXTENSION_MAX_DIGITS), typed(EXTENSION_MAX_DIGITS + 1));
        assert_eq!(split(&longest).1.len(), EXTENSION_MAX_DIGITS);
        assert_eq!(split(&too_long), (&*too_long, ""));
        let typed = |spaces: usize| format!("84951234567{}#1", " ".repeat(spaces));
        let (longest, too_long) = (typed(PHONE_MAX_CHARS - 13), typed(PHONE_MAX_CHARS - 12));
        assert_eq!(split(&longest).1, "1");
        assert_eq!(split(&too_long), (&*too_long, ""));
    }
}
