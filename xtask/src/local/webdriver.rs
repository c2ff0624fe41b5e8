//! Debian's chromedriver: the end-to-end checks drive Chromium through it.

use crate::env::http;
use crate::env::process::Service;
use crate::env::project::Project;
use crate::env::system_deps;
use anyhow::{Context, Result};
use std::time::Duration;

pub fn start(project: &Project, port: u16) -> Result<Service> {
    let program = system_deps::find("chromedriver").context("chromedriver is not installed")?;
    let mut command = project.command(program);
    command
        .arg(format!("--port={port}"))
        .arg("--log-level=WARNING");
    let mut service = Service::start("chromedriver", &mut command, project.log("chromedriver"))?;
    let status = format!("http://127.0.0.1:{port}/status");
    service.wait_until(Duration::from_secs(20), || http::answers_ok(&status))?;
    Ok(service)
}
