//! Invites: made and revoked by the agency, listed for a reminder, found by their code.

use super::audit::Entry;
use super::row::{json_text, truth};
use super::statement::{Bound, Statement};
use super::tallies::ends;
use super::{EventRow, Reader, Store, json};
use crate::auth::actor::Actor;
use crate::auth::scope::Scope;
use crate::http::error::Result;
use otklik_survey::Touchpoint;
use otklik_survey::audit::AuditAction;
use otklik_survey::calendar::period::Period;
use otklik_survey::event::invite::{InviteOrder, Issuer};
use serde::Deserialize;
use std::collections::BTreeMap;

/// Invites about to be made.
pub struct InviteWrite<'a> {
    pub event: &'a str,
    pub survey: &'a str,
    pub order: &'a InviteOrder,
    pub issuer: Issuer,
    pub touchpoint: Option<Touchpoint>,
    /// `[code, response id, reference]` of each.
    pub rows: &'a [[String; 3]],
    pub now_ms: i64,
    /// The last day on which they accept answers, `YYYY-MM-DD`.
    pub until: &'a str,
}

/// An invite that accepts an answer.
#[derive(Deserialize)]
pub struct InviteRow {
    /// The id of its one response.
    pub response: String,
    pub survey: String,
    /// Empty where it has none.
    pub touchpoint: String,
    /// Empty where the event was never entered.
    pub event_title: String,
}

/// An invite in a list.
#[derive(Deserialize)]
pub struct InviteLinkRow {
    pub reference: String,
    pub issuer: Issuer,
    pub code: String,
    /// UTC milliseconds.
    pub issued_at_ms: i64,
    /// Whether it has an accepted response.
    #[serde(deserialize_with = "truth")]
    pub answered: bool,
}

/// Restricts the invites of an event that are listed.
pub struct InviteFilter<'a> {
    /// Found within the principal's scope.
    pub event: &'a EventRow,
    pub survey: &'a str,
    pub today: &'a str,
    /// `None` for all.
    pub issuer: Option<Issuer>,
    /// Whether those that were answered are left out.
    pub unanswered: bool,
}

/// Restricts the invites that are counted, and groups them. `None` is no restriction.
pub struct InviteCountQuery<'a> {
    pub scope: &'a Scope,
    /// The audience of each survey.
    pub surveys: BTreeMap<&'a str, &'a str>,
    pub event: Option<&'a str>,
    pub touchpoint: Option<&'a str>,
    pub manager: Option<&'a str>,
    pub channel: Option<&'a str>,
    pub client: Option<&'a str>,
    pub format: Option<&'a str>,
    /// The days of the events.
    pub event_days: Option<Period>,
    pub group_by: &'a [&'static str],
    /// Whether the counts of single events are read.
    pub by_event: bool,
}

/// The invites in a group.
#[derive(Deserialize)]
pub struct InviteCountRow {
    /// The values of the dimensions grouped by.
    #[serde(deserialize_with = "json_text")]
    pub keys: Vec<String>,
    pub survey: String,
    /// Issued here, and not revoked before they were answered.
    pub n: u64,
    /// Those whose response is accepted.
    pub answered: u64,
}

#[derive(Deserialize)]
struct CountRow {
    n: u64,
}

/// Rows of one statement: its JSON stays far below the 2 MB that D1 binds.
const ROWS_A_STATEMENT: usize = 2_500;

/// Invites read at once.
const ROWS_A_PAGE: u32 = 5_000;

impl Reader {
    /// The invite of a code, where it accepts an answer today.
    pub async fn invite(&self, code: &str, today: &str) -> Result<Option<InviteRow>> {
        self.first(statement!("invite_find", { code, today })).await
    }

