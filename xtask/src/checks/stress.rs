//! `cargo xtask stress`: the end-to-end tests with thousands of requests, at full size.
//!
//! `cargo xtask test` runs a share of each; here the same tests run all of it, and print their figures.

use crate::build::artifacts;
use crate::checks::report::Checks;
use crate::checks::test::{Run, SERVERS, end_to_end, tallies};
use crate::env::project::Project;
use crate::env::system_deps;
use crate::local::test_env::TestEnv;
use anyhow::{Context, Result};
use std::fs;
use std::io::ErrorKind;

/// The modules of end-to-end tests with a full size. A filter without a match runs no test.
const SUITES: [&str; 6] = [
    "malformed::",
    "bot_profiles::",
    "load::",
    "faults::",
    "flaky_network::",
    "import_command::",
];

#[derive(clap::Args)]
pub struct Args {
    /// Only the tests whose names contain this, as `malformed::bodies`
    pub filter: Option<String>,
}

pub fn command(project: &Project, args: &Args) -> Result<()> {
    system_deps::ensure_for_tests(project)?;
    artifacts::build(project)?;
    // Tests append to it, line by line.
    let figures = project.path("target/figures.txt");
    match fs::remove_file(&figures) {
        Err(error) if error.kind() != ErrorKind::NotFound => {
            return Err(error).with_context(|| format!("cannot remove {}", figures.display()));
        }
        Ok(()) | Err(_) => {}
    }
    let run = Run {
        filters: match &args.filter {
            Some(filter) => vec![filter.as_str()],
            None => SUITES.to_vec(),
        },
        is_one_by_one: true,
        environment: vec![("OTKLIK_SHARE", "full".to_owned())],
        ..Run::default()
    };
    let mut checks = Checks::default();
    if let Some(test_env) = checks.run(SERVERS, |_| TestEnv::start(project)) {
        end_to_end(project, &mut checks, &test_env, &run);
        tallies(project, &mut checks, &test_env);
    }
    let lines = fs::read_to_string(&figures).unwrap_or_default();
    println!();
    for figure in lines.lines() {
        println!("  {figure}");
    }
    checks.close()
}
