//! Where things live in this checkout, and how the tools in its ignored folders are called.

use anyhow::{Context, Result, bail};
use std::env;
use std::path::{Path, PathBuf};
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

    /// Folder of everything that xtask writes for itself; removed with `target`.
    pub fn scratch(&self, name: &str) -> PathBuf {
        self.root.join("target").join(name)
    }

    pub fn log(&self, name: &str) -> PathBuf {
        self.scratch("xtask-logs").join(format!("{name}.log"))
    }

    /// Node 22 from the npm package `node`, whatever the machine has.
    pub fn node(&self) -> PathBuf {
        self.path("node_modules/node/bin/node")
    }

    pub fn cargo_tool(&self, name: &str) -> PathBuf {
        self.path(".tools/bin").join(name)
    }

    pub fn npm_tool(&self, name: &str) -> PathBuf {
        self.path("node_modules/.bin").join(name)
    }

    /// `PATH` with our Node first: the tools of node_modules start with `env node`.
    pub fn path_with_node(&self) -> Result<std::ffi::OsString> {
        let mut dirs = vec![self.path("node_modules/.bin")];
        dirs.extend(env::split_paths(&env::var_os("PATH").unwrap_or_default()));
        env::join_paths(dirs).context("the checkout's path must not contain a colon")
    }

    /// A command run in the checkout's root, free of what `cargo run` put into our environment:
    /// a nested cargo would otherwise inherit this package's variables and rebuild for nothing.
    pub fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = Command::new(program);
        // Output goes into logs, whose ends are shown.
        command
            .current_dir(&self.root)
            .env("NO_COLOR", "1")
            .env("CARGO_TERM_COLOR", "never");
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

    /// Cargo of the toolchain that the person chose.
    pub fn cargo(&self) -> Command {
        self.command("cargo")
    }

    /// Cargo of the nightly toolchain: `-Zbuild-std` and `--panic-unwind` need it.
    pub fn cargo_nightly(&self) -> Command {
        let mut command = self.command("cargo");
        command.env("RUSTUP_TOOLCHAIN", "nightly");
        command
    }

    pub fn node_script(&self, script: &Path) -> Result<Command> {
        let mut command = self.command(self.node());
        command.env("PATH", self.path_with_node()?).arg(script);
        Ok(command)
    }

    /// wrangler, kept from phoning home, from asking, and from writing outside of the checkout.
    pub fn wrangler(&self) -> Result<Command> {
        let mut command = self.node_script(&self.path("node_modules/wrangler/bin/wrangler.js"))?;
        command
            .env("WRANGLER_SEND_METRICS", "false")
            .env("WRANGLER_SEND_ERROR_REPORTS", "false")
            .env("WRANGLER_HIDE_BANNER", "true")
            .env("WRANGLER_WRITE_LOGS", "false")
            .env("WRANGLER_REGISTRY_PATH", self.scratch("wrangler-registry"))
            // Local wrangler otherwise keeps every URL and console line beside the database.
            .env("X_LOCAL_OBSERVABILITY", "false")
            .env("X_LOCAL_EXPLORER", "false")
            .env("NO_UPDATE_NOTIFIER", "1")
            .env("CI", "1");
        Ok(command)
    }
}
