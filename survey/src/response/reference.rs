//! The manager and the reference that a link names: stored unchanged, or left out.
//!
//! Both are the agency's own words, which only the agency can resolve. A malformed link must not cost a vote: a
//! value that does not fit is left out, never refused.

use crate::limits;
use crate::phone::{Phone, is_decoration};
use crate::response::submission_id::SubmissionId;
use crate::text::{clean_line, is_digit, is_letter, is_slug, longer};
use crate::validation_error::Code;

/// The manager that a link names; `None` where it names none, or one past the limit: a cut name could be another
/// manager's.
pub fn manager(raw: &str) -> Option<String> {
    kept(raw, limits::MANAGER_MAX_CHARS)
}

/// The agency's reference to an order or a client: a key, with a digit and of two words at most, as `deal 48213`. A link
/// is open to everybody's words, and these are stored in clear: a name, a phone, an address or a sentence is dropped.
pub fn reference(raw: &str) -> Option<String> {
    named(raw).filter(|text| is_key(text))
}

/// The reference as the link names it: the widget needs no more, the server stores it where it is a key.
pub(crate) fn named(raw: &str) -> Option<String> {
    kept(raw, limits::REFERENCE_MAX_CHARS)
}

/// Whether a reference can be stored in clear. One of a link in another encoding has letters that could not be read.
pub(crate) fn is_key(text: &str) -> bool {
    text.contains(is_digit)
        && !text.contains(char::REPLACEMENT_CHARACTER)
        && text.split_whitespace().count() <= 2
        && !looks_personal(text)
}

/// The event that a link names; `None` where that cannot be an event's id, but may be somebody's words or number.
pub fn event(named: &str) -> Option<&str> {
    let is_id = is_slug(named, limits::EVENT_MAX_CHARS) && !looks_personal(named);
    is_id.then_some(named)
}

/// The reference of an invite. Here the agency gets an error, so that no person of its list is left out.
///
/// # Errors
/// The reference is empty, too long, looks like a phone or an address, or begins like a formula.
pub fn of_invite(raw: &str) -> Result<String, Code> {
    let clean = clean_line(raw);
    if clean.is_empty() {
        return Err(Code::MissingReference);
    }
    if longer(Some(&clean), limits::REFERENCE_MAX_CHARS) {
        return Err(Code::TextTooLong);
    }
    if looks_personal(&clean) {
        return Err(Code::PersonalReference);
    }
    if clean.starts_with(['=', '+', '-', '@']) {
        return Err(Code::FormulaReference);
    }
    Ok(clean)
}

fn kept(raw: &str, max_chars: usize) -> Option<String> {
    let clean = clean_line(raw);
    (!clean.is_empty() && !longer(Some(&clean), max_chars)).then_some(clean)
}

/// Whether a text contains an `@` (or is percent-encoded, and may contain one), or a number that can be a phone.
///
/// A number that hangs on a letter is part of a word (`A1234567890`), and a UUID is none. Nine digits
/// and more that name no country may be a phone typed out of habit, unless they begin with 1 or 2,
/// as years and most counted orders do.
fn looks_personal(text: &str) -> bool {
    if SubmissionId::parse(text).is_some() {
        return false;
    }
    let mut run = String::new();
    let mut hangs = false;
    let mut before = END;
    for sign in text.chars().chain([END]) {
        if matches!(sign, '@' | '\u{ff20}' | '\u{fe6b}' | '%') {
            return true;
        }
        if is_digit(sign) || is_decoration(sign) || matches!(sign, '+' | '\u{ff0b}') {
            hangs |= run.is_empty() && is_digit(sign) && is_letter(before);
            run.push(sign);
        } else {
            hangs |= is_digit(before) && is_letter(sign);
            if !hangs && could_be_called(&run) {
                return true;
            }
            run.clear();
            hangs = false;
        }
        before = sign;
    }
    false
}

/// Occurs in no cleaned text, and in no number.
const END: char = '\0';

/// Digits of the shortest number that somebody types without its country.
const HABITUAL_MIN_DIGITS: usize = 9;

fn could_be_called(run: &str) -> bool {
    let mut digits = run.chars().filter(|sign| is_digit(*sign));
    let counted = matches!(digits.next(), Some('1' | '2'));
    Phone::parse(run).is_ok() || !counted && digits.count() + 1 >= HABITUAL_MIN_DIGITS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_of_agencies_are_kept() {
        for kept in [
            "A-1042",
            "2026-000123",
            "2026-11-22-0012",
            "deal 48213",
            "0190b5a0-0000-7000-8000-000000000001",
            "c3f1b2a4-9d1e-4c55-8a77-1234567890ab",
            "ORD-1234567890",
            "A9876543210",
            "c3f1b2a4-9d1e-4c55-8a7f-891612345678",
            "12345678",
            "весілля/17",
            "k9_Zx-77",
        ] {
            assert_eq!(reference(kept).as_deref(), Some(kept));
        }
        assert_eq!(reference("  A-1 \n").as_deref(), Some("A-1"));
        assert_eq!(reference("\u{fffd}-1042"), None, "of another encoding");
    }

    #[test]
    fn phones_and_addresses_are_not() {
        for dropped in [
            "+79161234567",
            "+380 67 123-45-67",
            "8 (916) 123-45-67",
            "0671234567",
            "9161234567",
            "671234567",
            "380671234567",
            "Ivan +79161234567",
            "tel:+79161234567",
            "клиент 89161234567",
            "client-89161234567",
            "+4930901820",
            "olena@agency.example",
            "olena%40agency.example",
            "@olena",
            "№89161234567",
            "٠٦٧١٢٣٤٥٦٧",
            "+7\u{2011}916\u{2011}123\u{2011}45\u{2011}67",
            "+380\u{2009}67\u{202f}123\u{2013}45\u{2013}67",
            "8_916_123_45_67",
            // Words of whoever made the link.
            "Ivan",
            "Ольга Петренко",
            "стол у окна 7",
            "А",
            "\u{ff0b}12125550123",
            "Ivan \u{ff0b}1 212 555 0123",
        ] {
            assert_eq!(reference(dropped), None, "{dropped}");
        }
    }

    #[test]
    fn an_event_is_named_by_its_id() {
        for kept in ["ev-01", "2026-11-22-ball", "nowhere", &"e".repeat(64)] {
            assert_eq!(event(kept), Some(kept));
        }
        for dropped in [
            "",
            "Ольга",
            "ev 01",
            "EV-01",
            "89161234567",
            "olena@agency.example",
            &"e".repeat(65),
        ] {
            assert_eq!(event(dropped), None, "{dropped}");
        }
    }

    #[test]
    fn the_limit_is_64_characters() {
        let edge = ["я".repeat(63), "7".to_owned()].concat();
        for read in [manager, reference] {
            assert_eq!(read(&edge), Some(edge.clone()));
            assert_eq!(read(&["я", &edge].concat()), None);
            assert_eq!(read(" \u{0}"), None);
        }
        assert_eq!(manager("Олена").as_deref(), Some("Олена"));
    }
}
