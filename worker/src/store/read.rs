//! Reading: tallies, callbacks, whether the database answers.

use super::{Bound, Reader, RowReader, another_shape, json};
use crate::auth::scope::Scope;
use crate::http::error::Result;
use otklik_survey::calendar::period::Period;
use otklik_survey::callback::{By, Lifecycle, Window};
use otklik_survey::{SubmissionId, limits};
use std::collections::BTreeMap;

/// A tally as it is stored.
#[derive(Clone, Debug, Default)]
pub struct StoredTally {
    pub survey: String,
    pub question: String,
    /// The first one of what its rollup counts by.
    pub day: String,
    pub source: String,
    /// An event, or a random_group of them; empty for what came about no event.
    pub cluster: String,
    pub touchpoint: String,
    pub channel: String,
    pub locale: String,
    pub counts: Counts,
}

/// A rollup of tallies by name, and the days that are read of it.
pub type RollupPeriod = (&'static str, Period);

/// Which tallies are read.
#[derive(Clone, Copy)]
pub struct TallyQuery<'a> {
    /// Restricts the events' own rollups. The agency's rollups know no managers: of them, `stats` leaves out the
    /// events of others.
    pub scope: &'a Scope,
    /// `[survey, question]` of each.
    pub questions: &'a [[&'a str; 2]],
    /// Of the agency's rollups.
    pub parts: &'a [RollupPeriod],
    /// Of each event's own rollups, which are read for the events that the next three name.
    pub own_parts: &'a [RollupPeriod],
    pub event: Option<&'a str>,
    pub client: Option<&'a str>,
    pub manager: Option<&'a str>,
    pub rows_max: u32,
}

/// How many answers there are.
#[derive(Clone, Debug, Default)]
pub struct Counts {
    /// Answers that count.
    pub n: u64,
    /// Answers set aside.
    pub quarantined: u64,
    /// Answers never confirmed.
    pub partial: u64,
    /// Those that count, by value, from 0 to 10.
    pub scores: [u64; 11],
    /// Those that count, by option chosen.
    pub options: BTreeMap<String, u64>,
}

impl StoredTally {
    fn of(told: &RowReader) -> Result<StoredTally> {
        let [
            survey,
            question,
            day,
            source,
            cluster,
            touchpoint,
            channel,
            locale,
            n,
            quarantined,
            partial,
            options,
            scores @ ..,
        ] = told.columns::<23>()?;
        let number = |text: String| text.parse().unwrap_or(0);
        Ok(StoredTally {
            survey,
            question,
            day,
            source,
            cluster,
            touchpoint,
            channel,
            locale,
            counts: Counts {
                n: number(n),
                quarantined: number(quarantined),
                partial: number(partial),
                scores: scores.map(number),
                options: serde_json::from_str(&options).map_err(worker::Error::from)?,
            },
        })
    }
}

/// What is known of an event, by which answers are grouped.
#[derive(Clone, Debug, Default)]
pub struct EventFacts {
    pub manager: String,
    pub client: String,
    pub format: String,
    /// The length of the guest list, where the agency knows it.
    pub guests: Option<u64>,
}

/// A callback with its contact still sealed.
#[derive(Debug)]
pub struct CallbackRow {
    pub id: String,
    pub survey: String,
    pub state: Lifecycle,
    pub channel: String,
    pub locale: String,
    pub topic: String,
    pub window: Window,
    pub by: By,
    pub received_at_ms: i64,
    pub due_at_ms: Option<i64>,
    /// Empty where there is none.
    pub sealed: String,
}

impl CallbackRow {
    fn of(told: &RowReader) -> Result<CallbackRow> {
        let [
            id,
            survey,
            state,
            channel,
            locale,
            topic,
            window,
            by,
            received_at_ms,
            due_at_ms,
            sealed,
        ] = told.columns()?;
        Ok(CallbackRow {
            id,
            survey,
            state: Lifecycle::parse(&state).ok_or_else(another_shape)?,
            channel,
            locale,
            topic,
            window: Window::parse(&window).ok_or_else(another_shape)?,
            by: By::parse(&by).ok_or_else(another_shape)?,
            received_at_ms: received_at_ms.parse().unwrap_or(0),
            due_at_ms: due_at_ms.parse().ok(),
            sealed,
        })
    }
}

/// A callback as whoever knows its id may see it.
#[derive(Debug)]
pub struct RequestRow {
    pub survey: String,
    pub state: Lifecycle,
    pub locale: String,
    pub by: By,
    pub due_at_ms: Option<i64>,
}

