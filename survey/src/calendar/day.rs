//! A calendar day of the Gregorian calendar, as stored and as asked for.

use core::fmt;
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// `YYYY-MM-DD`, years 1970 to 9999.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day {
    year: u16,
    month: u8,
    day: u8,
}

impl Day {
    pub const FIRST: Day = Day {
        year: 1970,
        month: 1,
        day: 1,
    };
    pub const LAST: Day = Day {
        year: 9999,
        month: 12,
        day: 31,
    };

    /// `None` unless `raw` is a day that exists, written `YYYY-MM-DD`.
    pub fn parse(raw: &str) -> Option<Day> {
        let bytes = raw.as_bytes();
        if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' {
            return None;
        }
        let number = |part: core::ops::Range<usize>| {
            let part = raw.get(part)?;
            let digits = part.bytes().all(|byte| byte.is_ascii_digit());
            digits.then(|| part.parse::<u16>().ok()).flatten()
        };
        Day::of(number(0..4)?, number(5..7)?, number(8..10)?)
    }

    /// `None` unless there is such a day.
    pub(crate) fn of(year: u16, month: u16, day: u16) -> Option<Day> {
        let day = Day {
            year,
            month: u8::try_from(month).ok()?,
            day: u8::try_from(day).ok()?,
        };
        let exists = day.year >= 1970
            && (1..=12).contains(&day.month)
            && (1..=day.days_of_month()).contains(&day.day);
        exists.then_some(day)
    }

    /// Days from `self` to `later`; negative where `later` comes before.
    pub fn days_until(self, later: Day) -> i64 {
        later.number() - self.number()
    }

    /// The ISO weekday, 1 is Monday.
    pub fn weekday(self) -> u8 {
        // 1970-01-01 was a Thursday. The remainder is 0-6: the cast keeps it.
        ((self.number() + 3).rem_euclid(7) + 1) as u8
    }

    /// The month, 1 is January.
    pub fn month(self) -> u8 {
        self.month
    }

    pub fn day_of_month(self) -> u8 {
        self.day
    }

    /// The day after this one; the last day there is stays itself.
    pub fn next(self) -> Day {
        let Day { year, month, day } = self;
        if day < self.days_of_month() {
            return Day {
                day: day + 1,
                ..self
            };
        }
        let (year, month) = match month {
            12 => (year + 1, 1),
            _ => (year, month + 1),
        };
        if year > 9999 {
            return self;
        }
        Day {
            year,
            month,
            day: 1,
        }
    }

    /// So many days later, or earlier; `None` outside the years there are.
    pub fn plus_days(self, days: i64) -> Option<Day> {
        Day::of_number(self.number().checked_add(days)?)
    }

    /// So many months later, or earlier; where that month is shorter, its last day.
    pub fn plus_months(self, months: i64) -> Option<Day> {
        let all = i64::from(self.year) * 12 + i64::from(self.month) - 1;
        let all = all.checked_add(months)?;
        let first = Day {
            year: u16::try_from(all.div_euclid(12)).ok()?,
            month: u8::try_from(all.rem_euclid(12) + 1).ok()?,
            day: 1,
        };
        let day = self.day.min(first.days_of_month());
        (1970..=9999)
            .contains(&first.year)
            .then_some(Day { day, ..first })
    }

    pub(crate) fn is_first_of_month(self) -> bool {
        self.day == 1
    }

    pub(crate) fn is_last_of_month(self) -> bool {
        self.day == self.days_of_month()
    }

    /// The first day of its month, of `1`, or of as many months as divide a year.
    pub(crate) fn start_of_months(self, months: u8) -> Day {
        Day {
            month: (self.month - 1) / months * months + 1,
            day: 1,
            ..self
        }
    }

    /// From the first of its month to that of another, in months.
    pub(crate) fn months_until(self, later: Day) -> i64 {
        let months = |day: Day| i64::from(day.year) * 12 + i64::from(day.month);
        months(later) - months(self)
    }

    /// Minutes from 1970-01-01 00:00 to the start of this day, both in the same zone.
    pub fn start_minute(self) -> i64 {
        self.number() * 24 * 60
    }

    fn days_of_month(self) -> u8 {
        let leap = self.year.is_multiple_of(4)
            && (!self.year.is_multiple_of(100) || self.year.is_multiple_of(400));
        match self.month {
            4 | 6 | 9 | 11 => 30,
            2 if leap => 29,
            2 => 28,
            _ => 31,
        }
    }

    /// Days since 1970-01-01, by Howard Hinnant's `days_from_civil`: years start in March, so that
    /// the leap day comes last.
    fn number(self) -> i64 {
        let (month, day) = (i64::from(self.month), i64::from(self.day));
        let year = i64::from(self.year) - i64::from(month <= 2);
        let era = year.div_euclid(400);
        let year_of_era = year - era * 400;
        let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
        let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
        era * 146_097 + day_of_era - 719_468
    }

    /// [`Day::number`] backwards, by Howard Hinnant's `civil_from_days`.
    fn of_number(number: i64) -> Option<Day> {
        let number = number.checked_add(719_468)?;
        let era = number.div_euclid(146_097);
        let day_of_era = number.rem_euclid(146_097);
        let year_of_era =
            (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let month_from_march = (5 * day_of_year + 2) / 153;
        let month = (month_from_march + 2) % 12 + 1;
        let year = era * 400 + year_of_era + i64::from(month <= 2);
        Some(Day {
            year: u16::try_from(year)
                .ok()
                .filter(|year| (1970..=9999).contains(year))?,
            month: u8::try_from(month).ok()?,
            day: u8::try_from(day_of_year - (153 * month_from_march + 2) / 5 + 1).ok()?,
        })
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Day, D::Error> {
        let raw = String::deserialize(from)?;
        Day::parse(&raw).ok_or_else(|| D::Error::custom("a day is written as 2026-12-31"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_forth_and_back() {
        let mut day = Day::parse("1970-01-01").unwrap();
        let first = day;
        for number in 0..60_000 {
            assert_eq!(first.plus_days(number), Some(day));
            assert_eq!(day.plus_days(-number), Some(first));
            day = day.next();
        }
        assert_eq!(first.plus_days(-1), None);
        assert_eq!(first.plus_days(i64::MAX), None);
        assert_eq!(Day::parse("9999-12-31").unwrap().plus_days(1), None);
    }

    #[test]
    fn months_end_where_they_end() {
        for (from, months, to) in [
            ("2026-03-31", -1, "2026-02-28"),
            ("2024-02-29", -12, "2023-02-28"),
            ("2026-01-15", -1, "2025-12-15"),
            ("2025-12-31", 2, "2026-02-28"),
        ] {
            let found = Day::parse(from).unwrap().plus_months(months);
            assert_eq!(found, Day::parse(to), "{from} {months}");
        }
        assert_eq!(Day::parse("1970-05-01").unwrap().plus_months(-5), None);
    }

    #[test]
    fn only_days_that_exist_are_read() {
        for raw in ["1970-01-01", "2024-02-29", "2000-02-29", "9999-12-31"] {
            assert_eq!(Day::parse(raw).unwrap().to_string(), raw);
        }
        for raw in [
            "2023-02-29",
            "1900-02-29",
            "2024-13-01",
            "2024-00-10",
            "2024-04-31",
            "2024-1-01",
            "2024-01-01T",
            "20240101",
            "2024-01-0x",
            "+024-01-01",
            "1969-12-31",
            "２024-01-01",
            "",
        ] {
            assert_eq!(Day::parse(raw), None, "{raw}");
        }
    }

    #[test]
    fn a_day_is_its_text_in_json() {
        let day = Day::parse("2024-02-29").unwrap();
        assert_eq!(serde_json::to_string(&day).unwrap(), r#""2024-02-29""#);
        let read = |json: &str| serde_json::from_str::<Day>(json);
        assert_eq!(read(r#""2024-02-29""#).unwrap(), day);
        assert!(read(r#""2023-02-29""#).is_err());
        assert!(read("20240229").is_err());
    }

    #[test]
    fn every_day_has_a_next_and_a_weekday() {
        let mut day = Day::parse("1999-12-30").unwrap();
        assert_eq!(day.weekday(), 4);
        for _ in 0..3_000 {
            let next = day.next();
            assert_eq!(day.days_until(next), 1, "{day}");
            assert_eq!(next.weekday(), day.weekday() % 7 + 1, "{day}");
            assert_eq!(next.start_minute() - day.start_minute(), 1_440);
            day = next;
        }
        let last = Day::parse("9999-12-31").unwrap();
        assert_eq!(last.next(), last);
    }

    #[test]
    fn days_are_counted_over_leap_years() {
        let between = |a: &str, b: &str| Day::parse(a).unwrap().days_until(Day::parse(b).unwrap());
        assert_eq!(between("1970-01-01", "1970-01-01"), 0);
        assert_eq!(between("2024-02-28", "2024-03-01"), 2);
        assert_eq!(between("2023-02-28", "2023-03-01"), 1);
        assert_eq!(between("2000-01-01", "2100-01-01"), 36_525);
        assert_eq!(between("2024-03-01", "2024-02-28"), -2);
    }
}
