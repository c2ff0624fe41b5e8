//! Assets of `embed`: scripts and styles for pages, minified.

use crate::build::files::{reusable, write_stamp};
use crate::build::input_hash::InputHash;
use crate::env::process::run_logged;
use crate::env::progress::step;
use crate::env::project::Project;
use anyhow::Result;
use otklik_survey::Lang;
use std::path::PathBuf;

/// Files of `embed` that go to guests, each minified by itself.
const MINIFIED: [&str; 8] = [
    "client/loader.js",
    "page/form.css",
    "page/page.css",
    "page/stars.css",
    "page/faces.css",
    "page/eleven.css",
    "page/choice.css",
    "page/callback.css",
];

/// Returns the folder that embed's build script reads.
pub fn build(project: &Project) -> Result<PathBuf> {
    let folder = project.scratch("min");
    let mut inputs = InputHash::new()
        .tree(&project.root, "xtask/src/build/embed_assets.rs")?
        .tree(&project.root, "survey/src/lang.rs")?
        .tree(&project.root, "package-lock.json")?;
    for name in MINIFIED {
        inputs = inputs.tree(&project.root, &["embed/src/", name].concat())?;
    }
    let inputs = inputs.finish();
    let stamp = project.scratch("stamps/embed");
    let mut outputs = MINIFIED.iter();
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
                .arg(format!("--define:LANGS=\"{}\"", languages()))
                .arg(format!("--outfile={}", folder.join(name).display()));
            run_logged(&mut esbuild, &project.log("embed-esbuild"))?;
        }
        write_stamp(&stamp, &inputs, "done")
    })?;
    Ok(folder)
}

/// The tags that the server reads, for the loader: it asks for another language by them alone.
fn languages() -> String {
    let others = Lang::OTHER_TAGS.map(|(tag, _)| tag);
    [&Lang::CODES[..], &others].concat().join(" ")
}
