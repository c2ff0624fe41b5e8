//! The earlier period that a query is compared with.
//!
//! A group whose period is whole is compared with the whole period before. One that is cut - by the days of the query, or
//! because it is running - is compared with the same part of it: as many days, from the same day on.

use super::filter::{By, Filter};
use super::scores::{GroupScores, QuestionScores};
use otklik_embed::survey_doc::surveys::EVENT_SURVEY;
use otklik_survey::calendar::day::Day;
use otklik_survey::calendar::period::{Compare, Period, Unit};
use otklik_survey::limits;
use otklik_survey::stats::change::Change;

/// The days that a query's groups are compared with.
pub struct Earlier {
    pub filter: Filter,
    /// Of each group whose period is cut: its first day, and the filter of the same part of the period before.
    pub parts: Vec<(Day, Filter)>,
}

/// `None` where nothing is compared, or no days come before.
pub fn earlier(filter: &Filter, today: Day) -> Option<Earlier> {
    let compare = filter.compare?;
    let Some((_, unit)) = filter.period() else {
        let (from, to) = (filter.from?, filter.to?);
        let before = Period { from, to }.before(compare)?;
        let whole = Period { from, to };
        let days = same_part(whole, ran(whole, today).unwrap_or(whole), before)?;
        return Some(Earlier {
            filter: of_days(filter, Some(days.from), Some(days.to)),
            parts: Vec::new(),
        });
    };
    // Each group is compared with an earlier one: only the first needs other days.
    let first = filter.from.and_then(|from| unit.start(from));
    let before = first.and_then(|first| before_first(unit, first, compare));
    let ends = [
        filter.from,
        Some(filter.to.map_or(today, |to| to.min(today))),
    ];
    let mut starts: Vec<Day> = ends
        .into_iter()
        .filter_map(|day| unit.start(day?))
        .collect();
    starts.dedup();
    let parts = starts.into_iter().filter_map(|start| {
        let before = part_before(filter, unit, start, today)?;
        Some((start, of_days(filter, Some(before.from), Some(before.to))))
    });
    Some(Earlier {
        filter: of_days(filter, before, filter.to),
        parts: parts.collect(),
    })
}

/// The first day to read for the period before the first. Where there is none with its number, the next has one.
fn before_first(unit: Unit, first: Day, compare: Compare) -> Option<Day> {
    let before = unit.before(first, compare);
    before.or_else(|| unit.before(unit.last(first)?.plus_days(1)?, compare))
}

/// What a group's period is compared with, where it is cut; `None` where it is whole.
fn part_before(filter: &Filter, unit: Unit, start: Day, today: Day) -> Option<Period> {
    let whole = Period {
        from: start,
        to: unit.last(start)?,
    };
    let asked = Period {
        from: filter.from.map_or(whole.from, |from| from.max(whole.from)),
        to: filter.to.map_or(whole.to, |to| to.min(whole.to)),
    };
    let own = ran(asked, today)?;
    let from = unit.before(start, filter.compare?)?;
    let before = Period {
        from,
        to: unit.last(from)?,
    };
    same_part(whole, own, before).filter(|_| own != whole)
}

/// The days of a period until today; `None` where it has not begun.
fn ran(period: Period, today: Day) -> Option<Period> {
    let to = period.to.min(today);
    (period.from <= to).then_some(Period { to, ..period })
}

/// The part of the period before that a part of a period is compared with: from the same day on, and to its end where the
/// part ends with its period.
fn same_part(whole: Period, part: Period, before: Period) -> Option<Period> {
    let from = before.from.plus_days(whole.from.days_until(part.from))?;
    let to = before.from.plus_days(whole.from.days_until(part.to))?;
    let to = if part.to == whole.to {
        before.to
    } else {
        to.min(before.to)
    };
    (from <= to).then_some(Period { from, to })
}

fn of_days(filter: &Filter, from: Option<Day>, to: Option<Day>) -> Filter {
    Filter {
        from,
        to,
        compare: None,
        ..filter.clone()
    }
}

/// The scores that a query's groups are compared with.
pub struct Baseline<'a> {
    pub filter: &'a Filter,
    pub today: Day,
    /// Of the days of [`Earlier::filter`].
    pub scores: Vec<GroupScores<'a>>,
    /// Of each of [`Earlier::parts`]; none where they are too many to be read.
    pub parts: Vec<(Day, Vec<GroupScores<'a>>)>,
    /// Guests of the query's one event who have not answered and still can, where the agency counted its guests.
    pub guests_left: Option<u64>,
}

