//! A state folder: the local database, the derived configuration, and the secrets of one local deployment.

use crate::env::private;
use crate::env::project::Project;
use crate::local::settings::{Addresses, Settings};
use anyhow::{Context, Result, bail};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde_json::Value;
use std::env;
use std::fs::{self, File, OpenOptions};
use std::io::{Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

pub struct State {
    pub dir: PathBuf,
}

impl State {
    /// `OTKLIK_STATE`, or `.state` in the checkout.
    pub fn of_person(project: &Project) -> Result<Self> {
        private::keep_files_private();
        let dir = match env::var_os("OTKLIK_STATE").filter(|value| !value.is_empty()) {
            Some(dir) => env::current_dir()
                .context("the current folder cannot be read")?
                .join(dir),
            None => project.path(".state"),
        };
        Ok(Self { dir })
    }

    /// An empty one below `target`, for checks.
    pub fn fresh(project: &Project, name: &str) -> Result<Self> {
        let dir = project.scratch(name);
        if dir.exists() {
            fs::remove_dir_all(&dir).with_context(|| format!("cannot remove {}", dir.display()))?;
        }
        Ok(Self { dir })
    }

    pub fn config(&self) -> PathBuf {
        self.dir.join("wrangler.json")
    }

    pub fn database(&self) -> PathBuf {
        self.dir.join("d1")
    }

    /// A note about the database, in its folder, so that both are deleted together.
    pub fn note(&self, name: &str) -> PathBuf {
        self.database().join(format!("otklik-{name}"))
    }

    pub fn log(&self) -> PathBuf {
        self.dir.join("wrangler.log")
    }

    /// Two servers on one database would corrupt each other's cache. Held until dropped.
    pub fn lock(&self) -> Result<File> {
        private::private_folder(&self.dir)?;
        let path = self.dir.join("in-use");
        let lock =
            File::create(&path).with_context(|| format!("cannot write {}", path.display()))?;
        if lock.try_lock().is_err() {
            bail!(
                "another `cargo xtask` already serves {}: stop it, or name another folder in OTKLIK_STATE",
                self.dir.display()
            );
        }
        Ok(lock)
    }

    /// The address of the worker that was last served from here.
    pub fn public_url(&self) -> Result<String> {
        let path = self.config();
        let text =
            fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
        let config: Value = serde_json::from_str(&text)?;
        Settings(config).public_url()
    }

    /// None before a worker was served from here.
    pub fn secrets(&self) -> Option<Secrets> {
        Secrets::read(&self.secrets_file())
    }

    fn secrets_file(&self) -> PathBuf {
        self.dir.join(".dev.vars")
    }

    /// Writes configuration and secrets; secrets once, so that the token survives restarts.
    pub fn prepare(&self, project: &Project, addresses: &Addresses) -> Result<Secrets> {
        private::private_folder(&self.dir)?;
        fs::create_dir_all(self.database())
            .with_context(|| format!("cannot create {}", self.dir.display()))?;
        let config = Settings::read(project)?.local(project, addresses)?;
        let text = serde_json::to_string_pretty(&config)
            .context("the local configuration cannot be written")?;
        fs::write(self.config(), text)
            .with_context(|| format!("cannot write {}", self.config().display()))?;
        let path = self.secrets_file();
        if path.exists() {
            // It may be older than this rule.
            private::private_file(&path)?;
        }
        if let Some(secrets) = Secrets::read(&path) {
            Secrets::complete(&path)?;
            return Ok(secrets);
        }
        let secrets = Secrets {
            director_token: URL_SAFE_NO_PAD.encode(random_32()?),
        };
        secrets.write(&path)?;
        Ok(secrets)
    }
}

pub struct Secrets {
    pub director_token: String,
}

impl Secrets {
    fn read(path: &Path) -> Option<Self> {
        let text = fs::read_to_string(path).ok()?;
        let value = |name: &str| {
            text.lines()
                .find_map(|line| line.strip_prefix(name)?.strip_prefix('='))
                .map(str::to_owned)
        };
        value("CONTACT_KEY")?;
        Some(Self {
            director_token: value("DIRECTOR_TOKEN")?,
        })
    }

    /// Adds the link key to a file without one: a new file would have another contact key too, and the local
    /// contacts could no longer be decrypted.
    fn complete(path: &Path) -> Result<()> {
        let failed = || format!("cannot complete {}", path.display());
        let text = fs::read_to_string(path).with_context(failed)?;
        if text.lines().any(|line| line.starts_with("LINK_KEY=")) {
            return Ok(());
        }
        let line = format!("LINK_KEY={}\n", STANDARD.encode(random_32()?));
        fs::write(path, [text.trim_end(), "\n", &line].concat()).with_context(failed)
    }

    /// Readable by its owner alone.
    fn write(&self, path: &Path) -> Result<()> {
        let mut file = OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(true)
            .mode(0o600)
            .open(path)
            .with_context(|| format!("cannot write {}", path.display()))?;
        let text = format!(
            "DIRECTOR_TOKEN={}\nCONTACT_KEY={}\nLINK_KEY={}\n",
            self.director_token,
            STANDARD.encode(random_32()?),
            STANDARD.encode(random_32()?)
        );
        file.write_all(text.as_bytes())
            .with_context(|| format!("cannot write {}", path.display()))
    }
}

pub fn random_32() -> Result<[u8; 32]> {
    let mut bytes = [0; 32];
    File::open("/dev/urandom")
        .and_then(|mut source| source.read_exact(&mut bytes))
        .context("the system's random source cannot be read")?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_kept_and_a_missing_link_key_is_added() -> Result<()> {
        let path = env::temp_dir().join(format!("otklik-secrets-{}", std::process::id()));
        Secrets {
            director_token: "t0".to_owned(),
        }
        .write(&path)?;
        assert_eq!(
            Secrets::read(&path)
                .map(|secrets| secrets.director_token)
                .as_deref(),
            Some("t0")
        );
        fs::write(&path, "DIRECTOR_TOKEN=t0\nCONTACT_KEY=k0")?;
        Secrets::complete(&path)?;
        let completed = fs::read_to_string(&path)?;
        assert!(completed.starts_with("DIRECTOR_TOKEN=t0\nCONTACT_KEY=k0\nLINK_KEY="));
        Secrets::complete(&path)?;
        assert_eq!(fs::read_to_string(&path)?, completed, "once");
        fs::write(&path, "DIRECTOR_TOKEN=t0\n")?;
        assert!(Secrets::read(&path).is_none());
        fs::remove_file(path)?;
        Ok(())
    }
}
