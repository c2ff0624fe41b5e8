//! Reading: tallies, callbacks, whether the database answers.

use super::{Bound, Reader, bind, failure};
use crate::refusal::Outcome;
use otklik_survey::SubmissionId;
use otklik_survey::callback::{By, Lifecycle, Window};
use serde::Deserialize;

/// Which tallies are summed. `None` stands for all.
#[derive(Debug, Default)]
pub struct TallyFilter<'a> {
    /// Ids of surveys; none given means none found.
    pub surveys: Vec<&'a str>,
    pub event: Option<&'a str>,
    pub touchpoint: Option<&'a str>,
    pub manager: Option<&'a str>,
    pub channel: Option<&'a str>,
    pub locale: Option<&'a str>,
    /// `YYYY-MM-DD`, included.
    pub from: Option<&'a str>,
    /// `YYYY-MM-DD`, included.
    pub to: Option<&'a str>,
    /// One of the dimensions that `tally_read.sql` knows.
    pub group_by: Option<&'a str>,
}

/// Summed counts of one option (empty: the answer itself) in one group.
#[derive(Debug, Deserialize)]
pub struct TallyRow {
    pub grp: String,
    pub survey: String,
    pub question: String,
    pub option: String,
    pub basis: String,
    pub standing: String,
    pub event: String,
    /// The length of the event's guest list, where the agency knows it.
    pub guests: Option<u64>,
    pub n: u64,
    pub v0: u64,
    pub v1: u64,
    pub v2: u64,
    pub v3: u64,
    pub v4: u64,
    pub v5: u64,
    pub v6: u64,
    pub v7: u64,
    pub v8: u64,
    pub v9: u64,
    pub v10: u64,
}

impl TallyRow {
    /// Answers by value, from 0 to 10.
    pub fn counts(&self) -> [u64; 11] {
        [
            self.v0, self.v1, self.v2, self.v3, self.v4, self.v5, self.v6, self.v7, self.v8,
            self.v9, self.v10,
        ]
    }
}

/// A callback with its contact still sealed.
#[derive(Debug, Deserialize)]
pub struct CallbackRow {
    pub id: String,
    pub survey: String,
    pub state: Lifecycle,
    pub channel: String,
    pub locale: String,
    pub topic: String,
    pub call_window: Window,
    pub by: By,
    pub received_at_ms: f64,
    pub promised_at_ms: Option<f64>,
    pub sealed: Option<String>,
}

/// A callback as whoever knows its id may see it.
#[derive(Debug, Deserialize)]
pub struct RequestRow {
    pub survey: String,
    pub state: Lifecycle,
    pub locale: String,
    pub by: By,
    pub promised_at_ms: Option<f64>,
}

impl Reader {
    /// Rows sorted by group, survey, question, option, basis, standing, event.
    pub async fn tallies(&self, filter: &TallyFilter<'_>) -> Outcome<Vec<TallyRow>> {
        let surveys = serde_json::to_string(&filter.surveys).map_err(worker::Error::from)?;
        let values = [
            Bound::Text(&surveys),
            Bound::OptionalText(filter.event),
            Bound::OptionalText(filter.touchpoint),
            Bound::OptionalText(filter.manager),
            Bound::OptionalText(filter.channel),
            Bound::OptionalText(filter.locale),
            Bound::OptionalText(filter.from),
            Bound::OptionalText(filter.to),
            Bound::OptionalText(filter.group_by),
        ];
        self.rows(sql!("tally_read"), &values).await
    }

    /// The callbacks: those that are open first, then the newest first.
    pub async fn callbacks(&self, at_most: u32) -> Outcome<Vec<CallbackRow>> {
        let values = [Bound::Number(at_most.into())];
        self.rows(sql!("callback_list"), &values).await
    }

    /// The callback of an id.
    pub async fn request(&self, id: &SubmissionId) -> Outcome<Option<RequestRow>> {
        let values = [Bound::Text(id.as_str())];
        let rows = self.rows(sql!("callback_find"), &values);
        Ok(rows.await?.into_iter().next())
    }

    /// Whether the database answers with our schema.
    pub async fn is_well(&self) -> Outcome<()> {
        #[derive(Deserialize)]
        struct Row {}
        let rows: Vec<Row> = self.rows(sql!("health"), &[]).await?;
        rows.first().map(|_| ()).ok_or_else(|| {
            worker::Error::from("the database answers, but not to a question it must know").into()
        })
    }

    pub(super) async fn rows<T>(&self, sql: &str, values: &[Bound<'_>]) -> Outcome<Vec<T>>
    where
        T: for<'de> Deserialize<'de>,
    {
        let result = bind(&self.db, sql, values)?.all().await.map_err(failure)?;
        Ok(result.results()?)
    }
}
