//! Periods of days, and the periods with which they are compared.

use crate::calendar::day::Day;
use serde::Serialize;

/// From the first day to the last, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    pub from: Day,
    pub to: Day,
}

/// The period with which another is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Compare {
    /// The period of the same length right before it.
    Previous,
    /// The same period a year before.
    Year,
}

/// A period of the calendar; named by its first day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    Day,
    /// From Monday to Sunday, as ISO 8601 has it.
    Week,
    Month,
    Quarter,
    Year,
}

impl Compare {
    /// Its name in a query.
    pub fn parse(word: &str) -> Option<Compare> {
        match word {
            "previous" => Some(Compare::Previous),
            "year" => Some(Compare::Year),
            _ => None,
        }
    }
}

impl Period {
    /// From `from` to `to`; `None` is the first or the last day that exists.
    pub fn between(from: Option<Day>, to: Option<Day>) -> Period {
        Period {
            from: from.unwrap_or(Day::FIRST),
            to: to.unwrap_or(Day::LAST),
        }
    }

    /// The whole `units` that it consists of, as periods of the largest, and what is left over at either end
    /// of the smaller ones: five periods at most of years, months and days. `units` from large to small;
    /// `None` where some days are left over for which there is no unit.
    pub fn split(self, units: &[Unit]) -> Option<Vec<(Unit, Period)>> {
        let (unit, smaller) = units.split_first()?;
        let first = match unit.start(self.from)? {
            start if start == self.from => Some(start),
            start => unit.last(start).and_then(|last| last.plus_days(1)),
        };
        let start = unit.start(self.to)?;
        // The last one there is ends with the calendar.
        let is_whole = unit.last(start).is_none_or(|last| last == self.to);
        let last = if is_whole {
            Some(self.to)
        } else {
            start.plus_days(-1)
        };
        let (Some(from), Some(to)) = (
            first,
            last.filter(|last| first.is_some_and(|it| it <= *last)),
        ) else {
            return self.split(smaller);
        };
        let mut parts = vec![(*unit, Period { from, to })];
        if self.from < from {
            let to = from.plus_days(-1)?;
            parts.extend(
                Period {
                    from: self.from,
                    to,
                }
                .split(smaller)?,
            );
        }
        if to < self.to {
            let from = to.plus_days(1)?;
            parts.extend(Period { from, to: self.to }.split(smaller)?);
        }
        Some(parts)
    }

    /// The period with which it is compared; `None` before 1970. Whole months are compared with as many whole months,
    /// March with February; any other period with as many days.
    pub fn before(self, compare: Compare) -> Option<Period> {
        let n_months = self.from.months_until(self.to) + 1;
        let is_whole = self.from.is_first_of_month() && self.to.is_last_of_month();
        let from = match compare {
            Compare::Year => self.from.plus_months(-12)?,
            Compare::Previous if is_whole => self.from.plus_months(-n_months)?,
            Compare::Previous => self.from.plus_days(self.to.days_until(self.from) - 1)?,
        };
        let to = match compare {
            Compare::Year if is_whole => from.plus_months(n_months)?.plus_days(-1)?,
            Compare::Year => self.to.plus_months(-12)?,
            Compare::Previous => self.from.plus_days(-1)?,
        };
        Some(Period { from, to })
    }
}

impl Unit {
    /// Its name in a query.
    pub fn parse(word: &str) -> Option<Unit> {
        match word {
            "day" => Some(Unit::Day),
            "week" => Some(Unit::Week),
            "month" => Some(Unit::Month),
            "quarter" => Some(Unit::Quarter),
            "year" => Some(Unit::Year),
            _ => None,
        }
    }

    /// The first day of the one that a day is in.
    pub fn start(self, day: Day) -> Option<Day> {
        match self {
            Unit::Day => Some(day),
            Unit::Week => day.plus_days(1 - i64::from(day.weekday())),
            Unit::Month => Some(day.start_of_months(1)),
            Unit::Quarter => Some(day.start_of_months(3)),
            Unit::Year => Some(day.start_of_months(12)),
        }
    }

    /// The last day of one, by its first.
    pub fn last(self, start: Day) -> Option<Day> {
        let next = match self {
            Unit::Day => return Some(start),
            Unit::Week => start.plus_days(7),
            Unit::Month => start.plus_months(1),
            Unit::Quarter => start.plus_months(3),
            Unit::Year => start.plus_months(12),
        };
        next?.plus_days(-1)
    }

    /// The first day of the one that one is compared with. A year before, a day is compared with the same weekday, 52 weeks
    /// earlier, and a week with that of its ISO number; `None` for a week 53 after a year without one.
    pub fn before(self, start: Day, compare: Compare) -> Option<Day> {
        match (compare, self) {
            (Compare::Year, Unit::Day) => start.plus_days(-364),
            (Compare::Year, Unit::Week) => same_week_a_year_before(start),
            (Compare::Previous, Unit::Day) => start.plus_days(-1),
            (Compare::Previous, Unit::Week) => start.plus_days(-7),
            (Compare::Previous, Unit::Month) => start.plus_months(-1),
            (Compare::Previous, Unit::Quarter) => start.plus_months(-3),
            (Compare::Previous, Unit::Year) | (Compare::Year, _) => start.plus_months(-12),
        }
    }
}

