//! Redaction of phones and addresses in free texts: people leave them there unasked.
//!
//! In scope: numbers that a person could be called on, e-mail addresses, names with an `@` in front, as
//! messengers have them. When in doubt it is redacted: two dates in a row are lost, a phone is never shown.
//! Out of scope: people's names, numbers in words, addresses of streets.

use crate::phone::is_decoration;
use crate::text::{is_digit, is_letter};

const PHONE: &str = "•••";
const ADDRESS: &str = "•••@•••";

/// Digits of the shortest number that somebody writes with its plus.
const PLUS_MIN_DIGITS: usize = 7;
/// Digits of the shortest number that somebody writes without its country. A date has eight.
const PLAIN_MIN_DIGITS: usize = 9;
/// Digits of a number within a town, written `123-45-67`; a sum of money has spaces.
const TOWN_DIGITS: usize = 7;

/// The text without the phones and the addresses in it.
///
/// ```
/// # use otklik_survey::phone::redact::redacted;
/// assert_eq!(redacted("Супер! 8 (916) 123-45-67, Оля"), "Супер! •••, Оля");
/// assert_eq!(redacted("пишите на olya@mail.example."), "пишите на •••@•••.");
/// ```
pub fn redacted(text: &str) -> String {
    let mut redacted = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((place, at)) = rest.char_indices().find(|(_, sign)| is_at(*sign)) {
        let (before, behind) = (&rest[..place], &rest[place + at.len_utf8()..]);
        match end_of_name(behind) {
            0 => {
                push_without_phones(&mut redacted, before);
                redacted.push(at);
                rest = behind;
            }
            end => {
                // "olya @ mail.example" too.
                let before = if behind[..end].contains('.') {
                    before.trim_end_matches(' ')
                } else {
                    before
                };
                let start = before.trim_end_matches(is_of_address);
                push_without_phones(&mut redacted, start);
                redacted.push_str(ADDRESS);
                rest = &behind[end..];
            }
        }
    }
    push_without_phones(&mut redacted, rest);
    redacted
}

/// The text as it is searched: what is redacted cannot be found, and capitals count as small letters.
///
/// ```
/// # use otklik_survey::phone::redact::search_words;
/// assert_eq!(search_words("ЗВОНИТЕ Ґанні: +380 67 123-45-67"), "звоните ґанні: •••");
/// ```
pub fn search_words(text: &str) -> String {
    redacted(text).to_lowercase()
}

/// Also full-width and small.
fn is_at(sign: char) -> bool {
    matches!(sign, '@' | '\u{ff20}' | '\u{fe6b}')
}

fn is_of_address(sign: char) -> bool {
    is_letter(sign) || is_digit(sign) || matches!(sign, '.' | '_' | '-' | '+' | '%')
}

/// Where the name behind an `@` ends; 0 where there is none. The end of a sentence is no part of it.
fn end_of_name(behind: &str) -> usize {
    let spaced = behind.trim_start_matches(' ');
    let rest = spaced.trim_start_matches(is_of_address);
    let name = spaced[..spaced.len() - rest.len()].trim_end_matches(['.', '-', '_', '+', '%']);
    if name.is_empty() || (spaced.len() < behind.len() && !name.contains('.')) {
        return 0;
    }
    behind.len() - spaced.len() + name.len()
}

fn push_without_phones(redacted: &mut String, text: &str) {
    let mut pushed = 0;
    let mut number = 0..0;
    for (at, sign) in text.char_indices().chain([(text.len(), '\n')]) {
        let goes_on = is_digit(sign) || (is_decoration(sign) && !matches!(sign, '\n' | '\r'));
        if !goes_on || number.is_empty() {
            if is_called(&text[number.clone()]) {
                redacted.push_str(&text[pushed..number.start]);
                redacted.push_str(PHONE);
                pushed = number.end;
            }
            number = at..at;
        }
        if is_digit(sign) || is_plus(sign) {
            number.end = at + sign.len_utf8();
        }
    }
    redacted.push_str(&text[pushed..]);
}

fn is_plus(sign: char) -> bool {
    matches!(sign, '+' | '\u{ff0b}')
}

/// Whether somebody could be called on a number that begins and ends with a digit, or with a plus.
fn is_called(number: &str) -> bool {
    let digits = number.chars().filter(|sign| is_digit(*sign)).count();
    let has_plus = number.starts_with(is_plus);
    let first = number.split(is_dash).next().unwrap_or_default();
    let is_of_town = digits == TOWN_DIGITS && first.len() == 3;
    digits >= PLAIN_MIN_DIGITS || (has_plus && digits >= PLUS_MIN_DIGITS) || is_of_town
}

fn is_dash(sign: char) -> bool {
    matches!(sign, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phones_are_redacted_however_they_are_written() {
        for phone in [
            "+7 916 123-45-67",
            "+79161234567",
            "8 (916) 123-45-67",
            "89161234567",
            "9161234567",
            "067 123 45 67",
            "+38(067)123.45.67",
            "00 49 30 123456",
            "123-45-67",
            "８９１６１２３４５６７",
            "٨٩١٦١٢٣٤٥٦٧",
            "4276 1234 5678 9012",
        ] {
            assert_eq!(redacted(phone), PHONE, "{phone}");
            let within = ["Звоните: ", phone, "! Оля"].concat();
            assert_eq!(redacted(&within), "Звоните: •••! Оля", "{phone}");
            let hanging = ["тел", phone, "вечером"].concat();
            assert_eq!(redacted(&hanging), "тел•••вечером", "{phone}");
        }
        assert_eq!(redacted("+79161234567+79161234568"), "••••••");
        assert_eq!(
            redacted("или +7 916 123-45-67\n2 гостя"),
            "или •••\n2 гостя"
        );
    }

    #[test]
    fn addresses_are_redacted() {
        for address in [
            "olya@mail.example",
            "o.l-y_a+x@mail.co.example",
            "оля@почта.рф",
            "89161234567@mail.example",
            "olya @ mail.example",
            "olya＠mail.example",
            "@olya_ivanova",
        ] {
            assert_eq!(redacted(address), ADDRESS, "{address}");
            let within = ["Пишите (", address, "). Оля"].concat();
            assert_eq!(redacted(&within), "Пишите (•••@•••). Оля", "{address}");
        }
        assert_eq!(redacted("a@b.example, c@d.example"), "•••@•••, •••@•••");
    }

    #[test]
    fn everything_else_stays() {
        for text in [
            "",
            "@",
            "5 @ 6",
            "кофе @ и чай",
            "16.05.2026 было 120 гостей",
            "с 18:30 до 23:00",
            "1 500 000 рублей",
            "1500000 рублей",
            "оценка 10/10, 100%",
            "+ музыка, + еда",
            "2025-2026",
            "заказ A-1042",
            "1\n2\n3\n4\n5\n6\n7\n8\n9\n10",
        ] {
            assert_eq!(redacted(text), text);
        }
    }

    /// A redacted text contains nothing more to redact.
    #[test]
    fn redacting_twice_changes_nothing() {
        for text in [
            "a@b@c",
            "@@x",
            "+7 916 123-45-67 8 916 123-45-67",
            "1@2.3 4",
        ] {
            let once = redacted(text);
            assert_eq!(redacted(&once), once, "{text}");
        }
    }
}
