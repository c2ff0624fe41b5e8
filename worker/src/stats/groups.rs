//! The groups of a report: scores with their response rates, changes and ranks.

use super::aggregates::{Group, Headline, QuestionAggregate, Rank, ResponseRate};
use super::compare::Baseline;
use super::dimension::Dimension;
use super::filter::Filter;
use super::ranking;
use super::scores::{GroupScores, QuestionScores, group_scores};
use super::tallies::TallyRow;
use crate::store::InviteCountRow;
use otklik_embed::survey_doc::surveys::EVENT_SURVEY;
use otklik_survey::stats::change::Change;
use otklik_survey::{Source, Touchpoint, limits};
use std::collections::BTreeSet;

/// The groups in the order of their keys, touchpoints in the order of the client's journey. A group that was
/// invited and has not answered has no questions.
pub fn groups(
    filter: &Filter,
    rows: &[TallyRow],
    invites: &[InviteCountRow],
    baseline: Option<&Baseline<'_>>,
) -> Vec<Group> {
    let mut all = group_scores(rows);
    all.extend(unanswered(&all, invites));
    all.sort_by_key(|group| group.keys);
    if filter.group_by == [Dimension::Touchpoint] {
        all.sort_by_key(|group| Touchpoint::parse(&group.keys[0]));
    }
    let ranks = ranking::ranks(&filter.group_by, &all);
    let has_guests = filter.is_of_one_events_guests();
    let ranked = all.into_iter().zip(ranks);
    let groups = ranked.map(|(scores, ranks)| {
        let GroupScores { keys, period, .. } = scores;
        let guests = scores.guests.filter(|_| has_guests);
        let ranked = scores.questions.into_iter().zip(ranks);
        let questions: Vec<QuestionAggregate> = ranked
            .map(|(scores, rank)| {
                let change = baseline.and_then(|it| it.change(keys, period, &scores));
                question_aggregate(scores, change, rank)
            })
            .collect();
        let invites = invites.iter().filter(|row| row.keys == keys);
        Group {
            keys: keys.to_vec(),
            until: None,
            response_rates: response_rates(&questions, invites, guests),
            questions,
        }
    });
    groups.collect()
}

/// The groups that have invites alone.
fn unanswered<'a>(
    answered: &[GroupScores<'_>],
    invites: &'a [InviteCountRow],
) -> Vec<GroupScores<'a>> {
    let answered: BTreeSet<&[String]> = answered.iter().map(|group| group.keys).collect();
    let invited: BTreeSet<&[String]> = invites.iter().map(|row| &row.keys[..]).collect();
    let unanswered = invited.into_iter().filter(|keys| !answered.contains(keys));
    let scores = unanswered.map(|keys| GroupScores {
        keys,
        period: None,
        guests: None,
        questions: Vec::new(),
    });
    scores.collect()
}

fn question_aggregate(
    scores: QuestionScores,
    change: Option<Change>,
    rank: Option<Rank>,
) -> QuestionAggregate {
    let composition = scores.composition;
    let n = composition.iter().map(|it| it.n).sum();
    let open = composition.iter().filter(|it| it.source != Source::Invite);
    let unverified = open.map(|it| it.n).sum();
    let audience = scores.survey.audience();
    QuestionAggregate {
        survey: scores.survey.id().to_owned(),
        audience,
        question: scores.question.id.clone(),
        kind: scores.question.kind.name(),
        headline: Headline {
            bases: audience.headline().to_vec(),
            n,
            composition,
            verified: n > 0 && unverified == 0,
            unverified: Some(unverified),
            summary: scores.summary,
            options: Vec::new(),
            change,
            rank,
        },
        bases: scores.sources,
    }
}

/// By survey: the share of invites that were answered, and of guests who answered by their event's link.
fn response_rates<'a>(
    questions: &[QuestionAggregate],
    invites: impl Iterator<Item = &'a InviteCountRow>,
    guests: Option<u64>,
) -> Vec<ResponseRate> {
    let counted = |survey: &str, source| {
        let asked = questions.iter().filter(|it| it.survey == survey);
        let bases = asked.flat_map(|question| &question.bases);
        let answers = bases.filter(|it| it.source == source).map(|it| it.n);
        answers.max().unwrap_or(0)
    };
    let invited = invites.map(|row| {
        let counted = counted(&row.survey, Source::Invite);
        rate(&row.survey, Source::Invite, counted, row.n)
    });
    let by_link = guests.map(|guests| {
        let counted = counted(EVENT_SURVEY, Source::EventLink);
        rate(EVENT_SURVEY, Source::EventLink, counted, guests)
    });
    invited.chain(by_link).flatten().collect()
}

fn rate(survey: &str, source: Source, counted: u64, of: u64) -> Option<ResponseRate> {
    // Thousandths in whole numbers, half up.
    let thousandths = (counted * 2_000 + of).checked_div(of * 2)?;
    Some(ResponseRate {
        survey: survey.to_owned(),
        source,
        counted,
        of,
        percent: thousandths as f64 / 10.0,
        low: thousandths < limits::LOW_RESPONSE_THOUSANDTHS,
    })
}
