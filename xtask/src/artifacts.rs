//! The three builds, each skipped while its inputs are what they were:
//!
//! 1. the widget: nightly cargo with a size-optimised std, wasm-bindgen, wasm-opt, esbuild, brotli;
//! 2. what `embed` puts into pages: its script and style, minified;
//! 3. the worker, which carries both the hash of (1) and the text of (2).

use crate::embed_assets;
use crate::fingerprint::{self, Fingerprint};
use crate::process::{capture, run_logged};
use crate::progress::step;
use crate::project::Project;
use crate::worker_build::{self, Carried, Worker};
use anyhow::{Context, Result};
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;

/// WASM features that every browser with WASM has had since 2022, and that rustc's output uses.
const WASM_FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
];

/// The built files that the budgets look at.
pub struct Artifacts {
    pub widget_js: PathBuf,
    pub widget_wasm: PathBuf,
    pub frame: PathBuf,
    pub queue: PathBuf,
    pub worker: Worker,
}

/// Builds what is stale. Two xtasks at once would write the same files: the second waits.
pub fn build(project: &Project) -> Result<Artifacts> {
    let _building = only_builder(project)?;
    let toolchain = nightly_version(project)?;
    let widget = Widget::of(project, build_widget(project, &toolchain)?);
    let min = embed_assets::build(project)?;
    let behind = embed_assets::publish(project, &min)?;
    let carried = Carried {
        widget: &widget.hash,
        behind: &behind.hash,
        min: &min,
    };
    let worker = worker_build::build(project, &toolchain, &carried)?;
    Ok(Artifacts {
        widget_js: widget.js,
        widget_wasm: widget.wasm,
        frame: behind.frame,
        queue: behind.queue,
        worker,
    })
}

/// Held until dropped.
fn only_builder(project: &Project) -> Result<File> {
    let path = project.scratch("xtask-build.lock");
    fs::create_dir_all(project.path("target")).context("cannot create target/")?;
    let lock = File::create(&path).with_context(|| format!("cannot write {}", path.display()))?;
    if lock.try_lock().is_err() {
        step("waiting for another cargo xtask to finish building", |_| {
            lock.lock().context("the build lock cannot be taken")
        })?;
    }
    Ok(lock)
}

fn nightly_version(project: &Project) -> Result<String> {
    let mut ask = project.command("rustc");
    ask.env("RUSTUP_TOOLCHAIN", "nightly").arg("-vV");
    capture(&mut ask)
}

/// What both WASM builds read besides their own crates.
pub(crate) fn common_inputs(project: &Project, toolchain: &str) -> Result<Fingerprint> {
    let root = &project.root;
    Fingerprint::new()
        .text(toolchain)
        .tree(root, "Cargo.toml")?
        .tree(root, "Cargo.lock")?
        .tree(root, "package-lock.json")?
        // The steps themselves are inputs: a changed flag must reach the output.
        .tree(root, "xtask/src/artifacts.rs")?
        .tree(root, "survey")
}

/// The result of an earlier build with the same inputs, if its outputs still exist.
pub(crate) fn reusable(stamp: &Path, inputs: &str) -> Option<String> {
    let text = fs::read_to_string(stamp).ok()?;
    let (found, result) = text.split_once('\n')?;
    (found == inputs).then(|| result.to_owned())
}

pub(crate) fn write_stamp(stamp: &Path, inputs: &str, result: &str) -> Result<()> {
    write(stamp, format!("{inputs}\n{result}").as_bytes())
}

pub(crate) fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)
            .with_context(|| format!("cannot create {}", folder.display()))?;
    }
    fs::write(path, bytes).with_context(|| format!("cannot write {}", path.display()))
}

pub(crate) fn read(path: &Path) -> Result<Vec<u8>> {
    fs::read(path).with_context(|| format!("cannot read {}", path.display()))
}

struct Widget {
    hash: String,
    js: PathBuf,
    wasm: PathBuf,
}

impl Widget {
    fn of(project: &Project, hash: String) -> Self {
        let folder = project.path("worker/assets/widget");
        let js = folder.join(format!("otklik-{hash}.js"));
        let wasm = folder.join(format!("otklik-{hash}.wasm"));
        Self { hash, js, wasm }
    }
}

fn build_widget(project: &Project, toolchain: &str) -> Result<String> {
    let inputs = common_inputs(project, toolchain)?
        .tree(&project.root, "widget")?
        .finish();
    let stamp = project.scratch("stamps/widget");
    if let Some(hash) = reusable(&stamp, &inputs) {
        let widget = Widget::of(project, hash);
        if widget.js.is_file() && widget.wasm.is_file() {
            return Ok(widget.hash);
        }
    }
    step("widget", |detail| {
        detail.set("compiling".to_owned());
        let work = project.scratch("widget");
        compile_widget(project)?;
        let wasm = project
            .scratch("wasm-widget")
            .join("wasm32-unknown-unknown/release/otklik_widget.wasm");
        let (js, wasm) = shrink_widget(project, &wasm, &work)?;
        detail.set("compressing".to_owned());
        let widget = publish_widget(project, &js, &wasm)?;
        detail.set(format!("{} KB of WASM", wasm.len() / 1024));
        write_stamp(&stamp, &inputs, &widget.hash)?;
        Ok(widget.hash)
    })
}

