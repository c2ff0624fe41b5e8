//! Paths in this checkout, and how a command is run in it.

use anyhow::{Context, Result, bail};
use std::env;
use std::path::PathBuf;
use std::process::Command;

pub struct Project {
    pub root: PathBuf,
}

impl Project {
    /// The checkout that cargo started us from; without cargo, the one around the current folder.
    pub fn find() -> Result<Self> {
        let start = match env::var_os("CARGO_MANIFEST_DIR") {
            Some(dir) => PathBuf::from(dir),
            None => env::current_dir().context("the current folder cannot be read")?,
        };
        for dir in start.ancestors() {
            if dir.join("xtask/Cargo.toml").is_file() && dir.join("Cargo.lock").is_file() {
                return Ok(Self {
                    root: dir.to_owned(),
                });
            }
        }
        bail!("this is not an Otklik checkout: run `cargo xtask` inside one")
    }

    pub fn path(&self, relative: &str) -> PathBuf {
        self.root.join(relative)
    }

    /// Folder of all temporary files of xtask; removed with `target`.
    pub fn scratch(&self, name: &str) -> PathBuf {
        self.root.join("target").join(name)
    }

    pub fn log(&self, name: &str) -> PathBuf {
        self.scratch("xtask-logs").join(format!("{name}.log"))
    }

    pub fn cargo_tool(&self, name: &str) -> PathBuf {
        self.path(".tools/bin").join(name)
    }

    /// A command run in the checkout's root, without the variables that `cargo run` adds to the environment: a
    /// nested cargo would otherwise inherit this package's variables and rebuild for nothing.
    pub fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = Command::new(program);
        // Output goes into logs, whose ends are shown.
        command
            .current_dir(&self.root)
            .env("NO_COLOR", "1")
            .env("CARGO_TERM_COLOR", "never")
            // In its log, from which a step's line shows the number of remaining crates.
            .env("CARGO_TERM_PROGRESS_WHEN", "always")
            .env("CARGO_TERM_PROGRESS_WIDTH", "80");
        for (name, _) in env::vars_os() {
            let Some(text) = name.to_str() else { continue };
            let of_this_package = text == "CARGO"
                || [
                    "CARGO_MANIFEST_",
                    "CARGO_PKG_",
                    "CARGO_BIN_",
                    "CARGO_CRATE_",
                ]
                .iter()
                .any(|prefix| text.starts_with(prefix));
            if of_this_package {
                command.env_remove(&name);
            }
        }
        command
    }

    /// Cargo of the user's toolchain.
    pub fn cargo(&self) -> Command {
        self.command("cargo")
    }

    /// Cargo of the nightly toolchain: `-Zbuild-std` and `--panic-unwind` need it.
    pub fn cargo_nightly(&self) -> Command {
        let mut command = self.command("cargo");
        command.env("RUSTUP_TOOLCHAIN", "nightly");
        command
    }
}
