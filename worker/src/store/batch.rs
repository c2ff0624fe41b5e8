//! One batch to D1, and what is done where it fails for the moment.
//!
//! D1 retries no write, and an attempt may have been committed though its answer was lost. So each
//! attempt has a write id of its own: what the one before left behind is found as a client's retry
//! would find it, and nothing is done twice.

use crate::http::error::{Failure, Outcome};
use crate::platform::clock;
use crate::platform::random;
use crate::platform::trace::Trace;
use otklik_survey::limits;
use worker::D1Database;
use worker::d1::{D1PreparedStatement, D1Result, D1Type};

/// A value bound to a statement. D1's integers are 32 bits wide and its 64-bit ones fail to bind;
/// numbers go as doubles, exact up to 2^53, which a `STRICT` integer column takes.
#[derive(Clone, Copy)]
pub(super) enum Bound<'a> {
    Text(&'a str),
    /// The id of this attempt to write, another one for each.
    WriteId,
    OptionalText(Option<&'a str>),
    Number(i64),
    OptionalNumber(Option<i64>),
}

/// SQL and what is bound to it.
pub(super) type Statement<'a> = (&'a str, &'a [Bound<'a>]);

/// Milliseconds before the second attempt; each later pause is twice as long.
const FIRST_PAUSE_MS: u32 = 50;

/// Runs a batch, again where the database is away for a moment.
///
/// # Errors
/// `Unavailable` where it stays away for two seconds, or does not answer at all.
pub(super) async fn run(
    db: &D1Database,
    trace: &Trace,
    statements: &[Statement<'_>],
) -> Outcome<Vec<D1Result>> {
    let began_ms = clock::now_ms();
    let mut pause_ms = FIRST_PAUSE_MS;
    loop {
        let outcome = attempt(db, statements).await;
        let spent_ms = clock::now_ms() - began_ms;
        let may_go_on = spent_ms + i64::from(pause_ms) < limits::DATABASE_PATIENCE_MS;
        match outcome {
            Err(Missed::ForNow(_)) if may_go_on => {
                // Those who failed together do not come back together.
                let [chance] = random::bytes()?;
                clock::pause(pause_ms / 2 + pause_ms * u32::from(chance) / 512).await;
                pause_ms *= 2;
            }
            outcome => {
                trace.add_database_ms(spent_ms);
                if let Ok(results) = &outcome {
                    trace.add_rows(results);
                }
                return outcome.map_err(Failure::from);
            }
        }
    }
}

async fn attempt(db: &D1Database, statements: &[Statement<'_>]) -> Result<Vec<D1Result>, Missed> {
    let write_id = random::uuid()?;
    let bound: worker::Result<Vec<_>> = statements
        .iter()
        .map(|(sql, values)| bind(db, sql, values, &write_id))
        .collect();
    let answer = clock::within(limits::DATABASE_SILENCE_MS, db.batch(bound?)).await;
    let answer = answer.ok_or_else(|| Missed::ForLonger("the database says nothing".to_owned()))?;
    answer.map_err(Missed::of)
}

fn bind(
    db: &D1Database,
    sql: &str,
    values: &[Bound],
    write_id: &str,
) -> worker::Result<D1PreparedStatement> {
    let types: Vec<D1Type> = values
        .iter()
        .map(|value| match value {
            Bound::Text(text) | Bound::OptionalText(Some(text)) => D1Type::Text(text),
            Bound::WriteId => D1Type::Text(write_id),
            Bound::OptionalText(None) | Bound::OptionalNumber(None) => D1Type::Null,
            Bound::Number(number) | Bound::OptionalNumber(Some(number)) => {
                D1Type::Real(*number as f64)
            }
        })
        .collect();
    db.prepare(sql).bind_refs(types.iter())
}

/// Why a batch did not go through.
enum Missed {
    /// Worth another try at once.
    ForNow(String),
    /// Worth another try later: the database is silent, or of a schema that is not ours to write to.
    ForLonger(String),
    /// A mistake of ours in SQL.
    Ours(String),
}

impl Missed {
    /// D1 reports all as text; what SQLite itself refused carries its code.
    fn of(error: worker::Error) -> Missed {
        let text = match &error {
            // Its message alone, without JavaScript around it.
            worker::Error::D1(error) => {
                let error: &js_sys::Error = error.as_ref();
                String::from(error.message())
            }
            error => error.to_string(),
        };
        let is = |part: &str| text.contains(part);
        if is("unknown_schema") || is("no such table: schema") {
            Missed::ForLonger(text)
        } else if (is("SQLITE_") && !is("SQLITE_BUSY")) || is("D1_TYPE_ERROR") {
            Missed::Ours(text)
        } else {
            Missed::ForNow(text)
        }
    }
}

impl From<worker::Error> for Missed {
    fn from(error: worker::Error) -> Missed {
        Missed::Ours(error.to_string())
    }
}

impl From<Missed> for Failure {
    fn from(missed: Missed) -> Failure {
        match missed {
            Missed::ForNow(text) | Missed::ForLonger(text) => Failure::Unavailable(text.into()),
            Missed::Ours(text) => Failure::Fault(text.into()),
        }
    }
}