/// The Monday of the week with the same ISO number in the year before.
fn same_week_a_year_before(monday: Day) -> Option<Day> {
    // A week belongs to the year that has most of its days, so that its Thursday has the year of its number.
    let thursday = monday.plus_days(3)?;
    let number = Unit::Year.start(thursday)?.days_until(thursday) / 7;
    let last_of_before = Unit::Year.start(thursday)?.plus_days(-1)?;
    let first_of_before = Unit::Year.start(last_of_before)?;
    let fourth = first_of_before.plus_days(3)?;
    let found = Unit::Week.start(fourth)?.plus_days(7 * number)?;
    (found.plus_days(3)? <= last_of_before).then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(raw: &str) -> Day {
        Day::parse(raw).expect("a day")
    }

    #[test]
    fn a_period_is_split_into_the_largest_units() {
        use Unit::{Day, Month, Year};
        let split = |from: &str, to: &str, units: &[Unit]| {
            let period = Period::between(super::Day::parse(from), super::Day::parse(to));
            let parts = period.split(units)?.into_iter();
            let shown = parts.map(|(unit, it)| format!("{unit:?} {} {}", it.from, it.to));
            Some(shown.collect::<Vec<_>>())
        };
        let all = [Year, Month, Day];
        for (from, to, units, parts) in [
            ("", "", &all[..], &["Year 1970-01-01 9999-12-31"][..]),
            (
                "2024-01-01",
                "2025-12-31",
                &all,
                &["Year 2024-01-01 2025-12-31"],
            ),
            (
                "2023-11-29",
                "2026-02-02",
                &all,
                &[
                    "Year 2024-01-01 2025-12-31",
                    "Month 2023-12-01 2023-12-31",
                    "Day 2023-11-29 2023-11-30",
                    "Month 2026-01-01 2026-01-31",
                    "Day 2026-02-01 2026-02-02",
                ],
            ),
            (
                "2026-02-28",
                "2026-03-01",
                &all,
                &["Day 2026-02-28 2026-03-01"],
            ),
            (
                "2026-02-01",
                "2026-02-28",
                &all,
                &["Month 2026-02-01 2026-02-28"],
            ),
            (
                "2026-02-01",
                "2026-02-28",
                &[Day],
                &["Day 2026-02-01 2026-02-28"],
            ),
            ("2026-06-01", "", &[Month], &["Month 2026-06-01 9999-12-31"]),
        ] {
            let found = split(from, to, units).expect("parts");
            assert_eq!(found, parts, "{from} {to} {units:?}");
        }
        assert_eq!(split("2026-02-02", "2026-03-31", &[Year, Month]), None);
        assert_eq!(split("2026-02-02", "2026-02-20", &[]), None);
    }

    #[test]
    fn periods_are_compared_with_their_like() {
        use Compare::{Previous, Year};
        for (period, compare, before) in [
            // Whole months, a quarter, a year.
            (
                ["2026-03-01", "2026-03-31"],
                Previous,
                ["2026-02-01", "2026-02-28"],
            ),
            (
                ["2026-02-01", "2026-02-28"],
                Year,
                ["2025-02-01", "2025-02-28"],
            ),
            (
                ["2025-02-01", "2025-02-28"],
                Year,
                ["2024-02-01", "2024-02-29"],
            ),
            (
                ["2026-01-01", "2026-03-31"],
                Previous,
                ["2025-10-01", "2025-12-31"],
            ),
            (
                ["2026-01-01", "2026-12-31"],
                Previous,
                ["2025-01-01", "2025-12-31"],
            ),
            // So many days.
            (
                ["2026-03-02", "2026-03-15"],
                Previous,
                ["2026-02-16", "2026-03-01"],
            ),
            (
                ["2026-03-01", "2026-03-01"],
                Previous,
                ["2026-02-28", "2026-02-28"],
            ),
            (
                ["2026-03-02", "2026-03-15"],
                Year,
                ["2025-03-02", "2025-03-15"],
            ),
        ] {
            let [from, to] = period.map(day);
            let [first, last] = before.map(day);
            let found = Period { from, to }.before(compare);
            let expected = Period {
                from: first,
                to: last,
            };
            assert_eq!(found, Some(expected), "{period:?} {compare:?}");
        }
    }

    /// 2020 had 53 weeks, 2019 and 2021 had 52.
    #[test]
    fn weeks_are_compared_by_their_number() {
        for (week, year_before) in [
            ("2020-01-06", Some("2019-01-07")),
            ("2020-12-21", Some("2019-12-23")),
            ("2020-12-28", None),
            ("2021-01-04", Some("2019-12-30")),
            ("2021-12-27", Some("2020-12-21")),
            ("2022-01-03", Some("2021-01-04")),
        ] {
            let found = Unit::Week.before(day(week), Compare::Year);
            assert_eq!(found, year_before.map(day), "{week}");
        }
    }

    #[test]
    fn units_start_where_the_calendar_has_them() {
        for (unit, within, start, previous, year) in [
            (
                "day",
                "2026-11-22",
                "2026-11-22",
                "2026-11-21",
                "2025-11-23",
            ),
            (
                "week",
                "2026-11-22",
                "2026-11-16",
                "2026-11-09",
                "2025-11-17",
            ),
            // The first week of 2026 begins in 2025.
            (
                "week",
                "2026-01-01",
                "2025-12-29",
                "2025-12-22",
                "2024-12-30",
            ),
            (
                "month",
                "2026-11-22",
                "2026-11-01",
                "2026-10-01",
                "2025-11-01",
            ),
            (
                "quarter",
                "2026-11-22",
                "2026-10-01",
                "2026-07-01",
                "2025-10-01",
            ),
            (
                "year",
                "2026-11-22",
                "2026-01-01",
                "2025-01-01",
                "2025-01-01",
            ),
        ] {
            let unit = Unit::parse(unit).expect("a unit");
            let found = unit.start(day(within)).expect("a start");
            assert_eq!(found, day(start), "{unit:?}");
            assert_eq!(unit.before(found, Compare::Previous), Some(day(previous)));
            assert_eq!(
                unit.before(found, Compare::Year),
                Some(day(year)),
                "{unit:?}"
            );
        }
    }
}
