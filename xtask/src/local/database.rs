//! D1 by way of wrangler: migrations, files of statements, queries. It may run beside a local server.

use crate::build::input_hash::InputHash;
use crate::env::process::{capture, run_logged};
use crate::env::project::Project;
use crate::local::state::State;
use anyhow::{Context, Result, bail};
use serde_json::{Map, Value};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

pub type Row = Map<String, Value>;

enum Location {
    Local { persist: PathBuf },
    Remote,
}

pub struct Database<'project> {
    project: &'project Project,
    config: PathBuf,
    location: Location,
}

impl<'project> Database<'project> {
    pub fn local(project: &'project Project, state: &State) -> Self {
        Self {
            project,
            config: state.config(),
            location: Location::Local {
                persist: state.database(),
            },
        }
    }

    /// The deployed one, with wrangler's own login.
    pub fn remote(project: &'project Project) -> Self {
        Self {
            project,
            config: project.path("worker/wrangler.jsonc"),
            location: Location::Remote,
        }
    }

    /// The deployed one, or the local one of this checkout's user.
    pub fn chosen(project: &'project Project, is_remote: bool) -> Result<Self> {
        if is_remote {
            return Ok(Self::remote(project));
        }
        let state = State::of_person(project)?;
        if !state.config().is_file() {
            bail!(
                "there is no local database in {} yet: start one with `cargo xtask run`",
                state.dir.display()
            );
        }
        Ok(Self::local(project, &state))
    }

    fn wrangler(&self, words: &[&str]) -> Result<Command> {
        let mut command = self.project.wrangler()?;
        command
            .arg("d1")
            .args(words)
            .arg("otklik")
            .arg("--config")
            .arg(&self.config);
        match &self.location {
            Location::Local { persist } => command.arg("--local").arg("--persist-to").arg(persist),
            Location::Remote => command.arg("--remote"),
        };
        Ok(command)
    }

    pub fn apply_migrations(&self) -> Result<()> {
        run_logged(
            &mut self.wrangler(&["migrations", "apply"])?,
            &self.project.log("migrations"),
        )
    }

    pub fn run_file(&self, file: &Path) -> Result<()> {
        let mut command = self.wrangler(&["execute"])?;
        command.args(["--yes", "--json", "--file"]).arg(file);
        run_logged(&mut command, &self.project.log("d1-execute"))
    }

    /// The deployed database as exported by the platform; wrangler exports no local one but its own.
    pub fn export(&self, file: &Path) -> Result<()> {
        let mut command = self.wrangler(&["export"])?;
        command.arg("--output").arg(file);
        run_logged(&mut command, &self.project.log("d1-export"))
    }

    /// Rows of all statements in `sql`, in order. Not from a file: a remote file returns counts alone.
    pub fn query(&self, sql: &str) -> Result<Vec<Row>> {
        let mut command = self.wrangler(&["execute"])?;
        // One argument: SQL that starts with a comment would pass for a flag.
        command
            .args(["--yes", "--json"])
            .arg(format!("--command={sql}"));
        rows(&capture(&mut command)?)
    }
}

fn rows(output: &str) -> Result<Vec<Row>> {
    // Warnings may precede the JSON.
    let start = output
        .find("[\n")
        .or_else(|| output.find('['))
        .context("wrangler answered without JSON")?;
    let Value::Array(statements) =
        serde_json::from_str(&output[start..]).context("wrangler's answer is not JSON")?
    else {
        bail!("wrangler's answer is not a list");
    };
    let mut rows = Vec::new();
    for statement in statements {
        let Some(Value::Array(results)) = statement.get("results").cloned() else {
            continue;
        };
        for row in results {
            let Value::Object(row) = row else {
                bail!("a row of wrangler's answer is not an object")
            };
            rows.push(row);
        }
    }
    Ok(rows)
}

/// Migrates the local database; costs nothing where these same files were applied.
pub fn migrate(project: &Project, state: &State) -> Result<Migrated> {
    let files = InputHash::new()
        .tree(&project.path("worker/migrations"), "")?
        .finish();
    let note = state.note("migrations");
    if fs::read_to_string(&note).is_ok_and(|applied| applied == files) {
        return Ok(Migrated::Already);
    }
    Database::local(project, state).apply_migrations()?;
    fs::write(&note, files).with_context(|| format!("cannot write {}", note.display()))?;
    Ok(Migrated::Now)
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Migrated {
    Now,
    Already,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_of_all_statements_are_read_behind_a_warning() -> Result<()> {
        let output = "[wrangler:warn] no network\n[\n {\"results\":[{\"n\":1}]},\n {\"results\":[]},\n {\"results\":[{\"n\":2}]}\n]\n";
        let found: Vec<Option<u64>> = rows(output)?.iter().map(|row| row["n"].as_u64()).collect();
        assert_eq!(found, [Some(1), Some(2)]);
        Ok(())
    }

    #[test]
    fn an_answer_without_json_is_an_error() {
        assert!(rows("nothing here").is_err());
    }
}
