//! One batch to D1, and what is done where it fails for the moment.
//!
//! D1 retries no write, and an attempt may have been committed though its answer was lost. So each
//! attempt has a write id of its own: what the one before left behind is found as a client's retry
//! would find it, and nothing is done twice.

use super::row::RowReader;
use crate::http::error::{Error, Result};
use crate::platform::clock;
use crate::platform::random;
use crate::platform::trace::Trace;
use js_sys::futures::JsFuture;
use js_sys::{Array, JSON, Promise};
use otklik_survey::limits;
use serde::Deserialize;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use worker::D1Database;
use worker::d1::{D1PreparedStatement, D1Type};

/// A value bound to a statement. D1's integers are 32 bits wide and its 64-bit ones fail to bind;
/// numbers go as doubles, exact up to 2^53, which a `STRICT` integer column takes.
#[derive(Clone, Copy)]
pub(super) enum Bound<'a> {
    Text(&'a str),
    /// The id of this attempt to write, another one for each.
    AttemptId,
    OptionalText(Option<&'a str>),
    Number(i64),
    OptionalNumber(Option<i64>),
}

/// SQL and what is bound to it.
pub(super) type Statement<'a> = (&'a str, &'a [Bound<'a>]);

/// What a statement of a batch did.
#[derive(Deserialize)]
struct Done {
    results: Vec<RowReader>,
    #[serde(default)]
    meta: Meta,
}

/// Rows that D1 charges for.
#[derive(Default, Deserialize)]
struct Meta {
    rows_read: Option<usize>,
    rows_written: Option<usize>,
}

#[wasm_bindgen]
extern "C" {
    type Database;

    /// The library's own `batch` returns objects, each field of which is a call into JavaScript: for the seven
    /// statements of a vote a tenth of its time.
    #[wasm_bindgen(method, catch)]
    fn batch(this: &Database, statements: &Array) -> Result<Promise, JsValue>;
}

/// Milliseconds before the second attempt; each later pause is twice as long.
const FIRST_PAUSE_MS: u32 = 50;

/// Runs a batch, again where the database is away for a moment, and returns the rows of each statement.
///
/// # Errors
/// `Unavailable` where it stays away for two seconds, or does not answer at all.
pub(super) async fn run(
    db: &D1Database,
    trace: &Trace,
    statements: &[Statement<'_>],
) -> Result<Vec<Vec<RowReader>>> {
    let began_ms = clock::now_ms();
    let mut pause_ms = FIRST_PAUSE_MS;
    loop {
        let outcome = attempt(db, statements).await;
        let spent_ms = clock::now_ms() - began_ms;
        let may_go_on = spent_ms + i64::from(pause_ms) < limits::DATABASE_TIMEOUT_MS;
        match outcome {
            Err(Missed::ForNow(_)) if may_go_on => {
                // Those who failed together do not come back together.
                let [chance] = random::bytes()?;
                clock::pause(pause_ms / 2 + pause_ms * u32::from(chance) / 512).await;
                pause_ms *= 2;
            }
            outcome => {
                trace.add_database_ms(spent_ms);
                let rows = outcome?.into_iter().map(|done| {
                    let Meta {
                        rows_read,
                        rows_written,
                    } = done.meta;
                    trace.add_rows(rows_read.unwrap_or(0), rows_written.unwrap_or(0));
                    done.results
                });
                return Ok(rows.collect());
            }
        }
    }
}

async fn attempt(db: &D1Database, statements: &[Statement<'_>]) -> Result<Vec<Done>, Missed> {
    let attempt_id = random::uuid()?;
    let bound = Array::new();
    for (sql, values) in statements {
        bound.push(bind(db, sql, values, &attempt_id)?.inner());
    }
    let db: &Database = AsRef::<JsValue>::as_ref(db).unchecked_ref();
    let answer = JsFuture::from(db.batch(&bound).map_err(Missed::of)?);
    let answer = clock::within(limits::DATABASE_OUTAGE_MS, answer).await;
    let answer = answer.ok_or_else(|| Missed::ForLonger("the database says nothing".to_owned()))?;
    let text = JSON::stringify(&answer.map_err(Missed::of)?).map_err(worker::Error::from)?;
    Ok(serde_json::from_str(&String::from(text)).map_err(worker::Error::from)?)
}

fn bind(
    db: &D1Database,
    sql: &str,
    values: &[Bound],
    attempt_id: &str,
) -> worker::Result<D1PreparedStatement> {
    let types: Vec<D1Type> = values
        .iter()
        .map(|value| match value {
            Bound::Text(text) | Bound::OptionalText(Some(text)) => D1Type::Text(text),
            Bound::AttemptId => D1Type::Text(attempt_id),
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
    fn of(error: JsValue) -> Missed {
        let text = match error.dyn_ref::<js_sys::Error>() {
            Some(error) => String::from(error.message()),
            None => worker::Error::from(error).to_string(),
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

impl From<Missed> for Error {
    fn from(missed: Missed) -> Error {
        match missed {
            Missed::ForNow(text) | Missed::ForLonger(text) => Error::Unavailable(text.into()),
            Missed::Ours(text) => Error::Internal(text.into()),
        }
    }
}
