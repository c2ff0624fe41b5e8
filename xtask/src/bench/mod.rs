//! `cargo xtask bench`: what is measured, and beside what.

mod aggregates;
mod packages;
mod page;
mod worker;

use crate::project::Project;
use anyhow::Result;

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
