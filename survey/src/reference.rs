//! What a link says of the manager and the order behind it: kept as it came, or not at all.
//!
//! Both are the agency's own words, which only the agency can resolve. A link that was put together
//! wrongly must not cost a vote: what does not fit is left out, never refused.

use crate::accept::{clean_line, longer};
use crate::limits;
use crate::phone::{Phone, PhoneMistake};
use crate::response::SubmissionId;

/// The manager that a link names; `None` where it names none, or one past the limit: cut, it would
/// name nobody, or somebody else.
pub fn manager(raw: &str) -> Option<String> {
    kept(raw, limits::MANAGER_MAX_CHARS)
}

/// The agency's reference to an order or a client. One that looks like a phone or an address is
/// dropped, so that nothing personal is stored by an accident of the agency's link.
pub fn reference(raw: &str) -> Option<String> {
    kept(raw, limits::REFERENCE_MAX_CHARS).filter(|reference| !looks_personal(reference))
}

fn kept(raw: &str, max_chars: usize) -> Option<String> {
    let clean = clean_line(raw);
    (!clean.is_empty() && !longer(Some(&clean), max_chars)).then_some(clean)
}

/// Whether a text holds an `@`, or a number that a phone could have.
///
/// A number that hangs on a letter is part of a word (`A1234567890`), and a UUID is none. Nine digits
/// and more that name no country may be a phone typed out of habit, unless they begin with 1 or 2,
/// as years and most counted orders do.
fn looks_personal(text: &str) -> bool {
    let is_sign = |sign: char| sign.is_numeric() || " -.()/+\u{a0}".contains(sign);
    let at = ['@', '\u{ff20}', '\u{fe6b}'];
    if text.contains(at) || text.contains("%40") {
        return true;
    }
    if SubmissionId::parse(text).is_some() {
        return false;
    }
    let mut rest = text;
    let mut before = None;
    while let Some(sign) = rest.chars().next() {
        if !is_sign(sign) {
            before = Some(sign);
            rest = &rest[sign.len_utf8()..];
            continue;
        }
        let end = rest.find(|sign| !is_sign(sign)).unwrap_or(rest.len());
        let (run, after) = rest.split_at(end);
        let hangs = before.is_some_and(char::is_alphabetic) && run.starts_with(char::is_numeric)
            || after.starts_with(char::is_alphabetic) && run.ends_with(char::is_numeric);
        if !hangs && could_be_called(run) {
            return true;
        }
        rest = after;
        before = run.chars().next_back();
    }
    false
}

/// Digits of the shortest number that somebody types without its country.
const HABITUAL_MIN_DIGITS: usize = 9;

fn could_be_called(run: &str) -> bool {
    let n_digits = run.chars().filter(|sign| sign.is_numeric()).count();
    let run = run.trim_start_matches(['-', '.', '/', ' ']);
    match Phone::parse(run) {
        Ok(_) => true,
        Err(
            PhoneMistake::NoCountry
            | PhoneMistake::TooShort
            | PhoneMistake::TooLong
            | PhoneMistake::UnknownCountry
            | PhoneMistake::NotOfCountry,
        ) => n_digits >= HABITUAL_MIN_DIGITS && !run.starts_with(['1', '2']),
        Err(PhoneMistake::Empty | PhoneMistake::Letters) => false,
    }
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
        ] {
            assert_eq!(reference(dropped), None, "{dropped}");
        }
    }

    #[test]
    fn the_limit_is_64_characters() {
        let edge = "я".repeat(64);
        for read in [manager, reference] {
            assert_eq!(read(&edge), Some(edge.clone()));
            assert_eq!(read(&"я".repeat(65)), None);
            assert_eq!(read(" \u{0}"), None);
        }
        assert_eq!(manager("Олена").as_deref(), Some("Олена"));
    }
}