    /// The invites of an event, sorted by reference and issuer, without revoked and expired ones.
    pub async fn invites(&self, filter: &InviteFilter<'_>) -> Result<Vec<InviteLinkRow>> {
        let mut found: Vec<InviteLinkRow> = Vec::new();
        loop {
            let last = found.last();
            let list = statement!("invite_list", {
                event: &filter.event.id,
                survey: filter.survey,
                today: filter.today,
                issuer: filter.issuer.map(Issuer::as_str),
                unanswered: filter.unanswered,
                after_reference: last.map_or("", |last| &last.reference),
                after_issuer: last.map_or("", |last| last.issuer.as_str()),
                limit: ROWS_A_PAGE,
            });
            let page: Vec<InviteLinkRow> = self.rows(list).await?;
            let is_last = page.len() < ROWS_A_PAGE as usize;
            found.extend(page);
            if is_last {
                return Ok(found);
            }
        }
    }

    /// The invites by group and survey.
    pub async fn invite_counts(&self, query: &InviteCountQuery<'_>) -> Result<Vec<InviteCountRow>> {
        let (surveys, group_by) = (&json(&query.surveys)?, &json(query.group_by)?);
        let [event_from, event_to] = ends(query.event_days);
        self.rows(statement!("invite_count_read", {
            surveys,
            event: query.event,
            touchpoint: query.touchpoint,
            manager: query.scope.manager().or(query.manager),
            channel: query.channel,
            client: query.client,
            format: query.format,
            event_from: event_from.as_deref(),
            event_to: event_to.as_deref(),
            group_by,
            by_event: query.by_event,
        }))
        .await
    }

    /// The accepted responses of an event's guest link to a survey.
    pub async fn link_votes(&self, event: &str, survey: &str) -> Result<u64> {
        let count = statement!("link_vote_count", { event, survey });
        let row: Option<CountRow> = self.first(count).await?;
        Ok(row.map_or(0, |row| row.n))
    }
}

impl Store {
    /// Stores invites: one batch. Those that exist stay as they are.
    pub async fn put_invites(&self, actor: &Actor, write: &InviteWrite<'_>) -> Result<()> {
        let entry = &Entry::new(actor, AuditAction::InvitesIssued, write.event, write.now_ms)?;
        let references = &json(write.order.references())?;
        let mut statements = vec![audit_statement!(entry, "audit_of_invites", {
            references,
            survey: write.survey,
            issuer: write.issuer.as_str(),
            until: write.until,
        })];
        let chunks = write.rows.chunks(ROWS_A_STATEMENT).map(json);
        let chunks: Vec<String> = chunks.collect::<Result<_>>()?;
        statements.extend(chunks.iter().map(|rows| {
            statement!("invite_insert", {
                rows,
                survey: write.survey,
                event: write.event,
                touchpoint: write.touchpoint.map(Touchpoint::as_str),
                channel: write.order.channel().as_str(),
                issuer: write.issuer.as_str(),
                now_ms: write.now_ms,
                sent_at_ms: write.order.sent_at_ms().unwrap_or(write.now_ms),
                until: write.until,
            })
        }));
        statements.extend(counted_again(write.event));
        self.batch(statements).await.map(|_| ())
    }

    /// Revokes an invite: one batch. It changes nothing where there is none, or where it is revoked already.
    pub async fn revoke(
        &self,
        actor: &Actor,
        event: &str,
        survey: &str,
        reference: &str,
        now_ms: i64,
    ) -> Result<()> {
        let entry = &Entry::new(actor, AuditAction::InviteRevoked, event, now_ms)?;
        let detail = &json(&serde_json::json!({ "survey": survey }))?;
        let mut statements = vec![
            statement!("invite_revoke", { event, survey, reference, now_ms }),
            entry.of_changes(detail),
        ];
        statements.extend(counted_again(event));
        self.batch(statements).await.map(|_| ())
    }
}

/// Counts the accepted responses that this attempt wrote or claimed as answers to invites, or no longer where `sign` is
/// -1. `ids` is a JSON array.
pub(super) fn invites_answered(ids: &str, sign: i64) -> Statement<'_> {
    statement!("invite_answered", {
        ids,
        attempt_id: Bound::AttemptId,
        sign,
    })
}

/// Counts an event's invites again, and the agency's with them.
fn counted_again(event: &str) -> [Statement<'_>; 3] {
    let sum = |sign: i64| statement!("invite_count_sum", { event, sign });
    [
        sum(-1),
        statement!("invite_count_refresh", { event }),
        sum(1),
    ]
}
