//! Files that builds write: stamps of a build's inputs, published names, brotli twins.

use crate::env::project::Project;
use anyhow::{Context, Result};
use std::fs;
use std::path::{Path, PathBuf};

/// The result of an earlier build with the same inputs, if its outputs still exist.
pub fn reusable(stamp: &Path, inputs: &str) -> Option<String> {
    let text = fs::read_to_string(stamp).ok()?;
    let (found, result) = text.split_once('\n')?;
    (found == inputs).then(|| result.to_owned())
}

pub fn write_stamp(stamp: &Path, inputs: &str, result: &str) -> Result<()> {
    write(stamp, format!("{inputs}\n{result}").as_bytes())
}

pub fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)
            .with_context(|| format!("cannot create {}", folder.display()))?;
    }
    fs::write(path, bytes).with_context(|| format!("cannot write {}", path.display()))
}

pub fn read(path: &Path) -> Result<Vec<u8>> {
    fs::read(path).with_context(|| format!("cannot read {}", path.display()))
}

/// Removes what earlier builds published under this prefix.
pub fn drop_others(project: &Project, prefix: &str, hash: &str) -> Result<()> {
    let folder = project.path("worker/assets/widget");
    let current = [prefix, hash, "."].concat();
    for entry in
        fs::read_dir(&folder).with_context(|| format!("cannot read {}", folder.display()))?
    {
        let entry = entry.context("the widget's folder cannot be read")?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with(prefix) && !name.starts_with(&current) {
            fs::remove_file(entry.path()).with_context(|| format!("cannot remove {name}"))?;
        }
    }
    Ok(())
}

pub fn compressed_twin(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".br");
    PathBuf::from(name)
}

/// As an edge would at its best: quality 11, window 2^22.
pub fn brotli_q11(bytes: &[u8]) -> Result<Vec<u8>> {
    let params = brotli::enc::BrotliEncoderParams {
        quality: 11,
        lgwin: 22,
        size_hint: bytes.len(),
        ..Default::default()
    };
    let mut out = Vec::new();
    brotli::BrotliCompress(&mut &*bytes, &mut out, &params).context("brotli failed")?;
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brotli_compresses_to_what_decompresses_again() -> Result<()> {
        let text = "otklik ".repeat(500);
        let small = brotli_q11(text.as_bytes())?;
        assert!(small.len() < 100, "{} bytes", small.len());
        let mut back = Vec::new();
        brotli::BrotliDecompress(&mut small.as_slice(), &mut back)?;
        assert_eq!(back, text.as_bytes());
        Ok(())
    }

    #[test]
    fn twin_keeps_the_whole_name() {
        assert_eq!(
            compressed_twin(Path::new("a/x.wasm")),
            PathBuf::from("a/x.wasm.br")
        );
    }
}
