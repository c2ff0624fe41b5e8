//! The release rule of anonymous surveys: which sums can be shown.
//!
//! 1. The quarters of a survey that are over are joined, from the oldest on, into **released intervals** of five people
//!    or more, by the answers to its first question, which everybody must answer.
//! 2. Any other question is shown in released intervals that are joined in the same way, until five people or more
//!    answered it.
//! 3. What is left over waits for later quarters, and what was released never changes.
//!
//! Who answered which question is an answer too: a follow-up is asked after certain scores alone. So no end of an interval
//! may depend on it within fewer than five people. By this rule the people of a released interval could exchange all
//! their answers, and no response of any day would differ. Intervals of a question never overlap, so that the difference
//! of any two responses is a sum of intervals too.
//!
//! Answers that a limit set aside, as too many at once, are included or excluded by the director, all of a quarter
//! together, and before the quarter is released: afterwards they would change a released interval.

use crate::calendar::day::Day;
use crate::calendar::period::{Period, Unit};
use crate::limits;

/// The size of a released interval, and its delay.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// Answers of an interval, at least.
    pub answers: u64,
    /// Whole days after the last day of a quarter.
    pub days: i64,
}

impl Rule {
    pub const OURS: Rule = Rule {
        answers: limits::ANONYMOUS_ANSWERS_MIN,
        days: limits::ANONYMOUS_DAYS,
    };

    /// The intervals of a survey that are released on a day. `quarters` are the first days of quarters, in their order,
    /// each with its number of people whose answers are accepted; quarters without any may be left out. `held_since` is
    /// the first day of answers that the director has not decided about.
    pub fn intervals(
        self,
        quarters: impl IntoIterator<Item = (Day, u64)>,
        held_since: Option<Day>,
        today: Day,
    ) -> Vec<Period> {
        let released = quarters.into_iter().map_while(|(from, n)| {
            let to = Unit::Quarter.last(from)?;
            let is_held = held_since.is_some_and(|day| day <= to);
            let is_over = to.days_until(today) > self.days;
            (is_over && !is_held).then_some((Period { from, to }, n))
        });
        self.joined(released)
    }

    /// Periods, in their order, each with its number of answers, joined until they have enough of them. Those of no answer
    /// are joined too: left out, they would show that nobody answered.
    pub fn joined(self, periods: impl IntoIterator<Item = (Period, u64)>) -> Vec<Period> {
        let mut joined = Vec::new();
        let mut open: Option<(Day, u64)> = None;
        for (Period { from, to }, n) in periods {
            let (from, before) = open.unwrap_or((from, 0));
            let n = before + n;
            open = if n >= self.answers {
                joined.push(Period { from, to });
                None
            } else {
                Some((from, n))
            };
        }
        joined
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn released(quarters: &[(&str, u64)], today: &str) -> Vec<String> {
        let day = |raw: &str| Day::parse(raw).expect("a day");
        let quarters = quarters.iter().map(|(first, n)| (day(first), *n));
        let released = Rule::OURS.intervals(quarters, None, day(today)).into_iter();
        released
            .map(|it| format!("{} {}", it.from, it.to))
            .collect()
    }

    #[test]
    fn a_quarter_with_undecided_answers_waits_and_all_after_it() {
        let day = |raw: &str| Day::parse(raw).expect("a day");
        let quarters = ["2025-01-01", "2025-04-01", "2025-07-01"].map(|first| (day(first), 9));
        let n_released = |held_since| {
            let held_since = Some(day(held_since));
            Rule::OURS
                .intervals(quarters, held_since, day("2026-01-01"))
                .len()
        };
        assert_eq!(n_released("2025-03-31"), 0);
        assert_eq!(n_released("2025-04-01"), 1);
        assert_eq!(n_released("2025-09-30"), 2);
        assert_eq!(n_released("2025-10-01"), 3);
    }

    #[test]
    fn quarters_wait_until_there_are_five_answers() {
        let quarters = [
            ("2025-01-01", 4),
            ("2025-04-01", 1),
            ("2025-07-01", 5),
            ("2025-10-01", 2),
            ("2026-04-01", 2),
            ("2026-07-01", 9),
        ];
        let all = [
            "2025-01-01 2025-06-30",
            "2025-07-01 2025-09-30",
            "2025-10-01 2026-09-30",
        ];
        for (today, n) in [
            ("2025-04-30", 0),
            ("2025-07-02", 0),
            ("2025-07-03", 1),
            ("2025-10-02", 1),
            ("2025-10-03", 2),
            ("2026-07-03", 2),
            ("2026-10-02", 2),
            ("2026-10-03", 3),
            ("2030-01-01", 3),
        ] {
            assert_eq!(released(&quarters, today), all[..n], "{today}");
        }
    }

    #[test]
    fn a_follow_up_is_joined_of_whole_intervals() {
        let interval = |from: &str, to: &str| Period {
            from: Day::parse(from).expect("a day"),
            to: Day::parse(to).expect("a day"),
        };
        let intervals = [
            interval("2025-01-01", "2025-03-31"),
            interval("2025-04-01", "2025-12-31"),
            interval("2026-01-01", "2026-03-31"),
            interval("2026-04-01", "2026-06-30"),
        ];
        for (counts, expected) in [
            ([5, 5, 5, 5], &intervals[..]),
            ([0, 0, 0, 4], &[]),
            ([0, 5, 4, 0], &[interval("2025-01-01", "2025-12-31")]),
            (
                [4, 1, 0, 9],
                &[
                    interval("2025-01-01", "2025-12-31"),
                    interval("2026-01-01", "2026-06-30"),
                ],
            ),
        ] {
            let counted = intervals.into_iter().zip(counts);
            assert_eq!(Rule::OURS.joined(counted), expected, "{counts:?}");
        }
    }

    #[test]
    fn one_answer_fewer_releases_no_interval() {
        for (n, n_released) in [(0, 0), (4, 0), (5, 1)] {
            assert_eq!(
                released(&[("2025-01-01", n)], "2026-01-01").len(),
                n_released,
                "{n}"
            );
        }
    }
}
