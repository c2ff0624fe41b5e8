//! Tools of the build, installed where missing: toolchains, npm packages, cargo tools.
//!
//! Everything lands in ignored folders of the checkout, except what rustup keeps for itself.

use crate::fingerprint;
use crate::lock;
use crate::machine;
use crate::process::{capture, run_logged, status_logged};
use crate::progress::step;
use crate::project::Project;
use anyhow::{Context, Result, anyhow, bail};
use std::fs;
use std::path::Path;
use std::process::Command;

const WASM: &str = "wasm32-unknown-unknown";
/// npm of this Node knows the lock file's version 3; wrangler itself runs on our own Node 22.
const NODE_MAJOR_MIN: u32 = 20;
const NIGHTLY_HINT: &str = "rustup could not install the nightly toolchain with rust-src and the WASM target: check the network and run this again";

pub fn ensure_for_build(project: &Project) -> Result<()> {
    ensure_nightly(project)?;
    ensure_npm_packages(project)?;
    ensure_cargo_tools(project, &CARGO_TOOLS)
}

/// libFuzzer is C++ and needs the nightly compiler's counters.
pub fn ensure_for_fuzzing(project: &Project) -> Result<()> {
    if machine::find("c++").is_none() {
        bail!("a C++ compiler is missing. On Debian, as root: apt-get install -y g++");
    }
    ensure_nightly(project)?;
    ensure_cargo_tools(project, &[CARGO_FUZZ])
}

fn ensure_nightly(project: &Project) -> Result<()> {
    if nightly_is_complete(project) {
        return Ok(());
    }
    if capture(project.command("rustup").arg("--version")).is_err() {
        bail!(
            "rustup is needed to build for WASM, and is not in PATH: install it from https://rustup.rs and run this again"
        );
    }
    step("nightly toolchain", |_| {
        let mut install = project.command("rustup");
        install.args([
            "toolchain",
            "install",
            "nightly",
            "--profile",
            "minimal",
            "--no-self-update",
        ]);
        let known = capture(project.command("rustup").args(["toolchain", "list"]))?;
        // An installed nightly is only completed: updating it unasked would change the build.
        if !known.lines().any(|line| line.starts_with("nightly")) {
            run_logged(&mut install, &project.log("nightly")).context(NIGHTLY_HINT)?;
        }
        let mut source = project.command("rustup");
        source.args(["component", "add", "rust-src", "--toolchain", "nightly"]);
        run_logged(&mut source, &project.log("rust-src")).context(NIGHTLY_HINT)?;
        let mut target = project.command("rustup");
        target.args(["target", "add", WASM, "--toolchain", "nightly"]);
        run_logged(&mut target, &project.log("wasm-target")).context(NIGHTLY_HINT)
    })
}

/// rustfmt and clippy of the chosen toolchain: a minimal profile comes without.
pub fn ensure_lint_tools(project: &Project) -> Result<()> {
    for (component, subcommand) in [("rustfmt", "fmt"), ("clippy", "clippy")] {
        if capture(project.cargo().args([subcommand, "--version"])).is_ok() {
            continue;
        }
        step(component, |_| {
            let mut add = project.command("rustup");
            add.args(["component", "add", component]);
            run_logged(&mut add, &project.log(component))
                .with_context(|| format!("rustup could not add {component}: check the network"))
        })?;
    }
    Ok(())
}

