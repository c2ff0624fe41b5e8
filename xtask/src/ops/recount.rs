//! `cargo xtask recount`: compares what is derived - tallies, the words of searches - with the stored answers, and
//! rebuilds it.

use crate::env::project::Project;
use crate::env::tools;
use crate::local::database::{Database, Row};
use crate::local::recount::{differences, rebuild};
use crate::local::search_words;
use anyhow::{Result, bail};

#[derive(clap::Args)]
pub struct Args {
    /// Replace the tallies and the words of searches by those of the stored answers
    #[arg(long)]
    rebuild: bool,
    /// The deployed database instead of the local one
    #[arg(long)]
    remote: bool,
}

const N_SHOWN: usize = 20;

pub fn command(project: &Project, args: &Args) -> Result<()> {
    tools::ensure_npm_packages(project)?;
    let database = Database::chosen(project, args.remote)?;
    words(project, &database, args.rebuild)?;
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

/// The words of searches: no answer may be found by another text than it shows.
fn words(project: &Project, database: &Database<'_>, is_rebuilding: bool) -> Result<()> {
    let stale = search_words::stale(database)?;
    if stale.is_empty() {
        println!("searches read the words of the stored answers");
        return Ok(());
    }
    println!(
        "searches read other words than those of {} answers",
        stale.len()
    );
    if !is_rebuilding {
        bail!("repair them with `cargo xtask recount --rebuild`");
    }
    search_words::rebuild(project, database, &stale)?;
    let left = search_words::stale(database)?.len();
    if left > 0 {
        bail!(
            "{left} are left: answers that came meanwhile; run it again, and if this stays, it is a defect"
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
