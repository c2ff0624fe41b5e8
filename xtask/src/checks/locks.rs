//! Checks that every package of every lock file is pinned by a hash of its content: without one, whatever the registry
//! sends is installed.

use crate::env::project::Project;
use anyhow::{Context, Result, bail};
use serde_json::Value;
use std::fs;

/// npm's.
const PACKAGE_LOCKS: [&str; 3] = [
    "package-lock.json",
    "bench/package-lock.json",
    "xtask/node/package-lock.json",
];

const CARGO_LOCKS: [&str; 2] = ["Cargo.lock", "fuzz/Cargo.lock"];

pub fn check(project: &Project) -> Result<String> {
    let read = |file: &str| {
        let path = project.path(file);
        fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))
    };
    let (mut n_pinned, mut unpinned) = (0, Vec::new());
    let mut add = |file: &str, pinned: Pinned| {
        n_pinned += pinned.n_pinned;
        unpinned.extend(pinned.unpinned.iter().map(|it| format!("{file}: {it}")));
    };
    for file in PACKAGE_LOCKS {
        add(file, of_npm(&read(file)?).with_context(|| file.to_owned())?);
    }
    for file in CARGO_LOCKS {
        add(file, of_cargo(&read(file)?));
    }
    if !unpinned.is_empty() {
        bail!("pinned by no hash:\n{}", unpinned.join("\n"));
    }
    Ok(format!("{n_pinned} packages"))
}

#[derive(Debug, Default, PartialEq, Eq)]
struct Pinned {
    n_pinned: usize,
    /// Names of packages without a hash.
    unpinned: Vec<String>,
}

impl Pinned {
    fn add(&mut self, name: &str, has_hash: bool) {
        if has_hash {
            self.n_pinned += 1;
        } else {
            self.unpinned.push(name.to_owned());
        }
    }
}

fn of_npm(lock: &str) -> Result<Pinned> {
    let lock: Value = serde_json::from_str(lock).context("not JSON")?;
    let packages = lock["packages"].as_object().context("no packages")?;
    let mut pinned = Pinned::default();
    for (name, package) in packages {
        // The folder's own package.
        if !name.is_empty() {
            let hash = package["integrity"].as_str().unwrap_or_default();
            pinned.add(name, hash.starts_with("sha512-"));
        }
    }
    Ok(pinned)
}

fn of_cargo(lock: &str) -> Pinned {
    let mut pinned = Pinned::default();
    for package in lock.split("[[package]]").skip(1) {
        let value = |name: &str| {
            let line = |line: &str| Some(line.strip_prefix(name)?.strip_prefix(" = ")?.to_owned());
            package.lines().find_map(line)
        };
        // Without a source: a folder of the workspace.
        if value("source").is_some() {
            pinned.add(
                &value("name").unwrap_or_default(),
                value("checksum").is_some(),
            );
        }
    }
    pinned
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packages_without_a_hash_are_named() -> Result<()> {
        let npm = r#"{"packages": {"": {}, "node_modules/a": {"integrity": "sha512-x"},
            "node_modules/b": {}, "node_modules/c": {"integrity": "sha1-x"}}}"#;
        let unpinned = ["node_modules/b", "node_modules/c"]
            .map(str::to_owned)
            .to_vec();
        assert_eq!(
            of_npm(npm)?,
            Pinned {
                n_pinned: 1,
                unpinned
            }
        );
        let cargo = "version = 4\n\n[[package]]\nname = \"ours\"\nversion = \"1\"\n\n\
            [[package]]\nname = \"a\"\nsource = \"registry\"\nchecksum = \"00\"\n\n\
            [[package]]\nname = \"b\"\nsource = \"registry\"\n";
        let unpinned = vec!["\"b\"".to_owned()];
        assert_eq!(
            of_cargo(cargo),
            Pinned {
                n_pinned: 1,
                unpinned
            }
        );
        Ok(())
    }

    #[test]
    fn our_lock_files_pin_everything() -> Result<()> {
        check(&Project::find()?).map(|_| ())
    }
}
