//! The worker's three WASM files, each built, rid of what nobody can reach, and shrunk.

use crate::artifacts::{common_inputs, npm_tool, read, reusable, write, write_stamp};
use crate::dead_classes;
use crate::process::{capture, run_logged};
use crate::progress::step;
use crate::project::Project;
use crate::unwinding;
use anyhow::Result;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};

/// A WASM file of the worker: its folder in the build, and the features that make it.
pub struct Part {
    pub name: &'static str,
    features: &'static [&'static str],
}

pub const PARTS: [Part; 3] = [
    Part {
        name: "guests",
        features: &[],
    },
    Part {
        name: "office",
        features: &["--features", "office"],
    },
    Part {
        name: "desk",
        features: &["--features", "desk"],
    },
];

impl Part {
    /// The glue and the WASM in a build.
    pub fn files(&self, build: &Path) -> [PathBuf; 2] {
        let folder = build.join(self.name);
        [folder.join("index.js"), folder.join("index_bg.wasm")]
    }
}

/// What the worker carries of the other builds.
pub struct Carried<'a> {
    /// In the names of the widget's files.
    pub widget: &'a str,
    /// In the names of the frame's and the queue's.
    pub behind: &'a str,
    /// The folder of what goes into pages.
    pub min: &'a Path,
}

/// Returns the folder with `main.js` and a folder for each part.
pub fn build(project: &Project, toolchain: &str, carried: &Carried<'_>) -> Result<PathBuf> {
    let root = &project.root;
    let inputs = common_inputs(project, toolchain)?
        .text(carried.widget)
        .tree(root, "target/min")?
        .tree(root, "embed")?
        .tree(root, "worker")?
        // The steps themselves are inputs: a changed flag must reach the output.
        .tree(root, "xtask/src/worker_build.rs")?
        .tree(root, "xtask/src/dead_classes.rs")?
        .tree(root, "xtask/src/unwinding.rs")?
        .tree(root, "xtask/src/wasm.rs")?
        .finish();
    let stamp = project.scratch("stamps/worker");
    let out = project.path("worker/build");
    let files = PARTS.map(|part| part.files(&out)).concat();
    if reusable(&stamp, &inputs).is_some() && files.iter().all(|file| file.is_file()) {
        return Ok(out);
    }
    step("worker", |detail| {
        let mut sizes = Vec::new();
        for part in &PARTS {
            build_part(project, part, carried)?;
            let [_, wasm] = part.files(&out);
            sizes.push(format!("{} KB", read(&wasm)?.len() / 1024));
        }
        write(
            &out.join("main.js"),
            &read(&project.path("worker/src/main.js"))?,
        )?;
        detail.set(format!("{} of WASM", sizes.join(" + ")));
        write_stamp(&stamp, &inputs, "done")
    })?;
    Ok(out)
}

/// Panics unwind (worker-build sees to it), but not out of a destructor: cleaning up after that costs
/// 4.4 KB, and nothing of ours panics there. Panics name file and line without the column. Nothing is
/// written by `Debug`, which would be another 4.3 KB: our own lines are told by `Display` and as JSON.
const WORKER_FLAGS: &str = "-Zpanic-in-drop=abort -Zlocation-detail=file,line -Zfmt-debug=none";

/// Flags under which panics name files as they are called in crates, wherever this machine keeps them:
/// the same sources make the same worker everywhere.
fn worker_flags(project: &Project) -> Result<String> {
    let mut rustc = project.command("rustc");
    rustc
        .env("RUSTUP_TOOLCHAIN", "nightly")
        .args(["--print", "sysroot"]);
    let sysroot = capture(&mut rustc)?;
    let home = env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| env::home_dir().map(|home| home.join(".cargo")));
    let registries = home.map(|home| home.join("registry/src"));
    let registries = registries.and_then(|folder| fs::read_dir(folder).ok());
    let mut folders: Vec<PathBuf> = registries
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path())
        .collect();
    folders.push(Path::new(sysroot.trim()).join("lib/rustlib/src/rust/library"));
    folders.push(project.root.clone());
    let mut flags = WORKER_FLAGS.to_owned();
    for folder in folders {
        let folder = folder.display().to_string();
        // The flags are words: a folder with a space in its name keeps it.
        if !folder.contains(' ') {
            flags += &format!(" --remap-path-prefix={folder}/=");
        }
    }
    Ok(flags)
}

fn build_part(project: &Project, part: &Part, carried: &Carried<'_>) -> Result<()> {
    let folder = format!("build/{}", part.name);
    let mut build = project.command(project.cargo_tool("worker-build"));
    build
        .args(["--release", "--panic-unwind", "--no-opt"])
        .args(["--out-dir", &folder, "."])
        .args(part.features)
        .current_dir(project.path("worker"))
        .env("PATH", project.path_with_node()?)
        .env("RUSTUP_TOOLCHAIN", "nightly")
        // What goes wrong stands before its stack trace, and a log is shown from its end.
        .env("RUST_BACKTRACE", "0")
        // Of worker-build's std only what it cannot do without, in its smaller variants: 4.8 KB less.
        .env(
            "CARGO_UNSTABLE_BUILD_STD_FEATURES",
            "panic-unwind,optimize_for_size",
        )
        .env("RUSTFLAGS", worker_flags(project)?)
        .env("CARGO_TARGET_DIR", project.scratch("wasm-worker"))
        .env("WASM_BINDGEN_BIN", project.cargo_tool("wasm-bindgen"))
        .env("ESBUILD_BIN", project.npm_tool("esbuild"))
        .env("WASM_OPT_BIN", project.npm_tool("wasm-opt"))
        .env("OTKLIK_WIDGET", carried.widget)
        .env("OTKLIK_FRAME", carried.behind)
        .env("OTKLIK_MIN_DIR", carried.min);
    run_logged(&mut build, &project.log("worker-build"))?;
    let [_, wasm] = part.files(&project.path("worker/build"));
    shrink_worker(project, &wasm)
}

/// In place of worker-build's own wasm-opt, which keeps the names of functions: a third of the file, and
/// panics name file and line anyway. Functions called once stay apart if they are large: all in one body
/// they weigh 2 KB more.
fn shrink_worker(project: &Project, wasm: &Path) -> Result<()> {
    let small = project.scratch("worker-small.wasm");
    let alive = unwinding::drop_cleanups(&dead_classes::drop_dead(&read(wasm)?)?)?;
    write(wasm, &alive)?;
    let mut opt = npm_tool(project, "wasm-opt")?;
    // Its features stand in the file itself.
    opt.args(["-Oz", "--strip-debug", "--strip-producers"])
        .args(["--one-caller-inline-max-function-size", "100"])
        .arg(wasm)
        .arg("-o")
        .arg(&small);
    run_logged(&mut opt, &project.log("worker-opt"))?;
    write(wasm, &read(&small)?)
}
