//! What `GET /v1/aggregates` tells of an anonymous survey: sums of [`Rule::intervals`], and nothing by which
//! they could be taken apart. No source or event for itself, no answers set aside, no rates, no changes.

use super::aggregates::Aggregates;
use super::filter::Filter;
use super::summarize::{Group, Headline, QuestionAggregate, options};
use super::tallies::{self, TallyRow};
use crate::auth::principal::Staff;
use crate::ctx::Ctx;
use crate::http::error::{ClientError, Result};
use crate::store::Counts;
use otklik_embed::survey_doc::surveys;
use otklik_survey::calendar::day::Day;
use otklik_survey::stats::anonymous::Rule;
use otklik_survey::stats::summary::Summary;
use otklik_survey::stats::tally::Tally;
use otklik_survey::{Question, Source, Survey};
use std::collections::BTreeMap;

#[cfg(test)]
mod attack;

/// The one grouping.
const QUARTER: &str = "quarter";

/// What is told together: keys, last day, each question with its counts.
type Parts<'a> = BTreeMap<(Vec<String>, Option<String>), Vec<(&'a Question, Counts)>>;

/// The aggregates of a filter that names an anonymous survey.
///
/// # Errors
/// `anonymous_survey` for anything but the survey, a question and quarters.
pub async fn report(filter: Filter, ctx: &Ctx<impl Staff>) -> Result<Aggregates> {
    check(&filter)?;
    let today = Day::parse(&ctx.today()?).ok_or_else(|| worker::Error::from("today is no day"))?;
    let quarters = Filter {
        group_by: vec![QUARTER],
        ..filter.clone()
    };
    let rows = tallies::read(&quarters, ctx.reader()).await?;
    let by_quarter = !filter.group_by.is_empty();
    let survey = filter.surveys().next();
    let groups = survey.map_or(Vec::new(), |survey| {
        groups(Rule::OURS, survey, &rows, today, by_quarter)
    });
    Ok(Aggregates {
        zone: ctx.settings.zone.clone(),
        filter,
        groups,
        callbacks: None,
        more_votes_than_guests: None,
    })
}

/// Whatever a filter may say one day, it is not for anonymous surveys unless it is let in here.
fn check(filter: &Filter) -> Result<(), ClientError> {
    let rest = Filter {
        survey: None,
        question: None,
        group_by: Vec::new(),
        ..filter.clone()
    };
    match filter.group_by[..] {
        // One manager's part would be a number of its own, and would move with every change of an event's manager.
        [] | [QUARTER]
            if filter.scope.manager().is_none() && rest == Filter::all(&filter.scope) =>
        {
            Ok(())
        }
        _ => Err(ClientError::AnonymousSurvey),
    }
}

/// By rows that are grouped by quarter: each interval for itself, or all of them together.
fn groups(
    rule: Rule,
    survey: &Survey,
    rows: &[TallyRow],
    today: Day,
    by_quarter: bool,
) -> Vec<Group> {
    let mut parts = Parts::new();
    for question in survey.questions() {
        let mut quarters: BTreeMap<Day, Counts> = BTreeMap::new();
        for row in rows.iter().filter(|row| row.question == question.id) {
            if let Some(quarter) = row.keys.first().and_then(|key| Day::parse(key)) {
                quarters.entry(quarter).or_default().add(&row.counts);
            }
        }
        let answers = quarters
            .iter()
            .map(|(quarter, counts)| (*quarter, counts.n));
        // A quarter of answers set aside alone is none.
        let answers = answers.filter(|(_, n)| *n > 0);
        let mut whole = Counts::default();
        for interval in rule.intervals(answers, today) {
            let mut counts = Counts::default();
            for (_, quarter) in quarters.range(interval.from..=interval.to) {
                counts.add(quarter);
            }
            if by_quarter {
                let keys = vec![interval.from.to_string()];
                let part = parts.entry((keys, Some(interval.to.to_string())));
                part.or_default().push((question, counts));
            } else {
                whole.add(&counts);
            }
        }
        if whole.n > 0 {
            let part = parts.entry((Vec::new(), None));
            part.or_default().push((question, whole));
        }
    }
    let told = parts.into_iter().map(|((keys, until), questions)| Group {
        keys,
        until,
        questions: questions
            .iter()
            .map(|(question, counts)| aggregate(survey, question, counts))
            .collect(),
        response_rates: Vec::new(),
    });
    told.collect()
}

/// All answers as independent ones: an interval by events would tell how events differ.
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
            bases: Source::ALL.to_vec(),
            n: counts.n,
            composition: Vec::new(),
            verified: false,
            unverified: None,
            summary,
            options: options(question, counts),
            change: None,
            place: None,
        },
        bases: Vec::new(),
    }
}
