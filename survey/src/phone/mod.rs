//! A phone number as people type it, and as E.164 stores it.
//!
//! In scope: reading what visitors from Russia, Kazakhstan, Ukraine and Belarus type out of habit,
//! and any country's number that begins with `+` or `00`; the display form (`groups`); phones in free texts
//! (`redact`); extensions, split off before (`extension`). Out of scope: whether the number exists, letters for digits,
//! storage.
//!
//! Without a country code a number is read so, and nothing else is guessed:
//!
//! | typed digits | read as | because |
//! |---|---|---|
//! | `8` and 10 more, the next not 0 | +7 | the trunk prefix of Russia and Kazakhstan |
//! | `7` and 10 more, `380` and 9, `375` and 9 | +7, +380, +375 | the plus left out |
//! | `9` and 9 more | +7 | Russian mobiles; a Ukrainian number without its 0 has 9 digits |
//! | `0` and 9 more | +380 | the trunk prefix of Ukraine |
//! | `00`, `810` | what follows is international | the exit codes of Europe and of Russia |
//!
//! Refused with [`PhoneError::NoCountry`] although it can be read: ten digits beginning with
//! 3, 4, 6 or 8 (a Russian landline without its 8 looks like a German or Polish number without its
//! plus), nine digits (a Ukrainian mobile without its 0 looks like a Russian one that lacks a
//! digit), and `80...` (Belarus today, Ukraine years ago). After a wrong guess the visitor is never called; an
//! error costs them two taps.

pub mod extension;
pub mod groups;
pub mod redact;
mod regions;

use crate::limits::PHONE_MAX_CHARS;
use crate::phone::regions::Region;
use core::fmt;

/// Digits of the shortest number with its country code that a person is called on.
const E164_MIN_DIGITS: usize = 8;

/// A phone number in E.164: `+`, country code, national number, 8-15 digits.
///
/// Personal data: its `Debug` shows no digit.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Phone(String);

/// What is wrong with a typed phone, as far as the person who typed it can act on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PhoneError {
    /// No digit at all.
    Empty,
    /// A letter, or a character that occurs in no number: `#`, `,`, a second `+`.
    Letters,
    /// Digits are missing.
    TooShort,
    /// Too many digits for the country, or more than 32 characters.
    TooLong,
    /// The country is unknown: the number must begin with `+` and the country's code.
    NoCountry,
    /// No country has this code.
    UnknownCountry,
    /// The country has no numbers that look like this.
    NotOfCountry,
}

impl Phone {
    /// Reads a phone as typed, at most 32 characters.
    ///
    /// Spaces of every width, dashes, dots, slashes, brackets and invisible direction marks (phone
    /// books add them) are skipped; full-width and Arabic digits count as digits.
    ///
    /// # Errors
    /// The first [`PhoneError`] found, by the rules in the module's documentation.
    ///
    /// ```
    /// # use otklik_survey::phone::{Phone, PhoneError};
    /// assert_eq!(Phone::parse("8 (916) 123-45-67").unwrap().as_str(), "+79161234567");
    /// assert_eq!(Phone::parse("067 123 45 67").unwrap().as_str(), "+380671234567");
    /// assert_eq!(Phone::parse("00 49 30 123456").unwrap().as_str(), "+4930123456");
    /// assert_eq!(Phone::parse("8 916 123-45-6"), Err(PhoneError::TooShort));
    /// ```
    pub fn parse(raw: &str) -> Result<Phone, PhoneError> {
        let (digits, start) = read(raw)?;
        let (code, rest) = match start {
            Start::Plus => after_plus(&digits),
            Start::Digit => complete(&digits)?,
        };
        let international = [code, rest].concat();
        let (region, national) = Region::of(&international).ok_or(PhoneError::UnknownCountry)?;
        let code = &international[..international.len() - national.len()];
        let national = without_trunk(region, national);
        check(region, code, national)?;
        Ok(Phone(["+", code, national].concat()))
    }

    /// The number in E.164: `+79161234567`.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Phone {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("Phone(..)")
    }
}

pub(crate) enum Start {
    Plus,
    Digit,
}

/// The digits among the typed characters, at most [`PHONE_MAX_CHARS`], and what they begin with.
pub(crate) fn read(raw: &str) -> Result<(String, Start), PhoneError> {
    let mut digits = String::with_capacity(PHONE_MAX_CHARS);
    let mut start = Start::Digit;
    for (at, sign) in raw.trim().chars().enumerate() {
        if at >= PHONE_MAX_CHARS {
            return Err(PhoneError::TooLong);
        }
        match sign {
            '0'..='9' => digits.push(sign),
            // Full-width, Arabic-Indic and its eastern (Persian) variant.
            '\u{ff10}'..='\u{ff19}' => push_digit(&mut digits, sign, 0xff10),
            '\u{660}'..='\u{669}' => push_digit(&mut digits, sign, 0x660),
            '\u{6f0}'..='\u{6f9}' => push_digit(&mut digits, sign, 0x6f0),
            '+' | '\u{ff0b}' if digits.is_empty() && matches!(start, Start::Digit) => {
                start = Start::Plus;
            }
            _ if is_decoration(sign) => {}
            _ => return Err(PhoneError::Letters),
        }
    }
    if digits.is_empty() {
        return Err(PhoneError::Empty);
    }
    Ok((digits, start))
}

