//! The file of a local database, opened by Node's SQLite instead of workerd's: for statements that D1 refuses
//! (`PRAGMA integrity_check`), or runs slowly.

use crate::env::process::capture;
use crate::env::project::Project;
use crate::local::database::Row;
use crate::local::state::State;
use anyhow::{Context, Result, bail};
use std::fs;
use std::path::{Path, PathBuf};

/// Prints a statement's rows, a line each.
const QUERY: &str = "
const { DatabaseSync } = require('node:sqlite');
const [file, sql] = process.argv.slice(1);
const db = new DatabaseSync(file);
for (const row of db.prepare(sql).iterate()) console.log(JSON.stringify(row));
";

/// Runs a file of statements as one transaction.
const RUN: &str = "
const { DatabaseSync } = require('node:sqlite');
const [file, script] = process.argv.slice(1);
const db = new DatabaseSync(file);
db.exec('BEGIN');
db.exec(require('node:fs').readFileSync(script, 'utf8'));
db.exec('COMMIT');
";

/// Runs a file of statements without a rollback journal, on a database that can be made anew.
const FILL: &str = "
const { DatabaseSync } = require('node:sqlite');
const [file, script] = process.argv.slice(1);
const db = new DatabaseSync(file, { enableForeignKeyConstraints: false });
db.exec('PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -1000000');
db.exec(require('node:fs').readFileSync(script, 'utf8'));
db.exec('PRAGMA journal_mode = WAL');
";

pub fn query(project: &Project, file: &Path, sql: &str) -> Result<Vec<Row>> {
    let mut node = node(project, QUERY);
    node.arg(file).arg(sql);
    let rows = capture(&mut node)?;
    let rows = rows.lines().map(serde_json::from_str);
    rows.collect::<Result<_, _>>()
        .context("a row of SQLite is not JSON")
}

/// All of a file's statements, or none. Only where no workerd runs on the database.
pub fn run_file(project: &Project, file: &Path, script: &Path) -> Result<()> {
    let mut node = node(project, RUN);
    capture(node.arg(file).arg(script)).map(|_| ())
}

/// All of a file's statements, fast: a failure half-way destroys the database.
pub fn fill(project: &Project, file: &Path, script: &Path) -> Result<()> {
    let mut node = node(project, FILL);
    capture(node.arg(file).arg(script)).map(|_| ())
}

fn node(project: &Project, script: &str) -> std::process::Command {
    let mut node = project.command(project.node());
    node.args(["--no-warnings", "-e", script]);
    node
}

/// The database file of workerd in a state folder.
pub fn file_of(state: &State) -> Result<PathBuf> {
    let folder = state.database().join("v3/d1/miniflare-D1DatabaseObject");
    let entries =
        fs::read_dir(&folder).with_context(|| format!("no database in {}", folder.display()))?;
    let mut files = entries.flatten().map(|entry| entry.path()).filter(|path| {
        path.extension().is_some_and(|end| end == "sqlite") && !path.ends_with("metadata.sqlite")
    });
    match (files.next(), files.next()) {
        (Some(file), None) => Ok(file),
        _ => bail!("not exactly one database in {}", folder.display()),
    }
}

/// Checks the file: integrity, and foreign keys.
pub fn check(project: &Project, file: &Path) -> Result<()> {
    let said = query(project, file, "PRAGMA integrity_check")?;
    let is_ok = matches!(said.as_slice(), [row] if row["integrity_check"] == "ok");
    if !is_ok {
        bail!("{}: integrity_check says {said:?}", file.display());
    }
    let orphans = query(project, file, "PRAGMA foreign_key_check")?;
    if let Some(orphan) = orphans.first() {
        bail!("{}: foreign_key_check says {orphan:?}", file.display());
    }
    Ok(())
}
