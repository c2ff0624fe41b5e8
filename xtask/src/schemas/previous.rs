//! The worker of a released archive over what today's migrations make of its schema.

use super::{Schema, configure, migrations, told, votes};
use crate::project::Project;
use crate::workerd::Workerd;
use anyhow::{Context, Result, bail};
use flate2::read::GzDecoder;
use std::fs::{self, File};
use std::path::Path;
use tar::Archive;

pub fn serves(project: &Project, archive: &Path, n_rows: usize) -> Result<()> {
    let folder = project.scratch("previous");
    if folder.exists() {
        fs::remove_dir_all(&folder)
            .with_context(|| format!("cannot remove {}", folder.display()))?;
    }
    let file = File::open(archive).with_context(|| format!("cannot read {}", archive.display()))?;
    Archive::new(GzDecoder::new(file))
        .unpack(&folder)
        .with_context(|| format!("{} cannot be unpacked", archive.display()))?;
    // The archive's one folder carries its version.
    let mut inside = fs::read_dir(&folder)?.flatten().map(|entry| entry.path());
    let released = inside.next().context("the archive is empty")?;
    let files = migrations(&released.join("migrations"))?;
    let n_now = migrations(&project.path("worker/migrations"))?.len();

    let old = Schema::build(project, &files, n_rows)?;
    old.migrates(project)?;
    let main = [
        released.join("build/main.js"),
        released.join("build/index.js"),
    ];
    let main = main.iter().find(|file| file.is_file());
    configure(
        &old.state,
        "/main",
        main.context("no worker in the archive")?,
    )?;
    let workerd = Workerd::start(project, &old.state)?;
    let n_told = told(&workerd.base, &old.secrets.director_token)?;
    if n_told != n_rows as u64 {
        bail!("the worker before tells of {n_told} answers, not of {n_rows}");
    }
    votes(&workerd.base)?;
    drop(workerd);
    old.is_sound(project)?;
    println!(
        "the worker of {} migrations serves the schema of {n_now}, and takes a vote",
        files.len()
    );
    Ok(())
}