fn push_digit(digits: &mut String, sign: char, zero: u32) {
    // The caller's range keeps the difference below ten.
    digits.push(char::from(b'0' + (sign as u32 - zero) as u8));
}

/// What separates digits and carries no meaning: spaces, dashes, dots, slashes, brackets, and the
/// invisible marks that phone books and messengers put around a number.
pub(crate) fn is_decoration(sign: char) -> bool {
    matches!(
        sign,
        ' ' | '\t' | '\n' | '\r' | '\u{a0}' | '\u{2000}'..='\u{200f}' | '\u{3000}'
            | '-' | '\u{ad}' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{ff0d}' | '~' | '_'
            | '.' | '\u{b7}' | '\u{2022}' | '\u{ff0e}' | '/' | '\u{ff0f}'
            | '(' | ')' | '[' | ']' | '\u{ff08}' | '\u{ff09}'
            | '\u{202a}'..='\u{202f}' | '\u{2060}'..='\u{2069}' | '\u{feff}'
    )
}

/// Splits digits after a plus into a code to put before them, and the rest.
fn after_plus(digits: &str) -> (&'static str, &str) {
    // "+00 49 ...": plus and exit code both.
    if let Some(rest) = digits.strip_prefix("00") {
        return ("", rest);
    }
    // "+8 916 123-45-67": the trunk 8 after a plus out of habit. No country has a code 89..
    match digits.strip_prefix('8') {
        Some(rest) if rest.len() == 10 && rest.starts_with('9') => ("7", rest),
        Some(_) | None => ("", digits),
    }
}

/// Finds the country of digits without a plus: a code to put before them, and the rest.
fn complete(digits: &str) -> Result<(&'static str, &str), PhoneError> {
    if let Some(rest) = digits.strip_prefix("00") {
        return Ok(("", rest));
    }
    // Russia has no area code 10, so this is the exit code at any length that can be called.
    if let Some(rest) = digits.strip_prefix("810")
        && rest.len() >= E164_MIN_DIGITS
    {
        return Ok(("", rest));
    }
    let (first, rest) = digits.split_at(1);
    match (first, digits.len()) {
        ("8", 11) if !rest.starts_with('0') => Ok(("7", rest)),
        // Twelve: "7 8 916 123-45-67", the trunk 8 behind the code.
        ("7", 11 | 12) => Ok(("", digits)),
        ("9", 10) => Ok(("7", digits)),
        ("0", 10) => Ok(("380", rest)),
        ("3", 12 | 13) if digits.starts_with("380") => Ok(("", digits)),
        ("3", 12) if digits.starts_with("375") => Ok(("", digits)),
        ("7" | "8", 10) | (_, ..=9) => Err(PhoneError::TooShort),
        ("7" | "8", 12..) => Err(PhoneError::TooLong),
        _ => Err(PhoneError::NoCountry),
    }
}

/// Drops the prefix of domestic dialling that people leave in behind the country code.
fn without_trunk<'a>(region: &Region, national: &'a str) -> &'a str {
    let trunk = match region.code {
        // Elsewhere in +7 an 8 begins area codes; only an eleventh digit makes it a trunk prefix.
        7 if national.len() == 11 => "8",
        7 => "",
        // Hungary dials 06.
        36 => "06",
        _ if region.keeps_zero() => "",
        _ => "0",
    };
    national.strip_prefix(trunk).unwrap_or(national)
}

