//! `cargo xtask release`: an archive that deploys with Node and wrangler alone, without Rust.

mod lock;

use crate::build::artifacts;
use crate::env::process::run_logged;
use crate::env::project::Project;
use anyhow::{Context, Result, bail};
use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
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
        "\n{} deploys with Node and wrangler: its DEPLOY.md says how. {SUMS} beside it has its SHA-256",
        shown.display()
    );
    Ok(())
}

/// Beside the archive, in the format of `sha256sum -c`.
const SUMS: &str = "SHA256SUMS";

/// Packs the built files, unpacks them elsewhere, and lets npm check the lock file and wrangler the deployment, without
/// deploying.
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
    let folder = folder.join(folder_name());
    let sources = fs::read(folder.join("Cargo.lock")).context("the archive has no Cargo.lock")?;
    if sources != fs::read(project.path("Cargo.lock")).context("Cargo.lock cannot be read")? {
        bail!("the archive's Cargo.lock is not the one that was built");
    }
    try_lock(project, &folder)?;
    dry_run(project, &folder)?;
    Ok(archive)
}

/// The lock file and `package.json` are of one another, and name every package, or npm refuses them.
fn try_lock(project: &Project, folder: &Path) -> Result<()> {
    let mut npm = project.command("npm");
    npm.args([
        "ci",
        "--dry-run",
        "--offline",
        "--ignore-scripts",
        "--no-audit",
        "--no-fund",
    ])
    .current_dir(folder);
    run_logged(&mut npm, &project.log("release-lock"))
        .context("npm refuses the archive's lock file")
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
    let package = package_json(project)?;
    let read = |file: &str| {
        fs::read_to_string(project.path(file)).with_context(|| format!("cannot read {file}"))
    };
    let lock = lock::of(&package, &read("package-lock.json")?)?;
    let package =
        serde_json::to_string_pretty(&package).context("package.json cannot be written")?;
    append(&mut tar, "package.json", package.as_bytes())?;
    append(&mut tar, "package-lock.json", lock.as_bytes())?;
    // What was compiled, for those who compare it with lists of known holes.
    append(&mut tar, "Cargo.lock", read("Cargo.lock")?.as_bytes())?;
    append(&mut tar, "DEPLOY.md", DEPLOY.as_bytes())?;
    let mut file = tar
        .into_inner()
        .and_then(GzEncoder::finish)
        .context("the archive cannot be finished")?;
    file.flush()
        .with_context(|| format!("cannot write {}", path.display()))?;
    write_sums(&path)?;
    Ok(path)
}

fn write_sums(archive: &Path) -> Result<()> {
    let bytes = fs::read(archive).with_context(|| format!("cannot read {}", archive.display()))?;
    let name = archive.file_name().unwrap_or_default().to_string_lossy();
    let sums = archive.with_file_name(SUMS);
    let line = format!("{}  {name}\n", hex::encode(Sha256::digest(bytes)));
    fs::write(&sums, line).with_context(|| format!("cannot write {}", sums.display()))
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
fn package_json(project: &Project) -> Result<Value> {
    let text =
        fs::read_to_string(project.path("package.json")).context("package.json cannot be read")?;
    let ours: Value = serde_json::from_str(&text).context("package.json is not JSON")?;
    let wrangler = ours["devDependencies"]["wrangler"]
        .as_str()
        .context("package.json pins no wrangler")?;
    Ok(json!({
        "name": "otklik",
        "version": VERSION,
        "private": true,
        "scripts": { "migrate": "wrangler d1 migrations apply otklik --remote", "deploy": "wrangler deploy" },
        "dependencies": { "wrangler": wrangler },
        "allowScripts": { "esbuild": true, "workerd": true },
    }))
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

#[cfg(test)]
mod tests {
    use super::*;
    use std::process::Command;

    /// By another program.
    #[test]
    fn sums_are_checked_by_sha256sum() -> Result<()> {
        let folder = std::env::temp_dir().join(format!("otklik-sums-{}", std::process::id()));
        fs::create_dir_all(&folder)?;
        let archive = folder.join("otklik-1.tar.gz");
        fs::write(&archive, "packed")?;
        write_sums(&archive)?;
        let check = || -> Result<bool> {
            let mut program = Command::new("sha256sum");
            let program = program
                .args(["--check", "--status", SUMS])
                .current_dir(&folder);
            Ok(program.status()?.success())
        };
        assert!(check()?);
        fs::write(&archive, "packed by another")?;
        assert!(!check()?);
        fs::remove_dir_all(&folder)?;
        Ok(())
    }
}
