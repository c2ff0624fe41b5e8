//! `cargo xtask backup FILE` and `cargo xtask restore FILE`: the database as SQL, and a comparison of every
//! table's count and hash with its source.
//!
//! xtask writes the file, not `wrangler d1 export`: that has no `--persist-to`, and its encoding of a text with
//! a line end and a `\n` in it reads back as another text. The deployed database can only be exported by it,
//! and is read into SQLite before it is written.

pub mod digest;

use crate::env::http;
use crate::env::private;
use crate::env::project::Project;
use crate::env::tools;
use crate::local::database::Database;
use crate::local::seed::rng::Rng;
use crate::local::settings::Addresses;
use crate::local::sqlite;
use crate::local::state::State;
use anyhow::{Context, Result, bail};
use digest::{Digests, difference};
use serde_json::json;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};

#[derive(clap::Args)]
pub struct Args {
    /// The file of the backup
    file: PathBuf,
    /// The deployed database instead of the local one
    #[arg(long)]
    remote: bool,
}

/// The local or the deployed database.
#[derive(Clone, Copy)]
enum DatabaseChoice<'state> {
    Local(&'state State),
    Remote,
}

impl DatabaseChoice<'_> {
    fn database<'project>(self, project: &'project Project) -> Database<'project> {
        match self {
            DatabaseChoice::Local(state) => Database::local(project, state),
            DatabaseChoice::Remote => Database::remote(project),
        }
    }

    /// Runs something with a file that contains the whole database.
    fn with_source<T>(self, project: &Project, work: impl FnOnce(&Path) -> Result<T>) -> Result<T> {
        match self {
            DatabaseChoice::Local(state) => work(&sqlite::file_of(state)?),
            DatabaseChoice::Remote => {
                // It contains guests' texts: nobody else reads it, and it is gone afterwards, whatever happens.
                private::keep_files_private();
                let folder = project.scratch("remote-export");
                private::private_folder(&folder)?;
                let file = folder.join("export.sql");
                let exported = self.database(project).export(&file);
                let done = exported.and_then(|()| work(&file));
                fs::remove_dir_all(&folder)
                    .with_context(|| format!("cannot remove {}", folder.display()))?;
                done
            }
        }
    }
}

pub fn backup(project: &Project, args: &Args) -> Result<()> {
    private::keep_files_private();
    tools::ensure_npm_packages(project)?;
    let file = absolute(&args.file)?;
    let written = if args.remote {
        write(project, DatabaseChoice::Remote, &file)?
    } else {
        write(
            project,
            DatabaseChoice::Local(&State::of_person(project)?),
            &file,
        )?
    };
    report(&written);
    println!(
        "\n{} holds all of it, and the guests' comments in clear. The secrets are not in it: without CONTACT_KEY nobody reads the names and phones of callbacks.",
        file.display()
    );
    Ok(())
}

pub fn restore(project: &Project, args: &Args) -> Result<()> {
    tools::ensure_npm_packages(project)?;
    let file = absolute(&args.file)?;
    if args.remote {
        report(&read(project, DatabaseChoice::Remote, &file)?);
        return Ok(());
    }
    let state = State::of_person(project)?;
    let _served = state.lock()?;
    if !state.config().is_file() {
        prepare(project, &state)?;
    }
    report(&read(project, DatabaseChoice::Local(&state), &file)?);
    Ok(())
}

/// Texts that programs on the way have changed.
const COMMENT: &str = r#"It's "so" \n; BEGIN TRANSACTION; -- COMMIT;
/* ещё 'строка' */ \"#;

