//! The best and the worst group, where intervals separate them from all others.

use super::aggregates::Rank;
use super::dimension::{Dimension, RankingRule};
use super::scores::{GroupScores, QuestionScores};
use otklik_survey::stats::interval::Interval;
use otklik_survey::stats::summary::Method;

/// The rank of each group's questions, in their order. Only groups of one dimension are ranked, and where
/// intervals overlap none is.
pub fn ranks(group_by: &[Dimension], groups: &[GroupScores<'_>]) -> Vec<Vec<Option<Rank>>> {
    let rule = match group_by {
        [dimension] => dimension.ranking(),
        _ => RankingRule::Never,
    };
    let all = groups.iter().enumerate();
    let ranks = all.map(|(index, group)| {
        let others: Vec<&QuestionScores> = groups
            .iter()
            .enumerate()
            .filter(|(other, _)| *other != index)
            .flat_map(|(_, other)| &other.questions)
            .collect();
        let questions = group.questions.iter();
        questions.map(|it| rank(rule, it, &others)).collect()
    });
    ranks.collect()
}

fn rank(rule: RankingRule, question: &QuestionScores, others: &[&QuestionScores]) -> Option<Rank> {
    let own = interval(rule, question)?;
    let others = others.iter().filter(|other| other.is_same(question));
    let others: Vec<Interval> = others.filter_map(|it| interval(rule, it)).collect();
    if others.is_empty() {
        None
    } else if others.iter().all(|other| own.low() > other.high()) {
        Some(Rank::Best)
    } else if others.iter().all(|other| own.high() < other.low()) {
        Some(Rank::Worst)
    } else {
        None
    }
}

/// The interval that takes part in the ranking.
fn interval(rule: RankingRule, question: &QuestionScores) -> Option<Interval> {
    let summary = question.summary.as_ref()?;
    let is_ranked = match rule {
        RankingRule::Never => false,
        RankingRule::Always => true,
        RankingRule::OverEvents => summary.method() == Some(Method::Cluster),
    };
    summary.comparable().filter(|_| is_ranked)
}