impl RequestRow {
    pub(super) fn of(told: &RowReader) -> Result<RequestRow> {
        let [survey, state, locale, by, due_at_ms] = told.columns()?;
        Ok(RequestRow {
            survey,
            state: Lifecycle::parse(&state).ok_or_else(another_shape)?,
            locale,
            by: By::parse(&by).ok_or_else(another_shape)?,
            due_at_ms: due_at_ms.parse().ok(),
        })
    }
}

impl Reader {
    /// The tallies of a query; `None` where there are more than it may read.
    pub async fn tallies(&self, query: &TallyQuery<'_>) -> Result<Option<Vec<StoredTally>>> {
        let asked = json(query.questions)?;
        let (parts, own_parts) = (days(query.parts)?, days(query.own_parts)?);
        let values = [
            Bound::Text(&asked),
            Bound::Text(&parts),
            Bound::Text(&own_parts),
            Bound::OptionalText(query.event),
            Bound::OptionalText(query.client),
            Bound::OptionalText(query.scope.manager().or(query.manager)),
            Bound::Number(query.rows_max.into()),
        ];
        let told = self.told(sql!("tally_read"), &values).await?;
        if told.len() > query.rows_max as usize {
            return Ok(None);
        }
        told.iter()
            .map(StoredTally::of)
            .collect::<Result<_>>()
            .map(Some)
    }

    /// By id; those that there are.
    pub async fn event_facts(&self, ids: &[&str]) -> Result<BTreeMap<String, EventFacts>> {
        if ids.is_empty() {
            return Ok(BTreeMap::new());
        }
        let ids = json(ids)?;
        let told = self.told(sql!("event_facts"), &[Bound::Text(&ids)]).await?;
        let facts = told.iter().map(|told| {
            let [id, manager, client, format, guests] = told.columns()?;
            let facts = EventFacts {
                manager,
                client,
                format,
                guests: guests.parse().ok(),
            };
            Ok((id, facts))
        });
        facts.collect()
    }

    /// The callbacks: those that are open first, then the newest first.
    /// A callback belongs to no manager, so that any scope sees all of them.
    pub async fn callbacks(&self, _scope: &Scope, at_most: u32) -> Result<Vec<CallbackRow>> {
        let values = [Bound::Number(at_most.into())];
        let told = self.told(sql!("callback_list"), &values);
        told.await?.iter().map(CallbackRow::of).collect()
    }

    /// Callbacks of some days: each state with how many there are and how many of them are overdue. `None` where
    /// there are more than one request may read.
    pub async fn callback_counts(
        &self,
        _scope: &Scope,
        [from, to]: [Option<&str>; 2],
        now_ms: i64,
    ) -> Result<Option<Vec<(Lifecycle, [u64; 2])>>> {
        let values = [
            Bound::OptionalText(from),
            Bound::OptionalText(to),
            Bound::Number(now_ms - limits::OVERDUE_DAYS * 24 * 3_600_000),
            Bound::Number(now_ms),
            Bound::Number(i64::from(limits::CALLBACKS_COUNTED_MAX) + 1),
        ];
        let told = self.told(sql!("callback_count"), &values).await?;
        let counts = told.iter().map(|told| {
            let [state, n, overdue] = told.columns()?;
            let state = Lifecycle::parse(&state).ok_or_else(another_shape)?;
            Ok((state, [n, overdue].map(|count| count.parse().unwrap_or(0))))
        });
        let counts: Vec<(Lifecycle, [u64; 2])> = counts.collect::<Result<_>>()?;
        let all: u64 = counts.iter().map(|(_, [n, _])| n).sum();
        Ok(Some(counts).filter(|_| all <= limits::CALLBACKS_COUNTED_MAX.into()))
    }

    /// The callback of an id.
    pub async fn request(&self, id: &SubmissionId) -> Result<Option<RequestRow>> {
        let values = [Bound::Text(id.as_str())];
        let told = self.told(sql!("callback_find"), &values);
        told.await?.first().map(RequestRow::of).transpose()
    }

    /// The schema of the database, and the oldest whose workers may write to it.
    pub async fn schema(&self) -> Result<[i64; 2]> {
        let told = self.told(sql!("health"), &[]).await?;
        let told = told.first().ok_or_else(another_shape)?;
        let columns = told.columns::<2>()?;
        Ok(columns.map(|column| column.parse().unwrap_or(0)))
    }
}

/// Parts of a plan as SQL reads them: `[[rollup, first day, last day]]`.
fn days(parts: &[RollupPeriod]) -> Result<String> {
    let told = |(rollup, period): &RollupPeriod| {
        [
            (*rollup).to_owned(),
            period.from.to_string(),
            period.to.to_string(),
        ]
    };
    json(&parts.iter().map(told).collect::<Vec<_>>())
}
