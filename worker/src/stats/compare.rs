//! The earlier period that a query is compared with.

use super::filter::Filter;
use super::scores::{GroupScores, QuestionScores};
use otklik_survey::calendar::day::Day;
use otklik_survey::calendar::period::Period;
use otklik_survey::stats::change::Change;

/// The filter of the days that the filter's groups are compared with. `None` where nothing is compared, or no
/// days come before.
pub fn earlier(filter: &Filter) -> Option<Filter> {
    let compare = filter.compare?;
    let (from, to) = match filter.period() {
        // Each group is compared with an earlier one: only the first needs other days.
        Some((_, unit)) => {
            let first = filter.from.and_then(|from| unit.start(from));
            (
                first.and_then(|first| unit.before(first, compare)),
                filter.to,
            )
        }
        None => {
            let (from, to) = (filter.from?, filter.to?);
            let before = Period { from, to }.before(compare)?;
            (Some(before.from), Some(before.to))
        }
    };
    Some(Filter {
        from,
        to,
        compare: None,
        ..filter.clone()
    })
}

/// The scores that a query's groups are compared with.
pub struct Baseline<'a> {
    pub filter: &'a Filter,
    pub today: Day,
    /// Of the days of [`earlier`].
    pub scores: Vec<GroupScores<'a>>,
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
        let now = question.summary.as_ref()?;
        let keys = self.keys_before(keys, period)?;
        let before = self.scores.iter().find(|group| group.keys == keys)?;
        let mut questions = before.questions.iter();
        let before = questions.find(|it| it.is_same(question))?;
        // A period that is over gets no more answers; how many another will get is not known.
        let is_over = self.last_day(period).is_some_and(|last| last < self.today);
        let before = before.summary.as_ref()?;
        Change::between(now, before, self.filter.subject(), is_over.then_some(0))
    }

    /// The keys of the group that a group is compared with.
    fn keys_before(&self, keys: &[String], period: Option<Day>) -> Option<Vec<String>> {
        let mut keys = keys.to_vec();
        if let Some((index, unit)) = self.filter.period() {
            keys[index] = unit.before(period?, self.filter.compare?)?.to_string();
        }
        Some(keys)
    }

    /// The last day of a group.
    fn last_day(&self, period: Option<Day>) -> Option<Day> {
        let to = self.filter.to;
        let Some((_, unit)) = self.filter.period() else {
            return to;
        };
        let last = unit.last(period?)?;
        Some(to.map_or(last, |to| to.min(last)))
    }
}
