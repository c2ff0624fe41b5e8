//! Phones in the groups in which people write them: as stored, and while they are typed.

use crate::phone::regions::Region;
use crate::phone::{Phone, Start, read};

impl Phone {
    /// The number as people read it: `+7 916 123-45-67`, `+380 67 123 45 67`, else groups of three.
    pub fn display(&self) -> String {
        let Some((region, national)) = Region::of(&self.as_str()[1..]) else {
            return self.as_str().to_owned();
        };
        let mut shown = self.as_str()[..self.as_str().len() - national.len()].to_owned();
        for (before, group) in grouped(region.code, national) {
            shown.push_str(before);
            shown.push_str(group);
        }
        shown
    }
}

/// Groups the digits typed so far as their country writes them, for a field while it is filled. A text that is not the
/// beginning of such a number stays as it is.
///
/// ```
/// # use otklik_survey::phone::groups::as_typed;
/// assert_eq!(as_typed("+7916123"), "+7 916 123");
/// assert_eq!(as_typed("89161234567"), "8 916 123-45-67");
/// assert_eq!(as_typed("0671234567"), "067 123 45 67");
/// assert_eq!(as_typed("+7 916 "), "+7 916 ");
/// assert_eq!(as_typed("call me"), "call me");
/// ```
pub fn as_typed(raw: &str) -> String {
    // A space or a dash at the end is about to be followed, or was just freed by a deletion.
    let ends_in_digit = raw.ends_with(|sign: char| sign.is_ascii_digit());
    let Ok((digits, start)) = read(raw) else {
        return raw.to_owned();
    };
    let code_len = match start {
        Start::Plus => match Region::of(&digits) {
            Some((_, national)) => digits.len() - national.len(),
            None => return raw.to_owned(),
        },
        // The trunk prefixes of Russia and Ukraine; the latter belongs to its first group.
        Start::Digit if digits.starts_with('8') => 1,
        Start::Digit if digits.starts_with('0') && !digits.starts_with("00") => 0,
        Start::Digit => return raw.to_owned(),
    };
    if !ends_in_digit {
        return raw.to_owned();
    }
    let (code, national) = digits.split_at(code_len);
    let region = match (&start, code) {
        (Start::Plus, code) => code.parse().unwrap_or(0),
        (Start::Digit, "8") => 7,
        (Start::Digit, _) => TRUNK_ZERO,
    };
    let mut shown = String::from(if matches!(start, Start::Plus) {
        "+"
    } else {
        ""
    });
    shown.push_str(code);
    for (before, group) in grouped(region, national) {
        if !shown.is_empty() {
            shown.push_str(before);
        }
        shown.push_str(group);
    }
    shown
}

/// Marks a Ukrainian number that begins with its 0.
const TRUNK_ZERO: u16 = 0;

/// The national digits in the groups of their country, each with the separator before it.
fn grouped(code: u16, national: &str) -> Vec<(&'static str, &str)> {
    let groups: &[(&'static str, usize)] = match code {
        7 => &[(" ", 3), (" ", 3), ("-", 2), ("-", 2)],
        375 => &[(" ", 2), (" ", 3), ("-", 2), ("-", 2)],
        380 => &[(" ", 2), (" ", 3), (" ", 2), (" ", 2)],
        TRUNK_ZERO => &[("", 3), (" ", 3), (" ", 2), (" ", 2)],
        _ => &[(" ", 3); 5],
    };
    let mut rest = national;
    let mut found = Vec::new();
    for (place, &(before, size)) in groups.iter().enumerate() {
        if rest.is_empty() {
            break;
        }
        // Surplus digits stay with the last group; in default groups a single remaining digit stays with the
        // group before it.
        let is_last = place + 1 == groups.len() || rest.len() == size + 1 && !is_known(code);
        let size = if is_last {
            rest.len()
        } else {
            size.min(rest.len())
        };
        let (group, more) = rest.split_at(size);
        found.push((before, group));
        rest = more;
    }
    found
}

/// Whether the country's numbers have groups of their own.
const fn is_known(code: u16) -> bool {
    matches!(code, TRUNK_ZERO | 7 | 375 | 380)
}
