//! A minute of a calendar day.

use crate::calendar::day::Day;

pub(crate) const LAST_MINUTE: u16 = 24 * 60 - 1;

/// A minute of a calendar day, in the agency's zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment {
    pub day: Day,
    /// Since midnight by the clock, 0-1439.
    pub minute: u16,
}

impl Moment {
    /// Reads `YYYY-MM-DD HH:MM`.
    pub fn parse(raw: &str) -> Option<Moment> {
        let (day, time) = raw.split_once(' ')?;
        Some(Moment {
            day: Day::parse(day)?,
            minute: minute_of_day(time)?,
        })
    }

    /// Minutes since 1970-01-01 00:00 of the same zone.
    pub fn number(self) -> i64 {
        self.day.start_minute() + i64::from(self.minute)
    }
}

/// Reads `H:MM` or `HH:MM`. `24:00` is the last minute of the day: the next one would be called
/// tomorrow.
pub fn minute_of_day(raw: &str) -> Option<u16> {
    let (hour, minute) = raw.split_once(':')?;
    let number = |part: &str, lengths: core::ops::RangeInclusive<usize>| {
        let digits = part.bytes().all(|byte| byte.is_ascii_digit());
        let fits = digits && lengths.contains(&part.len());
        fits.then(|| part.parse::<u16>().ok()).flatten()
    };
    match (number(hour, 1..=2)?, number(minute, 2..=2)?) {
        (24, 0) => Some(LAST_MINUTE),
        (hour @ 0..=23, minute @ 0..=59) => Some(hour * 60 + minute),
        _ => None,
    }
}
