//! `cargo xtask contract`: schemathesis tests whether the worker conforms to `openapi.json`.

use crate::build::artifacts;
use crate::env::http;
use crate::env::process::run_logged;
use crate::env::progress::step;
use crate::env::project::Project;
use crate::env::system_deps;
use crate::local::database;
use crate::local::server;
use crate::local::settings::Addresses;
use crate::local::state::State;
use anyhow::{Context, Result};
use std::fs;
use std::path::PathBuf;

const PACKAGES: [&str; 2] = ["openapi-spec-validator==0.9.0", "schemathesis==4.32.5"];

#[derive(clap::Args)]
pub struct Args {
    /// Requests for each operation from each way of generating them
    #[arg(long, default_value_t = 100)]
    pub examples: u32,
}

pub fn command(project: &Project, args: &Args) -> Result<()> {
    let python = ensure_packages(project)?;
    artifacts::build(project)?;
    let schema = project.path("worker/assets/openapi.json");
    step("description is valid", |_| {
        let mut validator = project.command(python.join("openapi-spec-validator"));
        run_logged(validator.arg(&schema), &project.log("openapi-validator"))
    })?;
    let [port] = http::free_ports::<1>()?;
    let base = format!("http://localhost:{port}");
    let state = State::fresh(project, "contract-state")?;
    let secrets = state.prepare(
        project,
        &Addresses {
            public_url: base.clone(),
            allowed_origins: Vec::new(),
        },
    )?;
    database::migrate(project, &state)?;
    let _service = server::start(project, &state, port)?;
    step("worker keeps to it", |detail| {
        let log = project.log("schemathesis");
        let mut tries = project.command(python.join("schemathesis"));
        tries
            // The folder of its results.
            .current_dir(project.path("target"))
            .args(["run", &format!("{base}/openapi.json"), "--url", &base])
            .args(["--include-path-regex", "^/v1/", "--seed", "1", "--no-color"])
            .args(["--phases", "examples,coverage,fuzzing", "--checks", "all"])
            // No schema can express that a day exists or that an event is known: a conforming request may be
            // refused.
            .args(["--exclude-checks", "positive_data_acceptance"])
            .args(["--max-examples", &args.examples.to_string()])
            .args([
                "--header",
                &format!("Authorization: Bearer {}", secrets.director_token),
            ]);
        run_logged(&mut tries, &log)?;
        let output = fs::read_to_string(&log)?;
        let cases = output.lines().find(|line| line.contains(" generated,"));
        detail.set(cases.unwrap_or_default().trim().to_owned());
        Ok(())
    })
}

/// Returns the folder of the programs.
fn ensure_packages(project: &Project) -> Result<PathBuf> {
    let home = project.path(".tools/python");
    let stamp = home.join("otklik-packages");
    let wanted = PACKAGES.join("\n");
    if fs::read_to_string(&stamp).is_ok_and(|found| found == wanted) {
        return Ok(home.join("bin"));
    }
    step("python packages (once)", |_| {
        let python =
            system_deps::find("python3").context("python3 is missing, with its module venv")?;
        let mut venv = project.command(python);
        venv.args(["-m", "venv", "--clear"]).arg(&home);
        run_logged(&mut venv, &project.log("python-venv"))?;
        let mut pip = project.command(home.join("bin/pip"));
        pip.args(["install", "--quiet", "--disable-pip-version-check"])
            .args(PACKAGES);
        run_logged(&mut pip, &project.log("python-packages"))?;
        fs::write(&stamp, &wanted).with_context(|| format!("cannot write {}", stamp.display()))
    })?;
    Ok(home.join("bin"))
}