fn compile_widget(project: &Project) -> Result<()> {
    let mut cargo = project.cargo_nightly();
    cargo
        .args([
            "build",
            "--package",
            "otklik-widget",
            "--target",
            "wasm32-unknown-unknown",
            "--release",
        ])
        .args([
            "-Zbuild-std=std,panic_abort",
            "-Zbuild-std-features=optimize_for_size",
        ])
        .env("RUSTFLAGS", "-Zunstable-options -Cpanic=immediate-abort")
        .env("CARGO_TARGET_DIR", project.scratch("wasm-widget"));
    run_logged(&mut cargo, &project.log("widget-cargo"))
}

/// wasm-bindgen, wasm-opt, esbuild: the bytes as they are served.
fn shrink_widget(project: &Project, wasm: &Path, work: &Path) -> Result<(Vec<u8>, Vec<u8>)> {
    let _absent_at_first = fs::remove_dir_all(work);
    let mut bindgen = project.command(project.cargo_tool("wasm-bindgen"));
    bindgen
        .args([
            "--target",
            "web",
            "--no-typescript",
            "--remove-name-section",
            "--remove-producers-section",
        ])
        .args(["--out-name", "otklik", "--out-dir"])
        .arg(work)
        .arg(wasm);
    run_logged(&mut bindgen, &project.log("widget-bindgen"))?;

    let small = work.join("small.wasm");
    let mut opt = npm_tool(project, "wasm-opt")?;
    opt.arg("-Oz")
        .args(WASM_FEATURES)
        .arg(work.join("otklik_bg.wasm"))
        .arg("-o")
        .arg(&small);
    run_logged(&mut opt, &project.log("widget-opt"))?;

    // Bundled from an entry that names what the loader uses, so that the glue's other exports fall away.
    let entry = work.join("entry.js");
    write(
        &entry,
        b"export { default, take_over } from './otklik.js';\n",
    )?;
    let minified = work.join("otklik.min.js");
    let mut esbuild = npm_tool(project, "esbuild")?;
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
    Ok((read(&minified)?, read(&small)?))
}

pub(crate) fn npm_tool(project: &Project, name: &str) -> Result<Command> {
    let mut command = project.command(project.npm_tool(name));
    command.env("PATH", project.path_with_node()?);
    Ok(command)
}

/// Writes the hashed files and their brotli twins, then drops those of earlier builds.
fn publish_widget(project: &Project, js: &[u8], wasm: &[u8]) -> Result<Widget> {
    let both = [js, wasm].concat();
    let hash = fingerprint::of_bytes(&both)[..10].to_owned();
    let widget = Widget::of(project, hash);
    for (path, bytes) in [(&widget.js, js), (&widget.wasm, wasm)] {
        write(path, bytes)?;
        write(&compressed_twin(path), &brotli_q11(bytes)?)?;
    }
    drop_others(project, "otklik-", &widget.hash)?;
    Ok(widget)
}

/// Removes what earlier builds published under this prefix.
pub(crate) fn drop_others(project: &Project, prefix: &str, hash: &str) -> Result<()> {
    let folder = project.path("worker/assets/widget");
    let current = [prefix, hash, "."].concat();
    for entry in
        fs::read_dir(&folder).with_context(|| format!("cannot read {}", folder.display()))?
    {
        let entry = entry.context("the widget's folder cannot be read")?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with(prefix) && !name.starts_with(&current) {
            fs::remove_file(entry.path()).with_context(|| format!("cannot remove {name}"))?;
        }
    }
    Ok(())
}

pub(crate) fn compressed_twin(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".br");
    PathBuf::from(name)
}

/// As an edge would at its best: quality 11, window 2^22.
pub fn brotli_q11(bytes: &[u8]) -> Result<Vec<u8>> {
    let params = brotli::enc::BrotliEncoderParams {
        quality: 11,
        lgwin: 22,
        size_hint: bytes.len(),
        ..Default::default()
    };
    let mut out = Vec::new();
    brotli::BrotliCompress(&mut &*bytes, &mut out, &params).context("brotli failed")?;
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brotli_compresses_to_what_decompresses_again() -> Result<()> {
        let text = "otklik ".repeat(500);
        let small = brotli_q11(text.as_bytes())?;
        assert!(small.len() < 100, "{} bytes", small.len());
        let mut back = Vec::new();
        brotli::BrotliDecompress(&mut small.as_slice(), &mut back)?;
        assert_eq!(back, text.as_bytes());
        Ok(())
    }

    #[test]
    fn the_twin_keeps_the_whole_name() {
        assert_eq!(
            compressed_twin(Path::new("a/x.wasm")),
            PathBuf::from("a/x.wasm.br")
        );
    }
}
