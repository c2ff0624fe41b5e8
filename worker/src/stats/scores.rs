//! The scores of each group's questions, from the tallies.

use super::aggregates::{OptionCount, SourceAggregate, SourceCount};
use super::tallies::TallyRow;
use crate::store::Counts;
use otklik_embed::survey_doc::surveys;
use otklik_survey::calendar::day::Day;
use otklik_survey::stats::share::{Part, Share};
use otklik_survey::stats::summary::{SamplingUnit, Summary};
use otklik_survey::stats::tally::Tally;
use otklik_survey::{Audience, Question, Source, Survey};

/// The scores of one group.
pub struct GroupScores<'a> {
    /// The values of the dimensions grouped by.
    pub keys: &'a [String],
    /// The first day of the group's period, where answers are grouped by one.
    pub period: Option<Day>,
    /// Surveys and questions in their own order; without those that have no answers.
    pub questions: Vec<QuestionScores>,
}

/// The scores of one question in one group.
pub struct QuestionScores {
    pub survey: &'static Survey,
    pub question: &'static Question,
    /// Each source alone.
    pub sources: Vec<SourceAggregate>,
    /// The counted answers of each source that the headline counts.
    pub composition: Vec<SourceCount>,
    /// The headline's summary, of a scored question with answers.
    pub summary: Option<Summary>,
}

impl QuestionScores {
    /// Whether it is the same question, of another group.
    pub fn is_same(&self, other: &QuestionScores) -> bool {
        self.survey.id() == other.survey.id() && self.question.id == other.question.id
    }
}

/// The groups of rows that are sorted by group, in the same order.
pub fn group_scores(rows: &[TallyRow]) -> Vec<GroupScores<'_>> {
    let groups = rows.chunk_by(|a, b| a.keys == b.keys);
    let scores = groups.filter_map(|rows| {
        let first = rows.first()?;
        Some(GroupScores {
            keys: &first.keys,
            period: first.period,
            questions: question_scores(rows),
        })
    });
    scores.collect()
}

fn question_scores(rows: &[TallyRow]) -> Vec<QuestionScores> {
    let mut scores = Vec::new();
    for survey in surveys::all() {
        for question in survey.questions() {
            let rows: Vec<&TallyRow> = rows
                .iter()
                .filter(|row| row.survey == survey.id() && row.question == question.id)
                .collect();
            if !rows.is_empty() {
                scores.push(scores_of(survey, question, &rows));
            }
        }
    }
    scores
}

fn scores_of(
    survey: &'static Survey,
    question: &'static Question,
    rows: &[&TallyRow],
) -> QuestionScores {
    let sources = Source::ALL.iter();
    let sources: Vec<SourceAggregate> = sources
        .filter_map(|source| source_aggregate(*source, survey, question, rows))
        .collect();
    let counted = survey.audience().headline();
    let composition: Vec<SourceCount> = sources
        .iter()
        .filter(|it| counted.contains(&it.source) && it.n > 0)
        .map(|&SourceAggregate { source, n, .. }| SourceCount { source, n })
        .collect();
    let summary = if composition.is_empty() {
        None
    } else {
        summary(survey, question, rows, counted)
    };
    QuestionScores {
        survey,
        question,
        sources,
        composition,
        summary,
    }
}

/// `None` where the question has no answers of this source.
fn source_aggregate(
    source: Source,
    survey: &Survey,
    question: &Question,
    rows: &[&TallyRow],
) -> Option<SourceAggregate> {
    let own = rows.iter().filter(|row| row.source == source.as_str());
    let own: Vec<&TallyRow> = own.copied().collect();
    let mut counts = Counts::default();
    for row in &own {
        counts.add(&row.counts);
    }
    let unit = unit(&own);
    let (alone, clusters) = by_cluster(own);
    let aggregate = SourceAggregate {
        source,
        n: counts.n,
        quarantined: counts.quarantined,
        partial: counts.partial,
        summary: summary(survey, question, rows, &[source]),
        options: option_counts(question, &alone, unit, &clusters),
    };
    (!counts.is_empty()).then_some(aggregate)
}

/// How often each option of a choice was chosen, in the survey's order; empty for other questions. `alone` are the answers
/// of no event, `clusters` those of events or random groups.
pub fn option_counts(
    question: &Question,
    alone: &Counts,
    unit: SamplingUnit,
    clusters: &[Counts],
) -> Vec<OptionCount> {
    let options = question.options().iter();
    let count = |option: &String| {
        let part = |counts: &Counts| Part {
            count: counts.options.get(option).copied().unwrap_or(0),
            n: counts.n,
        };
        let parts: Vec<Part> = clusters.iter().map(part).collect();
        OptionCount {
            option: option.clone(),
            count: part(alone).count + parts.iter().map(|it| it.count).sum::<u64>(),
            share: Share::of(part(alone), unit, &parts),
        }
    };
    options.map(count).collect()
}

/// The summary of a scored question's counted answers from some sources together.
fn summary(
    survey: &Survey,
    question: &Question,
    rows: &[&TallyRow],
    sources: &[Source],
) -> Option<Summary> {
    let scale = question.kind.scale()?;
    let is_counted = |row: &&&TallyRow| {
        row.counts.n > 0 && sources.iter().any(|source| row.source == source.as_str())
    };
    let rows: Vec<&TallyRow> = rows.iter().filter(is_counted).copied().collect();
    // Each guest answers once through an invite, and as often as he likes by a link.
    let are_invited = rows.iter().all(|row| row.source == Source::Invite.as_str());
    // The number of people who could have answered is known of guests alone: the agency has no list of an event's
    // clients.
    let has_list = are_invited && survey.audience() == Audience::Guest;
    let guests = rows.iter().find_map(|row| row.guests).filter(|_| has_list);
    let unit = unit(&rows);
    let (alone, clusters) = by_cluster(rows);
    let alone = Tally::from_counts(alone.scores);
    let clusters: Vec<Tally> = clusters
        .iter()
        .map(|it| Tally::from_counts(it.scores))
        .collect();
    let summary = match (clusters.as_slice(), guests) {
        ([event], Some(guests)) if alone == Tally::default() => {
            Summary::of_one_event(scale, event, guests)
        }
        _ if unit == SamplingUnit::EventGroup => Summary::of_groups(scale, &alone, &clusters),
        _ => Summary::of(scale, &alone, &clusters),
    };
    Some(summary.aimed(surveys::target(survey.id(), &question.id)))
}

/// What the rows' clusters are.
fn unit(rows: &[&TallyRow]) -> SamplingUnit {
    if rows.iter().any(|row| row.cluster.starts_with('#')) {
        SamplingUnit::EventGroup
    } else {
        SamplingUnit::Event
    }
}

/// The answers of no event, and those of each cluster.
fn by_cluster(mut rows: Vec<&TallyRow>) -> (Counts, Vec<Counts>) {
    rows.sort_unstable_by_key(|row| row.cluster.as_str());
    let (mut alone, mut clusters) = (Counts::default(), Vec::new());
    for rows in rows.chunk_by(|a, b| a.cluster == b.cluster) {
        let mut counts = Counts::default();
        for row in rows {
            counts.add(&row.counts);
        }
        match rows {
            [row, ..] if row.cluster.is_empty() => alone = counts,
            _ => clusters.push(counts),
        }
    }
    (alone, clusters)
}
