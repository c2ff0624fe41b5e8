//! The tallies behind an aggregate, filtered and grouped as the query asks.

use super::dimension::Dimension;
use super::filter::{By, Filter};
use super::read_plan::{Plan, Sources};
use crate::http::error::{ClientError, Result};
use crate::store::{Counts, EventFacts, Reader, StoredTally, TallyQuery};
use otklik_survey::Audience;
use otklik_survey::calendar::day::Day;
use std::collections::{BTreeMap, BTreeSet};

/// The answers of one cluster in one group.
#[derive(Clone, Debug, Default)]
pub struct TallyRow {
    /// The values of the dimensions grouped by. A period is its first day.
    pub keys: Vec<String>,
    /// The same first day, where answers are grouped by a period.
    pub period: Option<Day>,
    pub survey: String,
    pub question: String,
    pub source: String,
    /// An event, or a random group of events; empty for answers about no event.
    pub cluster: String,
    /// The length of the event's guest list, where the agency knows it and the answers are all that the event has.
    pub guests: Option<u64>,
    pub counts: Counts,
}

/// The tallies of a filter.
#[derive(Default)]
pub struct Tallies {
    /// Sorted by group, survey, question, source, cluster.
    pub rows: Vec<TallyRow>,
    /// Other sources were too many tallies, so that only those of headlines are among the rows.
    pub only_headline_sources: bool,
    /// Audiences of which not even these could be read.
    pub unread: Vec<Audience>,
}

/// Reads tallies by the first plan that fits its limit of rows. Where none does, each audience is read alone: a flood of
/// guests' answers takes no clients' along.
///
/// # Errors
/// `query_too_wide` where no audience can be read.
pub async fn read(filter: &Filter, reader: &Reader) -> Result<Tallies> {
    if let Some(event) = filter.event_by_days() {
        let questions = questions(filter, None, Sources::All);
        let days = filter.days();
        let tallies = reader.tallies_of_event(event, &questions, days).await?;
        if !tallies.is_empty() {
            return Ok(Tallies {
                rows: with_events(filter, tallies, reader).await?,
                ..Tallies::default()
            });
        }
    }
    let plans = filter.plans();
    if let Some((tallies, plan)) = first_within(&plans, None, filter, reader).await? {
        return Ok(Tallies {
            rows: with_events(filter, tallies, reader).await?,
            only_headline_sources: plan.sources == Sources::Headline,
            unread: Vec::new(),
        });
    }
    let is_asked = |audience: &&Audience| filter.surveys().any(|it| it.audience() == **audience);
    let audiences: Vec<Audience> = Audience::ALL.iter().filter(is_asked).copied().collect();
    // One alone has just been read.
    if audiences.len() < 2 {
        return Err(ClientError::QueryTooWide.into());
    }
    let of_headlines: Vec<Plan> = plans
        .into_iter()
        .filter(|plan| plan.sources == Sources::Headline)
        .collect();
    let (mut tallies, mut unread) = (Vec::new(), Vec::new());
    for audience in &audiences {
        match first_within(&of_headlines, Some(*audience), filter, reader).await? {
            Some((found, _)) => tallies.extend(found),
            None => unread.push(*audience),
        }
    }
    if unread.len() == audiences.len() {
        return Err(ClientError::QueryTooWide.into());
    }
    Ok(Tallies {
        rows: with_events(filter, tallies, reader).await?,
        only_headline_sources: true,
        unread,
    })
}

/// The tallies of the first plan that fits its limit of rows, of one audience or of all.
async fn first_within<'p>(
    plans: &'p [Plan],
    audience: Option<Audience>,
    filter: &Filter,
    reader: &Reader,
) -> Result<Option<(Vec<StoredTally>, &'p Plan)>> {
    for plan in plans {
        let questions = questions(filter, audience, plan.sources);
        let query = TallyQuery {
            scope: filter.scope(),
            questions: &questions,
            parts: &plan.rollups,
            own_parts: &plan.event_rollups,
            event: filter.value(Dimension::Event),
            client: filter.value(Dimension::Client),
            manager: filter.value(Dimension::Manager),
            event_days: filter.event_days(),
            rows_max: plan.rows_max,
        };
        if let Some(tallies) = reader.tallies(&query).await? {
            return Ok(Some((tallies, plan)));
        }
    }
    Ok(None)
}

