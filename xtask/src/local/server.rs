//! The worker under `wrangler dev`: real workerd, real D1.

use crate::env::http;
use crate::env::process::Service;
use crate::env::project::Project;
use crate::local::state::State;
use anyhow::Result;
use std::time::Duration;

/// A cold start takes 2 to 5 s; a loaded system of two cores several times that.
const READY_LIMIT: Duration = Duration::from_secs(90);

/// Starts it on `port` and waits until it answers `/healthz`.
pub fn start(project: &Project, state: &State, port: u16) -> Result<Service> {
    let mut command = project.wrangler()?;
    command
        .arg("dev")
        .arg("--config")
        .arg(state.config())
        .args(["--local", "--ip", "127.0.0.1", "--port", &port.to_string()])
        // Any free one: two servers on one system would collide at the debugger's default port.
        .args([
            "--inspector-port",
            "0",
            "--show-interactive-dev-session=false",
            "--log-level",
            "warn",
        ])
        .arg("--persist-to")
        .arg(state.database())
        .current_dir(&state.dir);
    let mut service = Service::start("wrangler dev", &mut command, state.log())?;
    let health = format!("http://127.0.0.1:{port}/healthz");
    service.wait_until(READY_LIMIT, || http::answers_ok(&health))?;
    Ok(service)
}
