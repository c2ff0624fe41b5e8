//! Reads tallies, and the events by which they are grouped.

use super::row::json_text;
use super::{Reader, json};
use crate::auth::scope::Scope;
use crate::http::error::Result;
use otklik_survey::calendar::period::Period;
use otklik_survey::limits;
use serde::Deserialize;
use std::collections::BTreeMap;

/// A tally as it is stored.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(from = "TallyColumns")]
pub struct StoredTally {
    pub survey: String,
    pub question: String,
    /// The first day of its rollup's unit.
    pub day: String,
    pub source: String,
    /// An event or a random group of events; empty for answers about no event.
    pub cluster: String,
    pub touchpoint: String,
    pub channel: String,
    pub locale: String,
    pub counts: Counts,
}

/// A rollup of tallies by name, and the days that are read of it.
pub type RollupPeriod = (&'static str, Period);

/// A query for tallies.
#[derive(Clone, Copy)]
pub struct TallyQuery<'a> {
    /// Restricts the per-event rollups. The agency's rollups have no manager: `stats` leaves out the events of others.
    pub scope: &'a Scope,
    /// `[survey, question, source]` of each.
    pub questions: &'a [[&'a str; 3]],
    /// Of the rollups of the whole agency.
    pub parts: &'a [RollupPeriod],
    /// Of the per-event rollups, which are read for the events that the next three fields name.
    pub own_parts: &'a [RollupPeriod],
    pub event: Option<&'a str>,
    pub client: Option<&'a str>,
    pub manager: Option<&'a str>,
    /// Only events on these days; of the agency's rollups then the answers about no event.
    pub event_days: Option<Period>,
    pub rows_max: u32,
}

/// The number of answers by status; those that are accepted also by score and option.
#[derive(Clone, Debug, Default)]
pub struct Counts {
    /// Accepted answers.
    pub n: u64,
    pub quarantined: u64,
    pub partial: u64,
    /// Accepted answers by score, from 0 to 10.
    pub scores: [u64; 11],
    /// Accepted answers by chosen option.
    pub options: BTreeMap<String, u64>,
}

/// A row of `tally_read.sql`.
#[derive(Deserialize)]
struct TallyColumns {
    survey: String,
    question: String,
    day: String,
    source: String,
    cluster: String,
    touchpoint: String,
    channel: String,
    locale: String,
    n: u64,
    quarantined: u64,
    partial: u64,
    #[serde(deserialize_with = "json_text")]
    scores: [u64; 11],
    #[serde(deserialize_with = "json_text")]
    options: BTreeMap<String, u64>,
}

impl From<TallyColumns> for StoredTally {
    fn from(row: TallyColumns) -> StoredTally {
        StoredTally {
            survey: row.survey,
            question: row.question,
            day: row.day,
            source: row.source,
            cluster: row.cluster,
            touchpoint: row.touchpoint,
            channel: row.channel,
            locale: row.locale,
            counts: Counts {
                n: row.n,
                quarantined: row.quarantined,
                partial: row.partial,
                scores: row.scores,
                options: row.options,
            },
        }
    }
}

/// The columns of an event by which answers are grouped.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct EventFacts {
    id: String,
    pub date: String,
    pub manager: String,
    pub client: String,
    pub format: String,
    /// The length of the guest list; `None` where the agency does not know it.
    pub guests: Option<u64>,
}

impl Reader {
    /// The tallies of a query; `None` where there are more than it may read.
    pub async fn tallies(&self, query: &TallyQuery<'_>) -> Result<Option<Vec<StoredTally>>> {
        let questions = &json(query.questions)?;
        let [event_from, event_to] = ends(query.event_days);
        let (parts, own_parts) = (&parts_json(query.parts)?, &parts_json(query.own_parts)?);
        let tallies: Vec<StoredTally> = self
            .rows(statement!("tally_read", {
                questions,
                parts,
                own_parts,
                event: query.event,
                client: query.client,
                manager: query.scope.manager().or(query.manager),
                event_from: event_from.as_deref(),
                event_to: event_to.as_deref(),
                rows_max: query.rows_max,
            }))
            .await?;
        let is_within = tallies.len() <= query.rows_max as usize;
        Ok(is_within.then_some(tallies))
    }

    /// The tallies of an event by the day, of `[survey, question, source]` each; none where the event has too many responses.
    pub async fn tallies_of_event(
        &self,
        event: &str,
        questions: &[[&str; 3]],
        days: Period,
    ) -> Result<Vec<StoredTally>> {
        let questions = &json(questions)?;
        let (from, to) = (&days.from.to_string(), &days.to.to_string());
        let responses_max = limits::TALLIES_MAX;
        self.rows(statement!("tally_of_event", {
            event, questions, from, to, responses_max
        }))
        .await
    }

    /// The events that exist, by id.
    pub async fn event_facts(&self, ids: &[&str]) -> Result<BTreeMap<String, EventFacts>> {
        if ids.is_empty() {
            return Ok(BTreeMap::new());
        }
        let ids = &json(ids)?;
        let events: Vec<EventFacts> = self.rows(statement!("event_facts", { ids })).await?;
        let by_id = events.into_iter().map(|event| (event.id.clone(), event));
        Ok(by_id.collect())
    }
}

/// The first and the last day, as they are stored.
pub(super) fn ends(period: Option<Period>) -> [Option<String>; 2] {
    let ends = period.map(|it| [it.from, it.to].map(|day| day.to_string()));
    ends.map_or([None, None], |days| days.map(Some))
}

/// `[[rollup, first day, last day]]`.
fn parts_json(parts: &[RollupPeriod]) -> Result<String> {
    let days = |(rollup, period): &RollupPeriod| {
        [
            (*rollup).to_owned(),
            period.from.to_string(),
            period.to.to_string(),
        ]
    };
    json(&parts.iter().map(days).collect::<Vec<_>>())
}
