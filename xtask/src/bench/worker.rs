//! `cargo xtask bench worker`: how many votes a second the worker stores and what each costs, beside a worker by
//! hand in JavaScript with the same statements. Both run on plain workerd; `bench/worker/` measures.

use crate::build::artifacts;
use crate::env::http;
use crate::env::process::capture;
use crate::env::progress::step;
use crate::env::project::Project;
use anyhow::Result;

#[derive(clap::Args)]
pub struct Args {
    /// How often each of the two has its turn
    #[arg(long, default_value_t = 6)]
    pairs: u16,
    /// How long a turn takes
    #[arg(long, default_value_t = 10)]
    seconds: u16,
    /// Guests at once
    #[arg(long, default_value_t = 32)]
    connections: u16,
}

pub fn command(project: &Project, args: &Args) -> Result<()> {
    artifacts::build(project)?;
    let ports = http::free_ports::<4>()?.map(|port| port.to_string());
    let table = step("votes, in turns", |detail| {
        detail.set(format!("{} pairs of {} s", args.pairs, args.seconds));
        let mut node = project.node_script(&project.path("bench/worker/run.mjs"))?;
        node.arg("--state").arg(project.scratch("bench-worker"));
        node.args(["--ports", &ports.join(",")]);
        node.args(["--pairs", &args.pairs.to_string()]);
        node.args(["--seconds", &args.seconds.to_string()]);
        node.args(["--connections", &args.connections.to_string()]);
        capture(&mut node)
    })?;
    println!("\n{table}");
    Ok(())
}
