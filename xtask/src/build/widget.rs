//! The widget: guests wait for its bytes, so it has its own profile and its own std, built for size
//! (9.8 of 53 KB of brotli less).

use crate::build::files::{
    brotli_q11, compressed_twin, drop_others, read, reusable, write, write_stamp,
};
use crate::build::input_hash::{self, common_inputs};
use crate::env::cargo_tools::or_offline;
use crate::env::process::run_logged;
use crate::env::progress::step;
use crate::env::project::Project;
use anyhow::Result;
use std::fs;
use std::path::{Path, PathBuf};

/// WASM features that every browser with WASM has had since 2022, and that rustc's output uses.
const WASM_FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
];

pub struct Widget {
    /// In the names of its files.
    pub hash: String,
    pub js: PathBuf,
    pub wasm: PathBuf,
}

impl Widget {
    fn of(project: &Project, hash: String) -> Self {
        let folder = project.path("worker/assets/widget");
        let js = folder.join(format!("otklik-{hash}.js"));
        let wasm = folder.join(format!("otklik-{hash}.wasm"));
        Self { hash, js, wasm }
    }
}

/// The hash of all inputs.
pub fn inputs(project: &Project, toolchain: &str) -> Result<String> {
    let inputs = common_inputs(project, toolchain)?
        .tree(&project.root, "widget")?
        .tree(&project.root, "embed/texts")?
        // The steps themselves are inputs: a changed flag must reach the output.
        .tree(&project.root, "xtask/src/build/widget.rs")?;
    Ok(inputs.finish())
}

/// The result of an earlier build of the same inputs.
pub fn built(project: &Project, inputs: &str) -> Option<Widget> {
    let hash = reusable(&stamp(project), inputs)?;
    let widget = Widget::of(project, hash);
    (widget.js.is_file() && widget.wasm.is_file()).then_some(widget)
}

fn stamp(project: &Project) -> PathBuf {
    project.scratch("stamps/widget")
}

/// The part that needs cargo alone.
pub fn compile(project: &Project) -> Result<()> {
    let mut cargo = project.cargo_nightly();
    cargo
        .args(["build", "--package", "otklik-widget"])
        .args(["--target", "wasm32-unknown-unknown"])
        .args(["--profile", "widget"])
        .args([
            "-Zbuild-std=std,panic_abort",
            "-Zbuild-std-features=optimize_for_size",
        ])
        .env("CARGO_NET_RETRY", "1")
        .env("RUSTFLAGS", "-Zunstable-options -Cpanic=immediate-abort")
        .env("CARGO_TARGET_DIR", project.scratch("wasm"));
    let log = project.log("widget-cargo");
    step("widget, compiled", |detail| {
        detail.follow(&log);
        run_logged(&mut cargo, &log).map_err(|error| or_offline(error, "the widget", &log))
    })
}

/// The part that needs the installed tools too.
pub fn publish(project: &Project, inputs: &str) -> Result<Widget> {
    step("widget", |detail| {
        let (js, wasm) = shrink(project, &compiled(project), &project.scratch("widget"))?;
        detail.set("compressing".to_owned());
        let widget = publish_files(project, &js, &wasm)?;
        detail.set(format!("{} KB of WASM", wasm.len() / 1024));
        write_stamp(&stamp(project), inputs, &widget.hash)?;
        Ok(widget)
    })
}

/// The published WASM with the names of its functions: the same code, in another order.
pub fn with_names(project: &Project) -> Result<Vec<u8>> {
    compile(project)?;
    step("widget, with names", |_| {
        shrink_wasm(
            project,
            &compiled(project),
            &project.scratch("widget-named"),
            Names::Kept,
        )
    })
}

fn compiled(project: &Project) -> PathBuf {
    project
        .scratch("wasm")
        .join("wasm32-unknown-unknown/widget/otklik_widget.wasm")
}

/// The names of functions within the WASM.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Names {
    Kept,
    Removed,
}

/// wasm-bindgen, which writes the glue beside its output in `work`, and wasm-opt.
fn shrink_wasm(project: &Project, wasm: &Path, work: &Path, names: Names) -> Result<Vec<u8>> {
    let _absent_at_first = fs::remove_dir_all(work);
    let mut bindgen = project.command(project.cargo_tool("wasm-bindgen"));
    bindgen.args([
        "--target",
        "web",
        "--no-typescript",
        "--remove-producers-section",
    ]);
    if names == Names::Removed {
        bindgen.arg("--remove-name-section");
    }
    bindgen
        .args(["--out-name", "otklik", "--out-dir"])
        .arg(work)
        .arg(wasm);
    run_logged(&mut bindgen, &project.log("widget-bindgen"))?;

    let small = work.join("small.wasm");
    let mut opt = project.npm_command("wasm-opt")?;
    if names == Names::Kept {
        opt.arg("--debuginfo");
    }
    opt.arg("-Oz")
        .args(WASM_FEATURES)
        .arg(work.join("otklik_bg.wasm"))
        .arg("-o")
        .arg(&small);
    run_logged(&mut opt, &project.log("widget-opt"))?;
    read(&small)
}

/// wasm-bindgen, wasm-opt, esbuild: the bytes as they are served.
fn shrink(project: &Project, wasm: &Path, work: &Path) -> Result<(Vec<u8>, Vec<u8>)> {
    let small = shrink_wasm(project, wasm, work, Names::Removed)?;
    // Bundled from an entry that names what the loader uses, so that the glue's other exports fall away.
    let entry = work.join("entry.js");
    write(
        &entry,
        b"export { default, attach, meet, open, close, moved } from './otklik.js';\n",
    )?;
    let minified = work.join("otklik.min.js");
    let mut esbuild = project.npm_command("esbuild")?;
    esbuild
        .arg(&entry)
        .args([
            "--bundle",
            "--minify",
            "--format=esm",
            "--target=es2022",
            "--legal-comments=none",
        ])
        .arg(format!("--outfile={}", minified.display()));
    run_logged(&mut esbuild, &project.log("widget-esbuild"))?;
    Ok((read(&minified)?, small))
}

/// Writes the hashed files and their brotli twins, then drops those of earlier builds.
fn publish_files(project: &Project, js: &[u8], wasm: &[u8]) -> Result<Widget> {
    let both = [js, wasm].concat();
    let hash = input_hash::of_bytes(&both)[..10].to_owned();
    let widget = Widget::of(project, hash);
    for (path, bytes) in [(&widget.js, js), (&widget.wasm, wasm)] {
        write(path, bytes)?;
        write(&compressed_twin(path), &brotli_q11(bytes)?)?;
    }
    drop_others(project, "otklik-", &widget.hash)?;
    Ok(widget)
}
