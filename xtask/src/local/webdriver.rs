//! The drivers of browsers: Debian's chromedriver for the end-to-end checks, and those of two other engines.

use crate::env::http;
use crate::env::process::Service;
use crate::env::project::Project;
use crate::env::system_deps;
use anyhow::{Context, Result};
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

pub fn start(project: &Project, port: u16) -> Result<Service> {
    let mut command = project.command(found("chromedriver")?);
    command
        .arg(format!("--port={port}"))
        .arg("--log-level=WARNING");
    ready(project, "chromedriver", &mut command, port)
}

/// Serves one session at a time.
pub fn start_firefox(project: &Project, port: u16) -> Result<Service> {
    let mut command = project.command(project.cargo_tool("geckodriver"));
    command
        .arg(format!("--port={port}"))
        .arg("--binary")
        .arg(found("firefox-esr")?)
        // The browser's own messages fill the log otherwise.
        .args(["--log", "warn"]);
    ready(project, "geckodriver", &mut command, port)
}

/// Serves one session at a time, of Debian's MiniBrowser on a virtual screen.
pub fn start_webkit(project: &Project, port: u16) -> Result<Service> {
    let mut command = project.command(found("xvfb-run")?);
    command
        .arg("--auto-servernum")
        .arg(found("WebKitWebDriver")?)
        .arg(format!("--port={port}"))
        // Without a session bus there is no accessibility bus to connect to.
        .env("NO_AT_BRIDGE", "1");
    ready(project, "WebKitWebDriver", &mut command, port)
}

fn found(program: &str) -> Result<PathBuf> {
    system_deps::find(program).with_context(|| format!("{program} is not installed"))
}

fn ready(
    project: &Project,
    name: &'static str,
    command: &mut Command,
    port: u16,
) -> Result<Service> {
    let mut service = Service::start(name, command, project.log(name))?;
    let status = format!("http://127.0.0.1:{port}/status");
    service.wait_until(Duration::from_secs(20), || http::answers_ok(&status))?;
    Ok(service)
}
