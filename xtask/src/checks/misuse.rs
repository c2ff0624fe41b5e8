//! Checks that the worker's types forbid misuse: each file of `worker/misuse/` is compiled as a part of the
//! worker, and must fail with the one error that its first line names.
//!
//! The worker is a cdylib, so that no test beside it can import it.

use crate::env::process::status_logged;
use crate::env::progress::Detail;
use crate::env::project::Project;
use anyhow::{Context, Result, bail};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

const FOLDER: &str = "worker/misuse";

pub fn check(project: &Project, detail: &Detail) -> Result<()> {
    let mut files = Vec::new();
    let folder = fs::read_dir(project.path(FOLDER)).with_context(|| format!("no {FOLDER}"))?;
    for entry in folder {
        files.push(entry?.path());
    }
    files.sort();
    let mut errors = Vec::new();
    for file in &files {
        if let Some(error) = error(project, file)? {
            errors.push(format!("{}: {error}", file.display()));
        }
    }
    if !errors.is_empty() {
        bail!("{}", errors.join("\n"));
    }
    detail.set(format!("{} misuses", files.len()));
    Ok(())
}

fn error(project: &Project, file: &Path) -> Result<Option<String>> {
    let text =
        fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
    let Some(expected) = expected(&text) else {
        return Ok(Some(
            "its first line names no error, as `//~ E0423`".to_owned(),
        ));
    };
    let log = project.log("misuse");
    // As `cargo check`, whose results for the worker's dependencies are reused.
    let mut cargo = project.cargo();
    cargo
        .args(["rustc", "--package", "otklik-worker", "--profile", "check"])
        .args(["--", "--cfg", "misuse"])
        // The progress bar would precede the errors, on their lines.
        .env("CARGO_TERM_PROGRESS_WHEN", "never")
        .env("OTKLIK_MISUSE", file);
    let compiles = status_logged(&mut cargo, &log)?.success();
    let output = fs::read_to_string(&log).unwrap_or_default();
    Ok(wrong(compiles, expected, &output, &log))
}

fn expected(text: &str) -> Option<&str> {
    text.lines().next()?.strip_prefix("//~ ").map(str::trim)
}

fn wrong(compiles: bool, expected: &str, output: &str, log: &Path) -> Option<String> {
    if compiles {
        return Some("it compiles".to_owned());
    }
    let found: BTreeSet<&str> = output
        .lines()
        .filter_map(|line| line.strip_prefix("error["))
        .filter_map(|rest| Some(rest.split_once(']')?.0))
        .collect();
    let is_right = found.iter().eq([&expected]);
    (!is_right).then(|| {
        let found: Vec<&str> = found.into_iter().collect();
        format!(
            "{expected} was expected, not {found:?}; see {}",
            log.display()
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::PathBuf;

    #[test]
    fn only_the_expected_error_will_do() {
        let log = PathBuf::from("misuse.log");
        let wrong = |compiles, output| wrong(compiles, "E0423", output, &log).unwrap_or_default();
        let right = "error[E0423]: a\n --> x\n\nerror[E0423]: b\nerror: could not compile\n";
        assert_eq!(wrong(false, right), "");
        assert_eq!(wrong(true, ""), "it compiles");
        assert!(wrong(false, "error: could not compile\n").contains("E0423 was expected"));
        assert!(wrong(false, "error[E0423]: a\nerror[E0599]: b\n").contains("E0599"));
    }

    #[test]
    fn the_first_line_names_the_error() {
        assert_eq!(expected("//~ E0423\nfn f() {}"), Some("E0423"));
        assert_eq!(expected("fn f() {}"), None);
    }
}
