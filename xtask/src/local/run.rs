//! `cargo xtask run`: from a checkout to the running product.

use crate::build::artifacts;
use crate::env::http;
use crate::env::progress::step;
use crate::env::project::Project;
use crate::local::database::{self, Migrated};
use crate::local::demo;
use crate::local::seed::{self, Need};
use crate::local::server;
use crate::local::settings::Addresses;
use crate::local::state::State;
use anyhow::{Context, Result, bail};
use std::env;
use std::thread;
use std::time::Duration;

const PORT_DEFAULT: u16 = 8787;

pub fn run(project: &Project) -> Result<()> {
    // The cheapest checks first: nobody should wait for a build to learn of a busy port.
    let port = port()?;
    let demo_port = port
        .checked_add(1)
        .context("PORT must be at most 65534: the demo site takes the next one")?;
    for needed in [port, demo_port] {
        if !http::is_free(needed) {
            bail!(
                "port {needed} is busy: stop what listens there, or choose another with `PORT=9000 cargo xtask run`"
            );
        }
    }
    let state = State::of_person(project)?;
    let _served = state.lock()?;

    artifacts::build(project)?;

    let base = format!("http://localhost:{port}");
    let demo_site = format!("http://localhost:{demo_port}");
    let addresses = Addresses {
        public_url: base.clone(),
        allowed_origins: vec![demo_site.clone()],
    };
    let secrets = state.prepare(project, &addresses)?;
    step("database", |detail| {
        detail.set(match database::migrate(project, &state)? {
            Migrated::Now => "migrations applied".to_owned(),
            Migrated::Already => "up to date".to_owned(),
        });
        Ok(())
    })?;
    let seeding = seed::need(project, &state)?;
    let mut service = step("server", |_| server::start(project, &state, port))?;
    demo::start(project, demo_port, &base)?;
    if seeding == Need::Seed {
        seed::seed(project, &state, &base, &secrets.director_token)?;
    }

    println!();
    println!("  demo site      {demo_site}/");
    println!("  vote page      {base}/s/guest?event=DemoEvent11A&channel=qr&lang=ru");
    println!("  director       {base}/director");
    println!("  director token {}", secrets.director_token);
    println!("  stop           Ctrl-C");
    println!();
    println!("ready {base}");
    loop {
        thread::sleep(Duration::from_millis(500));
        service.check()?;
    }
}

fn port() -> Result<u16> {
    let Some(text) = env::var_os("PORT").filter(|value| !value.is_empty()) else {
        return Ok(PORT_DEFAULT);
    };
    let port = text
        .to_str()
        .and_then(|text| text.parse().ok())
        .filter(|port| *port > 0);
    port.with_context(|| {
        format!(
            "PORT must be a number from 1 to 65534, not {}",
            text.to_string_lossy()
        )
    })
}
