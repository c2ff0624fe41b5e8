//! The aggregates of an anonymous survey: sums over the intervals of [`Rule`], and nothing by which these could be taken
//! apart. No single source or event, no quarantined answers, no rates, no changes.

use super::aggregates::{Aggregates, Group, Headline, QuestionAggregate};
use super::dimension::{AnonymousRule, Dimension};
use super::filter::{By, Filter};
use super::scores::option_counts;
use super::tallies::{self, TallyRow};
use crate::auth::principal::Staff;
use crate::ctx::Ctx;
use crate::http::error::{ClientError, Result};
use crate::store::{Counts, Reader};
use otklik_embed::survey_doc::surveys;
use otklik_survey::calendar::day::Day;
use otklik_survey::calendar::period::{Period, Unit};
use otklik_survey::stats::anonymous::Rule;
use otklik_survey::stats::summary::{SamplingUnit, Summary};
use otklik_survey::stats::tally::Tally;
use otklik_survey::{Question, Source, Survey};
use std::collections::BTreeMap;

#[cfg(test)]
mod allowed;
#[cfg(test)]
mod attack;
#[cfg(test)]
mod history;
#[cfg(test)]
mod linear;
#[cfg(test)]
mod worlds;

/// Questions with their counts, by the released interval that they are of; `None` for all intervals together.
type Released<'a> = BTreeMap<Option<(Day, Day)>, Vec<(&'a Question, Counts)>>;

/// The aggregates of a filter that names an anonymous survey.
///
/// # Errors
/// `anonymous_survey` for anything but the survey, a question and quarters.
pub async fn report(filter: Filter, today: Day, ctx: &Ctx<impl Staff>) -> Result<Aggregates> {
    check(&filter)?;
    let groups = match filter.surveys().next() {
        Some(survey) => released_groups(&filter, survey, today, ctx.reader()).await?,
        None => Vec::new(),
    };
    Ok(Aggregates {
        zone: ctx.settings.zone.clone(),
        filter,
        groups,
        callbacks: None,
        only_headline_sources: false,
        unread_audiences: Vec::new(),
        unread_parts: false,
        more_votes_than_guests: None,
    })
}

/// The groups of a checked filter.
///
/// # Errors
/// `query_too_wide`.
async fn released_groups(
    filter: &Filter,
    survey: &Survey,
    today: Day,
    reader: &Reader,
) -> Result<Vec<Group>> {
    // Before the tallies: a decision that comes between the two must not release a quarter without all that it includes.
    let held_since = reader.held_since(survey.id()).await?;
    let held_since = held_since.and_then(|day| Day::parse(&day));
    let only = filter.value(Dimension::Question);
    let mut rows = quarters_of(filter, reader).await?;
    // The first question cuts the intervals of all others.
    if let Some(first) = survey.questions().first()
        && only.is_some_and(|only| only != first.id)
    {
        rows.extend(quarters_of(&filter.of_question(&first.id), reader).await?);
    }
    let by_quarter = !filter.group_by.is_empty();
    Ok(groups(
        Rule::OURS,
        survey,
        only,
        &rows,
        held_since,
        today,
        by_quarter,
    ))
}

/// The tallies of a filter by quarter, however it groups them.
async fn quarters_of(filter: &Filter, reader: &Reader) -> Result<Vec<TallyRow>> {
    let quarters = Filter {
        group_by: vec![Dimension::Period(Unit::Quarter)],
        ..filter.clone()
    };
    let tallies = tallies::read(&quarters, reader).await?;
    if tallies.only_headline_sources {
        // All sources are in its numbers, so that without some these would be others.
        return Err(ClientError::QueryTooWide.into());
    }
    Ok(tallies.rows)
}

