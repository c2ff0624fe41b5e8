//! The sentences about the due time of a callback or a message.

use crate::i18n::texts::{fill, text};
use otklik_survey::Lang;
use otklik_survey::calendar::day::Day;
use otklik_survey::calendar::moment::Moment;
use otklik_survey::callback::By;

/// A due time, as it reads in a sentence.
#[derive(Clone, Debug)]
pub struct DueSentence<'a> {
    pub lang: Lang,
    pub by: By,
    /// In the agency's zone, like `today`.
    pub due_at: Moment,
    pub today: Day,
    /// Minutes that the agency's clock is ahead of UTC at that time.
    pub offset_minutes: i64,
    /// The number that will call.
    pub number: Option<&'a str>,
}

impl DueSentence<'_> {
    /// "Позвоним сегодня до 18:30 (UTC+2) с номера +380 67 123 45 67."
    pub fn announcement(&self) -> String {
        let from = if self.number.is_some() { "-from" } else { "" };
        self.sentence(&format!("due-{}{from}", self.by.as_str()))
    }

    /// "Мы обещали позвонить сегодня до 18:30 (UTC+2)." True also after that time.
    pub fn reminder(&self) -> String {
        self.sentence(&format!("reminder-{}", self.by.as_str()))
    }

    fn sentence(&self, key: &str) -> String {
        let values = [
            ("when", self.when()),
            ("time", clock(self.due_at.minute)),
            ("zone", zone(self.offset_minutes)),
            ("number", self.number.unwrap_or_default().to_owned()),
        ];
        let values = values
            .each_ref()
            .map(|(name, value)| (*name, value.as_str()));
        fill(text(self.lang, key), &values)
    }

    fn when(&self) -> String {
        let word = |key| text(self.lang, key).to_owned();
        match self.today.days_until(self.due_at.day) {
            0 => word("due-today"),
            1 => word("due-tomorrow"),
            _ => {
                let weekday = usize::from(self.due_at.day.weekday() - 1);
                let weekday = text(self.lang, WEEKDAYS[weekday]);
                let month = usize::from(self.due_at.day.month() - 1);
                let month = text(self.lang, MONTHS[month]);
                // "24 ноября": the day first, in every language of the product.
                let date = format!("{} {month}", self.due_at.day.day_of_month());
                let values = [("weekday", weekday), ("date", &date)];
                fill(text(self.lang, "due-day"), &values)
            }
        }
    }
}

const WEEKDAYS: [&str; 7] = [
    "weekday-1",
    "weekday-2",
    "weekday-3",
    "weekday-4",
    "weekday-5",
    "weekday-6",
    "weekday-7",
];

const MONTHS: [&str; 12] = [
    "month-1", "month-2", "month-3", "month-4", "month-5", "month-6", "month-7", "month-8",
    "month-9", "month-10", "month-11", "month-12",
];

/// `18:30`, in every language of the product.
fn clock(minute: u16) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

/// `UTC+2`, `UTC−3:30`: a visitor may be in another zone, whose name they may not know.
fn zone(offset_minutes: i64) -> String {
    let (hours, minutes) = (offset_minutes.abs() / 60, offset_minutes.abs() % 60);
    let sign = if offset_minutes < 0 { "−" } else { "+" };
    match (hours, minutes) {
        (0, 0) => "UTC".to_owned(),
        (hours, 0) => format!("UTC{sign}{hours}"),
        (hours, minutes) => format!("UTC{sign}{hours}:{minutes:02}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn due_sentence(lang: Lang, by: By, due_at: &str) -> DueSentence<'_> {
        DueSentence {
            lang,
            by,
            due_at: Moment::parse(due_at).unwrap(),
            today: Day::parse("2026-11-20").unwrap(),
            offset_minutes: 120,
            number: Some("+380 67 123 45 67"),
        }
    }

    #[test]
    fn the_sentence_reads_as_people_speak() {
        use By::{Call, Message};
        for (lang, by, due_at, sentence) in [
            (
                Lang::Ru,
                Call,
                "2026-11-20 18:30",
                "Позвоним сегодня до 18:30 (UTC+2) с номера +380 67 123 45 67.",
            ),
            (
                Lang::Ru,
                Call,
                "2026-11-21 09:05",
                "Позвоним завтра до 09:05 (UTC+2) с номера +380 67 123 45 67.",
            ),
            (
                Lang::Ru,
                Call,
                "2026-11-24 10:15",
                "Позвоним во вторник, 24 ноября, до 10:15 (UTC+2) с номера +380 67 123 45 67.",
            ),
            (
                Lang::Ru,
                Message,
                "2026-11-20 18:30",
                "Напишем сегодня до 18:30 (UTC+2) с номера +380 67 123 45 67.",
            ),
            (
                Lang::Uk,
                Call,
                "2026-11-24 10:15",
                "Зателефонуємо у вівторок, 24 листопада, до 10:15 (UTC+2) з номера +380 67 123 45 67.",
            ),
            (
                Lang::Uk,
                Message,
                "2026-11-21 10:15",
                "Напишемо завтра до 10:15 (UTC+2) з номера +380 67 123 45 67.",
            ),
            (
                Lang::En,
                Call,
                "2026-11-24 10:15",
                "We will call you on Tuesday, 24 November, by 10:15 (UTC+2) from +380 67 123 45 67.",
            ),
            (
                Lang::En,
                Message,
                "2026-11-20 18:30",
                "We will message you today by 18:30 (UTC+2) from +380 67 123 45 67.",
            ),
        ] {
            assert_eq!(due_sentence(lang, by, due_at).announcement(), sentence);
        }
    }

    #[test]
    fn a_number_may_be_missing_and_a_time_may_have_passed() {
        let mut sentence = due_sentence(Lang::Ru, By::Call, "2026-11-19 18:30");
        sentence.number = None;
        assert_eq!(
            sentence.announcement(),
            "Позвоним в четверг, 19 ноября, до 18:30 (UTC+2)."
        );
        assert_eq!(
            sentence.reminder(),
            "Мы обещали позвонить в четверг, 19 ноября, до 18:30 (UTC+2)."
        );
    }

    #[test]
    fn zones_are_named_by_their_clock() {
        for (offset, name) in [
            (0, "UTC"),
            (120, "UTC+2"),
            (345, "UTC+5:45"),
            (-210, "UTC−3:30"),
            (-30, "UTC−0:30"),
            (840, "UTC+14"),
        ] {
            assert_eq!(zone(offset), name);
        }
    }
}
