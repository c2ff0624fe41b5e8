//! Time zones as tables of other systems write them.

/// A zone behind a time, in a column of its own, in a column's name or in a mapping.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WrittenZone {
    /// Minutes ahead of UTC.
    Ahead(i64),
    /// `Europe/Moscow`: a name of the zone database, which may lack it.
    Named(String),
}

/// Abbreviations that mean one zone, in minutes ahead of UTC. Those of North America are the ones of RFC 5322, section
/// 4.3; those of Europe the ones of the zone database. `IST` and `BST` mean several zones and are refused.
const ABBREVIATIONS: [(&str, i64); 20] = [
    ("Z", 0),
    ("UTC", 0),
    ("GMT", 0),
    ("WET", 0),
    ("WEST", 60),
    ("CET", 60),
    ("CEST", 120),
    ("EET", 120),
    ("EEST", 180),
    ("MSK", 180),
    ("МСК", 180),
    ("UT", 0),
    ("EDT", -240),
    ("EST", -300),
    ("CDT", -300),
    ("CST", -360),
    ("MDT", -360),
    ("MST", -420),
    ("PDT", -420),
    ("PST", -480),
];

/// Abbreviations that an offset may follow: `GMT+3`.
const UNIVERSAL: [&str; 3] = ["UTC", "GMT", "UT"];

/// The first parts of the zone database's names.
const AREAS: [&str; 11] = [
    "Africa",
    "America",
    "Antarctica",
    "Arctic",
    "Asia",
    "Atlantic",
    "Australia",
    "Etc",
    "Europe",
    "Indian",
    "Pacific",
];

impl WrittenZone {
    /// Reads a whole text.
    pub fn parse(text: &str) -> Option<WrittenZone> {
        let mut rest = text.trim();
        let zone = WrittenZone::read(&mut rest)?;
        rest.is_empty().then_some(zone)
    }

    /// The zone in brackets at the end of a column's name, as in `Submit Date (UTC)`.
    pub fn of_name(name: &str) -> Option<WrittenZone> {
        let name = name.trim().strip_suffix([')', ']'])?;
        let (_, inner) = name.rsplit_once(['(', '['])?;
        WrittenZone::parse(inner)
    }

    /// Reads the zone at the start of a text.
    pub(super) fn read(rest: &mut &str) -> Option<WrittenZone> {
        if let Some(name) = database_name(rest) {
            *rest = &rest[name.len()..];
            return Some(WrittenZone::Named(name.to_owned()));
        }
        let length = rest.find(|sign: char| !sign.is_alphabetic());
        let (word, behind) = rest.split_at(length.unwrap_or(rest.len()));
        if word.is_empty() {
            return offset(rest).map(WrittenZone::Ahead);
        }
        let upper = word.to_uppercase();
        let (name, ahead) = ABBREVIATIONS.iter().find(|(name, _)| *name == upper)?;
        *rest = behind;
        if UNIVERSAL.contains(name) && rest.starts_with(SIGNS) {
            return offset(rest).map(WrittenZone::Ahead);
        }
        Some(WrittenZone::Ahead(*ahead))
    }
}

const SIGNS: [char; 3] = ['+', '-', '\u{2212}'];

/// A name such as `America/Argentina/Buenos_Aires` at the start of a text.
fn database_name(text: &str) -> Option<&str> {
    let is_part = |sign: char| sign.is_ascii_alphanumeric() || "_/+-".contains(sign);
    let length = text.find(|sign| !is_part(sign)).unwrap_or(text.len());
    let name = &text[..length];
    let (area, place) = name.split_once('/')?;
    (AREAS.contains(&area) && !place.is_empty()).then_some(name)
}

/// Reads `+3`, `-03:30`, `+0300`; minutes ahead of UTC.
fn offset(rest: &mut &str) -> Option<i64> {
    let sign = if rest.starts_with('+') { 1 } else { -1 };
    *rest = rest.strip_prefix(SIGNS)?;
    let hours = digits(rest)?;
    let behind = rest.strip_prefix(':').unwrap_or(rest);
    let mut behind = behind;
    let minutes = digits(&mut behind).inspect(|_| *rest = behind).unwrap_or(0);
    let fits = hours <= 14 && minutes < 60;
    fits.then(|| sign * (hours * 60 + minutes))
}

/// Reads one or two digits.
fn digits(rest: &mut &str) -> Option<i64> {
    let is_digit = |byte: &u8| byte.is_ascii_digit();
    let length = rest.bytes().take(2).take_while(is_digit).count();
    let (digits, behind) = rest.split_at(length);
    *rest = behind;
    digits.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zones_are_read_as_they_are_written() {
        for (text, minutes) in [
            ("Z", 0),
            ("utc", 0),
            ("GMT+3", 180),
            ("GMT-3:30", -210),
            ("UTC+03:00", 180),
            ("+0530", 330),
            ("\u{2212}8", -480),
            ("EET", 120),
            ("EEST", 180),
            ("МСК", 180),
            ("EST", -300),
        ] {
            let zone = Some(WrittenZone::Ahead(minutes));
            assert_eq!(WrittenZone::parse(text), zone, "{text}");
        }
        for name in [
            "Europe/Moscow",
            "America/Argentina/Buenos_Aires",
            "Etc/GMT+3",
        ] {
            let zone = Some(WrittenZone::Named(name.to_owned()));
            assert_eq!(WrittenZone::parse(name), zone);
        }
    }

    #[test]
    fn another_text_is_no_zone() {
        for text in [
            "", "BST", "IST", "EET+1", "GMT+15", "GMT+3:60", "+", "3", "Moscow", "hh/mm",
            "Europe/", "UTC x",
        ] {
            assert_eq!(WrittenZone::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_columns_name_ends_with_its_zone() {
        for (name, zone) in [
            ("Submit Date (UTC)", Some(WrittenZone::Ahead(0))),
            ("Время [GMT+3]", Some(WrittenZone::Ahead(180))),
            (
                "Submitted (Europe/Kyiv)",
                Some(WrittenZone::Named("Europe/Kyiv".to_owned())),
            ),
            ("Время (дд/мм)", None),
            ("(UTC) Date", None),
            ("UTC", None),
        ] {
            assert_eq!(WrittenZone::of_name(name), zone, "{name}");
        }
    }
}
