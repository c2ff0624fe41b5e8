//! What an aggregate's groups are compared with.

use super::filter::Filter;
use super::summarize::{Group, QuestionAggregate, groups};
use super::tallies::TallyRow;
use otklik_survey::calendar::day::Day;
use otklik_survey::calendar::period::{Period, Unit};
use otklik_survey::stats::change::Change;

/// What stands for the filter's groups before: the same one with other days. `None` where nothing is
/// compared, or no days come before.
pub fn earlier(filter: &Filter) -> Option<Filter> {
    let compare = filter.compare?;
    let day = |raw: &Option<String>| raw.as_deref().and_then(Day::parse);
    let (from, to) = (day(&filter.from), day(&filter.to));
    let [from, to] = match (unit(filter), compare) {
        // Each group is compared with one before it: only the first needs other days.
        (Some((_, unit)), _) => {
            let first = from.and_then(|from| unit.before(unit.start(from)?, compare));
            [first, to]
        }
        (None, _) => {
            let before = Period {
                from: from?,
                to: to?,
            }
            .before(compare)?;
            [Some(before.from), Some(before.to)]
        }
    };
    Some(Filter {
        from: from.map(|day| day.to_string()),
        to: to.map(|day| day.to_string()),
        compare: None,
        ..filter.clone()
    })
}

/// Tells each headline how it changed, by the rows of [`earlier`]. `today` is `YYYY-MM-DD`.
pub fn tell(filter: &Filter, today: &str, groups: &mut [Group], rows: &[TallyRow]) {
    let before = self::groups(rows, &[], false);
    for group in groups {
        let Some(keys) = keys_before(filter, &group.keys) else {
            continue;
        };
        let Some(before) = before.iter().find(|it| it.keys == keys) else {
            continue;
        };
        // A period that is over gets no more answers; how many the others will get, nobody knows.
        let left = last_day(filter, &group.keys)
            .is_some_and(|last| *last.to_string() < *today)
            .then_some(0);
        for question in &mut group.questions {
            let asked = |it: &&QuestionAggregate| it.is_same(question);
            let was = before.questions.iter().find(asked);
            let was = was.and_then(|it| it.headline.summary.as_ref());
            if let (Some(now), Some(was)) = (&question.headline.summary, was) {
                question.headline.change = Change::between(now, was, left);
            }
        }
    }
}

/// Where a period stands among the dimensions, and which.
fn unit(filter: &Filter) -> Option<(usize, Unit)> {
    let mut dimensions = filter.group_by.iter().enumerate();
    dimensions.find_map(|(place, name)| Some((place, Unit::parse(name)?)))
}

/// The keys of the group that a group is compared with.
fn keys_before(filter: &Filter, keys: &[String]) -> Option<Vec<String>> {
    let mut keys = keys.to_vec();
    if let Some((place, unit)) = unit(filter) {
        let start = Day::parse(&keys[place])?;
        keys[place] = unit.before(start, filter.compare?)?.to_string();
    }
    Some(keys)
}

/// The last day of a group's own period.
fn last_day(filter: &Filter, keys: &[String]) -> Option<Day> {
    let to = filter.to.as_deref().and_then(Day::parse);
    let Some((place, unit)) = unit(filter) else {
        return to;
    };
    let last = unit.last(Day::parse(&keys[place])?)?;
    Some(to.map_or(last, |to| to.min(last)))
}
