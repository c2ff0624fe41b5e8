//! Assets of `embed`: scripts and styles for pages, minified, and the files served beside the widget: the
//! frame, and the queue that the frame imports.

use crate::build::files::{
    brotli_q11, compressed_twin, drop_others, read, reusable, write, write_stamp,
};
use crate::build::input_hash::{self, InputHash};
use crate::env::process::run_logged;
use crate::env::progress::step;
use crate::env::project::Project;
use anyhow::{Context, Result};
use otklik_embed::i18n::texts;
use otklik_survey::Lang;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Files of `embed` that go to guests, each minified by itself.
const MINIFIED: [&str; 7] = [
    "client/loader.js",
    "page/link.js",
    "page/form.css",
    "page/page.css",
    "page/stars.css",
    "page/faces.css",
    "client/frame.css",
];

/// The modules of a file that loads after the first paint, bundled from the first.
const FRAME: [&str; 4] = [
    "client/frame.js",
    "client/popup.js",
    "client/pauses.js",
    "client/triggers.js",
];
const QUEUE: [&str; 4] = [
    "client/queue.js",
    "client/delivery.js",
    "client/request.js",
    "client/store.js",
];

/// Returns the folder that embed's build script reads.
pub fn build(project: &Project) -> Result<PathBuf> {
    let folder = project.scratch("min");
    let mut inputs = InputHash::new()
        .tree(&project.root, "xtask/src/build/embed_assets.rs")?
        .tree(&project.root, "package-lock.json")?;
    for name in MINIFIED.iter().chain(&FRAME).chain(&QUEUE) {
        inputs = inputs.tree(&project.root, &["embed/src/", name].concat())?;
    }
    let inputs = inputs.text(&queue_words()).finish();
    let stamp = project.scratch("stamps/embed");
    let mut outputs = MINIFIED.iter().chain([&FRAME[0], &QUEUE[0]]);
    let outputs_exist = outputs.all(|name| folder.join(name).is_file());
    if reusable(&stamp, &inputs).is_some() && outputs_exist {
        return Ok(folder);
    }
    step("loader and style", |_| {
        for name in MINIFIED {
            let mut esbuild = project.npm_command("esbuild")?;
            esbuild
                .arg(project.path("embed/src").join(name))
                .args(["--minify", "--charset=utf8", "--legal-comments=none"])
                .arg(format!("--define:LANGS=\"{}\"", Lang::CODES.join(" ")))
                .arg(format!("--outfile={}", folder.join(name).display()));
            run_logged(&mut esbuild, &project.log("embed-esbuild"))?;
        }
        bundle_queue_and_frame(project, &folder)?;
        write_stamp(&stamp, &inputs, "done")
    })?;
    Ok(folder)
}

/// The queue's sentences in every language, because it can report a submission in another one. They are part of
/// its file: few guests need them, and every guest loads the loader.
fn queue_words() -> String {
    let of_lang = |lang: Lang| {
        (
            lang.code(),
            BTreeMap::from_iter(texts::queue(lang).to_vec()),
        )
    };
    serde_json::json!(BTreeMap::from_iter(Lang::ALL.map(of_lang))).to_string()
}

/// The queue with its sentences inside; the frame with its style, and with the queue's name.
fn bundle_queue_and_frame(project: &Project, folder: &Path) -> Result<()> {
    let words = ["--define:WORDS=", &queue_words()].concat();
    bundle(project, folder, QUEUE[0], &[words])?;
    let style =
        fs::read_to_string(folder.join("client/frame.css")).context("frame.css was minified")?;
    let style = serde_json::to_string(style.trim())?;
    let queue = [
        "./",
        &name_of("queue", &read(&folder.join(QUEUE[0]))?),
        ".js",
    ]
    .concat();
    let defined = [
        ["--define:FRAME_STYLE=", &style].concat(),
        ["--define:QUEUE=", &serde_json::to_string(&queue)?].concat(),
        ["--external:", &queue].concat(),
    ];
    bundle(project, folder, FRAME[0], &defined)
}

/// Bundles all modules that `name` imports into one.
fn bundle(project: &Project, folder: &Path, name: &str, more: &[String]) -> Result<()> {
    let mut esbuild = project.npm_command("esbuild")?;
    esbuild
        .arg(project.path("embed/src").join(name))
        .args([
            "--bundle",
            "--minify",
            "--charset=utf8",
            "--format=esm",
            "--target=es2022",
            "--legal-comments=none",
        ])
        .args(more)
        .arg(format!("--outfile={}", folder.join(name).display()));
    run_logged(&mut esbuild, &project.log("embed-esbuild"))
}

/// The published names of the files that load after the first paint.
pub struct DeferredFiles {
    /// The frame's name, which the loader contains; the frame contains the queue's.
    pub hash: String,
    pub frame: PathBuf,
    pub queue: PathBuf,
}

/// Publishes frame and queue beside the widget, named by their content.
pub fn publish(project: &Project, min: &Path) -> Result<DeferredFiles> {
    let (_, queue) = publish_one(project, min, "queue")?;
    let (hash, frame) = publish_one(project, min, "frame")?;
    Ok(DeferredFiles { hash, frame, queue })
}

fn publish_one(project: &Project, min: &Path, name: &str) -> Result<(String, PathBuf)> {
    let bytes = read(&min.join("client").join(name).with_extension("js"))?;
    let published = name_of(name, &bytes);
    let folder = project.path("worker/assets/widget");
    let js = folder.join(&published).with_extension("js");
    let twin = compressed_twin(&js);
    if !js.is_file() || !twin.is_file() {
        write(&js, &bytes)?;
        write(&twin, &brotli_q11(&bytes)?)?;
    }
    let hash = hash_of(&bytes);
    drop_others(project, &[name, "-"].concat(), &hash)?;
    Ok((hash, js))
}

/// Without extension.
fn name_of(name: &str, bytes: &[u8]) -> String {
    [name, "-", &hash_of(bytes)].concat()
}

fn hash_of(bytes: &[u8]) -> String {
    input_hash::of_bytes(bytes)[..10].to_owned()
}
