//! Files that nobody else on this machine may read: databases with guests' texts, secrets, backups.

use anyhow::{Context, Result};
use rustix::fs::Mode;
use rustix::process::umask;
use std::fs::{DirBuilder, Permissions, set_permissions};
use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
use std::path::Path;

/// From now on, what this process and its children create is readable by its owner alone.
pub fn keep_files_private() {
    umask(Mode::RWXG | Mode::RWXO);
}

/// Makes a folder that its owner alone can enter, or makes an existing one such.
pub fn private_folder(folder: &Path) -> Result<()> {
    let failed = || format!("cannot make {} private", folder.display());
    let mut builder = DirBuilder::new();
    builder.recursive(true).mode(0o700);
    builder.create(folder).with_context(failed)?;
    set_permissions(folder, Permissions::from_mode(0o700)).with_context(failed)
}

/// Takes a file that exists away from everybody but its owner.
pub fn private_file(file: &Path) -> Result<()> {
    set_permissions(file, Permissions::from_mode(0o600))
        .with_context(|| format!("cannot make {} private", file.display()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn mode(path: &Path) -> Result<u32> {
        Ok(fs::metadata(path)?.permissions().mode() & 0o777)
    }

    #[test]
    fn files_and_folders_are_their_owners_alone() -> Result<()> {
        let outer = std::env::temp_dir().join(format!("otklik-private-{}", std::process::id()));
        let folder = outer.join("state");
        fs::create_dir_all(&folder)?;
        let old = folder.join("old");
        fs::write(&old, "secret")?;
        set_permissions(&folder, Permissions::from_mode(0o755))?;
        set_permissions(&old, Permissions::from_mode(0o644))?;
        private_folder(&folder)?;
        private_file(&old)?;
        keep_files_private();
        let new = folder.join("new");
        fs::write(&new, "secret")?;
        fs::create_dir_all(folder.join("d1/v3"))?;
        assert_eq!(mode(&folder)?, 0o700);
        assert_eq!(mode(&folder.join("d1"))?, 0o700);
        assert_eq!([mode(&old)?, mode(&new)?], [0o600; 2]);
        fs::remove_dir_all(outer)?;
        Ok(())
    }
}
