//! `cargo xtask chaos`: workerd is killed again and again while guests send; every acknowledged submission must
//! be stored at the end.
//!
//! 1. a fresh database, a workerd of its own that Miniflare restarts when it dies;
//! 2. guests on 32 connections post until the given number is acknowledged, and repeat the others;
//! 3. SIGKILL meanwhile, at moments from a fixed seed;
//! 4. workerd stopped: rows against acks, tallies against a recount, integrity of the file (which D1 refuses).

mod guests;
mod rows;
pub mod sent;

use crate::build::artifacts;
use crate::env::project::Project;
use crate::local::database::{self, Database};
use crate::local::recount;
use crate::local::seed::rng::Rng;
use crate::local::settings::Addresses;
use crate::local::sqlite;
use crate::local::state::State;
use crate::local::workerd::Workerd;
use anyhow::{Context, Result, bail};
use guests::Ledger;
use sent::Programme;
use std::fmt;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

const SEED: u64 = 20_261_122;

/// This long without an ack is a failure by itself: a workerd is back within a second.
const IDLE_TIMEOUT: Duration = Duration::from_secs(60);

/// The moment of a kill during the concurrent requests; one takes 5 to 100 ms.
const JITTER_MS: i64 = 30;

#[derive(clap::Args, Clone, Copy)]
pub struct Args {
    /// How often workerd is killed
    #[arg(long, default_value_t = 50)]
    kills: usize,
    /// How many acks guests must have got
    #[arg(long, default_value_t = 20_000)]
    acks: usize,
}

/// The size of the run in `cargo xtask test`.
const SHARE: Args = Args {
    kills: 5,
    acks: 500,
};

pub fn command(project: &Project, args: &Args) -> Result<()> {
    artifacts::build(project)?;
    println!("{}", run(project, *args)?);
    Ok(())
}

/// The share of every run of the checks.
pub fn check(project: &Project) -> Result<Figures> {
    run(project, SHARE)
}

pub struct Figures {
    kills: usize,
    acks: usize,
    submissions: usize,
    ledger: Ledger,
    time: Duration,
}

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} kills, {} acknowledged of {} submissions, 0 lost; {} stored but not acknowledged at first, {} requests broken, {} of 5xx, {} rate limited; {:.0} s",
            self.kills,
            self.acks,
            self.submissions,
            self.ledger.unacknowledged,
            self.ledger.broken,
            self.ledger.failed,
            self.ledger.waited,
            self.time.as_secs_f64(),
        )
    }
}

fn run(project: &Project, args: Args) -> Result<Figures> {
    if args.kills == 0 || args.acks < args.kills {
        bail!("there must be kills, and at least one acknowledgement for each");
    }
    let state = State::fresh(project, "chaos-state")?;
    let public_url = "http://localhost".to_owned();
    let allowed_origins = Vec::new();
    let secrets = state.prepare(
        project,
        &Addresses {
            public_url,
            allowed_origins,
        },
    )?;
    database::migrate(project, &state)?;
    sent::store_events(project, &state)?;

    let mut workerd = Workerd::start(project, &state)?;
    let base = workerd.base.clone();
    let programme = Programme::issue(&base, &secrets.director_token, args.acks)?;
    let started = Instant::now();
    let (ledger, kills) = thread::scope(|scope| {
        let (acks, acknowledged) = std::sync::mpsc::channel();
        let guests = scope.spawn(|| guests::send(&base, &programme, args.acks, acks));
        let kills = kill_often(&mut workerd, args, &acknowledged);
        let ledger = guests.join();
        let ledger = ledger.unwrap_or_else(|_| bail!("a guest's thread broke"));
        // The guests' error first: it explains the silence.
        ledger.and_then(|ledger| Ok((ledger, kills?)))
    })?;
    let time = started.elapsed();
    drop(workerd);

    let file = sqlite::file_of(&state)?;
    sqlite::check(project, &file)?;
    rows::compare(&rows::read(project, &file)?, &ledger.acknowledged)?;
    let differences = recount::differences(project, &Database::local(project, &state))?;
    if let Some(row) = differences.first() {
        bail!(
            "{} tallies differ from a recount, such as {row:?}",
            differences.len()
        );
    }
    Ok(Figures {
        kills,
        acks: ledger.n_acks,
        submissions: ledger.acknowledged.len(),
        ledger,
        time,
    })
}

/// Kills at random moments among the acks, one in each equal part of them; returns how often.
fn kill_often(workerd: &mut Workerd, args: Args, acknowledged: &Receiver<()>) -> Result<usize> {
    let mut rng = Rng::new(SEED);
    let part = args.acks as f64 / args.kills as f64;
    let mut n_acks = 0;
    let mut last = None;
    for kill in 0..args.kills {
        let at = ((kill as f64 + rng.unit()) * part) as usize;
        while n_acks < at {
            match acknowledged.recv_timeout(IDLE_TIMEOUT) {
                Ok(()) => n_acks += 1,
                Err(RecvTimeoutError::Timeout) => bail!("no acknowledgement in {IDLE_TIMEOUT:?}"),
                Err(RecvTimeoutError::Disconnected) => bail!("the guests stopped"),
            }
        }
        let jitter = u64::try_from(rng.between(0, JITTER_MS)).unwrap_or_default();
        thread::sleep(Duration::from_millis(jitter));
        last = Some(workerd.kill(last).context("after a kill")?);
    }
    Ok(args.kills)
}
