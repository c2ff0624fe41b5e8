//! `cargo xtask <command>`: every command a person needs, each doing its own set-up.
//!
//! In scope: tools, builds, local servers, seeding, checks, archives.
//! Out of scope: anything the product itself does; nothing here is deployed.

mod bench;
mod build;
mod checks;
mod env;
mod local;
mod ops;

use build::artifacts;
use checks::{browsers, budgets, chaos, contract, fuzz, memory, screenshots, size, stress};
use clap::{Parser, Subcommand};
use env::{process, project};
use std::process::ExitCode;

#[derive(Parser)]
#[command(name = "cargo xtask", about = "Commands of the Otklik repository")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the product locally, with a seeded database and a demo site (PORT, OTKLIK_STATE)
    Run,
    /// Run every check: format, lints, unit, end to end, budgets, deploy dry run
    Test(checks::test::Args),
    /// Run the full-size stress suites of the end-to-end tests and print their figures (minutes)
    Stress(stress::Args),
    /// Kill workerd again and again while guests send: no acknowledged submission may be lost (minutes)
    Chaos(chaos::Args),
    /// Send hundreds of thousands of requests: the worker's memory must stop growing (minutes)
    Memory(memory::Args),
    /// Give an answer by every form in Firefox and in WebKitGTK (minutes)
    Browsers,
    /// Run libFuzzer on the parsers of outside input
    Fuzz(fuzz::Args),
    /// Build the widget and the worker
    Build,
    /// Take the README's pictures from the running product
    Screenshots,
    /// Measure what guests download against the budgets
    Budgets,
    /// Print the largest functions and crates of the widget's WASM
    Size,
    /// Redraw the pictures of link previews, in Chromium
    Previews,
    /// Compare the tallies with a recount of the stored answers
    Recount(ops::recount::Args),
    /// Create, list and revoke tokens of other roles
    Token(ops::token::Args),
    /// Validate a survey's document offline
    Survey(ops::survey::Args),
    /// Import answers from a table, by a mapping of its columns
    Import(ops::import::Args),
    /// Seal every contact anew, after CONTACT_KEY was changed
    Rekey(ops::rekey::Args),
    /// Write the whole database into a file, and verify the file
    Backup(ops::backup::Args),
    /// Restore an empty database from a backup, and verify it
    Restore(ops::backup::Args),
    /// Test whether the worker conforms to openapi.json
    Contract(contract::Args),
    /// Make an archive that deploys with Node and wrangler alone
    Release,
    /// Compare the time until a vote is possible with a hand-written page
    Bench(bench::Args),
}

fn main() -> ExitCode {
    let outcome = process::stop_children_on_signals().and_then(|()| {
        let project = project::Project::find()?;
        match Cli::parse().command {
            Command::Run => local::run::run(&project),
            Command::Test(args) => checks::test::test(&project, &args),
            Command::Stress(args) => stress::command(&project, &args),
            Command::Chaos(args) => chaos::command(&project, &args),
            Command::Memory(args) => memory::command(&project, &args),
            Command::Browsers => browsers::command(&project),
            Command::Fuzz(args) => fuzz::command(&project, &args),
            Command::Build => artifacts::build(&project).map(|_| ()),
            Command::Screenshots => screenshots::command(&project),
            Command::Budgets => budgets::command(&project),
            Command::Size => size::command(&project),
            Command::Previews => build::previews::command(&project),
            Command::Recount(args) => ops::recount::command(&project, &args),
            Command::Token(args) => ops::token::command(&project, &args),
            Command::Survey(args) => ops::survey::command(&args),
            Command::Import(args) => ops::import::command(&project, &args),
            Command::Rekey(args) => ops::rekey::command(&project, &args),
            Command::Backup(args) => ops::backup::backup(&project, &args),
            Command::Restore(args) => ops::backup::restore(&project, &args),
            Command::Contract(args) => contract::command(&project, &args),
            Command::Release => ops::release::command(&project),
            Command::Bench(args) => bench::command(&project, &args),
        }
    });
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            process::wait_if_stopping();
            eprintln!("\nerror: {error:#}");
            ExitCode::FAILURE
        }
    }
}
