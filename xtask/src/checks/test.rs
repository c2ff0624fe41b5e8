//! `cargo xtask test`: every check there is. CI runs the same.

use crate::bench;
use crate::build::artifacts::{self, Artifacts};
use crate::checks::budgets;
use crate::checks::chaos;
use crate::checks::layers;
use crate::checks::licences;
use crate::checks::lints;
use crate::checks::locks;
use crate::checks::memory;
use crate::checks::misuse;
use crate::checks::report::Checks;
use crate::checks::scripts;
use crate::checks::words;
use crate::env::process::run_logged;
use crate::env::progress::Detail;
use crate::env::project::Project;
use crate::env::tools;
use crate::local::database::Database;
use crate::local::recount;
use crate::local::search_words;
use crate::local::test_env::TestEnv;
use crate::ops::backup;
use crate::ops::release;
use anyhow::{Context, Result, bail};
use std::fs;

#[derive(clap::Args)]
pub struct Args {
    /// Run only the end-to-end tests whose names contain this
    pub filter: Option<String>,
}

pub fn test(project: &Project, args: &Args) -> Result<()> {
    let mut checks = Checks::default();
    tools::ensure_for_tests(project)?;
    if let Some(filter) = &args.filter {
        artifacts::build(project)?;
        if let Some(test_env) = checks.run(SERVERS, |_| TestEnv::start(project)) {
            end_to_end(project, &mut checks, &test_env, &Run::of(Some(filter)));
        }
        return checks.close();
    }

    checks.run("format", |_| lints::format(project));
    checks.run("lints", |detail| lints::clippy(project, detail));
    checks.run("documentation", |detail| lints::docs(project, detail));
    checks.run("licences", |detail| {
        detail.set(licences::check(project)?);
        Ok(())
    });
    checks.run("locks", |detail| {
        detail.set(locks::check(project)?);
        Ok(())
    });
    checks.run("layers", |detail| {
        detail.set(layers::check(project)?);
        Ok(())
    });
    checks.run("words", |detail| {
        detail.set(words::check(project)?);
        Ok(())
    });
    checks.run("scripts by hand", |detail| {
        detail.set(scripts::check(project)?);
        Ok(())
    });
    checks.run("misuse does not compile", |detail| {
        misuse::check(project, detail)
    });
    checks.run("unit tests", |detail| {
        let mut tests = project.cargo();
        tests.args(["test", "--workspace", "--exclude", "otklik-tests"]);
        run_tests(project, &mut tests, "unit", detail)
    });
    checks.run("bench scripts", |_| bench::check(project));
    match checks.run_parts("build", || artifacts::build(project)) {
        Some(built) => test_running(project, &mut checks, &built),
        None => {
            for name in [
                GLUE, SERVERS, END_TO_END, TALLIES, BACKUP, BUDGETS, CHAOS, MEMORY, DRY_RUN,
            ] {
                checks.not_run(name, "the build failed");
            }
        }
    }
    checks.close()
}

pub const SERVERS: &str = "servers";
const GLUE: &str = "glue fits strict host pages";
const END_TO_END: &str = "end to end";
const TALLIES: &str = "tallies equal a recount";
const BACKUP: &str = "backup, restore";
const BUDGETS: &str = "budgets";
const CHAOS: &str = "chaos: five kills";
const MEMORY: &str = "memory stops growing";
const DRY_RUN: &str = "release, deploy dry run";

