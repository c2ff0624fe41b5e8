//! Tools that cargo installs into `.tools`, at the versions that Cargo.lock names.

use crate::env::lock;
use crate::env::process::run_logged;
use crate::env::progress::{Detail, step};
use crate::env::project::Project;
use anyhow::{Context, Result, anyhow};
use std::fs;
use std::path::Path;

pub struct Tool {
    name: &'static str,
    binary: &'static str,
    version: Version,
}

enum Version {
    /// The version of a package in Cargo.lock, which the tool must match.
    Of(&'static str),
    Exactly(&'static str),
}

pub const FOR_BUILD: [Tool; 2] = [
    Tool {
        name: "wasm-bindgen-cli",
        binary: "wasm-bindgen",
        version: Version::Of("wasm-bindgen"),
    },
    Tool {
        name: "worker-build",
        binary: "worker-build",
        version: Version::Of("worker"),
    },
];

pub const FOR_FUZZING: [Tool; 1] = [Tool {
    name: "cargo-fuzz",
    binary: "cargo-fuzz",
    version: Version::Exactly("0.13.2"),
}];

/// Firefox's driver, which Debian has no package of.
pub const FOR_BROWSERS: [Tool; 1] = [Tool {
    name: "geckodriver",
    binary: "geckodriver",
    version: Version::Exactly("0.37.1"),
}];

/// Names and versions that [`ensure`] would install.
pub fn missing(project: &Project, tools: &[Tool]) -> Result<Vec<String>> {
    let stale = stale(project, tools)?;
    Ok(stale
        .into_iter()
        .map(|(tool, version)| format!("{} {version}", tool.name))
        .collect())
}

pub fn ensure(project: &Project, tools: &[Tool]) -> Result<()> {
    // One folder for all: they have crates in common.
    let build_folder = project.path(".tools/target");
    let stale = stale(project, tools)?;
    for (tool, version) in &stale {
        step(&format!("{} {version}", tool.name), |detail| {
            install(project, tool, version, &build_folder, detail)
        })?;
    }
    // Hundreds of megabytes that only the installation needed.
    if !stale.is_empty() && build_folder.is_dir() {
        fs::remove_dir_all(&build_folder)
            .with_context(|| format!("cannot remove {}", build_folder.display()))?;
    }
    Ok(())
}

fn stale<'tool>(project: &Project, tools: &'tool [Tool]) -> Result<Vec<(&'tool Tool, String)>> {
    let lock =
        fs::read_to_string(project.path("Cargo.lock")).context("Cargo.lock cannot be read")?;
    let record = fs::read_to_string(project.path(".tools/.crates.toml")).unwrap_or_default();
    let mut stale = Vec::new();
    for tool in tools {
        let version = match tool.version {
            Version::Of(package) => lock::version_of(&lock, package)?,
            Version::Exactly(version) => version,
        };
        let is_there = lock::installed_version(&record, tool.name) == Some(version)
            && project.cargo_tool(tool.binary).is_file();
        if !is_there {
            stale.push((tool, version.to_owned()));
        }
    }
    Ok(stale)
}

/// Unoptimised and without debug information, which takes a quarter of the processor's time: on our WASM
/// they then run for 0.3 s instead of 0.1.
///
/// With the versions of the tool's own lock file. Where a registry's mirror is behind that, as it was
/// with wasm-bindgen-cli 0.2.130, with what the mirror has.
fn install(
    project: &Project,
    tool: &Tool,
    version: &str,
    build_folder: &Path,
    detail: &Detail,
) -> Result<()> {
    let log = project.log(tool.name);
    detail.follow(&log);
    let run = |words: &[&str]| {
        let mut install = project.cargo();
        install
            .args(["install", tool.name, "--version", &format!("={version}")])
            .arg("--root")
            .arg(project.path(".tools"))
            .args(["--debug", "--bin", tool.binary])
            .args(words)
            .env("CARGO_PROFILE_DEV_DEBUG", "0")
            // This message covers an unreachable network; cargo would retry for minutes.
            .env("CARGO_NET_RETRY", "1")
            .env("CARGO_TARGET_DIR", build_folder);
        run_logged(&mut install, &log)
    };
    let output = || fs::read_to_string(&log).unwrap_or_default();
    let mut outcome = run(&["--locked"]);
    if outcome.is_err()
        && ["failed to select a version", "no matching package"]
            .iter()
            .any(|sign| output().contains(sign))
    {
        outcome = run(&[]);
    }
    outcome.map_err(|error| or_offline(error, tool.name, &log))
}

/// Where cargo's log shows an unreachable network, one sentence about that.
pub fn or_offline(error: anyhow::Error, what: &str, log: &Path) -> anyhow::Error {
    let output = fs::read_to_string(log).unwrap_or_default();
    let signs = [
        "failed to download",
        "Could not resolve host",
        "spurious network error",
    ];
    if signs.iter().any(|sign| output.contains(sign)) {
        return anyhow!(
            "cargo could not reach its registry for {what}: check the network and run this again"
        );
    }
    error
}
