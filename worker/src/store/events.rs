//! Events: told by the agency, read by its director, found by the code of their guest link.

use super::{Bound, Reader, RowReader, Statement, Store};
use crate::auth::scope::Scope;
use crate::http::error::Result;
use otklik_survey::event::{Event, EventState};
use otklik_survey::limits;

/// A row of `event_view`.
#[derive(Debug)]
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
    /// None of an event from before there were links.
    pub code: Option<String>,
    /// The last day of the guest link.
    pub link_until: Option<String>,
    /// Counted votes of guests.
    pub votes: u64,
    /// Votes of guests that were set aside.
    pub quarantined: u64,
}

impl EventRow {
    fn of(told: &RowReader) -> Result<EventRow> {
        let [
            id,
            title,
            date,
            kind,
            format,
            venue,
            client,
            manager,
            guests,
            zone,
            state,
            code,
            link_until,
            votes,
            quarantined,
        ] = told.columns()?;
        Ok(EventRow {
            id,
            title,
            date,
            kind,
            format,
            venue,
            client,
            manager,
            guests: guests.parse().ok(),
            zone,
            // A check of the table's rules out any other.
            state: EventState::parse(&state).unwrap_or(EventState::Planned),
            code: Some(code).filter(|code| !code.is_empty()),
            link_until: Some(link_until).filter(|day| !day.is_empty()),
            votes: votes.parse().unwrap_or(0),
            quarantined: quarantined.parse().unwrap_or(0),
        })
    }

    /// Whether this is that event and nothing else.
    pub fn says(&self, event: &Event) -> bool {
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

    /// A link that strangers got hold of, or guests counted wrongly.
    pub fn has_more_votes_than_guests(&self) -> bool {
        self.guests
            .is_some_and(|guests| self.votes > u64::from(guests))
    }
}

/// An event that is over.
#[derive(Debug)]
pub struct AskedRow {
    pub id: String,
    pub title: String,
    pub date: String,
    pub manager: String,
    /// Whether somebody has answered about it.
    pub asked: bool,
}

/// Which events are listed. `None` stands for all.
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

/// What an event is stored with beside itself.
pub struct EventWrite<'a> {
    pub event: &'a Event,
    pub code: &'a str,
    pub now_ms: i64,
    pub replaces: Replaces,
}

/// Whether an event may take the place of one with its id.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Replaces {
    Nothing,
    /// The one that exists, if there is one and it is within the scope.
    Existing,
}

/// What stands after an event was stored.
pub struct EventKept {
    pub row: EventRow,
    /// Whether there was an event of that id before.
    pub existed: bool,
}

impl Reader {
    /// An event within the scope; one outside of it is as one that does not exist.
    pub async fn event(&self, scope: &Scope, id: &str) -> Result<Option<EventRow>> {
        let values = [Bound::Text(id)];
        let told = self.told(sql!("event_find"), &values);
        let found = told.await?.first().map(EventRow::of).transpose()?;
        Ok(found.filter(|event| scope.includes(&event.manager)))
    }

    /// The latest first.
    pub async fn events(
        &self,
        scope: &Scope,
        filter: &EventFilter,
        at_most: u32,
    ) -> Result<Vec<EventRow>> {
        let after = filter.after.as_ref();
        let values = [
            Bound::OptionalText(filter.from.as_deref()),
            Bound::OptionalText(filter.to.as_deref()),
            Bound::OptionalText(scope.manager().or(filter.manager.as_deref())),
            Bound::OptionalText(filter.state.map(EventState::as_str)),
            Bound::OptionalText(after.map(|(date, _)| date.as_str())),
            Bound::OptionalText(after.map(|(_, id)| id.as_str())),
            Bound::Number(at_most.into()),
        ];
        let told = self.told(sql!("event_list"), &values);
        told.await?.iter().map(EventRow::of).collect()
    }

    /// The event of a guest link that takes votes today.
    pub async fn event_of_code(&self, code: &str, today: &str) -> Result<Option<String>> {
        let values = [Bound::Text(code), Bound::Text(today)];
        let told = self.told(sql!("event_of_code"), &values);
        Ok(told.await?.into_iter().next().map(|told| told.row))
    }

    /// Events of the last year that were over long enough ago for answers to have come.
    pub async fn events_over(&self, scope: &Scope, today: &str) -> Result<Vec<AskedRow>> {
        let days_ago = |days: u32| format!("-{days} days");
        let values = [
            Bound::Text(today),
            Bound::Text(&days_ago(limits::EVENTS_LOOKBACK_DAYS)),
            Bound::Text(&days_ago(limits::EVENT_QUIET_DAYS)),
            Bound::Number(limits::EVENTS_OVER_MAX.into()),
            Bound::OptionalText(scope.manager()),
        ];
        let told = self.told(sql!("event_asked"), &values);
        let rows = told.await?;
        let rows = rows.iter().map(|told| {
            let [id, title, date, manager, asked] = told.columns()?;
            Ok(AskedRow {
                id,
                title,
                date,
                manager,
                asked: asked == "1",
            })
        });
        rows.collect()
    }
}

impl Store {
    /// Stores an event, or replaces it: one batch. Where it may not replace, what stands is told.
    pub async fn put_event(&self, scope: &Scope, write: &EventWrite<'_>) -> Result<EventKept> {
        let event = write.event;
        let date = event.date().to_string();
        let id = [Bound::Text(event.id())];
        let state = [
            Bound::Text(event.id()),
            Bound::Text(event.title()),
            Bound::Text(&date),
            Bound::Text(event.kind()),
            Bound::Text(event.format()),
            Bound::Text(event.venue()),
            Bound::Text(event.client()),
            Bound::Text(event.manager()),
            Bound::OptionalNumber(event.guests().map(i64::from)),
            Bound::Text(event.zone()),
            Bound::Text(event.state().as_str()),
            Bound::Text(write.code),
            Bound::Number(write.now_ms),
            Bound::Number((write.replaces == Replaces::Existing).into()),
            Bound::OptionalText(scope.manager()),
        ];
        let find = sql!("event_find");
        let statements: [Statement<'_>; 3] =
            [(find, &id), (sql!("event_upsert"), &state), (find, &id)];
        let results = self.batch(&statements).await?;
        let found = |rows: Option<&Vec<RowReader>>| -> Result<Option<EventRow>> {
            let row = rows.and_then(|rows| rows.first());
            row.map(EventRow::of).transpose()
        };
        let existed = found(results.first())?.is_some();
        let row = found(results.last())?;
        let row = row.ok_or_else(|| worker::Error::from("a batch left no event"))?;
        Ok(EventKept { row, existed })
    }
}
