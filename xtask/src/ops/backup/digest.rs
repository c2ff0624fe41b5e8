//! The content of a database, table by table: the number of rows, and the hash of all of them in order.

use crate::env::process::capture;
use crate::env::project::Project;
use anyhow::{Context, Result};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;

/// By table; in brackets the entries that are no table: the schema, the sequences.
pub type Digests = BTreeMap<String, Table>;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    pub rows: u64,
    pub digest: String,
}

/// Of a file of SQLite, or one of statements.
pub fn of(project: &Project, source: &Path) -> Result<Digests> {
    run(project, &["digest".as_ref(), source.as_os_str()])
}

/// Writes a database as statements; returns its digest.
pub fn dump(project: &Project, source: &Path, file: &Path) -> Result<Digests> {
    let words = ["dump".as_ref(), source.as_os_str(), file.as_os_str()];
    run(project, &words)
}

fn run(project: &Project, words: &[&std::ffi::OsStr]) -> Result<Digests> {
    let mut node = project.command(project.node());
    node.arg("--no-warnings")
        .arg(project.path("xtask/src/ops/backup/sqlite.mjs"))
        .args(words);
    let said = capture(&mut node)?;
    let tables = said.lines().map(|line| {
        let table: Value = serde_json::from_str(line).ok()?;
        let rows = table["rows"].as_u64()?;
        let digest = table["digest"].as_str()?.to_owned();
        Some((table["name"].as_str()?.to_owned(), Table { rows, digest }))
    });
    let tables: Option<Digests> = tables.collect();
    tables.context("a line that describes no table")
}

/// The first table that differs.
pub fn difference(one: &Digests, other: &Digests) -> Option<String> {
    let names = one.keys().chain(other.keys());
    let mut differing = names.filter(|name| one.get(*name) != other.get(*name));
    differing.next().cloned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changed_table_is_named() {
        let table = |rows, digest: &str| Table {
            rows,
            digest: digest.to_owned(),
        };
        let all = Digests::from([
            ("answer".to_owned(), table(2, "a")),
            ("event".to_owned(), table(1, "b")),
        ]);
        assert_eq!(difference(&all, &all), None);
        let mut changed = all.clone();
        changed.insert("event".to_owned(), table(1, "c"));
        assert_eq!(difference(&all, &changed).as_deref(), Some("event"));
        let mut without = all.clone();
        without.remove("answer");
        assert_eq!(difference(&all, &without).as_deref(), Some("answer"));
        assert_eq!(difference(&without, &all).as_deref(), Some("answer"));
    }
}
