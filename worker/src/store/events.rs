//! Events: entered by the agency, listed, found by the code of their guest link.

use super::audit::Entry;
use super::row::{Rows, truth};
use super::statement::Statement;
use super::{Reader, Store, json, last_row};
use crate::auth::actor::Actor;
use crate::auth::role::Role;
use crate::auth::scope::Scope;
use crate::http::error::Result;
use otklik_survey::audit::AuditAction;
use otklik_survey::event::{Event, EventState};
use otklik_survey::limits;
use serde::Deserialize;

/// A row of `event_view`.
#[derive(Debug, Deserialize)]
pub struct EventRow {
    pub id: String,
    pub title: String,
    pub date: String,
    pub kind: String,
    pub format: String,
    pub venue: String,
    pub client: String,
    pub manager: String,
    pub guests: Option<u32>,
    pub zone: String,
    pub state: EventState,
    /// `None` for an event that was stored before there were links.
    pub code: Option<String>,
    /// The last day of the guest link, `YYYY-MM-DD`.
    pub link_until: Option<String>,
    /// Accepted votes of guests.
    pub votes: u64,
    /// Quarantined votes of guests.
    pub quarantined: u64,
    /// Whether votes came through its link past the number of guests, which the director has not decided about.
    #[serde(deserialize_with = "truth")]
    pub over_guests: bool,
}

impl EventRow {
    /// Whether it has every field of that event.
    pub fn equals(&self, event: &Event) -> bool {
        self.title == event.title()
            && self.date == event.date().to_string()
            && self.kind == event.kind()
            && self.format == event.format()
            && self.venue == event.venue()
            && self.client == event.client()
            && self.manager == event.manager()
            && self.guests == event.guests()
            && self.zone == event.zone()
            && self.state == event.state()
    }

    /// Either strangers have the link, or the agency counted the guests wrongly.
    pub fn has_more_votes_than_guests(&self) -> bool {
        let is_over = |guests| self.votes > u64::from(guests);
        self.over_guests || self.guests.is_some_and(is_over)
    }

    /// The first field that only the director changes once the event is settled, and in which this event differs.
    pub fn settled_field(&self, event: &Event) -> Option<&'static str> {
        let is_cancelled = |state| state == EventState::Cancelled;
        if self.guests != event.guests() {
            Some("guests")
        } else if self.client != event.client() {
            Some("client")
        } else if self.format != event.format() {
            Some("format")
        } else if self.date != event.date().to_string() {
            Some("date")
        } else {
            let differs = is_cancelled(self.state) != is_cancelled(event.state());
            differs.then_some("state")
        }
    }
}

/// A past event.
#[derive(Debug, Deserialize)]
pub struct AskedRow {
    pub id: String,
    pub title: String,
    pub date: String,
    pub manager: String,
    /// Whether somebody has answered about it.
    #[serde(deserialize_with = "truth")]
    pub asked: bool,
}

/// Restricts the events that are listed. `None` is no restriction.
#[derive(Debug, Default)]
pub struct EventFilter {
    pub from: Option<String>,
    /// Included.
    pub to: Option<String>,
    pub manager: Option<String>,
    pub state: Option<EventState>,
    /// Date and id of the last event of the page before.
    pub after: Option<(String, String)>,
}

/// An event about to be stored.
pub struct EventWrite<'a> {
    pub event: &'a Event,
    pub code: &'a str,
    pub now_ms: i64,
    /// In the agency's zone, `YYYY-MM-DD`.
    pub today: &'a str,
    pub replaces: Replaces,
}

/// Which event of the same id a write may replace; always one within the scope.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Replaces {
    /// None: the event is new.
    Nothing,
    /// The stored one; without it nothing is written.
    Existing,
    /// The stored one; without it the event is new.
    Any,
}

/// The event after a write, changed or not.
pub struct EventKept {
    pub row: EventRow,
    /// Whether there was an event of that id before.
    pub existed: bool,
}

impl Reader {
    /// An event within the scope; one outside of it is as one that does not exist.
    pub async fn event(&self, scope: &Scope, id: &str) -> Result<Option<EventRow>> {
        let event: Option<EventRow> = self.first(find(id)).await?;
        Ok(event.filter(|event| scope.includes(&event.manager)))
    }

