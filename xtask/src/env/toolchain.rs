//! The nightly toolchain: `worker-build --panic-unwind` and the widget's small std need it.

use crate::env::process::{capture, run_logged};
use crate::env::progress::step;
use crate::env::project::Project;
use anyhow::{Context, Result, bail};
use std::path::Path;

/// The nightly that this checkout was tested with, as the first line of its `rustc -vV` has it.
const TESTED: &str = "rustc 1.97.0-nightly (e50aa6fba 2026-05-19)";

const WASM: &str = "wasm32-unknown-unknown";
const HINT: &str = "rustup could not install the nightly toolchain with rust-src and the WASM target: check the network and run this again";

/// Names that [`ensure`] would install.
pub fn missing(project: &Project) -> Vec<String> {
    let missing = (!is_complete(project)).then(|| "nightly toolchain, by rustup".to_owned());
    missing.into_iter().collect()
}

/// Installs missing components, and returns the output of `rustc -vV`.
pub fn ensure(project: &Project) -> Result<String> {
    if !is_complete(project) {
        install(project)?;
    }
    let mut ask = project.command("rustc");
    ask.env("RUSTUP_TOOLCHAIN", "nightly").arg("-vV");
    let version = capture(&mut ask)?;
    if let Some(warning) = warning(&version) {
        println!("{warning}");
    }
    Ok(version)
}

fn warning(version: &str) -> Option<String> {
    let found = version.lines().next().unwrap_or_default();
    (found != TESTED).then(|| {
        format!("warning: the nightly here is {found}, tested was {TESTED}: suspect it first where a build fails")
    })
}

fn install(project: &Project) -> Result<()> {
    if capture(project.command("rustup").arg("--version")).is_err() {
        bail!(
            "rustup is needed to build for WASM, and is not in PATH: install it from https://rustup.rs and run this again"
        );
    }
    step("nightly toolchain", |_| {
        let known = capture(project.command("rustup").args(["toolchain", "list"]))?;
        let rustup = |words: &[&str], log: &str| {
            let mut command = project.command("rustup");
            run_logged(command.args(words), &project.log(log)).context(HINT)
        };
        // An installed nightly is only completed: updating it unasked would change the build.
        if !known.lines().any(|line| line.starts_with("nightly")) {
            let words = [
                "toolchain",
                "install",
                "nightly",
                "--profile",
                "minimal",
                "--no-self-update",
            ];
            rustup(&words, "nightly")?;
        }
        rustup(
            &["component", "add", "rust-src", "--toolchain", "nightly"],
            "rust-src",
        )?;
        rustup(
            &["target", "add", WASM, "--toolchain", "nightly"],
            "wasm-target",
        )
    })
}

/// Looked up in the file system: running rustup takes longer than the rest of a second start.
fn is_complete(project: &Project) -> bool {
    let mut ask = project.command("rustc");
    ask.env("RUSTUP_TOOLCHAIN", "nightly")
        .env("RUSTUP_AUTO_INSTALL", "0")
        .args(["--print", "sysroot"]);
    let Ok(sysroot) = capture(&mut ask) else {
        return false;
    };
    let rustlib = Path::new(sysroot.trim()).join("lib/rustlib");
    rustlib.join("src/rust/library/Cargo.lock").is_file() && rustlib.join(WASM).join("lib").is_dir()
}

/// Components of the user's toolchain that lints need: a minimal profile lacks them.
const LINTS: [(&str, &str); 2] = [("rustfmt", "fmt"), ("clippy", "clippy")];

/// Names that [`ensure_lints`] would install.
pub fn missing_lints(project: &Project) -> Vec<String> {
    let is_missing =
        |subcommand: &str| capture(project.cargo().args([subcommand, "--version"])).is_err();
    let missing = LINTS
        .iter()
        .filter(|(_, subcommand)| is_missing(subcommand));
    missing
        .map(|(component, _)| (*component).to_owned())
        .collect()
}

pub fn ensure_lints(project: &Project) -> Result<()> {
    for component in missing_lints(project) {
        step(&component, |_| {
            let mut add = project.command("rustup");
            add.args(["component", "add", &component]);
            run_logged(&mut add, &project.log(&component))
                .with_context(|| format!("rustup could not add {component}: check the network"))
        })?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_nightly_is_named_in_one_line() {
        assert_eq!(warning(&format!("{TESTED}\nbinary: rustc\n")), None);
        let line =
            warning("rustc 1.99.0-nightly (a 2026-08-01)\nbinary: rustc\n").expect("a warning");
        assert!(line.contains("1.99.0") && line.contains(TESTED), "{line}");
        assert_eq!(line.lines().count(), 1);
    }
}