fn check(region: &Region, code: &str, national: &str) -> Result<(), PhoneError> {
    let digits = code.len() + national.len();
    if national.len() < region.shortest() || digits < E164_MIN_DIGITS {
        return Err(PhoneError::TooShort);
    }
    if national.len() > region.longest() {
        return Err(PhoneError::TooLong);
    }
    let begins = |firsts: &[char]| national.starts_with(firsts);
    let plausible = match region.code {
        // Russia 3, 4, 8, 9; Kazakhstan 6, 7.
        7 => begins(&['3', '4', '6', '7', '8', '9']),
        375 => begins(&['1', '2', '3', '4', '8']),
        380 => !begins(&['0', '1', '2']),
        // One trunk zero is a habit, two are an error.
        _ => region.keeps_zero() || !begins(&['0']),
    };
    if plausible && region.has_length(national.len()) {
        Ok(())
    } else {
        Err(PhoneError::NotOfCountry)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(raw: &str) -> Result<String, PhoneError> {
        Phone::parse(raw).map(|phone| phone.as_str().to_owned())
    }

    #[test]
    fn reads_what_people_type() {
        for (raw, e164) in [
            ("8 (916) 123-45-67", "+79161234567"),
            ("+7 916 123 45 67", "+79161234567"),
            ("79161234567", "+79161234567"),
            ("9161234567", "+79161234567"),
            ("+8 916 123-45-67", "+79161234567"),
            ("+7 8 916 123-45-67", "+79161234567"),
            ("7 (8916) 123-45-67", "+79161234567"),
            ("8 800 555 35 35", "+78005553535"),
            ("8 701 123 45 67", "+77011234567"),
            ("0 67 123 45 67", "+380671234567"),
            ("067-123-45-67", "+380671234567"),
            ("380671234567", "+380671234567"),
            ("+38 (067) 123-45-67", "+380671234567"),
            ("+380 (067) 123-45-67", "+380671234567"),
            ("375 29 123-45-67", "+375291234567"),
            ("00 49 30 123456", "+4930123456"),
            ("8 10 49 30 123456", "+4930123456"),
            ("+49 (0)30 / 12 34 56", "+4930123456"),
            ("+00 49 30 123456", "+4930123456"),
            ("+39 06 1234 5678", "+390612345678"),
            ("+36 (06) 1 234 5678", "+3612345678"),
            ("+1 (212) 555-0123", "+12125550123"),
            ("(+7) 916.123.45.67", "+79161234567"),
            (
                "\u{202a}+7\u{a0}916\u{2011}123\u{2013}45\u{2212}67\u{202c}",
                "+79161234567",
            ),
            ("+７９１６１２３４５６７", "+79161234567"),
            ("\u{200e}+٧٩١٦١٢٣٤٥٦٧", "+79161234567"),
            ("+۹۸۲۱۱۲۳۴۵۶۷۸", "+982112345678"),
        ] {
            assert_eq!(parsed(raw).as_deref(), Ok(e164), "{raw}");
        }
    }

    #[test]
    fn every_error_is_returned() {
        use PhoneError::*;
        for (raw, mistake) in [
            ("", Empty),
            (" \u{a0} ", Empty),
            ("+", Empty),
            ("-- () --", Empty),
            ("call me", Letters),
            ("тел. 89161234567", Letters),
            ("8 916 123-45-67 доб. 5", Letters),
            ("8 916 123-45-67 #5", Letters),
            ("++79161234567", Letters),
            ("8 916 123-45-67 +7 916", Letters),
            ("+7 916 12З 45 67", Letters),
            ("+7 916 123-45-6", TooShort),
            ("8 916 123-45-6", TooShort),
            ("916123456", TooShort),
            ("671234567", TooShort),
            ("112", TooShort),
            ("+380 67 123 45 6", TooShort),
            ("+683 4002", TooShort),
            ("+7 916 123-45-678", TooLong),
            ("8 916 123-45-678", TooLong),
            ("+380 67 123 45 678", TooLong),
            ("+49 30 1234 5678 9012", TooLong),
            ("4951234567", NoCountry),
            ("80291234567", NoCountry),
            ("030 12345678", NoCountry),
            ("48601123456", NoCountry),
            ("+999 123 456 789", UnknownCountry),
            ("+0 67 123 45 67", UnknownCountry),
            ("+979 123 456 789", UnknownCountry),
            ("00 00 49 30 123456", UnknownCountry),
            ("00 01 415 875 01 72", UnknownCountry),
            ("+7 516 123-45-67", NotOfCountry),
            ("8 123 456-78-90", NotOfCountry),
            ("+380 17 123 45 67", NotOfCountry),
            ("017 123 45 67", NotOfCountry),
            ("+375 59 123-45-67", NotOfCountry),
            ("+49 0030 123456", NotOfCountry),
            ("+48 12 345 67 8", NotOfCountry),
        ] {
            assert_eq!(parsed(raw), Err(mistake), "{raw}");
        }
    }

    #[test]
    fn limits_hold_at_their_edge() {
        let padded = |spaces: usize| format!("+7{}9161234567", "-".repeat(spaces));
        assert!(parsed(&padded(PHONE_MAX_CHARS - 12)).is_ok());
        assert_eq!(
            parsed(&padded(PHONE_MAX_CHARS - 11)),
            Err(PhoneError::TooLong)
        );
        // Fifteen digits with the code, and one more.
        assert!(parsed("+43 1234567890123").is_ok());
        assert_eq!(parsed("+43 12345678901234"), Err(PhoneError::TooLong));
        // Eight, and one less.
        assert!(parsed("+290 22222").is_ok());
        assert_eq!(parsed("+290 2222"), Err(PhoneError::TooShort));
    }

    #[test]
    fn shows_numbers_as_people_write_them() {
        for (raw, shown) in [
            ("89161234567", "+7 916 123-45-67"),
            ("0671234567", "+380 67 123 45 67"),
            ("375291234567", "+375 29 123-45-67"),
            ("+12125550123", "+1 212 555 0123"),
            ("+4930123456", "+49 301 234 56"),
            ("+37251234567", "+372 512 345 67"),
            ("+29022222", "+290 222 22"),
        ] {
            let phone = Phone::parse(raw).unwrap();
            assert_eq!(phone.display(), shown);
            assert_eq!(Phone::parse(&phone.display()), Ok(phone));
        }
    }

    #[test]
    fn debug_shows_no_digit() {
        let phone = Phone::parse("89161234567").unwrap();
        assert!(!format!("{phone:?}").contains(|sign: char| sign.is_ascii_digit()));
    }
}
