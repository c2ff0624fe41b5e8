//! The worker under `wrangler dev`: real workerd, real D1.

use crate::http;
use crate::process::Service;
use crate::project::Project;
use crate::state::State;
use anyhow::Result;
use std::time::Duration;

/// A cold start takes 2 to 5 s; a loaded machine of two cores several times that.
const READY_LIMIT: Duration = Duration::from_secs(90);

/// Starts it on `port` and waits until it answers `/healthz`. Its debugger listens at any free port: two
/// servers on one machine must not meet at the usual one.
pub fn start(project: &Project, state: &State, port: u16) -> Result<Service> {
    start_with_inspector(project, state, port, 0)
}

/// The same with the debugger at a port that is known.
pub fn start_with_inspector(
    project: &Project,
    state: &State,
    port: u16,
    inspector: u16,
) -> Result<Service> {
    let mut command = project.wrangler()?;
    command
        .arg("dev")
        .arg("--config")
        .arg(state.config())
        .args(["--local", "--ip", "127.0.0.1", "--port", &port.to_string()])
        .args(["--inspector-port", &inspector.to_string()])
        .args([
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