    /// The latest first.
    pub async fn events(
        &self,
        scope: &Scope,
        filter: &EventFilter,
        at_most: u32,
    ) -> Result<Vec<EventRow>> {
        let after = filter.after.as_ref();
        self.rows(statement!(["event_columns", "event_list"], {
            from: filter.from.as_deref(),
            to: filter.to.as_deref(),
            manager: scope.manager().or(filter.manager.as_deref()),
            state: filter.state.map(EventState::as_str),
            after_date: after.map(|(date, _)| date),
            after_id: after.map(|(_, id)| id),
            limit: at_most,
        }))
        .await
    }

    /// The name of the event whose guest link accepts votes today.
    pub async fn event_of_code(&self, code: &str, today: &str) -> Result<Option<String>> {
        let event: Option<TitleRow> = self
            .first(statement!("event_of_code", { code, today }))
            .await?;
        Ok(event.map(|event| event.title))
    }

    /// The name of an event, by its id or the code of its guest link.
    pub async fn event_title(&self, event: &str) -> Result<Option<String>> {
        let event: Option<TitleRow> = self.first(statement!("event_title", { event })).await?;
        Ok(event.map(|event| event.title))
    }

    /// Events of the last year that ended long enough ago for answers to have arrived.
    pub async fn events_over(&self, scope: &Scope, today: &str) -> Result<Vec<AskedRow>> {
        let days_ago = |days: u32| format!("-{days} days");
        let first = &days_ago(limits::EVENTS_LOOKBACK_DAYS);
        let end = &days_ago(limits::EVENT_QUIET_DAYS);
        self.rows(statement!("event_asked", {
            today,
            first,
            end,
            limit: limits::EVENTS_OVER_MAX,
            manager: scope.manager(),
        }))
        .await
    }
}

#[derive(Deserialize)]
struct TitleRow {
    title: String,
}

impl Store {
    /// Stores an event, or replaces one: one batch. `None` where there was no event to replace, or a manager has entered as
    /// many as are allowed; where the stored one must not be replaced, it is returned as it is.
    pub async fn put_event(
        &self,
        scope: &Scope,
        actor: &Actor,
        write: &EventWrite<'_>,
    ) -> Result<Option<EventKept>> {
        let event = write.event;
        let (id, date) = (event.id(), &event.date().to_string());
        let (today, by_director) = (write.today, actor.role() == Role::Director);
        let events_max = limits::MANAGER_EVENTS_MAX;
        let upsert = statement!("event_upsert", {
            id,
            title: event.title(),
            date,
            kind: event.kind(),
            format: event.format(),
            venue: event.venue(),
            client: event.client(),
            manager: event.manager(),
            guests: event.guests(),
            zone: event.zone(),
            state: event.state().as_str(),
            code: write.code,
            now_ms: write.now_ms,
            creates: write.replaces != Replaces::Existing,
            replaces: write.replaces != Replaces::Nothing,
            scope_manager: scope.manager(),
            by_director,
            today,
            events_max,
        });
        let fields = &fields(event)?;
        let scope_manager = scope.manager();
        let entry = |action| Entry::new(actor, action, id, write.now_ms);
        let (created, changed) = (
            &entry(AuditAction::EventCreated)?,
            &entry(AuditAction::EventChanged)?,
        );
        let mut statements = vec![find(id)];
        if write.replaces != Replaces::Existing {
            statements.push(audit_statement!(created, "audit_of_event", {
 fields, is_new: true, scope_manager, by_director, today, events_max }));
        }
        if write.replaces != Replaces::Nothing {
            statements.push(audit_statement!(changed, "audit_of_event", {
 fields, is_new: false, scope_manager, by_director, today, events_max }));
        }
        statements.extend([upsert, find(id)]);
        let results = self.batch(statements).await?;
        let before: Option<EventRow> = results.first().map_or(Ok(None), Rows::first)?;
        let after: Option<EventRow> = last_row(&results)?;
        Ok(after.map(|row| EventKept {
            row,
            existed: before.is_some(),
        }))
    }
}

/// The fields of an event for the audit log, as a JSON object: those that `audit_of_event.sql` compares.
fn fields(event: &Event) -> Result<String> {
    json(&serde_json::json!({
        "title": event.title(),
        "date": event.date().to_string(),
        "kind": event.kind(),
        "format": event.format(),
        "venue": event.venue(),
        "client": event.client(),
        "manager": event.manager(),
        "guests": event.guests(),
        "zone": event.zone(),
        "state": event.state(),
    }))
}

fn find(id: &str) -> Statement<'_> {
    statement!(["event_columns", "event_find"], { id })
}