/// Looked up in the file system: asking rustup takes longer than all the rest of a second start.
fn nightly_is_complete(project: &Project) -> bool {
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

pub fn ensure_npm_packages(project: &Project) -> Result<()> {
    let lock =
        fs::read(project.path("package-lock.json")).context("package-lock.json cannot be read")?;
    let wanted = fingerprint::of_bytes(&lock);
    let stamp = project.path("node_modules/.otklik-lock");
    if fs::read_to_string(&stamp).is_ok_and(|found| found == wanted) && project.node().is_file() {
        return Ok(());
    }
    check_node(project)?;
    step("npm packages", |_| {
        let log = project.log("npm");
        let mut install = project.command("npm");
        install.args(["ci", "--no-audit", "--no-fund"]);
        if !status_logged(&mut install, &log)?.success() {
            bail!(
                "{}",
                npm_failure(&fs::read_to_string(&log).unwrap_or_default(), &log)
            );
        }
        capture(project.command(project.node()).arg("--version"))
            .context("the npm package `node` did not install its binary: delete node_modules and run this again")?;
        fs::write(&stamp, &wanted).with_context(|| format!("cannot write {}", stamp.display()))
    })
}

fn check_node(project: &Project) -> Result<()> {
    let advice = format!("install Node {NODE_MAJOR_MIN} or newer with npm, then run this again");
    let Ok(version) = capture(project.command("node").arg("--version")) else {
        bail!("Node is needed for wrangler and is not in PATH: {advice}");
    };
    if node_major(&version).is_none_or(|major| major < NODE_MAJOR_MIN) {
        bail!("Node {} is too old: {advice}", version.trim());
    }
    if capture(project.command("npm").arg("--version")).is_err() {
        bail!("npm is needed and is not in PATH: {advice}");
    }
    Ok(())
}

fn node_major(version: &str) -> Option<u32> {
    version
        .trim()
        .strip_prefix('v')?
        .split('.')
        .next()?
        .parse()
        .ok()
}

fn npm_failure(output: &str, log: &Path) -> String {
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
    // npm states its reason first and ends with pages of usage.
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

struct CargoTool {
    name: &'static str,
    binary: &'static str,
    version: Version,
}

enum Version {
    /// That of a package in Cargo.lock, which the tool must match.
    Of(&'static str),
    Exactly(&'static str),
}

const CARGO_TOOLS: [CargoTool; 2] = [
    CargoTool {
        name: "wasm-bindgen-cli",
        binary: "wasm-bindgen",
        version: Version::Of("wasm-bindgen"),
    },
    CargoTool {
        name: "worker-build",
        binary: "worker-build",
        version: Version::Of("worker"),
    },
];

const CARGO_FUZZ: CargoTool = CargoTool {
    name: "cargo-fuzz",
    binary: "cargo-fuzz",
    version: Version::Exactly("0.13.2"),
};

fn ensure_cargo_tools(project: &Project, tools: &[CargoTool]) -> Result<()> {
    let lock =
        fs::read_to_string(project.path("Cargo.lock")).context("Cargo.lock cannot be read")?;
    let record = fs::read_to_string(project.path(".tools/.crates.toml")).unwrap_or_default();
    let build_folder = project.path(".tools/target");
    let mut n_installed = 0;
    for tool in tools {
        let version = match tool.version {
            Version::Of(package) => lock::version_of(&lock, package)?,
            Version::Exactly(version) => version,
        };
        if lock::installed_version(&record, tool.name) == Some(version)
            && project.cargo_tool(tool.binary).is_file()
        {
            continue;
        }
        step(&format!("{} {version} (minutes, once)", tool.name), |_| {
            let log = project.log(tool.name);
            let mut install = install_command(project, tool, version, &build_folder);
            run_logged(&mut install, &log).map_err(|error| {
                let output = fs::read_to_string(&log).unwrap_or_default();
                let offline = [
                    "failed to download",
                    "Could not resolve host",
                    "spurious network error",
                ];
                if offline.iter().any(|sign| output.contains(sign)) {
                    return anyhow!(
                        "cargo could not reach its registry for {}: check the network and run this again",
                        tool.name
                    );
                }
                error
            })
        })?;
        n_installed += 1;
    }
    // Hundreds of megabytes that only the installation needed.
    if n_installed > 0 && build_folder.is_dir() {
        fs::remove_dir_all(&build_folder)
            .with_context(|| format!("cannot remove {}", build_folder.display()))?;
    }
    Ok(())
}

fn install_command(
    project: &Project,
    tool: &CargoTool,
    version: &str,
    build_folder: &Path,
) -> Command {
    let mut install = project.cargo();
    // Without --locked: wasm-bindgen-cli's own lock file can be newer than what a registry mirror holds.
    install
        .args([
            "install",
            tool.name,
            "--version",
            &format!("={version}"),
            "--root",
        ])
        .arg(project.path(".tools"))
        .env("CARGO_TARGET_DIR", build_folder);
    install
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn node_versions_are_read() {
        assert_eq!(node_major("v22.23.3\n"), Some(22));
        assert_eq!(node_major("v8.0.0"), Some(8));
        assert_eq!(node_major("nonsense"), None);
    }

    #[test]
    fn a_lost_network_is_told_apart() {
        let log = Path::new("npm.log");
        assert!(npm_failure("npm error code ENOTFOUND", log).contains("network"));
        assert!(npm_failure("npm error code EUSAGE", log).contains("EUSAGE"));
    }
}
