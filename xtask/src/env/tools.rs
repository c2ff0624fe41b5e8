//! Tools that a command needs and the system lacks: announced first, then installed.
//!
//! Everything is installed into ignored folders of the checkout, except for rustup's toolchains and Debian's
//! packages.

use crate::env::process::side_by_side;
use crate::env::project::Project;
use crate::env::{cargo_tools, npm, system_deps, toolchain};
use anyhow::{Result, bail};

/// Returns the output of the nightly's `rustc -vV`. [`ensure_packages`] installs the rest that a build needs.
pub fn ensure_toolchain(project: &Project) -> Result<String> {
    announce(for_build(project)?);
    toolchain::ensure(project)
}

/// npm's and cargo's tools, and concurrently `beside`, which needs neither: the first to fail stops the others.
pub fn ensure_packages(
    project: &Project,
    beside: impl FnOnce() -> Result<()> + Send,
) -> Result<()> {
    side_by_side([
        Box::new(|| npm::ensure(project)),
        Box::new(|| cargo_tools::ensure(project, &cargo_tools::FOR_BUILD)),
        Box::new(beside),
    ])
}

/// All that `cargo xtask test` needs. Debian's packages come first: without root they are refused.
pub fn ensure_for_tests(project: &Project) -> Result<()> {
    let mut missing = system_deps::missing(&system_deps::FOR_TESTS);
    missing.extend(for_build(project)?);
    missing.extend(toolchain::missing_lints(project));
    announce(missing);
    system_deps::ensure_for_tests(project)?;
    toolchain::ensure_lints(project)?;
    // Unit tests read caniemail's table, and Node checks scripts; cargo's tools can wait for the build.
    npm::ensure(project)
}

/// Firefox and WebKitGTK with their drivers, beside all that the tests need.
pub fn ensure_for_browsers(project: &Project) -> Result<()> {
    let mut missing = system_deps::missing(&system_deps::FOR_BROWSERS);
    missing.extend(cargo_tools::missing(project, &cargo_tools::FOR_BROWSERS)?);
    announce(missing);
    system_deps::ensure(project, &system_deps::FOR_BROWSERS)?;
    cargo_tools::ensure(project, &cargo_tools::FOR_BROWSERS)?;
    ensure_for_tests(project)
}

/// libFuzzer is C++ and needs the nightly compiler's counters.
pub fn ensure_for_fuzzing(project: &Project) -> Result<()> {
    if system_deps::find("c++").is_none() {
        bail!("a C++ compiler is missing. On Debian, as root: apt-get install -y g++");
    }
    let mut missing = toolchain::missing(project);
    missing.extend(cargo_tools::missing(project, &cargo_tools::FOR_FUZZING)?);
    announce(missing);
    toolchain::ensure(project)?;
    cargo_tools::ensure(project, &cargo_tools::FOR_FUZZING)
}

/// For commands that need wrangler and no build.
pub fn ensure_npm_packages(project: &Project) -> Result<()> {
    announce(npm::missing(project));
    npm::ensure(project)
}

fn for_build(project: &Project) -> Result<Vec<String>> {
    let mut missing = toolchain::missing(project);
    missing.extend(npm::missing(project));
    missing.extend(cargo_tools::missing(project, &cargo_tools::FOR_BUILD)?);
    Ok(missing)
}

/// Before anything is installed, so that the user knows the reason for the wait.
fn announce(missing: Vec<String>) {
    if !missing.is_empty() {
        println!("will be installed: {}", missing.join(", "));
    }
}
