//! Reading: tallies, callbacks, whether the database answers.

use super::{Bound, Reader, Told, another_shape, json};
use crate::refusal::Outcome;
use crate::slices::{Part, Plan};
use otklik_survey::SubmissionId;
use otklik_survey::callback::{By, Lifecycle, Window};
use std::collections::BTreeMap;

/// Which tallies are summed. `None` stands for all.
#[derive(Debug, Default)]
pub struct TallyFilter<'a> {
    /// Survey, question and audience of each; none given means none found.
    pub asked: Vec<[&'a str; 3]>,
    pub event: Option<&'a str>,
    pub touchpoint: Option<&'a str>,
    pub manager: Option<&'a str>,
    pub client: Option<&'a str>,
    pub format: Option<&'a str>,
    pub channel: Option<&'a str>,
    pub locale: Option<&'a str>,
    /// Of the dimensions that `tally_read.sql` knows.
    pub group_by: &'a [&'a str],
}

/// Summed counts of one cluster in one group.
#[derive(Debug)]
pub struct TallyRow {
    /// The values of the dimensions grouped by, as a JSON array.
    pub grp: String,
    pub survey: String,
    pub question: String,
    pub basis: String,
    /// An event, or a bundle of them; empty for what came about no event.
    pub cluster: String,
    /// The length of the event's guest list, where the agency knows it.
    pub guests: Option<u64>,
    /// Answers that count.
    pub n: u64,
    /// Answers set aside.
    pub suspect: u64,
    /// Answers never confirmed.
    pub provisional: u64,
    /// Those that count, by option chosen; an option may be there more than once.
    pub options: Vec<BTreeMap<String, u64>>,
    /// Those that count, by value, from 0 to 10.
    pub counts: [u64; 11],
}

impl TallyRow {
    fn of(told: &Told) -> Outcome<TallyRow> {
        let [
            grp,
            survey,
            question,
            basis,
            cluster,
            guests,
            n,
            suspect,
            provisional,
            options,
            counts @ ..,
        ] = told.columns::<21>()?;
        let number = |text: String| text.parse().unwrap_or(0);
        Ok(TallyRow {
            grp,
            survey,
            question,
            basis,
            cluster,
            guests: guests.parse().ok(),
            n: number(n),
            suspect: number(suspect),
            provisional: number(provisional),
            options: serde_json::from_str(&options).map_err(worker::Error::from)?,
            counts: counts.map(number),
        })
    }
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
    pub promised_at_ms: Option<i64>,
    /// Empty where there is none.
    pub sealed: String,
}

impl CallbackRow {
    fn of(told: &Told) -> Outcome<CallbackRow> {
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
            promised_at_ms,
            sealed,
        ] = told.columns()?;
        Ok(CallbackRow {
            id,
            survey,
            state: Lifecycle::from_word(&state).ok_or_else(another_shape)?,
            channel,
            locale,
            topic,
            window: Window::from_word(&window).ok_or_else(another_shape)?,
            by: By::from_word(&by).ok_or_else(another_shape)?,
            received_at_ms: received_at_ms.parse().unwrap_or(0),
            promised_at_ms: promised_at_ms.parse().ok(),
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
    pub promised_at_ms: Option<i64>,
}

impl RequestRow {
    pub(super) fn of(told: &Told) -> Outcome<RequestRow> {
        let [survey, state, locale, by, promised_at_ms] = told.columns()?;
        Ok(RequestRow {
            survey,
            state: Lifecycle::from_word(&state).ok_or_else(another_shape)?,
            locale,
            by: By::from_word(&by).ok_or_else(another_shape)?,
            promised_at_ms: promised_at_ms.parse().ok(),
        })
    }
}

impl Reader {
    /// Rows sorted by group, survey, question, basis, cluster; `None` where the plan would read more tallies than
    /// it may.
    pub async fn tallies(
        &self,
        filter: &TallyFilter<'_>,
        plan: &Plan,
    ) -> Outcome<Option<Vec<TallyRow>>> {
        let (asked, group_by) = (json(&filter.asked)?, json(filter.group_by)?);
        let (parts, own_parts) = (days(&plan.parts)?, days(&plan.own_parts)?);
        let values = [
            Bound::Text(&asked),
            Bound::Text(&parts),
            Bound::Text(&own_parts),
            Bound::OptionalText(filter.event),
            Bound::OptionalText(filter.client),
            Bound::OptionalText(filter.manager),
            Bound::OptionalText(filter.format),
            Bound::OptionalText(filter.touchpoint),
            Bound::OptionalText(filter.channel),
            Bound::OptionalText(filter.locale),
            Bound::Text(&group_by),
            Bound::Number(plan.rows_max.into()),
        ];
        let told = self.told(sql!("tally_read"), &values).await?;
        let (n_read, rows) = told.split_first().ok_or_else(another_shape)?;
        let [n_read] = n_read.columns()?;
        if n_read
            .parse()
            .map_or(true, |n_read: u32| n_read > plan.rows_max)
        {
            return Ok(None);
        }
        rows.iter()
            .map(TallyRow::of)
            .collect::<Outcome<_>>()
            .map(Some)
    }

    /// The callbacks: those that are open first, then the newest first.
    pub async fn callbacks(&self, at_most: u32) -> Outcome<Vec<CallbackRow>> {
        let values = [Bound::Number(at_most.into())];
        let told = self.told(sql!("callback_list"), &values);
        told.await?.iter().map(CallbackRow::of).collect()
    }

    /// The callback of an id.
    pub async fn request(&self, id: &SubmissionId) -> Outcome<Option<RequestRow>> {
        let values = [Bound::Text(id.as_str())];
        let told = self.told(sql!("callback_find"), &values);
        told.await?.first().map(RequestRow::of).transpose()
    }

    /// The schema of the database, and the oldest whose workers may write to it.
    pub async fn schema(&self) -> Outcome<[i64; 2]> {
        let told = self.told(sql!("health"), &[]).await?;
        let told = told.first().ok_or_else(another_shape)?;
        let columns = told.columns::<2>()?;
        Ok(columns.map(|column| column.parse().unwrap_or(0)))
    }
}

/// Parts of a plan as SQL reads them: `[[slice, first day, last day]]`.
fn days(parts: &[Part]) -> Outcome<String> {
    let told = |(slice, period): &Part| {
        [
            (*slice).to_owned(),
            period.from.to_string(),
            period.to.to_string(),
        ]
    };
    json(&parts.iter().map(told).collect::<Vec<_>>())
}
