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
mod notices;
pub mod published_surveys;
mod read;
mod reading;
mod responses;
mod standing;
mod surveys;
mod tokens;
mod write;

pub use callbacks::{CallbackWrite, Kept};
pub use events::{AskedRow, EventFilter, EventKept, EventRow, EventWrite, Replaces};
pub use imports::ImportRow;
pub use invites::{InviteCountQuery, InviteFilter, InviteRow, InviteWrite, IssuedRow};
pub use notices::{Claimed, LowRow, Settled, StuckRow};
pub use read::{CallbackRow, Counts, EventFacts, Part, RequestRow, StoredTally, TallyQuery};
pub use reading::{Order, Place, ResponseFilter, ResponseRow};
pub use responses::{ByInvite, ResponseWrite, digest};
pub use standing::{Ruling, SuspectRow};
pub use surveys::{SurveyRow, SurveyWrite};
pub use write::Written;

use crate::http::error::Outcome;
use crate::platform::trace::Trace;
use batch::{Bound, Statement};
use serde::{Deserialize, Serialize};
use std::rc::Rc;
use worker::d1::D1Result;
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

    async fn told(&self, sql: &str, values: &[Bound<'_>]) -> Outcome<Vec<Told>> {
        let results = batch::run(&self.db, &self.trace, &[(sql, values)]).await?;
        Told::all(results.first())
    }
}

impl Store {
    pub fn new(env: &Env, trace: &Rc<Trace>) -> worker::Result<Store> {
        Ok(Store {
            db: env.d1(BINDING)?,
            trace: Rc::clone(trace),
        })
    }

    /// Everything that belongs together; D1 commits it whole or not at all.
    async fn batch(&self, statements: &[Statement<'_>]) -> Outcome<Vec<D1Result>> {
        let known = [Bound::Number(SCHEMA)];
        let guard: Statement<'_> = (sql!("schema_guard"), &known);
        let guarded = [&[guard], statements].concat();
        let mut results = batch::run(&self.db, &self.trace, &guarded).await?;
        results.remove(0);
        Ok(results)
    }
}

/// A row as SQL tells it: the texts of its columns in their order, as one JSON array, or its one text.
/// A deserialiser for each shape of row would be 10 KB of the worker, before it is compressed.
#[derive(Deserialize)]
struct Told {
    row: String,
}

impl Told {
    /// The rows of a statement of a batch.
    fn all(result: Option<&D1Result>) -> Outcome<Vec<Told>> {
        Ok(match result {
            Some(result) => result.results()?,
            None => Vec::new(),
        })
    }

    /// The columns, empty where they are null.
    fn columns<const N: usize>(&self) -> Outcome<[String; N]> {
        let columns: Vec<String> = serde_json::from_str(&self.row).map_err(worker::Error::from)?;
        let columns = columns.try_into();
        Ok(columns.map_err(|_| another_shape())?)
    }
}

/// A list of values, bound as one.
fn json(values: &(impl Serialize + ?Sized)) -> Outcome<String> {
    Ok(serde_json::to_string(values).map_err(worker::Error::from)?)
}

/// What SQL told is none of what it may tell: a mistake of ours.
fn another_shape() -> worker::Error {
    worker::Error::from("a row of another shape")
}
