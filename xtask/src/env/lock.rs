//! Versions that Cargo.lock names: the tools installed beside it must match them exactly.

use anyhow::{Context, Result};

/// The version of `package` in the text of a Cargo.lock.
pub fn version_of<'lock>(lock: &'lock str, package: &str) -> Result<&'lock str> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines();
    lines
        .find(|line| *line == name)
        .with_context(|| format!("Cargo.lock names no package `{package}`"))?;
    lines
        .next()
        .and_then(|line| line.strip_prefix("version = \""))
        .and_then(|rest| rest.strip_suffix('"'))
        .with_context(|| format!("Cargo.lock gives no version for `{package}`"))
}

/// The version of `package` that `cargo install` recorded in the text of a .crates.toml.
pub fn installed_version<'record>(record: &'record str, package: &str) -> Option<&'record str> {
    record.lines().find_map(|line| {
        let mut words = line.strip_prefix('"')?.split(' ');
        (words.next()? == package).then(|| words.next()).flatten()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOCK: &str = "version = 4\n\n[[package]]\nname = \"worker-macros\"\nversion = \"0.8.1\"\n\n[[package]]\nname = \"worker\"\nversion = \"0.8.7\"\nsource = \"x\"\n";

    #[test]
    fn the_lock_is_read_by_whole_names() -> Result<()> {
        assert_eq!(version_of(LOCK, "worker")?, "0.8.7");
        assert_eq!(version_of(LOCK, "worker-macros")?, "0.8.1");
        assert!(version_of(LOCK, "work").is_err());
        Ok(())
    }

    #[test]
    fn a_lock_without_a_version_is_refused() {
        assert!(version_of("name = \"a\"\nsource = \"x\"\n", "a").is_err());
    }

    #[test]
    fn the_install_record_is_read_by_whole_names() {
        let record = "[v1]\n\"wasm-bindgen-cli 0.2.130 (registry+x)\" = [\"wasm-bindgen\"]\n";
        assert_eq!(
            installed_version(record, "wasm-bindgen-cli"),
            Some("0.2.130")
        );
        assert_eq!(installed_version(record, "wasm-bindgen"), None);
        assert_eq!(installed_version("", "worker-build"), None);
    }
}
