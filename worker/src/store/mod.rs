//! The database. All SQL is in `sql/`, one statement a file or a few; nothing else reaches D1.
//!
//! [`Reader`] cannot write: handlers of GET, HEAD and OPTIONS get nothing else. [`Store`] writes, and each of its
//! functions is one batch, which D1 commits whole or not at all. What the agency changes takes an `Actor`
//! and adds to the audit log in the same batch. No function reads first and writes then: the
//! statements of a batch decide by the rows that they find.

#[macro_use]
mod statement;

#[macro_use]
mod audit;

mod answer_write;
mod batch;
mod callback_list;
mod callbacks;
mod case_events;
mod contacts;
mod corrections;
mod events;
mod held;
mod imports;
mod invites;
mod low_answers;
mod moderation;
mod outbox;
mod outcome;
pub mod published_surveys;
mod response_list;
mod responses;
mod row;
mod sessions;
mod surveys;
mod tallies;
mod tokens;
mod turnstile_outage;

pub use answer_write::answer_rows;
pub use audit::{AuditFilter, AuditLog, AuditRow, View};
pub use callback_list::{
    CallbackCountRow, CallbackCursor, CallbackQueue, CallbackRow, RequestRow, SealedContact,
};
pub use callbacks::{CallbackWrite, HeldDecision, Kept};
pub use case_events::{StepWrite, Worked};
pub use contacts::RekeyedContact;
pub use corrections::CorrectionRow;
pub use events::{AskedRow, EventFilter, EventKept, EventRow, EventWrite, Replaces};
pub use held::{HeldOf, HeldRow, HeldWrite};
pub use imports::ImportRow;
pub use invites::{
    InviteCountQuery, InviteCountRow, InviteFilter, InviteLinkRow, InviteRow, InviteWrite,
};
pub use low_answers::{LowCursor, LowRow};
pub use moderation::{Decision, QuarantinedRow};
pub use outbox::{Ack, Claimed, DeadLetterRow};
pub use outcome::Written;
pub use response_list::{Cursor, Order, ResponseFilter, ResponseRow, StoredAnswer};
pub use responses::{ByInvite, ResponseWrite, payload_hash};
pub use sessions::FailedSignInRow;
pub use surveys::{SurveyRow, SurveyWrite};
pub use tallies::{Counts, EventFacts, RollupPeriod, StoredTally, TallyQuery};
pub use turnstile_outage::{TurnstileOutage, TurnstileOutageRow};

use crate::http::error::Result;
use crate::platform::trace::Trace;
use row::Rows;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use statement::Statement;
use std::rc::Rc;
use worker::{D1Database, Env};

/// Runs statements that read.
pub struct Reader {
    db: D1Database,
    trace: Rc<Trace>,
}

/// Runs batches that write.
pub struct Store {
    db: D1Database,
    trace: Rc<Trace>,
}

const BINDING: &str = "DB";

/// The schema that this worker writes: the number of the latest migration.
pub const SCHEMA: i64 = 1;

/// The schema of the database.
#[derive(Deserialize)]
pub struct SchemaRow {
    pub version: i64,
    /// The oldest version whose workers may write to it.
    pub writes_from: i64,
}

impl Reader {
    pub fn new(env: &Env, trace: &Rc<Trace>) -> worker::Result<Reader> {
        Ok(Reader {
            db: env.d1(BINDING)?,
            trace: Rc::clone(trace),
        })
    }

    pub async fn schema(&self) -> Result<SchemaRow> {
        self.first(statement!("health", {}))
            .await?
            .ok_or_else(|| no_row("schema"))
    }

    async fn rows<T: DeserializeOwned>(&self, statement: Statement<'_>) -> Result<Vec<T>> {
        self.run(statement).await?.read()
    }

    async fn first<T: DeserializeOwned>(&self, statement: Statement<'_>) -> Result<Option<T>> {
        self.run(statement).await?.first()
    }

    async fn run(&self, statement: Statement<'_>) -> Result<Rows> {
        let name = statement.name;
        let mut results = batch::run(&self.db, &self.trace, &[statement]).await?;
        results.pop().ok_or_else(|| no_row(name))
    }
}

impl Store {
    pub fn new(env: &Env, trace: &Rc<Trace>) -> worker::Result<Store> {
        Ok(Store {
            db: env.d1(BINDING)?,
            trace: Rc::clone(trace),
        })
    }

    /// Runs the statements that belong together; D1 commits them whole or not at all. Returns the rows of each.
    async fn batch<'a>(
        &self,
        statements: impl IntoIterator<Item = Statement<'a>>,
    ) -> Result<Vec<Rows>> {
        let mut guarded = vec![statement!("schema_guard", { schema: SCHEMA })];
        guarded.extend(statements);
        let mut results = batch::run(&self.db, &self.trace, &guarded).await?;
        results.remove(0);
        Ok(results)
    }
}

/// The first row of a batch's last statement, if there is one.
fn last_row<T: DeserializeOwned>(results: &[Rows]) -> Result<Option<T>> {
    results.last().map_or(Ok(None), Rows::first)
}

/// A list of values, bound as one.
fn json(values: &(impl Serialize + ?Sized)) -> Result<String> {
    Ok(serde_json::to_string(values).map_err(worker::Error::from)?)
}

/// A statement that always returns a row returned none: a bug.
fn no_row(of: &str) -> crate::http::error::Error {
    worker::Error::RustError(format!("no row of {of}")).into()
}
