//! `cargo xtask memory`: after hundreds of thousands of requests of every kind, the worker's memory, read
//! through its debugger, stops growing: the WASM memory, and the heap of its JavaScript. The memory of the
//! process is reported beside it; it is mostly workerd's own.
//!
//! Not under wrangler: its own proxy before the debugger never closes its connections.

use crate::build::artifacts;
use crate::checks::chaos::sent;
use crate::env::http;
use crate::env::process::capture;
use crate::env::project::Project;
use crate::local::database;
use crate::local::seed::rng::Rng;
use crate::local::settings::Addresses;
use crate::local::state::State;
use crate::local::workerd::Workerd;
use anyhow::{Context, Result, anyhow, bail};
use serde_json::json;
use std::fmt;
use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Instant;
use ureq::Agent;

const N_CONNECTIONS: usize = 16;

/// The tolerance of the JavaScript heap, which is never twice the same: compiled code is dropped and made
/// again.
const HEAP_NOISE_KIB: u64 = 1_024;

/// The share of all requests after which the memory has its final size.
const SETTLED: usize = 20;

#[derive(clap::Args)]
pub struct Args {
    /// How many requests are sent
    #[arg(long, default_value_t = 200_000)]
    requests: usize,
}

/// The number in `cargo xtask test`.
const SHARE: usize = 3_000;

pub fn command(project: &Project, args: &Args) -> Result<()> {
    artifacts::build(project)?;
    println!("{}", run(project, args.requests, args.requests / SETTLED)?);
    Ok(())
}

pub fn check(project: &Project) -> Result<String> {
    run(project, SHARE, SHARE / 3)
}

fn run(project: &Project, all: usize, first: usize) -> Result<String> {
    let state = State::fresh(project, "memory-state")?;
    let public_url = "http://localhost".to_owned();
    let allowed_origins = Vec::new();
    let addresses = Addresses {
        public_url,
        allowed_origins,
    };
    let secrets = state.prepare(project, &addresses)?;
    database::migrate(project, &state)?;
    sent::store_events(project, &state)?;
    let [inspector] = http::free_ports::<1>()?;
    let workerd = Workerd::start_inspected(project, &state, inspector)?;
    let client = Client {
        base: &workerd.base,
        token: &secrets.director_token,
    };
    let started = Instant::now();
    let before = Held::read(project, inspector)?;
    client.asks(0..first)?;
    let settled = Held::read(project, inspector)?;
    let settled_mib = workerd.resident_mib()?;
    client.asks(first..all)?;
    let after = Held::read(project, inspector)?;
    let figures = format!(
        "{before} at first; {settled} after {first} requests; {after} after {all}; the process {settled_mib} and {} MiB; {:.0} s",
        workerd.resident_mib()?,
        started.elapsed().as_secs_f64()
    );
    if after.wasm > settled.wasm || after.heap > settled.heap + HEAP_NOISE_KIB {
        bail!("still growing: {figures}");
    }
    Ok(figures)
}

/// In KiB: the WASM memory, and the heap of the worker's JavaScript.
struct Held {
    wasm: u64,
    heap: u64,
}

impl Held {
    fn read(project: &Project, inspector: u16) -> Result<Self> {
        let mut node = project.command(project.node());
        node.arg(project.path("xtask/src/checks/memory/wasm.mjs"))
            .arg(inspector.to_string());
        let said = capture(&mut node)?;
        let mut bytes = said.split_whitespace().map(str::parse::<u64>);
        let mut next = || bytes.next().context("the debugger reports too few numbers");
        let (wasm, heap) = (next()??, next()??);
        Ok(Self {
            wasm: wasm / 1_024,
            heap: heap / 1_024,
        })
    }
}

impl fmt::Display for Held {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} KiB of WASM, {} KiB of JavaScript",
            self.wasm, self.heap
        )
    }
}

struct Client<'a> {
    base: &'a str,
    token: &'a str,
}

impl Client<'_> {
    fn asks(&self, numbers: Range<usize>) -> Result<()> {
        let next = AtomicUsize::new(numbers.start);
        let results: Vec<Result<()>> = thread::scope(|scope| {
            let threads: Vec<_> = (0..N_CONNECTIONS)
                .map(|_| {
                    let (next, end) = (&next, numbers.end);
                    scope.spawn(move || {
                        let agent = http::agent();
                        loop {
                            let number = next.fetch_add(1, Ordering::Relaxed);
                            if number >= end {
                                return Ok(());
                            }
                            self.ask(&agent, number)?;
                        }
                    })
                })
                .collect();
            let broke = |_| Err(anyhow!("a client's thread broke"));
            let joined = threads.into_iter();
            joined
                .map(|thread| thread.join().unwrap_or_else(broke))
                .collect()
        });
        results.into_iter().collect()
    }

    /// One request of every kind in turn; one in 20 is a vote.
    fn ask(&self, agent: &Agent, number: usize) -> Result<()> {
        let event = format!("ev-{}", number % 7);
        let path = match number % 20 {
            0 => "/v1/responses?survey=guest".to_owned(),
            1 => "/v1/callbacks?survey=site".to_owned(),
            2 => format!("/v1/aggregates?survey=guest&event={event}"),
            3..=6 => "/embed/guest.js?lang=uk".to_owned(),
            7..=10 => format!("/s/site?score=2&event={event}"),
            11 => format!("/v1/surveys/guest/qr.svg?event={event}"),
            12 => "/no-such-page".to_owned(),
            13 => "/v1/surveys/guest/email?invites=none".to_owned(),
            _ => format!("/s/guest?event={event}"),
        };
        let url = format!("{}{path}", self.base);
        let address = format!("2001:db8:{:x}::1", number % 0x10000);
        let answer = match number % 20 {
            0 => {
                let vote = json!({
                    "id": Rng::new(number as u64).uuid(), "rev": 1, "version": 1, "lang": "ru",
                    "event": event, "answers": {"enjoyed": {"score": 5}, "comment": {"text": "Спасибо!"}},
                });
                http::post(agent, &url, "text/plain", &address, &vote.to_string())
            }
            1 => http::post(agent, &url, "text/plain", &address, "{\"phone\": 1}"),
            _ => http::get_signed(agent, &url, self.token),
        }?;
        match answer.status {
            200 | 201 | 400 | 404 | 422 | 429 => Ok(()),
            status => bail!("{url} answered {status}: {}", answer.body),
        }
    }
}
