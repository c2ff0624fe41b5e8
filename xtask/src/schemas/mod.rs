//! `cargo xtask schemas`: every schema that was ever released, full of rows, is brought up to date.
//!
//! For each number of migrations but the last:
//! 1. a database of exactly these, filled by `rows_<number>.sql` with what the worker of that schema wrote;
//! 2. wrangler applies the rest: no row and no column of before is another than it was;
//! 3. the worker serves it: the director's numbers, and a vote;
//! 4. the writes of the old schema once more, as a worker sends them that is still running while the next
//!    one goes out: they are taken, and the tallies equal a recount.
//!
//! (4) is the statements of rows, not the old worker itself: `--previous` takes a released archive, and lets
//! its worker serve what the migrations made of its schema.

mod previous;

use crate::artifacts;
use crate::backup::digest::{self, difference};
use crate::database::{self, Database};
use crate::http;
use crate::project::Project;
use crate::settings::Addresses;
use crate::sqlite;
use crate::state::{Secrets, State};
use crate::tools;
use crate::workerd::Workerd;
use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};

#[derive(clap::Args)]
pub struct Args {
    /// How many responses each database holds
    #[arg(long, default_value_t = 100_000)]
    rows: usize,
    /// An archive of `cargo xtask release` of the version before
    #[arg(long)]
    previous: Option<PathBuf>,
}

/// What the checks try.
const SHARE: usize = 2_000;

/// What the old worker writes afterwards.
const N_LATER: usize = 200;

pub fn command(project: &Project, args: &Args) -> Result<()> {
    if let Some(archive) = &args.previous {
        tools::ensure_npm_packages(project)?;
        return previous::serves(project, archive, args.rows);
    }
    tools::ensure_for_build(project)?;
    artifacts::build(project)?;
    println!("{}", all(project, args.rows)?);
    Ok(())
}

pub fn check(project: &Project) -> Result<String> {
    all(project, SHARE)
}

fn all(project: &Project, n_rows: usize) -> Result<String> {
    let files = migrations(&project.path("worker/migrations"))?;
    for n_applied in 1..files.len() {
        let old = Schema::build(project, &files[..n_applied], n_rows)?;
        old.migrates(project)
            .and_then(|()| old.is_served(project, n_rows))
            .and_then(|()| old.is_written_to(project, n_rows))
            .with_context(|| format!("from the schema of {n_applied} migrations"))?;
    }
    Ok(format!(
        "{} schemas of {n_rows} responses",
        files.len().saturating_sub(1)
    ))
}

/// In the order in which they are applied.
fn migrations(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries =
        fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?;
    let mut files: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    files.retain(|path| path.extension().is_some_and(|end| end == "sql"));
    files.sort();
    Ok(files)
}

/// A database as some migrations made it, with rows.
struct Schema {
    state: State,
    secrets: Secrets,
    n_migrations: usize,
}

impl Schema {
    fn build(project: &Project, migrations: &[PathBuf], n_rows: usize) -> Result<Self> {
        let state = State::fresh(project, "schema-state")?;
        let addresses = Addresses {
            public_url: "http://localhost".to_owned(),
            allowed_origins: Vec::new(),
        };
        let secrets = state.prepare(project, &addresses)?;
        // wrangler is shown these migrations alone, and then all of them.
        let folder = state.dir.join("migrations");
        fs::create_dir_all(&folder)?;
        for file in migrations {
            let name = file.file_name().context("a migration without a name")?;
            fs::copy(file, folder.join(name))
                .with_context(|| format!("cannot copy {}", file.display()))?;
        }
        configure(&state, "/d1_databases/0/migrations_dir", &folder)?;
        Database::local(project, &state).apply_migrations()?;
        let schema = Self {
            secrets,
            n_migrations: migrations.len(),
            state,
        };
        schema.fill(project, 1, n_rows)?;
        schema.state.prepare(project, &addresses)?;
        Ok(schema)
    }

    fn fill(&self, project: &Project, first: usize, last: usize) -> Result<()> {
        let script = self.state.dir.join("rows.sql");
        let numbered = |kind: &str, number: usize| {
            let name = format!("xtask/src/schemas/{kind}_{number:04}.sql");
            // A migration may add nothing that rows could have, and count as the one before.
            let sql = fs::read_to_string(project.path(&name)).ok()?;
            Some((name, sql))
        };
        let rows = (1..=self.n_migrations).filter_map(|number| numbered("rows", number));
        let tallies = (1..=self.n_migrations)
            .rev()
            .find_map(|number| numbered("tallies", number));
        for (name, sql) in rows.chain(tallies) {
            let sql = sql.replace("{first}", &first.to_string());
            fs::write(&script, sql.replace("{last}", &last.to_string()))?;
            sqlite::run_file(project, &sqlite::file_of(&self.state)?, &script)
                .with_context(|| name)?;
        }
        Ok(())
    }

