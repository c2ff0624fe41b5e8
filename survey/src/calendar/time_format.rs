//! Times as tables of other systems write them, read by a format.

use crate::calendar::day::Day;
use crate::calendar::month_name;
use crate::calendar::written_zone::WrittenZone;
use crate::limits;

/// A part of a format: a word for a unit of time, any other character for itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum FormatPart {
    Year,
    /// `24`: of this century.
    ShortYear,
    Month,
    /// `мая`, `Sept.`
    MonthName,
    Day,
    Hour,
    Minute,
    Second,
    Millisecond,
    /// `AM` or `PM`, large or small.
    Half,
    /// `Z`, `+03:00`, `GMT+3`, `EET`, `Europe/Kyiv`.
    Zone,
    Sign(char),
}

/// A word before those that it begins with.
const WORDS: [(&str, FormatPart); 11] = [
    ("YYYY", FormatPart::Year),
    ("YY", FormatPart::ShortYear),
    ("MMM", FormatPart::MonthName),
    ("MM", FormatPart::Month),
    ("DD", FormatPart::Day),
    ("hh", FormatPart::Hour),
    ("mm", FormatPart::Minute),
    ("ss", FormatPart::Second),
    ("fff", FormatPart::Millisecond),
    ("AM", FormatPart::Half),
    ("zone", FormatPart::Zone),
];

/// The format of a table's times.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimeFormat(Vec<FormatPart>);

impl TimeFormat {
    /// `None` unless it names year, month and day, and nothing twice.
    pub fn parse(format: &str) -> Option<TimeFormat> {
        let mut parts = Vec::new();
        let mut rest = format;
        while let Some(sign) = rest.chars().next() {
            let named = WORDS.iter().find(|(word, _)| rest.starts_with(word));
            let (length, part) = match named {
                Some((word, part)) => (word.len(), *part),
                None => (sign.len_utf8(), FormatPart::Sign(sign)),
            };
            parts.push(part);
            rest = &rest[length..];
        }
        let n_times = |wanted: FormatPart| parts.iter().filter(|part| **part == wanted).count();
        let has_day = [
            n_times(FormatPart::Year) + n_times(FormatPart::ShortYear),
            n_times(FormatPart::Month) + n_times(FormatPart::MonthName),
            n_times(FormatPart::Day),
        ] == [1; 3];
        let is_once = WORDS.iter().all(|(_, part)| n_times(*part) < 2);
        (has_day && is_once).then_some(TimeFormat(parts))
    }

    /// Reads a time; `None` where the text has another format, or the time does not exist.
    pub fn read(&self, text: &str) -> Option<Stamp> {
        let mut rest = text.trim();
        // A day alone is its noon: it stays the same day in every zone.
        let mut found = [0, 0, 0, 12, 0, 0, 0];
        let mut is_afternoon = None;
        let mut zone = None;
        for part in &self.0 {
            let (place, lengths, range) = match part {
                FormatPart::Year => (0, 4..=4, 1970..=9999),
                FormatPart::ShortYear => (0, 2..=2, 0..=99),
                FormatPart::Month => (1, 1..=2, 1..=12),
                FormatPart::Day => (2, 1..=2, 1..=31),
                FormatPart::Hour => (3, 1..=2, 0..=23),
                FormatPart::Minute => (4, 1..=2, 0..=59),
                FormatPart::Second => (5, 1..=2, 0..=59),
                FormatPart::Millisecond => (6, 3..=3, 0..=999),
                FormatPart::MonthName => {
                    found[1] = month_name::read(&mut rest)?;
                    continue;
                }
                FormatPart::Half => {
                    is_afternoon = Some(half(&mut rest)?);
                    continue;
                }
                FormatPart::Zone => {
                    zone = Some(WrittenZone::read(&mut rest)?);
                    continue;
                }
                FormatPart::Sign(sign) => {
                    let next = rest.chars().next()?;
                    // Several kinds of space are written before AM and PM.
                    if next != *sign && !(next.is_whitespace() && sign.is_whitespace()) {
                        return None;
                    }
                    rest = &rest[next.len_utf8()..];
                    continue;
                }
            };
            let number = number(&mut rest, *lengths.end())?;
            if number.digits < *lengths.start() || !range.contains(&number.value) {
                return None;
            }
            found[place] = match part {
                FormatPart::ShortYear => 2000 + number.value,
                _ => number.value,
            };
        }
        let [year, month, day, hour, minute, second, millisecond] = found;
        let hour = match is_afternoon {
            None => hour,
            Some(_) if !(1..=12).contains(&hour) => return None,
            Some(is_afternoon) => hour % 12 + if is_afternoon { 12 } else { 0 },
        };
        let day = Day::of(year, month, day)?;
        rest.is_empty().then(|| Stamp {
            minute: day.start_minute() + i64::from(hour * 60 + minute),
            millisecond: i64::from(second * 1_000 + millisecond),
            zone,
        })
    }
}

