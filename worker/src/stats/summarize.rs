//! What is said of the tallies of one group: each question's headline, each source for itself, and how
//! many of those who could have answered did.

use super::tallies::TallyRow;
use crate::store::{Counts, InviteCountRow};
use otklik_embed::survey_doc::surveys::{self, EVENT_SURVEY};
use otklik_survey::question::KindName;
use otklik_survey::stats::change::Change;
use otklik_survey::stats::summary::Summary;
use otklik_survey::stats::tally::Tally;
use otklik_survey::{Audience, Question, Source, limits};
use serde::Serialize;

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema))]
pub struct Group {
    /// The values of the dimensions grouped by, in their order; empty where a response has none. A period
    /// is its first day.
    pub keys: Vec<String>,
    /// Of an anonymous survey's quarters: the last day of those that are told together.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
    pub questions: Vec<QuestionAggregate>,
    /// Where it is known how many could have answered: not by day or language.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub response_rates: Vec<ResponseRate>,
}

/// How many of those who could have answered a survey did.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema))]
pub struct ResponseRate {
    pub survey: String,
    /// Invites issued, or the guests of one event.
    pub source: Source,
    pub counted: u64,
    pub of: u64,
    /// One decimal.
    pub percent: f64,
    /// Below 30 %: who kept silent may think otherwise, and no formula cures that.
    pub low: bool,
}

/// One question of one survey.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema))]
pub struct QuestionAggregate {
    pub survey: String,
    pub audience: Audience,
    pub question: String,
    pub kind: KindName,
    pub headline: Headline,
    /// Each source for itself; of an anonymous survey none.
    pub bases: Vec<SourceAggregate>,
}

impl QuestionAggregate {
    /// Whether it is the same question, of another group.
    pub fn is_same(&self, other: &QuestionAggregate) -> bool {
        self.survey == other.survey && self.question == other.question
    }
}

/// What is said of a question in one number: by clients through personal invites alone, by guests also
/// through their event's link; by the visitors of a site nothing. Of an anonymous survey it stands on all.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema))]
pub struct Headline {
    /// The bases that it stands on.
    pub bases: Vec<Source>,
    /// Counted answers.
    pub n: u64,
    /// How many of them came by which source.
    pub composition: Vec<SourceCount>,
    /// Whether everybody who is counted was invited one by one.
    pub verified: bool,
    /// Counted answers of those who were not: one person may have given several. Not told of an anonymous
    /// survey.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unverified: Option<u64>,
    /// Of a scored question.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<Summary>,
    /// Of an anonymous survey's choice; of any other, each source tells its own.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<OptionCount>,
    /// Where something is compared, and both have answers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub change: Option<Change>,
    /// Where groups of one dimension that is no period can be told apart.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
}

/// Of all groups' scores of one question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// Its whole interval lies above all others.
    Best,
    /// Its whole interval lies below all others.
    Worst,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema))]
pub struct SourceCount {
    pub source: Source,
    pub n: u64,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema))]
