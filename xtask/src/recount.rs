//! `cargo xtask recount`: tallies are derived, so they can be checked against the rows and rebuilt from them.
//!
//! The SQL is the worker's: it owns the schema.

use crate::database::{Database, Row};
use crate::project::Project;
use anyhow::{Context, Result, bail};
use std::fs;

#[derive(clap::Args)]
pub struct Args {
    /// Replace the tallies by a recount of the stored answers
    #[arg(long)]
    rebuild: bool,
    /// The deployed database instead of the local one
    #[arg(long)]
    remote: bool,
}

const N_SHOWN: usize = 20;

pub fn command(project: &Project, args: &Args) -> Result<()> {
    crate::tools::ensure_npm_packages(project)?;
    let database = Database::chosen(project, args.remote)?;
    let found = differences(project, &database)?;
    report(&found);
    if found.is_empty() {
        return Ok(());
    }
    if !args.rebuild {
        bail!("repair them with `cargo xtask recount --rebuild`");
    }
    rebuild(project, &database)?;
    let left = differences(project, &database)?;
    report(&left);
    if !left.is_empty() {
        bail!(
            "rebuilding did not settle them: votes that came meanwhile differ too, so run it again; if this stays, it is a defect"
        );
    }
    Ok(())
}

fn report(differences: &[Row]) {
    if differences.is_empty() {
        println!("tallies equal a recount of the stored answers");
        return;
    }
    println!(
        "{} tallies differ from a recount of the stored answers:",
        differences.len()
    );
    for row in differences.iter().take(N_SHOWN) {
        let cells: Vec<String> = row
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        println!("  {}", cells.join(" "));
    }
    if differences.len() > N_SHOWN {
        println!("  and {} more", differences.len() - N_SHOWN);
    }
}

pub fn differences(project: &Project, database: &Database<'_>) -> Result<Vec<Row>> {
    let path = project.path("worker/src/store/sql/recount_check.sql");
    let sql =
        fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    database.query(&sql)
}

pub fn rebuild(project: &Project, database: &Database<'_>) -> Result<()> {
    let script = project.scratch("recount.sql");
    let slices = database.query(SLICES)?;
    fs::write(&script, rebuilding(project, &slices)?)
        .with_context(|| format!("cannot write {}", script.display()))?;
    database.run_file(&script)
}

/// Asks for the slices that there are.
pub const SLICES: &str = "SELECT name FROM slice";

/// The statements that make the tallies of these slices anew.
pub fn rebuilding(project: &Project, slices: &[Row]) -> Result<String> {
    let path = project.path("worker/src/store/sql/recount_rebuild.sql");
    let sql =
        fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let names = slices.iter().filter_map(|row| row["name"].as_str());
    Ok(names
        .map(|name| sql.replace("?1", &format!("'{name}'")))
        .collect())
}