/// A time as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// Since 1970-01-01 00:00, in the zone in which it was written.
    minute: i64,
    /// Within the minute.
    millisecond: i64,
    /// `None` where the text has no zone.
    zone: Option<WrittenZone>,
}

impl Stamp {
    /// In that zone, where the text has none.
    #[must_use]
    pub fn or_in(self, zone: Option<WrittenZone>) -> Stamp {
        Stamp {
            zone: self.zone.or(zone),
            ..self
        }
    }

    /// UTC milliseconds. `utc_of` converts a minute of a named zone to UTC, or of the agency's where there is no name.
    ///
    /// # Errors
    /// Those of `utc_of`.
    pub fn at_ms<E>(
        &self,
        utc_of: impl FnOnce(i64, Option<&str>) -> Result<i64, E>,
    ) -> Result<i64, E> {
        let minute = match &self.zone {
            Some(WrittenZone::Ahead(minutes)) => self.minute - minutes,
            Some(WrittenZone::Named(name)) => utc_of(self.minute, Some(name))?,
            None => utc_of(self.minute, None)?,
        };
        Ok(minute * 60_000 + self.millisecond)
    }

    /// A text that is the same for the same time, however it was written.
    pub fn key(&self) -> String {
        let (minute, zone) = match &self.zone {
            Some(WrittenZone::Ahead(minutes)) => (self.minute - minutes, "Z"),
            Some(WrittenZone::Named(name)) => (self.minute, name.as_str()),
            None => (self.minute, ""),
        };
        let at_ms = minute * 60_000 + self.millisecond;
        [&at_ms.to_string(), zone].concat()
    }

    /// The day as it was written; `None` past the year 9999.
    pub fn day(&self) -> Option<Day> {
        Day::FIRST.plus_days(self.minute.div_euclid(24 * 60))
    }

    /// Whether answers can have this time: from the start of this century until now.
    pub fn is_past(at_ms: i64, now_ms: i64) -> bool {
        (limits::IMPORT_FROM_MS..=now_ms).contains(&at_ms)
    }
}

struct Number {
    value: u16,
    digits: usize,
}

/// Reads a number of `max_digits` digits at most; `None` where there is none.
fn number(rest: &mut &str, max_digits: usize) -> Option<Number> {
    let is_digit = |byte: &u8| byte.is_ascii_digit();
    let digits = rest.bytes().take(max_digits).take_while(is_digit).count();
    let (digits_of, behind) = rest.split_at(digits);
    let value = digits_of.parse().ok()?;
    *rest = behind;
    Some(Number { value, digits })
}

