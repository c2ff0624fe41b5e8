//! npm packages, installed where the lock file changed since the last time.

use crate::env::node;
use crate::env::process::status_logged;
use crate::env::progress::step;
use crate::env::project::Project;
use anyhow::{Context, Result, bail};
use std::fs;
use std::path::Path;

/// A folder with a lock file, and its name for messages.
struct Packages {
    folder: &'static str,
    name: &'static str,
}

const TOOLS: Packages = Packages {
    folder: "",
    name: "npm packages",
};
const NODE: Packages = Packages {
    folder: node::PINNED,
    name: "Node of its npm package",
};

/// The peers of `cargo xtask bench`, and what drives its browser.
const BENCH: Packages = Packages {
    folder: "bench",
    name: "npm packages of the bench",
};

/// Names that [`ensure`] would install.
pub fn missing(project: &Project) -> Vec<String> {
    let missing = wanted()
        .into_iter()
        .filter(|packages| !is_installed(project, packages));
    missing.map(|packages| packages.name.to_owned()).collect()
}

pub fn ensure(project: &Project) -> Result<()> {
    for packages in wanted() {
        if !is_installed(project, &packages) {
            node::check(project)?;
            install(project, &packages)?;
        }
    }
    Ok(())
}

/// Packages for the bench alone.
pub fn ensure_for_bench(project: &Project) -> Result<()> {
    if is_installed(project, &BENCH) {
        return Ok(());
    }
    install(project, &BENCH)
}

fn wanted() -> Vec<Packages> {
    if node::is_own() {
        vec![TOOLS]
    } else {
        vec![NODE, TOOLS]
    }
}

/// A copy of the installed lock file is kept among the packages.
fn is_installed(project: &Project, packages: &Packages) -> bool {
    let folder = project.path(packages.folder);
    let lock = fs::read(folder.join("package-lock.json")).ok();
    lock.is_some() && lock == fs::read(folder.join("node_modules/.otklik-lock")).ok()
}

fn install(project: &Project, packages: &Packages) -> Result<()> {
    step(packages.name, |detail| {
        let log = project.log("npm");
        detail.follow(&log);
        let folder = project.path(packages.folder);
        let mut install = project.command("npm");
        install
            .args(["ci", "--no-audit", "--no-fund"])
            // By default npm reports a missing network after a minute and a half.
            .args([
                "--fetch-retry-mintimeout=1000",
                "--fetch-retry-maxtimeout=3000",
            ])
            .current_dir(&folder);
        if !status_logged(&mut install, &log)?.success() {
            bail!(
                "{}",
                failure(&fs::read_to_string(&log).unwrap_or_default(), &log)
            );
        }
        fs::copy(
            folder.join("package-lock.json"),
            folder.join("node_modules/.otklik-lock"),
        )
        .context("node_modules cannot be written")?;
        Ok(())
    })
}

fn failure(output: &str, log: &Path) -> String {
    let offline = [
        "ENOTFOUND",
        "EAI_AGAIN",
        "ECONNREFUSED",
        "ETIMEDOUT",
        "ECONNRESET",
        "ENETUNREACH",
    ];
    if offline.iter().any(|code| output.contains(code)) {
        return "npm could not reach its registry: check the network and run this again".to_owned();
    }
    // npm prints its reason first and ends with pages of usage.
    let reason: String = output
        .lines()
        .filter(|line| line.starts_with("npm error ") && line.len() > "npm error ".len())
        .take(10)
        .map(|line| format!("    {line}\n"))
        .collect();
    format!(
        "npm ci failed; all it said is in {}:\n{reason}",
        log.display()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lost_network_is_recognized() {
        let log = Path::new("npm.log");
        assert!(failure("npm error code ENOTFOUND", log).contains("network"));
        assert!(failure("npm error code EUSAGE", log).contains("EUSAGE"));
    }
}
