//! Runs a batch of statements on D1, and retries it where D1 fails for the moment.
//!
//! D1 retries no write itself, and an attempt may have been committed although its answer was lost. So each attempt
//! has an id of its own: the next one finds the committed rows as a client's retry would, and nothing is written
//! twice.

use super::row::Rows;
use super::statement::{Bound, Statement};
use crate::http::error::{Error, Result};
use crate::platform::clock;
use crate::platform::random;
use crate::platform::trace::Trace;
use js_sys::futures::JsFuture;
use js_sys::{Array, JSON, Promise};
use otklik_survey::limits;
use serde::Deserialize;
use serde_json::value::RawValue;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use worker::D1Database;
use worker::d1::{D1PreparedStatement, D1Type};

/// The result of one statement of a batch.
#[derive(Deserialize)]
struct StatementResult {
    results: Box<RawValue>,
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

/// Runs a batch, with retries for two seconds, and returns the rows of each statement.
///
/// # Errors
/// `Unavailable` where D1 still fails then, does not answer at all, or has a schema that this worker must not write
/// to; `Internal` where it rejects a statement.
pub(super) async fn run(
    db: &D1Database,
    trace: &Trace,
    statements: &[Statement<'_>],
) -> Result<Vec<Rows>> {
    let began_ms = clock::now_ms();
    let mut pause_ms = FIRST_PAUSE_MS;
    loop {
        let result = attempt(db, statements).await;
        let spent_ms = clock::now_ms() - began_ms;
        let may_retry = spent_ms + i64::from(pause_ms) < limits::DATABASE_TIMEOUT_MS;
        match result {
            Err(AttemptError::Transient(_)) if may_retry => {
                // Requests that failed together do not come back together.
                let [chance] = random::bytes()?;
                clock::pause(pause_ms / 2 + pause_ms * u32::from(chance) / 512).await;
                pause_ms *= 2;
            }
            result => {
                trace.add_database_ms(spent_ms);
                return Ok(rows(statements, result?, trace));
            }
        }
    }
}

fn rows(statements: &[Statement<'_>], results: Vec<StatementResult>, trace: &Trace) -> Vec<Rows> {
    let rows = statements.iter().zip(results).map(|(statement, result)| {
        let Meta {
            rows_read,
            rows_written,
        } = result.meta;
        trace.add_rows(rows_read.unwrap_or(0), rows_written.unwrap_or(0));
        Rows {
            statement: statement.name,
            json: result.results,
        }
    });
    rows.collect()
}

async fn attempt(
    db: &D1Database,
    statements: &[Statement<'_>],
) -> Result<Vec<StatementResult>, AttemptError> {
    let attempt_id = random::uuid()?;
    let bound = Array::new();
    for statement in statements {
        bound.push(bind(db, statement, &attempt_id)?.inner());
    }
    let db: &Database = AsRef::<JsValue>::as_ref(db).unchecked_ref();
    let results = JsFuture::from(db.batch(&bound).map_err(AttemptError::of)?);
    let results = clock::within(limits::DATABASE_OUTAGE_MS, results)
        .await
        .ok_or_else(|| AttemptError::Unavailable("the database does not answer".to_owned()))?
        .map_err(AttemptError::of)?;
    let text = JSON::stringify(&results).map_err(worker::Error::from)?;
    Ok(serde_json::from_str(&String::from(text)).map_err(worker::Error::from)?)
}

fn bind(
    db: &D1Database,
    statement: &Statement<'_>,
    attempt_id: &str,
) -> worker::Result<D1PreparedStatement> {
    let types: Vec<D1Type> = statement
        .values
        .iter()
        .map(|value| match value {
            Bound::Null => D1Type::Null,
            Bound::Text(text) => D1Type::Text(text),
            Bound::Number(number) => D1Type::Real(*number as f64),
            Bound::AttemptId => D1Type::Text(attempt_id),
        })
        .collect();
    db.prepare(statement.sql).bind_refs(types.iter())
}

/// Why an attempt failed.
enum AttemptError {
    /// Worth a retry at once.
    Transient(String),
    /// Worth a later request: D1 does not answer, or has a schema that this worker must not write to.
    Unavailable(String),
    /// A statement that D1 rejects: a bug.
    Rejected(String),
}

impl AttemptError {
    /// D1 reports every error as text; one of SQLite itself has its code in it.
    fn of(error: JsValue) -> AttemptError {
        let text = match error.dyn_ref::<js_sys::Error>() {
            Some(error) => String::from(error.message()),
            None => worker::Error::from(error).to_string(),
        };
        let has = |part: &str| text.contains(part);
        if has("unknown_schema") || has("no such table: schema") {
            AttemptError::Unavailable(text)
        } else if (has("SQLITE_") && !has("SQLITE_BUSY")) || has("D1_TYPE_ERROR") {
            AttemptError::Rejected(text)
        } else {
            AttemptError::Transient(text)
        }
    }
}

impl From<worker::Error> for AttemptError {
    fn from(error: worker::Error) -> AttemptError {
        AttemptError::Rejected(error.to_string())
    }
}

impl From<AttemptError> for Error {
    fn from(error: AttemptError) -> Error {
        match error {
            AttemptError::Transient(text) | AttemptError::Unavailable(text) => {
                Error::Unavailable(text.into())
            }
            AttemptError::Rejected(text) => Error::Internal(text.into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Deserialize)]
    struct IdRow {
        id: String,
    }

    #[test]
    fn each_statement_gets_its_rows_and_the_trace_the_sums() {
        let answer = r#"[
            {"success": true, "meta": {"rows_read": 3, "rows_written": 2, "duration": 0.4}, "results": []},
            {"success": true, "meta": {"rows_read": 1}, "results": [{"id": "one"}, {"id": "two"}]}
        ]"#;
        let statements = [
            statement!("callback_cancel", { id: "one" }),
            statement!("status_result", { ids: "[]", attempt_id: Bound::AttemptId }),
        ];
        let trace = Trace::default();
        let rows = rows(&statements, serde_json::from_str(answer).unwrap(), &trace);
        let ids = rows.iter().map(|rows| {
            let rows: Vec<IdRow> = rows.read().unwrap();
            rows.into_iter().map(|row| row.id).collect::<Vec<_>>()
        });
        assert_eq!(ids.collect::<Vec<_>>(), [vec![], vec!["one", "two"]]);
        assert_eq!(trace.rows(), [4, 2]);
    }
}
