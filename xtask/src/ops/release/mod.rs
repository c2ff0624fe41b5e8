//! `cargo xtask release`: an archive that deploys with Node and wrangler alone, without Rust.

use crate::build::artifacts;
use crate::env::process::run_logged;
use crate::env::project::Project;
use anyhow::{Context, Result, bail};
use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use serde_json::{Value, json};
use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use tar::{Archive, Builder, Header};

const VERSION: &str = env!("CARGO_PKG_VERSION");
const DEPLOY: &str = include_str!("DEPLOY.md");
/// Folders of worker/ that a deployment needs.
const FOLDERS: [&str; 3] = ["build", "assets", "migrations"];

pub fn command(project: &Project) -> Result<()> {
    artifacts::build(project)?;
    let archive = pack_and_try(project)?;
    let shown = archive.strip_prefix(&project.root).unwrap_or(&archive);
    println!(
        "\n{} deploys with Node and wrangler: its DEPLOY.md says how",
        shown.display()
    );
    Ok(())
}

/// Packs the built files, unpacks them elsewhere and lets wrangler check them without deploying.
pub fn pack_and_try(project: &Project) -> Result<PathBuf> {
    let archive = pack(project)?;
    let folder = project.scratch("release-try");
    if folder.exists() {
        fs::remove_dir_all(&folder)
            .with_context(|| format!("cannot remove {}", folder.display()))?;
    }
    let file =
        File::open(&archive).with_context(|| format!("cannot read {}", archive.display()))?;
    Archive::new(GzDecoder::new(file))
        .unpack(&folder)
        .context("the archive cannot be unpacked")?;
    dry_run(project, &folder.join(folder_name()))?;
    Ok(archive)
}

fn folder_name() -> String {
    format!("otklik-{VERSION}")
}

fn pack(project: &Project) -> Result<PathBuf> {
    let path = project.scratch(&format!("{}.tar.gz", folder_name()));
    let file = File::create(&path).with_context(|| format!("cannot write {}", path.display()))?;
    let mut tar = Builder::new(GzEncoder::new(file, Compression::best()));
    let worker = project.path("worker");
    let mut files = vec![PathBuf::from("wrangler.jsonc")];
    for folder in FOLDERS {
        let before = files.len();
        list(&worker, Path::new(folder), &mut files)?;
        if files.len() == before {
            bail!("worker/{folder} is empty: there is nothing to deploy");
        }
    }
    files.sort();
    for relative in files {
        let bytes = fs::read(worker.join(&relative))
            .with_context(|| format!("cannot read worker/{}", relative.display()))?;
        append(&mut tar, &relative.to_string_lossy(), &bytes)?;
    }
    append(&mut tar, "package.json", package_json(project)?.as_bytes())?;
    append(&mut tar, "DEPLOY.md", DEPLOY.as_bytes())?;
    let mut file = tar
        .into_inner()
        .and_then(GzEncoder::finish)
        .context("the archive cannot be finished")?;
    file.flush()
        .with_context(|| format!("cannot write {}", path.display()))?;
    Ok(path)
}

/// Same content, same archive: no times, no owners.
fn append<W: Write>(tar: &mut Builder<W>, name: &str, bytes: &[u8]) -> Result<()> {
    let mut header = Header::new_gnu();
    header.set_size(bytes.len() as u64);
    header.set_mode(0o644);
    header.set_mtime(0);
    header.set_cksum();
    tar.append_data(&mut header, format!("{}/{name}", folder_name()), bytes)
        .with_context(|| format!("{name} cannot be packed"))
}

fn list(root: &Path, relative: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    let folder = root.join(relative);
    let entries =
        fs::read_dir(&folder).with_context(|| format!("cannot read {}", folder.display()))?;
    for entry in entries {
        let entry = entry.with_context(|| format!("cannot read {}", folder.display()))?;
        let name = relative.join(entry.file_name());
        if entry.path().is_dir() {
            list(root, &name, files)?;
        } else if is_deployed(&name) {
            files.push(name);
        }
    }
    Ok(())
}

/// Notes for developers and dot files of the build are left out.
fn is_deployed(name: &Path) -> bool {
    let is_hidden = name
        .file_name()
        .is_some_and(|name| name.to_string_lossy().starts_with('.'));
    !is_hidden && name.extension().is_none_or(|extension| extension != "md")
}

/// Pins the wrangler that this checkout was tested with.
fn package_json(project: &Project) -> Result<String> {
    let text =
        fs::read_to_string(project.path("package.json")).context("package.json cannot be read")?;
    let ours: Value = serde_json::from_str(&text).context("package.json is not JSON")?;
    let wrangler = ours["devDependencies"]["wrangler"]
        .as_str()
        .context("package.json pins no wrangler")?;
    let package = json!({
        "name": "otklik",
        "version": VERSION,
        "private": true,
        "scripts": { "migrate": "wrangler d1 migrations apply otklik --remote", "deploy": "wrangler deploy" },
        "dependencies": { "wrangler": wrangler },
        "allowScripts": { "esbuild": true, "workerd": true },
    });
    serde_json::to_string_pretty(&package).context("package.json cannot be written")
}

/// A deployment without the upload. Logged out, so that it can touch no account.
fn dry_run(project: &Project, folder: &Path) -> Result<()> {
    let mut deploy = project.wrangler()?;
    deploy
        .args(["deploy", "--dry-run", "--config"])
        .arg(folder.join("wrangler.jsonc"))
        .arg("--outdir")
        .arg(project.scratch("dry-run"))
        .current_dir(folder);
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("CLOUDFLARE_") {
            deploy.env_remove(name);
        }
    }
    run_logged(&mut deploy, &project.log("dry-run"))
}