pub struct SourceAggregate {
    pub source: Source,
    /// Counted answers.
    pub n: u64,
    /// Answers left out of everything else here.
    pub quarantined: u64,
    /// Answers tapped but never confirmed, left out too.
    pub partial: u64,
    /// Of a scored question.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<Summary>,
    /// Of a choice: how many chose each option, in the survey's order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<OptionCount>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema))]
pub struct OptionCount {
    pub option: String,
    pub count: u64,
}

/// Groups in the order of their keys, also those that were invited and said nothing; surveys and
/// questions in their own order.
pub fn groups(rows: &[TallyRow], issued: &[InviteCountRow], has_guests: bool) -> Vec<Group> {
    let answered = rows.iter().map(|row| &row.keys);
    let mut keys: Vec<&Vec<String>> = answered.chain(issued.iter().map(|row| &row.keys)).collect();
    keys.sort_unstable();
    keys.dedup();
    let of_keys = |keys: &Vec<String>| {
        let start = rows.partition_point(|row| row.keys < *keys);
        let rows = &rows[start..];
        let rows = &rows[..rows.partition_point(|row| row.keys == *keys)];
        let questions = questions(rows);
        let guests = rows.iter().find_map(|row| row.guests);
        Group {
            keys: keys.clone(),
            until: None,
            response_rates: response_rates(
                &questions,
                issued.iter().filter(|row| row.keys == *keys),
                guests.filter(|_| has_guests),
            ),
            questions,
        }
    };
    keys.into_iter().map(of_keys).collect()
}

/// By survey: the invites that were answered, and the guests who answered by their event's link.
fn response_rates<'a>(
    questions: &[QuestionAggregate],
    issued: impl Iterator<Item = &'a InviteCountRow>,
    guests: Option<u64>,
) -> Vec<ResponseRate> {
    let counted = |survey: &str, source| {
        let asked = questions.iter().filter(|it| it.survey == survey);
        let bases = asked.flat_map(|question| &question.bases);
        let answers = bases.filter(|it| it.source == source).map(|it| it.n);
        answers.max().unwrap_or(0)
    };
    let invited = issued.map(|row| {
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

fn questions(rows: &[TallyRow]) -> Vec<QuestionAggregate> {
    let mut found = Vec::new();
    for survey in surveys::all() {
        for question in survey.questions() {
            let rows: Vec<&TallyRow> = rows
                .iter()
                .filter(|row| row.survey == survey.id() && row.question == question.id)
                .collect();
            if rows.is_empty() {
                continue;
            }
            let audience = survey.audience();
            let bases: Vec<SourceAggregate> = Source::ALL
                .iter()
                .filter_map(|source| of_source(*source, audience, question, &rows))
                .collect();
            found.push(QuestionAggregate {
                survey: survey.id().to_owned(),
                audience,
                question: question.id.clone(),
                kind: question.kind.name(),
                headline: headline(audience, question, &rows, &bases),
                bases,
            });
        }
    }
    found
}

fn headline(
    audience: Audience,
    question: &Question,
    rows: &[&TallyRow],
    bases: &[SourceAggregate],
) -> Headline {
    let stands_on = audience.headline();
    let composition: Vec<SourceCount> = bases
        .iter()
        .filter(|source| stands_on.contains(&source.source) && source.n > 0)
        .map(|&SourceAggregate { source, n, .. }| SourceCount { source, n })
        .collect();
    let n = composition.iter().map(|part| part.n).sum();
    let open = composition.iter().filter(|it| it.source != Source::Invite);
    let unverified = open.map(|part| part.n).sum();
    Headline {
        bases: stands_on.to_vec(),
        n,
        verified: n > 0 && unverified == 0,
        unverified: Some(unverified),
        composition,
        summary: Some(n)
            .filter(|n| *n > 0)
            .and_then(|_| summary(audience, question, rows, stands_on)),
        options: Vec::new(),
        change: None,
        place: None,
    }
}

/// `None` where the question has no answers of this source.
fn of_source(
    source: Source,
    audience: Audience,
    question: &Question,
    rows: &[&TallyRow],
) -> Option<SourceAggregate> {
    let mut counts = Counts::default();
    for row in rows.iter().filter(|row| row.source == source.as_str()) {
        counts.add(&row.counts);
    }
    let aggregate = SourceAggregate {
        source,
        n: counts.n,
        quarantined: counts.quarantined,
        partial: counts.partial,
        summary: summary(audience, question, rows, &[source]),
        options: options(question, &counts),
    };
    let any = aggregate.n + aggregate.quarantined + aggregate.partial > 0;
    any.then_some(aggregate)
}

/// Of a choice: how many chose each option.
pub fn options(question: &Question, counts: &Counts) -> Vec<OptionCount> {
    let options = question.options().iter();
    let count = |option: &String| OptionCount {
        option: option.clone(),
        count: counts.options.get(option).copied().unwrap_or(0),
    };
    options.map(count).collect()
}

/// Of a scored question, by the counted answers of some bases together.
fn summary(
    audience: Audience,
    question: &Question,
    rows: &[&TallyRow],
    bases: &[Source],
) -> Option<Summary> {
    let scale = question.kind.scale()?;
    let counted = || {
        let stands = |row: &&&TallyRow| bases.iter().any(|source| row.source == source.as_str());
        rows.iter()
            .filter(stands)
            .filter(|row| row.counts.n > 0)
            .copied()
    };
    let (alone, clusters) = by_cluster(counted());
    // How many could have answered is known of guests alone: a list names no clients.
    let guests = counted().find_map(|row| row.guests);
    let guests = guests.filter(|_| audience == Audience::Guest);
    let summary = match (clusters.as_slice(), guests) {
        ([event], Some(guests)) if alone == Tally::default() => {
            Summary::of_one_event(scale, event, guests)
        }
        _ => Summary::of(scale, &alone, &clusters),
    };
    let survey = rows.first().map(|row| row.survey.as_str());
    Some(summary.aimed(surveys::target(survey?, &question.id)))
}

/// The answers of no event, and those of each cluster.
fn by_cluster<'a>(rows: impl Iterator<Item = &'a TallyRow>) -> (Tally, Vec<Tally>) {
    let mut rows: Vec<&TallyRow> = rows.collect();
    rows.sort_unstable_by_key(|row| row.cluster.as_str());
    let (mut alone, mut clusters) = (Tally::default(), Vec::new());
    for rows in rows.chunk_by(|a, b| a.cluster == b.cluster) {
        let tallies = rows.iter().map(|row| Tally::from_counts(row.counts.scores));
        let tally = tallies.fold(Tally::default(), |all, one| all.merged(&one));
        match rows {
            [row, ..] if row.cluster.is_empty() => alone = tally,
            _ => clusters.push(tally),
        }
    }
    (alone, clusters)
}
