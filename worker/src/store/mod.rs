//! The one way to the database. All SQL stands in `src/sql/`, one statement a file.
//!
//! [`Reader`] cannot write: handlers of GET, HEAD and OPTIONS get nothing else. [`Store`] writes,
//! and each of its functions is one batch, which D1 commits whole or not at all. Nothing is read
//! first and written after: statements go by what the batch itself finds.

/// A statement of `src/sql/`, as `build.rs` leaves it.
macro_rules! sql {
    ($name:literal) => {
        include_str!(concat!(env!("OUT_DIR"), "/sql/", $name, ".sql"))
    };
}

mod callbacks;
mod events;
mod invites;
mod read;
mod responses;
mod standing;
mod write;

pub use callbacks::{CallbackWrite, Kept};
pub use events::{AskedRow, EventFilter, EventKept, EventRow, EventWrite};
pub use invites::{InviteFilter, InviteRow, InviteWrite, IssuedRow};
pub use read::{CallbackRow, RequestRow, TallyFilter, TallyRow};
pub use responses::{ByInvite, ResponseWrite};
pub use standing::{Ruling, SuspectRow};
pub use write::Written;

use crate::refusal::{Failure, Outcome};
use serde::Deserialize;
use worker::d1::{D1PreparedStatement, D1Result, D1Type};
use worker::{D1Database, Env};

/// What may only be read.
pub struct Reader {
    db: D1Database,
}

/// What may be written.
pub struct Store {
    db: D1Database,
}

const BINDING: &str = "DB";

impl Reader {
    pub fn new(env: &Env) -> worker::Result<Reader> {
        Ok(Reader {
            db: env.d1(BINDING)?,
        })
    }
}

impl Store {
    pub fn new(env: &Env) -> worker::Result<Store> {
        Ok(Store {
            db: env.d1(BINDING)?,
        })
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

/// What SQL told is none of what it may tell: a mistake of ours.
fn another_shape() -> worker::Error {
    worker::Error::from("a row of another shape")
}

/// A value bound to a statement. D1's integers are 32 bits wide and its 64-bit ones fail to bind;
/// numbers go as doubles, exact up to 2^53, which a `STRICT` integer column takes.
#[derive(Clone, Copy)]
enum Bound<'a> {
    Text(&'a str),
    OptionalText(Option<&'a str>),
    Number(i64),
    OptionalNumber(Option<i64>),
}

fn bind(db: &D1Database, sql: &str, values: &[Bound]) -> worker::Result<D1PreparedStatement> {
    let types: Vec<D1Type> = values
        .iter()
        .map(|value| match value {
            Bound::Text(text) | Bound::OptionalText(Some(text)) => D1Type::Text(text),
            Bound::OptionalText(None) | Bound::OptionalNumber(None) => D1Type::Null,
            Bound::Number(number) | Bound::OptionalNumber(Some(number)) => {
                D1Type::Real(*number as f64)
            }
        })
        .collect();
    db.prepare(sql).bind_refs(types.iter())
}

/// Tells a mistake of ours in SQL from a database that is away: only the first is a bug.
///
/// D1 reports both as text; what SQLite itself refused carries its code.
fn failure(error: worker::Error) -> Failure {
    let text = error.to_string();
    let ours = text.contains("SQLITE_") && !text.contains("SQLITE_BUSY");
    if ours || text.contains("D1_TYPE_ERROR") {
        Failure::Fault(error)
    } else {
        Failure::Unavailable(error)
    }
}
