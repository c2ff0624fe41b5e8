//! `cargo xtask test`: every check there is. CI runs the same.

use crate::artifacts::{self, Artifacts};
use crate::budgets;
use crate::database::{self, Database};
use crate::demo;
use crate::http;
use crate::machine;
use crate::process::{Service, run_logged, wait_if_stopping};
use crate::progress::{Detail, step};
use crate::project::Project;
use crate::proxy;
use crate::recount;
use crate::release;
use crate::server;
use crate::settings::Addresses;
use crate::state::State;
use crate::tools;
use crate::webdriver;
use anyhow::{Result, bail};
use std::fs;
use std::path::Path;
use std::time::Instant;

struct Done {
    name: &'static str,
    seconds: f64,
    failure: Option<String>,
}

#[derive(Default)]
struct Checks(Vec<Done>);

impl Checks {
    /// A failed check does not stop the others; what needs its result gets `None`.
    fn run<T>(&mut self, name: &'static str, work: impl FnOnce(&Detail) -> Result<T>) -> Option<T> {
        self.run_parts(name, || step(name, work))
    }

    /// For work that shows steps of its own.
    fn run_parts<T>(&mut self, name: &'static str, work: impl FnOnce() -> Result<T>) -> Option<T> {
        let started = Instant::now();
        let outcome = work();
        let seconds = started.elapsed().as_secs_f64();
        wait_if_stopping();
        let (value, failure) = match outcome {
            Ok(value) => (Some(value), None),
            Err(error) => {
                println!("{error:#}\n");
                (None, Some("failed".to_owned()))
            }
        };
        self.0.push(Done {
            name,
            seconds,
            failure,
        });
        value
    }

    /// Counts as failed: an unproven thing has not passed.
    fn not_run(&mut self, name: &'static str, because: &str) {
        self.0.push(Done {
            name,
            seconds: 0.0,
            failure: Some(format!("not run: {because}")),
        });
    }

    fn close(self) -> Result<()> {
        println!("\n  {:<34}{:>9}", "step", "seconds");
        for done in &self.0 {
            println!(
                "  {:<34}{:>9.1}  {}",
                done.name,
                done.seconds,
                done.failure.as_deref().unwrap_or("passed")
            );
        }
        let n_failed = self.0.iter().filter(|done| done.failure.is_some()).count();
        println!("\n{} passed, {n_failed} failed", self.0.len() - n_failed);
        if n_failed > 0 {
            bail!("checks failed");
        }
        Ok(())
    }
}

#[derive(clap::Args)]
pub struct Args {
    /// Run only the end-to-end tests whose names hold this
    pub filter: Option<String>,
}

pub fn test(project: &Project, args: &Args) -> Result<()> {
    let mut checks = Checks::default();
    tools::ensure_for_build(project)?;
    machine::ensure_for_tests(project)?;
    if let Some(filter) = &args.filter {
        artifacts::build(project)?;
        if let Some(site) = checks.run(SERVERS, |_| Site::start(project)) {
            end_to_end(project, &mut checks, &site, Some(filter.as_str()));
        }
        return checks.close();
    }
    tools::ensure_lint_tools(project)?;

    checks.run("format", |_| {
        let mut format = project.cargo();
        format.args(["fmt", "--all", "--check", "--", "--color=never"]);
        run_logged(&mut format, &project.log("fmt"))
    });
    checks.run("lints", |_| {
        let mut clippy = project.cargo();
        clippy.args([
            "clippy",
            "--workspace",
            "--all-targets",
            "--",
            "-D",
            "warnings",
        ]);
        run_logged(&mut clippy, &project.log("clippy"))
    });
    checks.run("unit tests", |detail| {
        let mut tests = project.cargo();
        tests.args(["test", "--workspace", "--exclude", "otklik-tests"]);
        run_tests(project, &mut tests, "unit", detail)
    });
    match checks.run_parts("build", || artifacts::build(project)) {
        Some(built) => test_running(project, &mut checks, &built),
        None => {
            for name in [SERVERS, END_TO_END, TALLIES, BUDGETS, DRY_RUN] {
                checks.not_run(name, "the build failed");
            }
        }
    }
    checks.close()
}

const SERVERS: &str = "servers";
const END_TO_END: &str = "end to end";
const TALLIES: &str = "tallies equal a recount";
const BUDGETS: &str = "budgets";
const DRY_RUN: &str = "release, deploy dry run";

