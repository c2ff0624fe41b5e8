//! Which group stands out, where that can be told at all.

use super::summarize::{Group, Place, QuestionAggregate};
use otklik_survey::stats::interval::Interval;
use otklik_survey::stats::summary::Method;

/// The dimensions with few values, whose groups may be ranked.
const RANKED: [&str; 5] = ["touchpoint", "manager", "format", "channel", "locale"];

/// Marks the best and the worst of the groups by `dimension`, question by question. Where intervals overlap
/// nobody is marked.
pub fn mark(dimension: &str, groups: &mut [Group]) {
    if !RANKED.contains(&dimension) {
        return;
    }
    let interval = |question: &QuestionAggregate| {
        let summary = question.headline.summary.as_ref()?;
        // A manager is judged by five events or more.
        let counts = dimension != "manager" || summary.method() == Some(Method::Cluster);
        summary.comparable().filter(|_| counts)
    };
    let mut marks = Vec::new();
    for (place, group) in groups.iter().enumerate() {
        for (number, question) in group.questions.iter().enumerate() {
            let asked = groups
                .iter()
                .enumerate()
                .filter(|(other, _)| *other != place);
            let asked = asked.flat_map(|(_, group)| &group.questions);
            let others = asked.filter(|other| other.is_same(question));
            let others: Vec<Interval> = others.filter_map(interval).collect();
            let marked = interval(question).and_then(|own| place_among(own, &others));
            marks.extend(marked.map(|marked| (place, number, marked)));
        }
    }
    for (place, number, marked) in marks {
        groups[place].questions[number].headline.place = Some(marked);
    }
}

fn place_among(own: Interval, others: &[Interval]) -> Option<Place> {
    if others.is_empty() {
        None
    } else if others.iter().all(|other| own.low() > other.high()) {
        Some(Place::Best)
    } else if others.iter().all(|other| own.high() < other.low()) {
        Some(Place::Worst)
    } else {
        None
    }
}