/// Reads `AM` or `PM`; true for the latter.
fn half(rest: &mut &str) -> Option<bool> {
    let word = rest.get(..2)?.to_ascii_lowercase();
    *rest = &rest[2..];
    match word.as_str() {
        "am" => Some(false),
        "pm" => Some(true),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// UTC milliseconds, where the agency is two hours ahead.
    fn read(format: &str, text: &str) -> Option<i64> {
        let stamp = TimeFormat::parse(format).unwrap().read(text)?;
        let Ok(at_ms) = stamp.at_ms(|minute, _| Ok::<_, core::convert::Infallible>(minute - 120));
        Some(at_ms)
    }

    const GOOGLE: &str = "YYYY/MM/DD hh:mm:ss AM zone";
    const SHEETS: &str = "DD.MM.YYYY hh:mm:ss";
    const OURS: &str = "YYYY-MM-DDThh:mm:ss.fffzone";

    #[test]
    fn times_are_read_as_they_are_written() {
        // 2024-05-01 10:00 UTC.
        let ten = 1_714_557_600_000;
        for (format, text, at_ms) in [
            (GOOGLE, "2024/05/01 1:00:00 PM GMT+3", ten),
            (GOOGLE, "2024/05/01 1:00:00\u{202f}pm GMT+03:00", ten),
            (GOOGLE, "2024/05/01 10:00:00 AM UTC", ten),
            (GOOGLE, "2024/05/01 6:30:00 AM GMT-3:30", ten),
            (GOOGLE, "2024/05/01 12:00:00 AM GMT", ten - 10 * 3_600_000),
            (GOOGLE, "2024/05/01 12:00:00 PM GMT", ten + 2 * 3_600_000),
            (SHEETS, "01.05.2024 12:00:00", ten),
            (SHEETS, " 1.5.2024 12:0:7 ", ten + 7_000),
            (OURS, "2024-05-01T10:00:00.250Z", ten + 250),
            ("YYYY-MM-DD hh:mm", "2024-05-01 12:00", ten),
            ("DD.MM.YYYY", "01.05.2024", ten),
            ("YYYY-MM-DDThh:mm:sszone", "2024-05-01T13:00:00+0300", ten),
            (GOOGLE, "2024/05/01 1:00:00 pm EEST", ten),
            ("DD MMM YYYY г., hh:mm", "1 мая 2024 г., 12:00", ten),
            ("DD MMM YYYY, hh:mm", "1 трав. 2024, 12:00", ten),
            ("MMM DD, YYYY hh:mm AM", "May 1, 2024 12:00 PM", ten),
            ("DD.MM.YY hh:mm", "01.05.24 12:00", ten),
        ] {
            assert_eq!(read(format, text), Some(at_ms), "{text}");
        }
    }

    #[test]
    fn a_text_in_another_format_is_no_time() {
        for (format, text) in [
            (GOOGLE, "2024/05/01 13:00:00 PM GMT+3"),
            (GOOGLE, "2024/05/01 0:00:00 AM GMT+3"),
            (GOOGLE, "2024/05/01 1:00:00 PM"),
            (GOOGLE, "2024/05/01 1:00:00 PM BST"),
            ("DD.MM.YY", "01.05.2024"),
            ("DD.MM.YY", "01.05.4"),
            ("DD MMM YYYY", "1 мартобря 2024"),
            (GOOGLE, "2024/05/01 1:00:00 PM GMT+15"),
            (GOOGLE, "2024/05/01 1:00:00 PM GMT+3 x"),
            (GOOGLE, "2024/05/01 1:00:00 XM GMT+3"),
            (GOOGLE, "2024/05/01 1:00:00 я GMT+3"),
            (SHEETS, "2024-05-01 12:00:00"),
            (SHEETS, "30.02.2024 12:00:00"),
            (SHEETS, "01.13.2024 12:00:00"),
            (SHEETS, "01.05.24 12:00:00"),
            (SHEETS, "01.05.2024 24:00:00"),
            (SHEETS, "01.05.2024 12:60:00"),
            (SHEETS, "01.05.2024 12:00"),
            (SHEETS, "01.05.2024"),
            (SHEETS, ""),
            (SHEETS, "вчера"),
            (OURS, "2024-05-01T10:00:00.25Z"),
        ] {
            assert_eq!(read(format, text), None, "{text}");
        }
    }

    #[test]
    fn a_time_has_one_key_however_it_is_written() {
        let key =
            |format: &str, text: &str| TimeFormat::parse(format).unwrap().read(text).unwrap().key();
        let sheets = key(SHEETS, "12.05.2024 9:41:07");
        assert_eq!(key(SHEETS, "12.05.2024 09:41:07"), sheets);
        assert_ne!(key(SHEETS, "12.05.2024 9:41:08"), sheets);
        let google = key(GOOGLE, "2024/05/12 9:41:07 AM GMT+3");
        assert_eq!(key(GOOGLE, "2024/05/12 6:41:07 AM UTC"), google);
        assert_ne!(key(GOOGLE, "2024/05/12 9:41:07 AM UTC"), google);
        assert_ne!(sheets, key(GOOGLE, "2024/05/12 9:41:07 AM UTC"));
    }

    #[test]
    fn a_format_names_a_day_and_nothing_twice() {
        for format in [
            "",
            "hh:mm",
            "YYYY-MM",
            "DD.MM.YYYY YY",
            "DD MMM MM YYYY",
            "YYYY-MM-DD DD",
            "DD.MM.YYYY hh:hh",
        ] {
            assert_eq!(TimeFormat::parse(format), None, "{format}");
        }
    }

    #[test]
    fn answers_come_from_this_century_until_now() {
        let now_ms = 1_790_000_000_000;
        for (at_ms, is_past) in [
            (now_ms, true),
            (now_ms + 1, false),
            (946_684_800_000, true),
            (946_684_799_999, false),
        ] {
            assert_eq!(Stamp::is_past(at_ms, now_ms), is_past, "{at_ms}");
        }
    }
}
