//! The worker: `worker-build --release --panic-unwind`, as its authors ship it.

use crate::build::files::{read, reusable, write_stamp};
use crate::build::input_hash::common_inputs;
use crate::env::process::run_logged;
use crate::env::progress::step;
use crate::env::project::Project;
use anyhow::Result;
use std::path::{Path, PathBuf};

/// The other builds' files that the worker contains.
pub struct Carried<'a> {
    /// The hash in the names of the widget's files.
    pub widget: &'a str,
    /// The folder of the assets for pages.
    pub min: &'a Path,
}

/// The worker as it is deployed.
pub struct Worker {
    pub js: PathBuf,
    pub wasm: PathBuf,
}

pub fn build(project: &Project, toolchain: &str, carried: &Carried<'_>) -> Result<Worker> {
    let root = &project.root;
    let inputs = common_inputs(project, toolchain)?
        .text(carried.widget)
        .tree(root, "target/min")?
        .tree(root, "embed")?
        .tree(root, "worker")?
        // The steps themselves are inputs: a changed flag must reach the output.
        .tree(root, "xtask/src/build/worker.rs")?
        .finish();
    let stamp = project.scratch("stamps/worker");
    let worker = Worker {
        js: project.path("worker/build/index.js"),
        wasm: project.path("worker/build/index_bg.wasm"),
    };
    if reusable(&stamp, &inputs).is_some() && worker.js.is_file() && worker.wasm.is_file() {
        return Ok(worker);
    }
    step("worker", |detail| {
        let log = project.log("worker-build");
        detail.follow(&log);
        run_worker_build(project, carried, &log)?;
        detail.set(format!("{} KB of WASM", read(&worker.wasm)?.len() / 1024));
        write_stamp(&stamp, &inputs, "done")
    })?;
    Ok(worker)
}

fn run_worker_build(project: &Project, carried: &Carried<'_>, log: &Path) -> Result<()> {
    let mut build = project.command(project.cargo_tool("worker-build"));
    build
        .args(["--release", "--panic-unwind"])
        .current_dir(project.path("worker"))
        .env("PATH", project.path_with_node()?)
        .env("RUSTUP_TOOLCHAIN", "nightly")
        // Without stack traces: they would follow the error, and a log is shown from its end.
        .env("RUST_BACKTRACE", "0")
        .env("CARGO_TARGET_DIR", project.scratch("wasm"))
        // It would download these three.
        .env("WASM_BINDGEN_BIN", project.cargo_tool("wasm-bindgen"))
        .env("ESBUILD_BIN", project.npm_tool("esbuild"))
        .env("WASM_OPT_BIN", project.npm_tool("wasm-opt"))
        .env("OTKLIK_WIDGET", carried.widget)
        .env("OTKLIK_MIN_DIR", carried.min);
    run_logged(&mut build, log)
}