/// The checks that need the built product.
fn test_running(project: &Project, checks: &mut Checks, built: &Artifacts) {
    checks.run(GLUE, |detail| {
        detail.set(scripts::check_glue(&built.widget.js)?);
        Ok(())
    });
    if let Some(test_env) = checks.run(SERVERS, |_| TestEnv::start(project)) {
        end_to_end(project, checks, &test_env, &Run::of(None));
        tallies(project, checks, &test_env);
        checks.run(BACKUP, |detail| {
            detail.set(backup::check(project, &test_env.state, &test_env.base)?);
            Ok(())
        });
        checks.run_parts(BUDGETS, || budgets::check(project, built, &test_env.base));
    } else {
        for name in [END_TO_END, TALLIES, BACKUP, BUDGETS] {
            checks.not_run(name, "the servers did not start");
        }
    }
    checks.run(CHAOS, |detail| {
        detail.set(chaos::check(project)?.to_string());
        Ok(())
    });
    checks.run(MEMORY, |detail| {
        detail.set(memory::check(project)?);
        Ok(())
    });
    checks.run(DRY_RUN, |_| release::pack_and_try(project).map(|_| ()));
}

/// Which end-to-end tests run, and how.
#[derive(Default)]
pub struct Run<'a> {
    /// Only those whose names contain one of these; all where there is none.
    pub filters: Vec<&'a str>,
    /// One after another, so that none distorts the figures of another.
    pub is_one_by_one: bool,
    /// Those marked as ignored, which `cargo xtask test` leaves out, and no others.
    pub is_ignored: bool,
    pub environment: Vec<(&'static str, String)>,
}

impl<'a> Run<'a> {
    fn of(filter: Option<&'a String>) -> Self {
        Run {
            filters: filter.map(String::as_str).into_iter().collect(),
            ..Run::default()
        }
    }
}

pub fn end_to_end(project: &Project, checks: &mut Checks, test_env: &TestEnv, run: &Run<'_>) {
    checks.run(END_TO_END, |detail| {
        let mut tests = project.cargo();
        tests.args(["test", "--package", "otklik-tests", "--"]);
        tests.args(&run.filters);
        if run.is_ignored {
            tests.arg("--ignored");
        }
        // Many wait, for a browser or as a person would: five at once on two cores take less time than three.
        let at_once = if run.is_one_by_one { 1 } else { 5 };
        tests.arg(format!("--test-threads={at_once}"));
        for (name, value) in test_env.environment(project) {
            tests.env(name, value);
        }
        tests.envs(run.environment.iter().cloned());
        run_tests(project, &mut tests, "end-to-end", detail)
    });
}

pub fn tallies(project: &Project, checks: &mut Checks, test_env: &TestEnv) {
    checks.run(TALLIES, |_| {
        let found = recount::differences(project, &Database::local(project, &test_env.state))?;
        let stale = search_words::stale(&Database::local(project, &test_env.state))?;
        if let Some(answer) = stale.first() {
            bail!(
                "{} answers are searched by other words, such as {answer:?}",
                stale.len()
            );
        }
        match found.first() {
            None => Ok(()),
            Some(row) => bail!(
                "{} tallies differ from a recount, such as {row:?}",
                found.len()
            ),
        }
    });
}

fn run_tests(
    project: &Project,
    tests: &mut std::process::Command,
    name: &str,
    detail: &Detail,
) -> Result<()> {
    let log = project.log(name);
    let outcome = run_logged(tests, &log);
    let output = fs::read_to_string(&log).unwrap_or_default();
    match unended(&output)[..] {
        [] => outcome?,
        ref tests => outcome.with_context(|| format!("these did not end: {}", tests.join(", ")))?,
    }
    let n_passed = n_passed(&output);
    if n_passed == 0 {
        bail!("no test ran; see {}", log.display());
    }
    detail.set(format!("{n_passed} tests"));
    Ok(())
}

/// The tests reported as slow for which no result follows.
fn unended(output: &str) -> Vec<&str> {
    let has_no_result = |test: &&str| !output.contains(&format!("test {test} ... "));
    let slow = output.lines().filter_map(|line| {
        let (test, _) = line.split_once(" has been running for over ")?;
        test.strip_prefix("test ")
    });
    slow.filter(has_no_result).collect()
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
    fn hanging_tests_are_named() {
        let output = "test a::b has been running for over 60 seconds\ntest c has been running for over 60 seconds\ntest c ... ok\n";
        assert_eq!(unended(output), ["a::b"]);
    }
}
