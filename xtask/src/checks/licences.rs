//! Checks that everything in Cargo.lock may be redistributed under Apache-2.0, and comes from the registry.
//!
//! By `cargo metadata`: cargo-deny checks the same, and takes minutes to compile.

use crate::env::process::capture;
use crate::env::project::Project;
use anyhow::{Context, Result, bail};
use serde_json::Value;
use std::collections::BTreeSet;

/// All permissive: they require keeping their text and names, and nothing of the product's own code.
const ALLOWED: [&str; 8] = [
    "Apache-2.0",
    "BSD-3-Clause",
    // A disclaimer of all rights.
    "CC0-1.0",
    "BSL-1.0",
    "ISC",
    "MIT",
    "Unicode-3.0",
    "Zlib",
];

/// The platforms of the builds: the worker and the widget, and the native commands.
const PLATFORMS: [&str; 2] = ["wasm32-unknown-unknown", "x86_64-unknown-linux-gnu"];

pub fn check(project: &Project) -> Result<String> {
    let mut packages = BTreeSet::new();
    for platform in PLATFORMS {
        let mut ask = project.cargo();
        ask.args(["metadata", "--format-version", "1", "--locked"])
            .args(["--filter-platform", platform]);
        packages.extend(packages_of(&capture(&mut ask)?)?);
    }
    let errors: Vec<String> = packages.iter().filter_map(Package::error).collect();
    if !errors.is_empty() {
        bail!("{}", errors.join("\n"));
    }
    Ok(format!("{} packages", packages.len()))
}

#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Package {
    name: String,
    licence: String,
    /// None for a folder of the workspace.
    source: Option<String>,
}

fn packages_of(metadata: &str) -> Result<Vec<Package>> {
    let metadata: Value = serde_json::from_str(metadata).context("cargo metadata is not JSON")?;
    let packages = metadata["packages"].as_array().context("no packages")?;
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let packages = packages.iter().map(|package| Package {
        name: text(&package["name"]).unwrap_or_default(),
        licence: text(&package["license"]).unwrap_or_default(),
        source: text(&package["source"]),
    });
    Ok(packages.collect())
}

impl Package {
    fn error(&self) -> Option<String> {
        let Package {
            name,
            licence,
            source,
        } = self;
        if !is_allowed(licence) {
            return Some(format!(
                "{name}: nobody has looked at the licence {licence:?}"
            ));
        }
        let source = source
            .as_deref()
            .filter(|source| !source.starts_with("registry+"))?;
        Some(format!("{name} comes from {source}, not from the registry"))
    }
}

/// In an SPDX expression every part of `AND` must offer one that is allowed; older ones write `/` for `OR`.
fn is_allowed(licence: &str) -> bool {
    licence.split(" AND ").all(|part| {
        let part = part.trim_matches(['(', ')']).replace('/', " OR ");
        part.split(" OR ").any(|one| ALLOWED.contains(&one.trim()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expressions_are_read() {
        for licence in [
            "MIT",
            "Unlicense/MIT",
            "GPL-3.0 OR MIT",
            "(MIT OR Apache-2.0) AND ISC",
        ] {
            assert!(is_allowed(licence), "{licence}");
        }
        for licence in ["", "GPL-3.0", "MIT AND GPL-3.0", "MITnot"] {
            assert!(!is_allowed(licence), "{licence}");
        }
    }

    #[test]
    fn package_from_another_source_is_named() -> Result<()> {
        let packages = packages_of(
            r#"{"packages":[{"name":"a","license":"MIT","source":"git+x"},{"name":"b","license":"MIT","source":null}]}"#,
        )?;
        let errors: Vec<_> = packages.iter().filter_map(Package::error).collect();
        assert_eq!(errors, ["a comes from git+x, not from the registry"]);
        Ok(())
    }
}
