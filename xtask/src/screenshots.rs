//! `cargo xtask screenshots`: the README's pictures, from the end-to-end tests that take one of every
//! page with the real parts running.

use crate::checks;
use crate::project::Project;
use anyhow::{Context, Result};
use std::fs;

/// A picture of the tests, and its name in `docs/`.
const KEPT: [(&str, &str); 6] = [
    ("inline-ru-390-light", "survey-phone"),
    ("client-ru-390-dark", "vote-page-dark"),
    ("demo-ru-1280-light", "site"),
    ("email-ru-1280-light", "letter"),
    ("poster-ru-390-light", "poster"),
    ("builder-en-1280-light", "builder"),
];

pub fn command(project: &Project) -> Result<()> {
    for group in ["screens", "playground"] {
        let args = checks::Args {
            filter: Some(group.to_owned()),
        };
        checks::test(project, &args)?;
    }
    let folder = project.path("docs");
    fs::create_dir_all(&folder).context("docs/ cannot be made")?;
    for (taken, kept) in KEPT {
        let from = project.scratch("screens").join(taken).with_extension("png");
        let to = folder.join(kept).with_extension("png");
        fs::copy(&from, &to).with_context(|| format!("no picture {}", from.display()))?;
    }
    Ok(())
}