impl Baseline<'_> {
    /// The change of a question's headline; `None` where either period has no score. `period` is the first day of
    /// the group's own, where answers are grouped by one.
    pub fn change(
        &self,
        keys: &[String],
        period: Option<Day>,
        question: &QuestionScores,
    ) -> Option<Change> {
        // A day has no part that could be read.
        let is_day = matches!(self.filter.period(), Some((_, Unit::Day)));
        if is_day && period == Some(self.today) {
            return None;
        }
        let now = question.summary.as_ref()?;
        let keys = self.keys_before(keys, period)?;
        let part = self.parts.iter().find(|(start, _)| Some(*start) == period);
        let scores = part.map_or(&self.scores, |(_, scores)| scores);
        let before = scores.iter().find(|group| group.keys == keys)?;
        let mut questions = before.questions.iter();
        let before = questions.find(|it| it.is_same(question))?;
        // A period that is over gets no more answers, its events for as long as their links are open; an event those of its
        // guests; how many another will get is not known.
        let open_days = match self.filter.by {
            By::Received => 0,
            By::EventDate => i64::from(limits::INVITE_DAYS),
        };
        let last = last_day(self.filter, period).and_then(|last| last.plus_days(open_days));
        let is_over = last.is_some_and(|last| last < self.today);
        let of_guests = question.survey.id() == EVENT_SURVEY;
        let left = self.guests_left.filter(|_| of_guests);
        let left = if is_over { Some(0) } else { left };
        let before = before.summary.as_ref()?;
        Change::between(now, before, self.filter.subject(), left)
    }

    /// The keys of the group that a group is compared with.
    fn keys_before(&self, keys: &[String], period: Option<Day>) -> Option<Vec<String>> {
        let mut keys = keys.to_vec();
        if let Some((index, unit)) = self.filter.period() {
            keys[index] = unit.before(period?, self.filter.compare?)?.to_string();
        }
        Some(keys)
    }
}

/// Whether a group's period has begun and is not over. `period` is its first day, where answers are grouped by one.
pub fn is_running(filter: &Filter, period: Option<Day>, today: Day) -> bool {
    let from = period.or(filter.from);
    from.is_some_and(|from| from <= today)
        && last_day(filter, period).is_some_and(|last| today <= last)
}

/// The last day of a group.
fn last_day(filter: &Filter, period: Option<Day>) -> Option<Day> {
    let to = filter.to;
    let Some((_, unit)) = filter.period() else {
        return to;
    };
    let last = unit.last(period?)?;
    Some(to.map_or(last, |to| to.min(last)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::auth::scope::Scope;
    use otklik_embed::fields::Fields;

    fn day(raw: &str) -> Day {
        Day::parse(raw).unwrap()
    }

    /// The days that are read for a query, and for its groups that are cut.
    fn days(query: &str, today: &str) -> Vec<String> {
        let filter = Filter::parse(&Fields::parse(query.as_bytes()), &Scope::WHOLE_AGENCY).unwrap();
        let found = earlier(&filter, day(today)).unwrap();
        let shown = |filter: &Filter| {
            let day = |day: Option<Day>| day.map_or(String::new(), |it| it.to_string());
            format!("{} {}", day(filter.from), day(filter.to))
        };
        let parts = found.parts.iter();
        let parts = parts.map(|(start, filter)| format!("{start}: {}", shown(filter)));
        std::iter::once(shown(&found.filter)).chain(parts).collect()
    }

    #[test]
    fn a_running_period_is_compared_with_the_same_part() {
        let today = "2026-03-10";
        assert_eq!(
            days("compare=previous&from=2026-03-01&to=2026-03-31", today),
            ["2026-02-01 2026-02-10"]
        );
        assert_eq!(
            days("compare=previous&from=2026-02-01&to=2026-02-28", today),
            ["2026-01-01 2026-01-31"]
        );
        assert_eq!(
            days("compare=previous&group_by=month", today),
            [" ", "2026-03-01: 2026-02-01 2026-02-10"]
        );
        assert_eq!(
            days("compare=year&group_by=week", today),
            [" ", "2026-03-09: 2025-03-10 2025-03-11"]
        );
        // The last day of a month is the month.
        assert_eq!(days("compare=previous&group_by=month", "2026-02-28"), [" "]);
        // Longer than the month before: all of it.
        assert_eq!(
            days("compare=previous&group_by=month", "2026-03-30"),
            [" ", "2026-03-01: 2026-02-01 2026-02-28"]
        );
        assert_eq!(days("compare=previous&group_by=day", today), [" "]);
    }

    #[test]
    fn a_period_that_the_query_cuts_is_compared_with_the_same_part() {
        let query = "compare=previous&group_by=month&from=2026-01-11&to=2026-02-05";
        assert_eq!(
            days(query, "2026-03-10"),
            [
                "2025-12-01 2026-02-05",
                "2026-01-01: 2025-12-11 2025-12-31",
                "2026-02-01: 2026-01-01 2026-01-05",
            ]
        );
    }

    #[test]
    fn a_period_runs_from_its_first_day_to_its_last() {
        let runs = |query: &str, period: &str, today: &str| {
            let filter = Fields::parse(query.as_bytes());
            let filter = Filter::parse(&filter, &Scope::WHOLE_AGENCY).unwrap();
            is_running(&filter, Day::parse(period), day(today))
        };
        for (today, expected) in [
            ("2026-02-28", false),
            ("2026-03-01", true),
            ("2026-03-31", true),
            ("2026-04-01", false),
        ] {
            assert_eq!(
                runs("group_by=month", "2026-03-01", today),
                expected,
                "{today}"
            );
            let query = "from=2026-03-01&to=2026-03-31";
            assert_eq!(runs(query, "", today), expected, "{today}");
        }
        assert!(!runs("", "", "2026-03-01"));
    }
}