/// Refuses every part of a filter that is not allowed here by name, so that a new one is refused.
fn check(filter: &Filter) -> Result<(), ClientError> {
    let Filter {
        selected,
        from: None,
        to: None,
        by: By::Received,
        group_by,
        compare: None,
        scope,
    } = filter
    else {
        return Err(ClientError::AnonymousSurvey);
    };
    let mut selected = selected.iter();
    let is_allowed = selected.all(|(it, _)| it.anonymous() == AnonymousRule::Filter)
        && matches!(group_by[..], [] | [Dimension::Period(_)])
        && group_by.iter().all(|it| it.anonymous() == AnonymousRule::GroupBy)
        // One manager's numbers would not be sums of intervals, and would move with an event's manager.
        && scope.manager().is_none();
    if is_allowed {
        Ok(())
    } else {
        Err(ClientError::AnonymousSurvey)
    }
}

/// The groups of rows that are grouped by quarter: each released interval, or all of them together. `only` is the question
/// that was asked for; the rows have the first question too. `held_since` is the first day of answers that a limit set
/// aside and the director has not decided about.
fn groups(
    rule: Rule,
    survey: &Survey,
    only: Option<&str>,
    rows: &[TallyRow],
    held_since: Option<Day>,
    today: Day,
    by_quarter: bool,
) -> Vec<Group> {
    let intervals = intervals(rule, survey, rows, held_since, today);
    let mut released = Released::new();
    let asked = survey.questions().iter();
    for question in asked.filter(|it| only.is_none_or(|only| it.id == only)) {
        let quarters = quarters(question, rows);
        let counts_of = |period: Period| {
            let mut counts = Counts::default();
            for (_, quarter) in quarters.range(period.from..=period.to) {
                counts.add(quarter);
            }
            counts
        };
        let answers = intervals.iter().map(|it| (*it, counts_of(*it).n));
        let mut whole = Counts::default();
        for period in rule.joined(answers) {
            let counts = counts_of(period);
            if by_quarter {
                let interval = released.entry(Some((period.from, period.to)));
                interval.or_default().push((question, counts));
            } else {
                whole.add(&counts);
            }
        }
        if whole.n > 0 {
            released.entry(None).or_default().push((question, whole));
        }
    }
    let groups = released.into_iter().map(|(interval, questions)| Group {
        keys: interval.iter().map(|(from, _)| from.to_string()).collect(),
        until: interval.map(|(_, to)| to.to_string()),
        // What is released is over.
        running: false,
        questions: questions
            .iter()
            .map(|(question, counts)| aggregate(survey, question, counts))
            .collect(),
        response_rates: Vec::new(),
    });
    groups.collect()
}

/// The released intervals of a survey: by its first question, which everybody answers.
fn intervals(
    rule: Rule,
    survey: &Survey,
    rows: &[TallyRow],
    held_since: Option<Day>,
    today: Day,
) -> Vec<Period> {
    let Some(first) = survey.questions().first() else {
        return Vec::new();
    };
    let people = quarters(first, rows)
        .into_iter()
        .map(|(quarter, counts)| (quarter, counts.n));
    // A quarter of quarantined answers alone is no quarter.
    rule.intervals(people.filter(|(_, n)| *n > 0), held_since, today)
}

/// The counts of a question by the first day of a quarter.
fn quarters(question: &Question, rows: &[TallyRow]) -> BTreeMap<Day, Counts> {
    let mut quarters: BTreeMap<Day, Counts> = BTreeMap::new();
    for row in rows.iter().filter(|row| row.question == question.id) {
        if let Some(quarter) = row.period {
            quarters.entry(quarter).or_default().add(&row.counts);
        }
    }
    quarters
}

/// Counts all answers as independent: an interval over events would show how events differ.
fn aggregate(survey: &Survey, question: &Question, counts: &Counts) -> QuestionAggregate {
    let summary = question.kind.scale().map(|scale| {
        let summary = Summary::of(scale, &Tally::from_counts(counts.scores), &[]);
        summary.aimed(surveys::target(survey.id(), &question.id))
    });
    QuestionAggregate {
        survey: survey.id().to_owned(),
        audience: survey.audience(),
        question: question.id.clone(),
        kind: question.kind.name(),
        headline: Headline {
            sources: Source::ALL.to_vec(),
            n: counts.n,
            composition: Vec::new(),
            verified: false,
            unverified: None,
            summary,
            options: option_counts(question, counts, SamplingUnit::Answer, &[]),
            change: None,
            rank: None,
        },
        sources: Vec::new(),
    }
}