/// The rows of a filter, with what it needs of their events.
async fn with_events(
    filter: &Filter,
    tallies: Vec<StoredTally>,
    reader: &Reader,
) -> Result<Vec<TallyRow>> {
    if filter.needs_event_facts() {
        let clusters = tallies.iter().map(|tally| tally.cluster.as_str());
        let facts = reader.event_facts(&events_among(clusters)).await?;
        return Ok(grouped(filter, tallies, &facts));
    }
    let mut rows = grouped(filter, tallies, &BTreeMap::new());
    if !filter.has_whole_events() {
        return Ok(rows);
    }
    let facts = reader.event_facts(&events_among(alone(&rows))).await?;
    for row in &mut rows {
        row.guests = facts.get(&row.cluster).and_then(|event| event.guests);
    }
    Ok(rows)
}

/// `[survey, question, source]` of each question of the filter and its sources, each once; of one audience or of all.
fn questions(
    filter: &Filter,
    audience: Option<Audience>,
    sources: Sources,
) -> Vec<[&'static str; 3]> {
    let only = filter.value(Dimension::Question);
    let mut questions = BTreeSet::new();
    let is_asked = |audience_of: Audience| audience.is_none_or(|it| it == audience_of);
    for survey in filter.surveys().filter(|it| is_asked(it.audience())) {
        for question in survey.questions() {
            if only.is_none_or(|id| question.id == id) {
                for source in sources.of(survey.audience()) {
                    questions.insert([survey.id(), question.id.as_str(), source.as_str()]);
                }
            }
        }
    }
    questions.into_iter().collect()
}

/// The events among clusters, each once.
fn events_among<'a>(clusters: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let is_event = |cluster: &&str| !cluster.is_empty() && !cluster.starts_with('#');
    let events: BTreeSet<&str> = clusters.filter(is_event).collect();
    events.into_iter().collect()
}

/// The clusters that are the only one of their question and source in a group. If such a cluster is an event, the
/// length of its guest list narrows the interval.
fn alone(rows: &[TallyRow]) -> impl Iterator<Item = &str> {
    let is_same = |a: &TallyRow, b: &TallyRow| {
        (&a.keys, &a.survey, &a.question, &a.source) == (&b.keys, &b.survey, &b.question, &b.source)
    };
    rows.chunk_by(is_same).filter_map(|rows| match rows {
        [only] => Some(only.cluster.as_str()),
        _ => None,
    })
}

/// The tallies that fit the filter, summed up by its groups.
fn grouped(
    filter: &Filter,
    tallies: Vec<StoredTally>,
    events: &BTreeMap<String, EventFacts>,
) -> Vec<TallyRow> {
    let unknown = EventFacts::default();
    let mut rows: BTreeMap<[Vec<String>; 2], TallyRow> = BTreeMap::new();
    for mut tally in tallies {
        let event = events.get(&tally.cluster).unwrap_or(&unknown);
        if filter.by == By::EventDate && !tally.cluster.is_empty() {
            tally.day.clone_from(&event.date);
        }
        if tally.counts.is_empty() || !fits(filter, &tally, event) {
            continue;
        }
        let dimensions = filter.group_by.iter();
        let keys: Vec<String> = dimensions
            .map(|dimension| dimension.value(&tally, event).into_owned())
            .collect();
        let period = filter
            .period()
            .and_then(|(index, _)| Day::parse(&keys[index]));
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
                period,
                survey,
                question,
                source,
                cluster,
                guests: event.guests.filter(|_| filter.has_whole_events()),
                counts: Counts::default(),
            });
        row.counts.add(&counts);
    }
    rows.into_values().collect()
}

/// Whether a tally has every value that the filter selects. Days were selected by the query.
fn fits(filter: &Filter, tally: &StoredTally, event: &EventFacts) -> bool {
    let mut selected = filter.selected.iter();
    selected.all(|(dimension, value)| dimension.value(tally, event) == value)
        && filter.scope().includes(&event.manager)
}

impl Counts {
    pub fn is_empty(&self) -> bool {
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
    fn an_event_is_alone_by_source() {
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
