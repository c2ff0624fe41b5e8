//! The best and the worst group, where intervals separate them from all others.
//!
//! A group is judged over five events or more, or by answers of no event. While one that cannot be judged yet has a
//! higher score nobody is the best, while one has a lower score nobody the worst. Answers without a value of the
//! dimension are nobody's, and take no part.

use super::aggregates::Rank;
use super::dimension::Dimension;
use super::scores::{GroupScores, QuestionScores};
use otklik_survey::stats::summary::Summary;

/// The rank of each group's questions, in their order. Only groups of one dimension are ranked, and where
/// intervals overlap none is.
pub fn ranks(group_by: &[Dimension], groups: &[GroupScores<'_>]) -> Vec<Vec<Option<Rank>>> {
    let is_ranked = matches!(group_by, [dimension] if dimension.is_ranked());
    let has_name = |group: &GroupScores<'_>| group.keys.iter().all(|key| !key.is_empty());
    let all = groups.iter().enumerate();
    let ranks = all.map(|(index, group)| {
        let others = groups.iter().enumerate();
        let others: Vec<&QuestionScores> = others
            .filter(|(other, group)| *other != index && has_name(group))
            .flat_map(|(_, other)| &other.questions)
            .collect();
        let rank = |it| rank(it, &others).filter(|_| is_ranked && has_name(group));
        group.questions.iter().map(rank).collect()
    });
    ranks.collect()
}

fn rank(question: &QuestionScores, others: &[&QuestionScores]) -> Option<Rank> {
    let own = question.summary.as_ref().filter(|it| it.is_of_many())?;
    let interval = own.comparable()?;
    let others = others.iter().filter(|other| other.is_same(question));
    let others = others.filter_map(|it| it.summary.as_ref());
    let (judged, unjudged): (Vec<&Summary>, Vec<&Summary>) =
        others.partition(|it| it.is_of_many() && it.comparable().is_some());
    let intervals = || judged.iter().filter_map(|it| it.comparable());
    if judged.is_empty() {
        None
    } else if intervals().all(|other| interval.low() > other.high())
        && unjudged.iter().all(|other| other.score() <= own.score())
    {
        Some(Rank::Best)
    } else if intervals().all(|other| interval.high() < other.low())
        && unjudged.iter().all(|other| other.score() >= own.score())
    {
        Some(Rank::Worst)
    } else {
        None
    }
}
