//! What `embed` puts into pages: scripts and styles, minified, and the frame beside the widget.

use crate::artifacts::{
    brotli_q11, compressed_twin, drop_others, npm_tool, read, reusable, write, write_stamp,
};
use crate::fingerprint::{self, Fingerprint};
use crate::process::run_logged;
use crate::progress::step;
use crate::project::Project;
use anyhow::{Context, Result};
use std::fs;
use std::path::{Path, PathBuf};

/// Files of `embed` that go to guests, each minified by itself.
const MINIFIED: [&str; 7] = [
    "loader.js",
    "link.js",
    "form.css",
    "page.css",
    "stars.css",
    "faces.css",
    "frame.css",
];

/// The frame's modules, bundled from the first.
const FRAME: [&str; 4] = ["frame.js", "popup.js", "pauses.js", "triggers.js"];

/// Returns the folder that embed's build script reads.
pub fn build(project: &Project) -> Result<PathBuf> {
    let folder = project.scratch("min");
    let mut inputs = Fingerprint::new()
        .tree(&project.root, "xtask/src/embed_assets.rs")?
        .tree(&project.root, "package-lock.json")?;
    for name in MINIFIED.iter().chain(&FRAME) {
        inputs = inputs.tree(&project.root, &["embed/src/", name].concat())?;
    }
    let inputs = inputs.finish();
    let stamp = project.scratch("stamps/embed");
    let mut outputs = MINIFIED.iter().chain(&FRAME[..1]);
    let outputs_exist = outputs.all(|name| folder.join(name).is_file());
    if reusable(&stamp, &inputs).is_some() && outputs_exist {
        return Ok(folder);
    }
    step("loader and style", |_| {
        for name in MINIFIED {
            let mut esbuild = npm_tool(project, "esbuild")?;
            esbuild
                .arg(project.path("embed/src").join(name))
                .args(["--minify", "--charset=utf8", "--legal-comments=none"])
                .arg(format!("--outfile={}", folder.join(name).display()));
            run_logged(&mut esbuild, &project.log("embed-esbuild"))?;
        }
        bundle_frame(project, &folder)?;
        write_stamp(&stamp, &inputs, "done")
    })?;
    Ok(folder)
}

/// One module, with its style inside.
fn bundle_frame(project: &Project, folder: &Path) -> Result<()> {
    let style = fs::read_to_string(folder.join("frame.css")).context("frame.css was minified")?;
    let mut esbuild = npm_tool(project, "esbuild")?;
    esbuild
        .arg(project.path("embed/src").join(FRAME[0]))
        .args([
            "--bundle",
            "--minify",
            "--charset=utf8",
            "--format=esm",
            "--target=es2022",
            "--legal-comments=none",
        ])
        .arg(format!(
            "--define:FRAME_STYLE={}",
            serde_json::to_string(style.trim())?
        ))
        .arg(format!("--outfile={}", folder.join(FRAME[0]).display()));
    run_logged(&mut esbuild, &project.log("embed-esbuild"))
}

/// The frame as it is served.
pub struct Frame {
    pub hash: String,
    pub js: PathBuf,
}

/// Puts the frame beside the widget, named by its content.
pub fn publish_frame(project: &Project, min: &Path) -> Result<Frame> {
    let bytes = read(&min.join(FRAME[0]))?;
    let hash = fingerprint::of_bytes(&bytes)[..10].to_owned();
    let js = project
        .path("worker/assets/widget")
        .join(format!("frame-{hash}.js"));
    let twin = compressed_twin(&js);
    if !js.is_file() || !twin.is_file() {
        write(&js, &bytes)?;
        write(&twin, &brotli_q11(&bytes)?)?;
    }
    drop_others(project, "frame-", &hash)?;
    Ok(Frame { hash, js })
}