    fn migrates(&self, project: &Project) -> Result<()> {
        let file = sqlite::file_of(&self.state)?;
        let before = self.state.dir.join("before.sqlite");
        // Into one file without a log beside it, and without what is derived: a schema counts as it likes, and
        // `is_sound` counts again.
        sqlite::copy(project, &file, &before)?;
        let script = self.state.dir.join("derived.sql");
        fs::write(&script, "DROP TABLE tally; DROP TABLE IF EXISTS issued;")?;
        sqlite::run_file(project, &before, &script)?;
        database::migrate(project, &self.state)?;
        let was = digest::of_columns(project, &before, &before)?;
        let is = digest::of_columns(project, &file, &before)?;
        // wrangler adds to its own list, and a migration tells its number.
        let ours = |mut digests: digest::Digests| {
            digests.remove("d1_migrations");
            digests.remove("schema");
            digests
        };
        match difference(&ours(was), &ours(is)) {
            Some(table) => bail!("the rows of {table} are not what they were"),
            None => Ok(()),
        }
    }

    fn is_served(&self, project: &Project, n_rows: usize) -> Result<()> {
        let workerd = Workerd::start(project, &self.state)?;
        let n_told = told(&workerd.base, &self.secrets.director_token)?;
        if n_told != n_rows as u64 {
            bail!("the director is told of {n_told} answers, not of {n_rows}");
        }
        votes(&workerd.base)
    }

    /// Takes what the worker of the old schema writes, or its batches are refused as a whole.
    fn is_written_to(&self, project: &Project, n_rows: usize) -> Result<()> {
        let file = sqlite::file_of(&self.state)?;
        let guard = fs::read_to_string(project.path("worker/src/store/sql/schema_guard.sql"))?;
        let guard = guard.replace("?1", &self.n_migrations.to_string());
        let writes_from = sqlite::query(project, &file, "SELECT writes_from FROM schema")?;
        if writes_from[0]["writes_from"].as_u64() > Some(self.n_migrations as u64) {
            return match sqlite::query(project, &file, &guard) {
                Ok(_) => bail!("the old worker is let through"),
                Err(_) => self.is_sound(project),
            };
        }
        // The hundreds begin anew, so that each event is new too.
        let first = n_rows.next_multiple_of(100) + 1;
        self.fill(project, first, first + N_LATER - 1)
            .context("what the worker of the old schema writes")?;
        self.is_sound(project)
    }

    fn is_sound(&self, project: &Project) -> Result<()> {
        let file = sqlite::file_of(&self.state)?;
        sqlite::check(project, &file)?;
        let sql = fs::read_to_string(project.path("worker/src/store/sql/recount_check.sql"))?;
        match sqlite::query(project, &file, &sql)?.first() {
            Some(row) => bail!("a tally differs from a recount: {row:?}"),
            None => Ok(()),
        }
    }
}

/// Another path at a place of the state's configuration.
fn configure(state: &State, pointer: &str, path: &Path) -> Result<()> {
    let text = fs::read_to_string(state.config())?;
    let mut config: Value = serde_json::from_str(&text)?;
    let place = config.pointer_mut(pointer);
    *place.with_context(|| format!("no {pointer}"))? = json!(path);
    fs::write(state.config(), config.to_string())
        .with_context(|| format!("cannot write {}", state.config().display()))
}

/// How many guests answered the first question, in the director's numbers.
fn told(base: &str, token: &str) -> Result<u64> {
    let url = format!("{base}/v1/aggregates?survey=guest");
    let answer = http::get_signed(&http::agent(), &url, token)?;
    if answer.status != 200 {
        bail!("{url} answered {}: {}", answer.status, answer.body);
    }
    let told: Value = serde_json::from_str(&answer.body)?;
    let of = |value: &Value, name: &str| value[name].as_array().cloned().unwrap_or_default();
    let groups = of(&told, "groups").into_iter();
    let questions = groups.flat_map(|group| of(&group, "questions"));
    let first = questions.filter(|question| question["question"] == "enjoyed");
    let bases = first.flat_map(|question| of(&question, "bases"));
    Ok(bases.filter_map(|basis| basis["n"].as_u64()).sum())
}

fn votes(base: &str) -> Result<()> {
    let url = format!("{base}/v1/responses?survey=guest");
    let vote = json!({
        "id": "ffffffff-0000-4000-8000-000000000000", "rev": 1, "version": 1, "lang": "ru", "event": "ev-1",
        "answers": {"enjoyed": {"score": 5}, "comment": {"text": "после"}},
    });
    let agent = http::agent();
    let answer = http::post(&agent, &url, "text/plain", "2001:db8::1", &vote.to_string())?;
    if answer.status != 201 {
        bail!("{url} answered {}: {}", answer.status, answer.body);
    }
    Ok(())
}
