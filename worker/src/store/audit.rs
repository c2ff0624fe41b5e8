//! The audit log: entries are added in the batch of the change that they are about, listed, and deleted after a year.
//!
//! Nothing updates an entry. What a guest wrote, a code of a link and a reference to a person are never part of one.

use super::row::json_text;
use super::statement::Statement;
use super::{Reader, Store, json};
use crate::auth::actor::Actor;
use crate::auth::principal::Director;
use crate::http::error::Result;
use crate::platform::random;
use otklik_survey::audit::{ActorKind, AuditAction};
use otklik_survey::role::Role;
use serde::Deserialize;
use serde_json::{Map, Value};

/// `audit_statement!(entry, "audit_of_changes", { detail })`: a statement that adds an entry; the file has its detail
/// and its condition.
macro_rules! audit_statement {
    ($entry:expr, $file:literal, { $($values:tt)* }) => {{
        let entry = $entry;
        statement!(["audit_insert", $file], {
            audit_id: &entry.id,
            at_ms: entry.at_ms,
            actor: entry.actor.kind().as_str(),
            role: entry.actor.role().as_str(),
            token: entry.actor.number(),
            action: entry.action.as_str(),
            subject: entry.subject,
            $($values)*
        })
    }};
}

/// An entry about to be added.
pub(super) struct Entry<'a> {
    /// The same at each attempt of the batch.
    pub(super) id: String,
    pub(super) at_ms: i64,
    pub(super) actor: &'a Actor,
    pub(super) action: AuditAction,
    /// The id of what is acted on; empty where it has none.
    pub(super) subject: &'a str,
}

impl<'a> Entry<'a> {
    /// # Errors
    /// The platform has no source of randomness.
    pub(super) fn new(
        actor: &'a Actor,
        action: AuditAction,
        subject: &'a str,
        at_ms: i64,
    ) -> Result<Entry<'a>> {
        Ok(Entry {
            id: random::uuid()?,
            at_ms,
            actor,
            action,
            subject,
        })
    }

    /// Logs the number of rows that the statement before this one changed, where it changed any. `detail` is a JSON
    /// object.
    pub(super) fn of_changes<'b>(&'b self, detail: &'b str) -> Statement<'b> {
        audit_statement!(self, "audit_of_changes", { detail })
    }
}

/// What somebody reads that must be logged.
pub enum View {
    /// Contacts of callbacks: how many.
    Contacts { n: usize },
    /// Every response of a query: the file's format, and the query's values without the text that is searched for.
    Export {
        format: &'static str,
        query: Map<String, Value>,
    },
}

/// Adds to the audit log, and can do nothing else: all that a handler of GET can write.
pub struct AuditLog(Store);

impl AuditLog {
    pub fn new(store: Store) -> AuditLog {
        AuditLog(store)
    }

    /// Logs that somebody reads. To be called before anything is returned, so that nothing is where this fails.
    ///
    /// # Errors
    /// The database is unavailable.
    pub async fn append(&self, actor: &Actor, view: &View, now_ms: i64) -> Result<()> {
        let (action, subject, detail) = match view {
            View::Contacts { n } => (
                AuditAction::ContactsViewed,
                "",
                json(&Map::from_iter([("n".to_owned(), Value::from(*n))]))?,
            ),
            View::Export { format, query } => {
                (AuditAction::ResponsesExported, *format, json(query)?)
            }
        };
        let entry = &Entry::new(actor, action, subject, now_ms)?;
        let detail = &detail;
        self.0
            .batch([audit_statement!(entry, "audit_of_view", { detail })])
            .await
            .map(|_| ())
    }
}

/// An entry of the log.
#[derive(Deserialize)]
pub struct AuditRow {
    pub seq: i64,
    /// UTC milliseconds.
    pub at_ms: i64,
    pub actor: ActorKind,
    pub role: Option<Role>,
    /// The number of the token.
    pub token: Option<i64>,
    /// A word of [`AuditAction`]; a later release may have written others.
    pub action: String,
    pub subject: String,
    #[serde(deserialize_with = "json_text")]
    pub detail: Map<String, Value>,
}

/// Restricts the entries that are listed. `None` is no restriction.
#[derive(Default)]
pub struct AuditFilter {
    /// UTC milliseconds.
    pub from_ms: Option<i64>,
    /// UTC milliseconds, excluded.
    pub until_ms: Option<i64>,
    pub action: Option<AuditAction>,
    /// Time and number of the last entry of the page before.
    pub after: Option<(i64, i64)>,
}

impl Reader {
    /// The latest first.
    pub async fn audit(
        &self,
        _director: &Director,
        filter: &AuditFilter,
        at_most: u32,
    ) -> Result<Vec<AuditRow>> {
        let (after_ms, after_seq) = filter.after.unwrap_or((MAX, MAX));
        self.rows(statement!("audit_list", {
            from_ms: filter.from_ms,
            until_ms: filter.until_ms,
            action: filter.action.map(AuditAction::as_str),
            after_ms,
            after_seq,
            limit: at_most,
        }))
        .await
    }
}

/// Later than any entry, and exact as a double.
const MAX: i64 = 9_000_000_000_000_000;
