//! The tallies behind an aggregate, grouped as it asks.

use super::filter::Filter;
use super::read_plan;
use crate::http::error::{ClientError, Result};
use crate::store::{Counts, EventFacts, Reader, StoredTally, TallyQuery};
use otklik_survey::calendar::day::Day;
use otklik_survey::calendar::period::Unit;
use otklik_survey::{Channel, Lang, Touchpoint};
use std::collections::{BTreeMap, BTreeSet};

/// The answers of one cluster in one group.
#[derive(Clone, Debug, Default)]
pub struct TallyRow {
    /// The values of the dimensions grouped by. A period is its first day.
    pub keys: Vec<String>,
    pub survey: String,
    pub question: String,
    pub source: String,
    /// An event, or a random_group of them; empty for what came about no event.
    pub cluster: String,
    /// The length of the event's guest list, where the agency knows it.
    pub guests: Option<u64>,
    pub counts: Counts,
}

/// Sorted by group, survey, question, source, cluster; by the first plan that does not read too many.
///
/// # Errors
/// `query_too_wide` where none does.
pub async fn read(filter: &Filter, reader: &Reader) -> Result<Vec<TallyRow>> {
    let surveys: Vec<_> = filter.surveys().collect();
    let questions = surveys.iter().flat_map(|survey| {
        let questions = survey.questions().iter();
        questions.map(|question| [survey.id(), question.id.as_str()])
    });
    let asked: BTreeSet<[&str; 2]> = questions
        .filter(|[_, id]| filter.question.as_deref().is_none_or(|asked| asked == *id))
        .collect();
    let asked: Vec<[&str; 2]> = asked.into_iter().collect();
    for plan in read_plan::plans(filter.needs(), filter.days()) {
        let query = TallyQuery {
            scope: filter.scope(),
            questions: &asked,
            parts: &plan.parts,
            own_parts: &plan.own_parts,
            event: filter.event.as_deref(),
            client: filter.client.as_deref(),
            manager: filter.manager.as_deref(),
            rows_max: plan.rows_max,
        };
        let Some(found) = reader.tallies(&query).await? else {
            continue;
        };
        if filter.asks_of_events() {
            let events = found.iter().map(|tally| tally.cluster.as_str());
            let facts = reader.event_facts(&named(events)).await?;
            return Ok(grouped(filter, found, &facts));
        }
        let mut rows = grouped(filter, found, &BTreeMap::new());
        let facts = reader.event_facts(&named(alone(&rows))).await?;
        for row in &mut rows {
            row.guests = facts.get(&row.cluster).and_then(|event| event.guests);
        }
        return Ok(rows);
    }
    Err(ClientError::QueryTooWide.into())
}

/// The events among clusters, each once.
fn named<'a>(clusters: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let is_event = |cluster: &&str| !cluster.is_empty() && !cluster.starts_with('#');
    let events: BTreeSet<&str> = clusters.filter(is_event).collect();
    events.into_iter().collect()
}

/// The clusters that are the only one of their question and source in a group: how many guests they had tells
/// how sure that score is.
fn alone(rows: &[TallyRow]) -> impl Iterator<Item = &str> {
    let is_same = |a: &TallyRow, b: &TallyRow| {
        (&a.keys, &a.survey, &a.question, &a.source) == (&b.keys, &b.survey, &b.question, &b.source)
    };
    rows.chunk_by(is_same).filter_map(|rows| match rows {
        [only] => Some(only.cluster.as_str()),
        _ => None,
    })
}

/// What of the tallies the filter is about, summed up by its groups.
fn grouped(
    filter: &Filter,
    found: Vec<StoredTally>,
    events: &BTreeMap<String, EventFacts>,
) -> Vec<TallyRow> {
    let nothing = EventFacts::default();
    let mut rows: BTreeMap<[Vec<String>; 2], TallyRow> = BTreeMap::new();
    for tally in found {
        let event = events.get(&tally.cluster).unwrap_or(&nothing);
        if tally.counts.is_empty() || !fits(filter, &tally, event) {
            continue;
        }
        let keys = filter.group_by.iter().map(|name| key(name, &tally, event));
        let keys: Vec<String> = keys.collect();
        let StoredTally {
            survey,
            question,
            source,
            cluster,
            counts,
            ..
        } = tally;
        let rest = [&survey, &question, &source, &cluster].map(String::clone);
        let row = rows
            .entry([keys.clone(), rest.to_vec()])
            .or_insert_with(|| TallyRow {
                keys,
                survey,
                question,
                source,
                cluster,
                guests: event.guests,
                counts: Counts::default(),
            });
        row.counts.add(&counts);
    }
    rows.into_values().collect()
}

/// Of survey, audience, question and days no others were read.
fn fits(filter: &Filter, tally: &StoredTally, event: &EventFacts) -> bool {
    let is = |asked: Option<&str>, value: &str| asked.is_none_or(|asked| asked == value);
    is(filter.event.as_deref(), &tally.cluster)
        && is(filter.client.as_deref(), &event.client)
        && is(filter.manager.as_deref(), &event.manager)
        && filter.scope().includes(&event.manager)
        && is(filter.format.as_deref(), &event.format)
        && is(filter.touchpoint.map(Touchpoint::as_str), &tally.touchpoint)
        && is(filter.channel.map(Channel::as_str), &tally.channel)
        && is(filter.locale.map(Lang::code), &tally.locale)
}

/// What a tally is of one dimension.
fn key(dimension: &str, tally: &StoredTally, event: &EventFacts) -> String {
    if let Some(unit) = Unit::parse(dimension) {
        let start = Day::parse(&tally.day).and_then(|day| unit.start(day));
        return start.map_or_else(String::new, |day| day.to_string());
    }
    match dimension {
        "survey" => tally.survey.clone(),
        "audience" => audience_of(&tally.survey),
        "question" => tally.question.clone(),
        "event" => tally.cluster.clone(),
        "touchpoint" => tally.touchpoint.clone(),
        "manager" => event.manager.clone(),
        "client" => event.client.clone(),
        "format" => event.format.clone(),
        "channel" => tally.channel.clone(),
        "locale" => tally.locale.clone(),
        _ => String::new(),
    }
}

fn audience_of(survey: &str) -> String {
    let survey = otklik_embed::survey_doc::surveys::find(survey);
    survey.map_or_else(String::new, |it| it.audience().as_str().to_owned())
}

impl Counts {
    fn is_empty(&self) -> bool {
        self.n + self.quarantined + self.partial == 0
    }

    pub fn add(&mut self, more: &Counts) {
        self.n += more.n;
        self.quarantined += more.quarantined;
        self.partial += more.partial;
        for (count, more) in self.scores.iter_mut().zip(more.scores) {
            *count += more;
        }
        for (option, more) in &more.options {
            *self.options.entry(option.clone()).or_default() += more;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_may_be_alone_in_one_source() {
        let row = |source: &str, cluster: &str| TallyRow {
            source: source.to_owned(),
            cluster: cluster.to_owned(),
            ..TallyRow::default()
        };
        let rows = [
            row("event_link", "one"),
            row("invite", "one"),
            row("invite", "two"),
        ];
        assert_eq!(alone(&rows).collect::<Vec<_>>(), ["one"]);
        let apart = [row("event_link", "one"), row("invite", "two")];
        assert_eq!(alone(&apart).collect::<Vec<_>>(), ["one", "two"]);
        assert_eq!(alone(&rows[1..]).count(), 0);
    }
}
