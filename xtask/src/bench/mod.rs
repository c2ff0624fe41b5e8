//! `cargo xtask bench`: benchmarks of the page, the worker and the aggregates.

mod aggregates;
mod page;
mod worker;

use crate::env::process::run_logged;
use crate::env::project::Project;
use anyhow::{Context, Result};
use std::ffi::OsStr;
use std::fs;

#[derive(clap::Args)]
pub struct Args {
    #[command(subcommand)]
    what: Option<What>,
    #[command(flatten)]
    page: page::Args,
}

#[derive(clap::Subcommand)]
enum What {
    /// Time and rows of a director's questions to databases of very different sizes (most of an hour)
    Aggregates(aggregates::Args),
    /// Votes a second and processor time a vote, beside a worker by hand in JavaScript
    Worker(worker::Args),
}

pub fn command(project: &Project, args: &Args) -> Result<()> {
    match &args.what {
        Some(What::Aggregates(args)) => aggregates::command(project, args),
        Some(What::Worker(args)) => worker::command(project, args),
        None => page::command(project, &args.page),
    }
}

/// Checks the benchmarks without running them: the syntax of their scripts, and the table.
pub fn check(project: &Project) -> Result<()> {
    for folder in ["bench", "bench/pages", "bench/worker"] {
        let folder = project.path(folder);
        let entries = fs::read_dir(&folder);
        for entry in entries.with_context(|| format!("cannot read {}", folder.display()))? {
            let path = entry?.path();
            let extension = path.extension().and_then(OsStr::to_str);
            if matches!(extension, Some("js" | "mjs")) {
                let mut node = project.command(project.node());
                node.arg("--check").arg(&path);
                run_logged(&mut node, &project.log("bench-check"))?;
            }
        }
    }
    let mut node = project.command(project.node());
    node.arg("--test").arg(project.path("bench/table.test.mjs"));
    run_logged(&mut node, &project.log("bench-check"))
}
