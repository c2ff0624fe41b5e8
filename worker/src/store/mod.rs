//! The one way to the database. All SQL is in `sql/`, one statement a file.
//!
//! [`Reader`] cannot write: handlers of GET, HEAD and OPTIONS get nothing else. [`Store`] writes,
//! and each of its functions is one batch, which D1 commits whole or not at all. Nothing is read
//! first and written after: statements go by what the batch itself finds.

/// A statement of `sql/`; or of two files there, which end alike.
macro_rules! sql {
    ($($name:literal),+) => {
        concat!($(include_str!(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/src/store/sql/",
            $name,
            ".sql"
        ))),+)
    };
}

mod batch;
mod callbacks;
mod events;
mod imports;
mod invites;
mod moderation;
mod outbox;
pub mod published_surveys;
mod read;
mod reading;
mod responses;
mod row;
mod surveys;
mod tokens;
mod write;

pub use callbacks::{CallbackWrite, Kept};
pub use events::{AskedRow, EventFilter, EventKept, EventRow, EventWrite, Replaces};
pub use imports::ImportRow;
pub use invites::{InviteCountQuery, InviteCountRow, InviteFilter, InviteRow, InviteWrite};
pub use moderation::{Decision, QuarantinedRow};
pub use outbox::{Ack, Claimed, DeadLetterRow, LowRow};
pub use read::{
    CallbackRow, Counts, EventFacts, RequestRow, RollupPeriod, StoredTally, TallyQuery,
};
pub use reading::{Cursor, Order, ResponseFilter, ResponseRow};
pub use responses::{ByInvite, ResponseWrite, payload_hash};
pub use surveys::{SurveyRow, SurveyWrite};
pub use write::Written;

use crate::http::error::Result;
use crate::platform::trace::Trace;
use batch::{Bound, Statement};
use row::{RowReader, another_shape};
use serde::Serialize;
use std::rc::Rc;
use worker::{D1Database, Env};

/// What may only be read.
pub struct Reader {
    db: D1Database,
    trace: Rc<Trace>,
}

/// What may be written.
pub struct Store {
    db: D1Database,
    trace: Rc<Trace>,
}

const BINDING: &str = "DB";

/// The schema that this worker writes: the number of the latest migration.
pub const SCHEMA: i64 = 1;

impl Reader {
    pub fn new(env: &Env, trace: &Rc<Trace>) -> worker::Result<Reader> {
        Ok(Reader {
            db: env.d1(BINDING)?,
            trace: Rc::clone(trace),
        })
    }

    async fn told(&self, sql: &str, values: &[Bound<'_>]) -> Result<Vec<RowReader>> {
        let mut results = batch::run(&self.db, &self.trace, &[(sql, values)]).await?;
        Ok(results.pop().unwrap_or_default())
    }
}

impl Store {
    pub fn new(env: &Env, trace: &Rc<Trace>) -> worker::Result<Store> {
        Ok(Store {
            db: env.d1(BINDING)?,
            trace: Rc::clone(trace),
        })
    }

    /// Everything that belongs together; D1 commits it whole or not at all. The rows of each statement.
    async fn batch(&self, statements: &[Statement<'_>]) -> Result<Vec<Vec<RowReader>>> {
        let known = [Bound::Number(SCHEMA)];
        let guard: Statement<'_> = (sql!("schema_guard"), &known);
        let guarded = [&[guard], statements].concat();
        let mut results = batch::run(&self.db, &self.trace, &guarded).await?;
        results.remove(0);
        Ok(results)
    }
}

/// A list of values, bound as one.
fn json(values: &(impl Serialize + ?Sized)) -> Result<String> {
    Ok(serde_json::to_string(values).map_err(worker::Error::from)?)
}
