//! `cargo xtask bench`: how long until a guest can tap a score, on a slow phone: the product's embed beside a
//! hand-written page and two other surveys, in one run.
//!
//! `bench/` measures, in Node and Chromium, and prints the table. This command serves the product as agencies
//! do: the real worker behind nginx, which compresses where production's edge would.

use crate::build::artifacts;
use crate::env::http;
use crate::env::npm;
use crate::env::process::{Service, capture};
use crate::env::progress::step;
use crate::env::project::Project;
use crate::env::system_deps;
use crate::local::database;
use crate::local::proxy;
use crate::local::server;
use crate::local::settings::Addresses;
use crate::local::state::State;
use anyhow::{Context, Result};
use std::path::PathBuf;

#[derive(clap::Args)]
#[group(skip)]
pub struct Args {
    /// Cold loads of each page on each profile
    #[arg(long, default_value_t = 5)]
    runs: u16,
    /// Only this network and phone
    #[arg(long, value_parser = ["fast3g", "slow4g"])]
    profile: Vec<String>,
    /// Only this page, beside the baseline of two hops
    #[arg(long, value_parser = ["floor-1-hop", "otklik", "posthog", "surveyjs"])]
    only: Vec<String>,
    /// An existing folder for pictures of the first round
    #[arg(long)]
    pictures: Option<PathBuf>,
}

pub fn command(project: &Project, args: &Args) -> Result<()> {
    system_deps::ensure_for_tests(project)?;
    artifacts::build(project)?;
    npm::ensure_for_bench(project)?;
    let [host, vendor, public, worker] = http::free_ports::<4>()?;
    let _services = serve(project, host, public, worker)?;
    let ours = format!("http://127.0.0.1:{public}");
    let table = step("measuring", |detail| {
        detail.set(format!("{} runs a page and profile", args.runs));
        measure(project, args, &ours, [host, vendor])
    })?;
    println!("\n{table}");
    Ok(())
}

/// The product, for a host page at port `host`.
fn serve(project: &Project, host: u16, public: u16, worker: u16) -> Result<[Service; 2]> {
    let state = State::fresh(project, "bench-state")?;
    let addresses = Addresses {
        public_url: format!("http://127.0.0.1:{public}"),
        allowed_origins: vec![format!("http://127.0.0.1:{host}")],
    };
    state.prepare(project, &addresses)?;
    database::migrate(project, &state)?;
    let worker_service = server::start(project, &state, worker)?;
    let proxy = proxy::start(project, public, worker)?;
    Ok([proxy, worker_service])
}

fn measure(project: &Project, args: &Args, ours: &str, ports: [u16; 2]) -> Result<String> {
    let chromium = system_deps::find("chromium").context("chromium is not installed")?;
    let mut node = project.node_script(&project.path("bench/load.mjs"))?;
    node.args(["--ours", ours, "--runs", &args.runs.to_string()]);
    let [host, vendor] = ports.map(|port| port.to_string());
    node.args(["--host-port", &host, "--vendor-port", &vendor]);
    node.arg("--chromium").arg(chromium);
    for profile in &args.profile {
        node.args(["--profile", profile]);
    }
    for page in &args.only {
        node.args(["--only", page]);
    }
    if let Some(folder) = &args.pictures {
        node.arg("--pictures").arg(folder);
    }
    capture(&mut node)
}
