//! `cargo xtask fuzz`: the parsers of outside input, under libFuzzer.
//!
//! A target is a file in `fuzz/src/bin/`. It starts with its seeds, with the bodies of the golden files and
//! with inputs that earlier runs kept in `fuzz/corpus/`; a crashing input is kept in `fuzz/artifacts/`.

use crate::checks::report::Checks;
use crate::env::process::{run_logged, status_logged};
use crate::env::progress::{Detail, step};
use crate::env::project::Project;
use crate::env::tools;
use anyhow::{Context, Result, bail};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

pub const MANIFEST: &str = "fuzz/Cargo.toml";

/// Bytes of an input; a longer body is refused before it is read.
const MAX_BYTES: u32 = 20_000;
/// Seconds; one input must take far less: a guest waits for it.
const TIMEOUT_SECONDS: u32 = 5;
const MEMORY_MB: u32 = 2_048;

#[derive(clap::Args)]
pub struct Args {
    /// One target; default: all
    pub target: Option<String>,
    /// Seconds for each target
    #[arg(long, default_value_t = 600)]
    pub seconds: u32,
}

pub fn command(project: &Project, args: &Args) -> Result<()> {
    let targets = chosen(targets(project)?, args.target.as_deref())?;
    tools::ensure_for_fuzzing(project)?;
    let golden = write_golden(project)?;
    step("targets", |_| {
        let mut build = cargo_fuzz(project, "build");
        run_logged(&mut build, &project.log("fuzz-build"))
    })?;
    let mut checks = Checks::default();
    for target in &targets {
        checks.run(target, |detail| {
            run(project, target, args.seconds, &golden, detail)
        });
    }
    checks.close()
}

fn targets(project: &Project) -> Result<Vec<String>> {
    let folder = project.path("fuzz/src/bin");
    let files = fs::read_dir(&folder).with_context(|| format!("no {}", folder.display()))?;
    let mut targets: Vec<String> = files
        .flatten()
        .map(|file| file.path())
        .filter(|path| path.extension().is_some_and(|end| end == "rs"))
        .filter_map(|path| Some(path.file_stem()?.to_str()?.to_owned()))
        .collect();
    targets.sort();
    Ok(targets)
}

fn chosen(mut targets: Vec<String>, wanted: Option<&str>) -> Result<Vec<String>> {
    let known = targets.join(", ");
    targets.retain(|target| wanted.is_none_or(|wanted| wanted == target));
    if targets.is_empty() {
        bail!("no such target; there are {known}");
    }
    Ok(targets)
}

/// Writes the bodies of the golden files, for every target that can read them.
fn write_golden(project: &Project) -> Result<PathBuf> {
    let folder = project.path("fuzz/corpus/golden");
    fs::create_dir_all(&folder).with_context(|| format!("cannot create {}", folder.display()))?;
    let files = fs::read_dir(project.path("tests/e2e/golden")).context("no golden files")?;
    for file in files.flatten() {
        let text = fs::read_to_string(file.path())?;
        let body = body_of(&text).with_context(|| format!("{}", file.path().display()))?;
        fs::write(folder.join(file.file_name()), body)?;
    }
    Ok(folder)
}

fn body_of(golden: &str) -> Result<String> {
    let golden: Value = serde_json::from_str(golden)?;
    let body = match &golden["body"] {
        Value::String(fields) => fields.clone(),
        json => json.to_string(),
    };
    Ok(body.replace("{{id}}", "0190b5a0-0000-7000-8000-000000000001"))
}

fn run(
    project: &Project,
    target: &str,
    seconds: u32,
    golden: &Path,
    detail: &Detail,
) -> Result<()> {
    let corpus = project.path("fuzz/corpus").join(target);
    let seeds = project.path("fuzz/seeds").join(target);
    fs::create_dir_all(&corpus).with_context(|| format!("cannot create {}", corpus.display()))?;
    let mut fuzz = cargo_fuzz(project, "run");
    // New inputs go into the first folder.
    fuzz.arg(target).arg(&corpus);
    fuzz.args(seeds.is_dir().then_some(seeds)).arg(golden);
    fuzz.args([
        "--".to_owned(),
        format!("-max_total_time={seconds}"),
        format!("-max_len={MAX_BYTES}"),
        format!("-timeout={TIMEOUT_SECONDS}"),
        format!("-rss_limit_mb={MEMORY_MB}"),
    ]);
    let log = project.log(&format!("fuzz-{target}"));
    let status = status_logged(&mut fuzz, &log)?;
    let output = fs::read(&log).unwrap_or_default();
    let output = String::from_utf8_lossy(&output);
    if !status.success() {
        bail!("{}{}", crash(&output), log.display());
    }
    detail.set(figures(&output));
    Ok(())
}

/// The error, and the file of its input; libFuzzer prints both among pages of bytes.
fn crash(log: &str) -> String {
    let mut lines = log.lines();
    let panicked = lines.find(|line| line.contains(" panicked at "));
    // The message may go over several lines, up to the backtrace.
    let message = lines
        .by_ref()
        .take_while(|line| !line.starts_with("stack backtrace") && !line.starts_with("note:"));
    let mut lines: Vec<&str> = panicked.into_iter().chain(message).collect();
    let kept = log
        .lines()
        .find_map(|line| line.split_once("Test unit written to "));
    let kept = kept.map(|(_, file)| format!("the input is {file}"));
    lines.extend(kept.as_deref());
    lines.iter().map(|line| format!("    {line}\n")).collect()
}

/// From libFuzzer's `Done 4467190 runs in 21 second(s)`, and the code coverage.
fn figures(log: &str) -> String {
    let line = log
        .lines()
        .rev()
        .find_map(|line| line.strip_prefix("Done "));
    let covered = log
        .lines()
        .rev()
        .find_map(|line| line.split_once(" cov: ")?.1.split(' ').next());
    let line = line.unwrap_or("an unknown number of runs");
    format!("{line}, {} places of the code", covered.unwrap_or("?"))
}

/// Without a sanitizer: the code is safe Rust, and runs twice as fast.
fn cargo_fuzz(project: &Project, verb: &str) -> Command {
    let mut command = project.command(project.cargo_tool("cargo-fuzz"));
    command
        .env("RUSTUP_TOOLCHAIN", "nightly")
        .args(["fuzz", verb, "--sanitizer", "none", "--target-dir"])
        .arg(project.scratch("fuzz"));
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_read_from_the_log() {
        let log = "#8\tNEW    cov: 301 ft: 9\n#9\tDONE   cov: 1077 ft: 3105 corp: 5/9b\nDone 9 runs in 2 second(s)\n";
        assert_eq!(
            figures(log),
            "9 runs in 2 second(s), 1077 places of the code"
        );
    }

    #[test]
    fn crash_is_reported_with_its_input() {
        let log = "INFO: x\n\nthread '<unnamed>' panicked at src/text.rs:10:5:\nspace at an end\nstack backtrace:\n  0: a\nartifact_prefix='a/'; Test unit written to a/crash-1\n";
        let report = crash(log);
        assert!(
            report.contains("space at an end") && report.contains("a/crash-1"),
            "{report}"
        );
        assert!(!report.contains("0: a"), "{report}");
    }

    #[test]
    fn unknown_target_is_reported() {
        let all = || vec!["a".to_owned(), "b".to_owned()];
        assert_eq!(chosen(all(), Some("b")).unwrap(), ["b"]);
        assert_eq!(chosen(all(), None).unwrap(), all());
        assert!(chosen(all(), Some("c")).is_err());
    }
}