/// A round trip of a served database, into a fresh folder; then a changed row there must be noticed.
pub fn check(project: &Project, source: &State, base: &str) -> Result<String> {
    let body = json!({
        "id": Rng::new(std::process::id().into()).uuid(), "rev": 1, "version": 1, "lang": "ru",
        "answers": {"found": {"score": 1}, "comment": {"text": COMMENT}},
    });
    let url = format!("{base}/v1/responses?survey=site");
    let body = body.to_string();
    let answer = http::post(&http::agent(), &url, "text/plain", "2001:db8:bac::1", &body)?;
    if answer.status != 201 {
        bail!("{url} answered {}: {}", answer.status, answer.body);
    }
    let restored = State::fresh(project, "restore-state")?;
    prepare(project, &restored)?;
    let file = restored.dir.join("backup.sql");
    let written = write(project, DatabaseChoice::Local(source), &file)?;
    let target = DatabaseChoice::Local(&restored);
    read(project, target, &file)?;
    if read(project, target, &file).is_ok() {
        bail!("a database that is not empty was written over");
    }
    let database = sqlite::file_of(&restored)?;
    let comment =
        "SELECT count(*) AS n FROM answer WHERE text LIKE '%BEGIN TRANSACTION; -- COMMIT;%'";
    if sqlite::query(project, &database, comment)?[0]["n"] != 1 {
        bail!("the guest's comment is not there any more");
    }
    let change = restored.dir.join("change.sql");
    let sql = "UPDATE answer SET text = text || '!' WHERE text LIKE '%BEGIN TRANSACTION%';";
    fs::write(&change, sql).with_context(|| format!("cannot write {}", change.display()))?;
    sqlite::run_file(project, &database, &change)?;
    let changed = digest::of(project, &database)?;
    match difference(&written, &changed).as_deref() {
        Some("answer") => {}
        other => bail!("one answer was changed, and the comparison says {other:?}"),
    }
    let tables = written.iter().filter(|(name, _)| !name.starts_with('('));
    let rows: Vec<u64> = tables.map(|(_, table)| table.rows).collect();
    let n_rows: u64 = rows.iter().sum();
    Ok(format!("{n_rows} rows of {} tables", rows.len()))
}

/// Paths are relative to the caller's folder, whatever folder cargo runs xtask in.
fn absolute(file: &Path) -> Result<PathBuf> {
    let here = env::current_dir().context("the current folder cannot be read")?;
    Ok(here.join(file))
}

fn prepare(project: &Project, state: &State) -> Result<()> {
    let public_url = "http://localhost:8787".to_owned();
    let allowed_origins = vec!["http://localhost:8788".to_owned()];
    let addresses = Addresses {
        public_url,
        allowed_origins,
    };
    state.prepare(project, &addresses).map(|_| ())
}

/// Writes the file and reads it back: another SQLite must find the same content.
fn write(project: &Project, chosen: DatabaseChoice<'_>, file: &Path) -> Result<Digests> {
    let written = chosen.with_source(project, |source| digest::dump(project, source, file))?;
    let found = digest::of(project, file)?;
    if let Some(table) = difference(&written, &found) {
        bail!("{} holds another {table} than the database", file.display());
    }
    Ok(written)
}

/// Runs the file on a database without tables, and compares.
fn read(project: &Project, chosen: DatabaseChoice<'_>, file: &Path) -> Result<Digests> {
    let wanted = digest::of(project, file)?;
    let database = chosen.database(project);
    let tables = database.query(TABLES)?;
    if let Some(table) = tables.first() {
        bail!(
            "the database is not empty: it has the table {}. Restore into a new one",
            table["name"].as_str().unwrap_or_default()
        );
    }
    database.run_file(file)?;
    let found = chosen.with_source(project, |source| digest::of(project, source))?;
    if let Some(table) = difference(&wanted, &found) {
        bail!("{table} is another than in {}", file.display());
    }
    Ok(found)
}

/// The product's tables: not those of SQLite and of D1 itself.
const TABLES: &str = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name NOT LIKE '\\_cf\\_%' ESCAPE '\\'";

fn report(digests: &Digests) {
    for (name, table) in digests {
        println!(
            "  {name:<16}{:>9} rows  {}",
            table.rows,
            &table.digest[..16]
        );
    }
}
