//! Tallies are derived, so they can be checked against the rows and rebuilt from them.
//!
//! The SQL is the worker's: it owns the schema.

use crate::env::project::Project;
use crate::local::database::{Database, Row};
use anyhow::{Context, Result};
use std::fs;

pub fn differences(project: &Project, database: &Database<'_>) -> Result<Vec<Row>> {
    let path = project.path("worker/src/store/sql/recount_check.sql");
    let sql =
        fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    database.query(&sql)
}

pub fn rebuild(project: &Project, database: &Database<'_>) -> Result<()> {
    let script = project.scratch("recount.sql");
    let rollups = database.query(ROLLUPS)?;
    fs::write(&script, rebuilding(project, &rollups)?)
        .with_context(|| format!("cannot write {}", script.display()))?;
    database.run_file(&script)
}

/// Selects the existing rollups.
pub const ROLLUPS: &str = "SELECT name FROM rollup";

/// The statements that rebuild the tallies of these rollups.
pub fn rebuilding(project: &Project, rollups: &[Row]) -> Result<String> {
    let mut sql = String::new();
    for file in ["recount_clear", "tally_insert", "tally_of_rollup"] {
        let path = project.path(&format!("worker/src/store/sql/{file}.sql"));
        sql += &fs::read_to_string(&path)
            .with_context(|| format!("cannot read {}", path.display()))?;
    }
    let names = rollups.iter().filter_map(|row| row["name"].as_str());
    Ok(names
        .map(|name| sql.replace(":rollup", &format!("'{name}'")))
        .collect())
}
