//! Format, clippy and rustdoc, of the workspace and of the fuzz targets.

use crate::checks::fuzz;
use crate::env::process::run_logged;
use crate::env::progress::Detail;
use crate::env::project::Project;
use anyhow::Result;

pub fn format(project: &Project) -> Result<()> {
    let mut format = project.cargo();
    format.args(["fmt", "--all", "--check", "--", "--color=never"]);
    run_logged(&mut format, &project.log("fmt"))?;
    let mut format = project.cargo();
    format.args(["fmt", "--all", "--check", "--manifest-path", fuzz::MANIFEST]);
    run_logged(&mut format, &project.log("fmt-fuzz"))
}

pub fn clippy(project: &Project, detail: &Detail) -> Result<()> {
    let log = project.log("clippy");
    detail.follow(&log);
    let mut clippy = project.cargo();
    clippy.args(["clippy", "--workspace", "--all-targets"]);
    clippy.args(["--", "-D", "warnings"]);
    run_logged(&mut clippy, &log)?;
    // Seconds: it reuses the workspace's results in the shared target folder, and without cargo-fuzz there is
    // no libFuzzer to compile.
    let mut clippy = project.cargo();
    clippy.args(["clippy", "--manifest-path", fuzz::MANIFEST]);
    clippy.args(["--target-dir", "target", "--", "-D", "warnings"]);
    run_logged(&mut clippy, &project.log("clippy-fuzz"))
}

pub fn docs(project: &Project, detail: &Detail) -> Result<()> {
    let log = project.log("doc");
    detail.follow(&log);
    let mut doc = project.cargo();
    doc.args([
        "doc",
        "--workspace",
        "--no-deps",
        "--document-private-items",
    ])
    .env("RUSTDOCFLAGS", "-D warnings");
    run_logged(&mut doc, &log)
}
