//! Invites: issued and revoked by the agency, listed for a reminder, found by their code.

use super::{Bound, EventRow, Reader, RowReader, Statement, Store, json};
use crate::auth::scope::Scope;
use crate::http::error::Result;
use otklik_survey::Touchpoint;
use otklik_survey::event::invite::InviteOrder;
use std::collections::BTreeMap;

/// Invites about to be issued.
pub struct InviteWrite<'a> {
    pub event: &'a str,
    pub survey: &'a str,
    pub order: &'a InviteOrder,
    pub touchpoint: Option<Touchpoint>,
    /// `[code, response id, reference]` of each.
    pub rows: &'a [[String; 3]],
    pub now_ms: i64,
    /// The last day on which they take answers.
    pub until: &'a str,
}

/// What an invite that takes an answer is for.
pub struct InviteRow {
    /// The id of its one response.
    pub response: String,
    pub survey: String,
    pub touchpoint: String,
}

/// Which of an event's invites are listed.
pub struct InviteFilter<'a> {
    /// Found within the asker's scope.
    pub event: &'a EventRow,
    pub survey: &'a str,
    pub today: &'a str,
    /// Whether those that were answered are left out.
    pub unanswered: bool,
}

/// Which invites are counted. `None` stands for all.
pub struct InviteCountQuery<'a> {
    pub scope: &'a Scope,
    /// Their audiences by survey.
    pub surveys: BTreeMap<&'a str, &'a str>,
    pub event: Option<&'a str>,
    pub touchpoint: Option<&'a str>,
    pub manager: Option<&'a str>,
    pub channel: Option<&'a str>,
    pub client: Option<&'a str>,
    pub format: Option<&'a str>,
    pub group_by: &'a [&'static str],
    /// Whether events are told apart.
    pub by_event: bool,
}

/// How many invites were issued in a group.
pub struct InviteCountRow {
    /// The values of the dimensions grouped by.
    pub keys: Vec<String>,
    pub survey: String,
    pub n: u64,
}

/// Rows of one statement: its JSON stays far below the 2 MB that D1 binds.
const ROWS_A_STATEMENT: usize = 2_500;

/// Invites read at once.
const ROWS_A_PAGE: i64 = 5_000;

/// Counting an event's invites anew, and the agency's with them.
struct InviteCounts<'a> {
    event: [Bound<'a>; 1],
    take_out: [Bound<'a>; 2],
    add: [Bound<'a>; 2],
}

impl<'a> InviteCounts<'a> {
    fn of(event: &'a str) -> InviteCounts<'a> {
        let event = Bound::Text(event);
        InviteCounts {
            event: [event],
            take_out: [event, Bound::Number(-1)],
            add: [event, Bound::Number(1)],
        }
    }

    fn statements(&self) -> [Statement<'_>; 3] {
        [
            (sql!("invite_count_sum"), &self.take_out),
            (sql!("invite_count_refresh"), &self.event),
            (sql!("invite_count_sum"), &self.add),
        ]
    }
}

impl Reader {
    /// The invite of a code, where it takes an answer today.
    pub async fn invite(&self, code: &str, today: &str) -> Result<Option<InviteRow>> {
        let values = [Bound::Text(code), Bound::Text(today)];
        let told = self.told(sql!("invite_find"), &values);
        let told = told.await?;
        let Some(told) = told.first() else {
            return Ok(None);
        };
        let [response, survey, touchpoint] = told.columns()?;
        Ok(Some(InviteRow {
            response,
            survey,
            touchpoint,
        }))
    }

    /// Reference and code of an event's invites, sorted by reference. Revoked and expired ones are not
    /// among them.
    pub async fn invites(&self, filter: &InviteFilter<'_>) -> Result<Vec<[String; 2]>> {
        let mut found: Vec<[String; 2]> = Vec::new();
        loop {
            let after = found.last().map_or("", |[reference, _]| reference);
            let values = [
                Bound::Text(&filter.event.id),
                Bound::Text(filter.survey),
                Bound::Text(filter.today),
                Bound::Number(filter.unanswered.into()),
                Bound::Text(after),
                Bound::Number(ROWS_A_PAGE),
            ];
            let told = self.told(sql!("invite_list"), &values);
            let told = told.await?;
            let rows: Result<Vec<[String; 2]>> = told.iter().map(RowReader::columns).collect();
            found.extend(rows?);
            if (told.len() as i64) < ROWS_A_PAGE {
                return Ok(found);
            }
        }
    }

    /// How many invites were issued, by group and survey.
    pub async fn invite_counts(&self, query: &InviteCountQuery<'_>) -> Result<Vec<InviteCountRow>> {
        let surveys = json(&query.surveys)?;
        let group_by = json(query.group_by)?;
        let values = [
            Bound::Text(&surveys),
            Bound::OptionalText(query.event),
            Bound::OptionalText(query.touchpoint),
            Bound::OptionalText(query.scope.manager().or(query.manager)),
            Bound::OptionalText(query.channel),
            Bound::OptionalText(query.client),
            Bound::OptionalText(query.format),
            Bound::Text(&group_by),
            Bound::Number(query.by_event.into()),
        ];
        let told = self.told(sql!("invite_count_read"), &values);
        let told = told.await?;
        let rows = told.iter().map(|told| {
            let [grp, survey, n] = told.columns()?;
            Ok(InviteCountRow {
                keys: serde_json::from_str(&grp).map_err(worker::Error::from)?,
                survey,
                n: n.parse().unwrap_or(0),
            })
        });
        rows.collect()
    }
}

impl Store {
    /// Issues invites: one batch. Those that were issued before stay what they were.
    pub async fn put_invites(&self, write: &InviteWrite<'_>) -> Result<()> {
        let order = write.order;
        let chunks: worker::Result<Vec<String>> = write
            .rows
            .chunks(ROWS_A_STATEMENT)
            .map(|rows| Ok(serde_json::to_string(rows)?))
            .collect();
        let chunks = chunks?;
        let touchpoint = write.touchpoint.map(|touchpoint| touchpoint.as_str());
        let values: Vec<[Bound; 7]> = chunks
            .iter()
            .map(|rows| {
                [
                    Bound::Text(rows),
                    Bound::Text(write.survey),
                    Bound::Text(write.event),
                    Bound::OptionalText(touchpoint),
                    Bound::Text(order.channel().as_str()),
                    Bound::Number(order.sent_at_ms().unwrap_or(write.now_ms)),
                    Bound::Text(write.until),
                ]
            })
            .collect();
        let insert = sql!("invite_insert");
        let mut statements: Vec<Statement<'_>> = values
            .iter()
            .map(|values| (insert, values.as_slice()))
            .collect();
        let issued = InviteCounts::of(write.event);
        statements.extend(issued.statements());
        self.batch(&statements).await.map(|_| ())
    }

    /// Revokes one invite; that nobody issued it, or that it was revoked before, changes nothing.
    pub async fn revoke(
        &self,
        event: &str,
        survey: &str,
        reference: &str,
        now_ms: i64,
    ) -> Result<()> {
        let revoke = [
            Bound::Text(event),
            Bound::Text(survey),
            Bound::Text(reference),
            Bound::Number(now_ms),
        ];
        let issued = InviteCounts::of(event);
        let mut statements: Vec<Statement<'_>> = vec![(sql!("invite_revoke"), &revoke)];
        statements.extend(issued.statements());
        self.batch(&statements).await.map(|_| ())
    }
}
