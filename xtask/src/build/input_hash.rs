//! Detects by content whether the inputs of a build step changed since it last succeeded.
//!
//! Cargo detects that too, but asking two WASM builds and worker-build costs seconds at every start.

use crate::env::project::Project;
use anyhow::{Context, Result};
use sha2::{Digest, Sha256};
use std::fs;
use std::path::{Path, PathBuf};

/// Folders that hold outputs or files that no build reads.
const NOT_INPUTS: [&str; 7] = [
    "build",
    "assets",
    "target",
    "node_modules",
    ".wrangler",
    "tests",
    "migrations",
];

pub fn of_bytes(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}

/// Collects inputs in a fixed order; equal digests mean equal inputs.
pub struct InputHash(Sha256);

impl InputHash {
    pub fn new() -> Self {
        Self(Sha256::new())
    }

    pub fn text(mut self, text: &str) -> Self {
        self.add(text.as_bytes());
        self
    }

    /// A file, or every input below a folder, by relative name and content.
    pub fn tree(mut self, root: &Path, relative: &str) -> Result<Self> {
        let mut files = Vec::new();
        collect(&root.join(relative), &mut files)?;
        files.sort();
        for file in files {
            let name = file
                .strip_prefix(root)
                .unwrap_or(&file)
                .to_string_lossy()
                .into_owned();
            let content =
                fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?;
            self.add(name.as_bytes());
            self.add(&content);
        }
        Ok(self)
    }

    pub fn finish(self) -> String {
        hex::encode(self.0.finalize())
    }

    /// Length first, so that moving a byte from one input to the next changes the digest.
    fn add(&mut self, bytes: &[u8]) {
        self.0.update(bytes.len().to_be_bytes());
        self.0.update(bytes);
    }
}

/// Inputs of both WASM builds besides their own crates.
pub fn common_inputs(project: &Project, toolchain: &str) -> Result<InputHash> {
    let root = &project.root;
    InputHash::new()
        .text(toolchain)
        .tree(root, "Cargo.toml")?
        .tree(root, "Cargo.lock")?
        .tree(root, "package-lock.json")?
        .tree(root, "survey")
}

fn collect(path: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    if path.is_file() {
        files.push(path.to_owned());
        return Ok(());
    }
    let entries = fs::read_dir(path).with_context(|| format!("cannot read {}", path.display()))?;
    for entry in entries {
        let entry = entry.with_context(|| format!("cannot read {}", path.display()))?;
        let name = entry.file_name();
        let is_input = !NOT_INPUTS.iter().any(|folder| name == *folder)
            && !name.to_string_lossy().ends_with(".md");
        if is_input {
            collect(&entry.path(), files)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn in_folder(name: &str, check: impl FnOnce(&Path) -> Result<()>) -> Result<()> {
        let root = std::env::temp_dir().join(format!("otklik-print-{name}-{}", std::process::id()));
        fs::create_dir_all(root.join("part/src"))?;
        fs::create_dir_all(root.join("part/build"))?;
        fs::write(root.join("part/src/lib.rs"), "one")?;
        let outcome = check(&root);
        fs::remove_dir_all(&root)?;
        outcome
    }

    fn print(root: &Path) -> Result<String> {
        Ok(InputHash::new().tree(root, "part")?.finish())
    }

    #[test]
    fn outputs_do_not_count_and_sources_do() -> Result<()> {
        in_folder("change", |root| {
            let before = print(root)?;
            fs::write(root.join("part/build/index.js"), "output")?;
            fs::write(root.join("part/README.md"), "words")?;
            assert_eq!(print(root)?, before);
            fs::write(root.join("part/src/lib.rs"), "two")?;
            assert_ne!(print(root)?, before);
            Ok(())
        })
    }

    #[test]
    fn a_moved_file_counts() -> Result<()> {
        in_folder("move", |root| {
            let before = print(root)?;
            fs::rename(root.join("part/src/lib.rs"), root.join("part/src/main.rs"))?;
            assert_ne!(print(root)?, before);
            Ok(())
        })
    }

    #[test]
    fn boundaries_between_inputs_count() {
        let one = InputHash::new().text("ab").text("c").finish();
        let two = InputHash::new().text("a").text("bc").finish();
        assert_ne!(one, two);
    }
}