/// What needs the built product.
fn test_running(project: &Project, checks: &mut Checks, built: &Artifacts) {
    if let Some(site) = checks.run(SERVERS, |_| Site::start(project)) {
        end_to_end(project, checks, &site, None);
        checks.run(TALLIES, |_| {
            let found = recount::differences(project, &Database::local(project, &site.state))?;
            match found.first() {
                None => Ok(()),
                Some(row) => bail!(
                    "{} tallies differ from a recount, such as {row:?}",
                    found.len()
                ),
            }
        });
        checks.run_parts(BUDGETS, || budgets::check(project, built, &site.base));
    } else {
        for name in [END_TO_END, TALLIES, BUDGETS] {
            checks.not_run(name, "the servers did not start");
        }
    }
    checks.run(DRY_RUN, |_| release::pack_and_try(project).map(|_| ()));
}

fn end_to_end(project: &Project, checks: &mut Checks, site: &Site, filter: Option<&str>) {
    checks.run(END_TO_END, |detail| {
        let mut tests = project.cargo();
        tests.args(["test", "--package", "otklik-tests"]);
        tests.args(filter);
        for (name, value) in site.environment(project) {
            tests.env(name, value);
        }
        run_tests(project, &mut tests, "end-to-end", detail)
    });
}

fn run_tests(
    project: &Project,
    tests: &mut std::process::Command,
    name: &str,
    detail: &Detail,
) -> Result<()> {
    let log = project.log(name);
    run_logged(tests, &log)?;
    let n_passed = n_passed(&fs::read_to_string(&log).unwrap_or_default());
    if n_passed == 0 {
        bail!("no test ran; see {}", log.display());
    }
    detail.set(format!("{n_passed} tests"));
    Ok(())
}

/// Sums the lines `test result: ok. 12 passed; ...`.
fn n_passed(output: &str) -> usize {
    output
        .lines()
        .filter_map(|line| {
            line.trim_start()
                .strip_prefix("test result: ok. ")?
                .split(' ')
                .next()?
                .parse::<usize>()
                .ok()
        })
        .sum()
}

/// Everything that end-to-end tests talk to. Dropping it stops all of it.
struct Site {
    state: State,
    token: String,
    base: String,
    public: String,
    demo: String,
    webdriver: String,
    _services: [Service; 3],
}

impl Site {
    fn start(project: &Project) -> Result<Self> {
        let [port, proxy_port, demo_port, driver_port] = http::free_ports::<4>()?;
        let [base, public, demo, webdriver] = [port, proxy_port, demo_port, driver_port]
            .map(|port| format!("http://localhost:{port}"));
        let state = State::fresh(project, "test-state")?;
        // The worker is also visited past the proxy: its own address is then one more origin.
        let allowed_origins = vec![demo.clone(), base.clone()];
        let secrets = state.prepare(
            project,
            &Addresses {
                public_url: public.clone(),
                allowed_origins,
            },
        )?;
        database::migrate(project, &state)?;
        let worker = server::start(project, &state, port)?;
        let proxy = proxy::start(project, proxy_port, port)?;
        let driver = webdriver::start(project, driver_port)?;
        demo::start(project, demo_port, &base)?;
        Ok(Self {
            state,
            token: secrets.director_token,
            base,
            public,
            demo,
            webdriver,
            _services: [driver, proxy, worker],
        })
    }

    fn environment(&self, project: &Project) -> [(&'static str, String); 8] {
        let text = |path: &Path| path.to_string_lossy().into_owned();
        [
            ("OTKLIK_URL", self.base.clone()),
            ("OTKLIK_PUBLIC_URL", self.public.clone()),
            ("OTKLIK_DEMO_URL", self.demo.clone()),
            ("OTKLIK_TOKEN", self.token.clone()),
            ("OTKLIK_WEBDRIVER", self.webdriver.clone()),
            ("OTKLIK_STATE", text(&self.state.dir)),
            ("OTKLIK_ROOT", text(&project.root)),
            ("OTKLIK_NODE", text(&project.node())),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passed_tests_are_summed_over_binaries() {
        let output = "running 3 tests\ntest result: ok. 3 passed; 0 failed; 0 ignored\n\ntest result: ok. 10 passed; 0 failed\n";
        assert_eq!(n_passed(output), 13);
        assert_eq!(n_passed("error: no tests"), 0);
    }

    #[test]
    fn what_did_not_run_has_not_passed() {
        let mut checks = Checks::default();
        checks.not_run("a", "the build failed");
        assert!(checks.close().is_err());
    }
}
