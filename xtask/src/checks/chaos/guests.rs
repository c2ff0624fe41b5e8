//! Thirty-two connections that post until the given number is acknowledged, as widgets do: a submission without
//! an ack is sent again under the same id.

use super::sent::{Programme, Submission};
use crate::env::http;
use anyhow::{Context, Result, anyhow, bail};
use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::Sender;
use std::thread;
use std::time::{Duration, Instant};
use ureq::Agent;

const N_CONNECTIONS: usize = 32;

/// How long one submission is repeated: workerd is down for a third of a second.
const TIMEOUT: Duration = Duration::from_secs(90);
/// Between two tries while nobody listens.
const PAUSE: Duration = Duration::from_millis(25);
/// The pause after a rate limit's reply.
const TURN: Duration = Duration::from_secs(2);

/// The last ack of a submission.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Acknowledged {
    pub rev: u64,
    pub score: Option<i64>,
}

/// The guests' record at the end.
#[derive(Default)]
pub struct Ledger {
    pub acknowledged: HashMap<String, Acknowledged>,
    pub n_acks: usize,
    /// Tries without a reply.
    pub broken: usize,
    /// Replies of 5xx.
    pub failed: usize,
    /// Replies of 429.
    pub waited: usize,
    /// Submissions whose first try was stored, though no reply arrived.
    pub unacknowledged: usize,
}

impl Ledger {
    fn add(&mut self, other: Self) {
        self.acknowledged.extend(other.acknowledged);
        self.n_acks += other.n_acks;
        self.broken += other.broken;
        self.failed += other.failed;
        self.waited += other.waited;
        self.unacknowledged += other.unacknowledged;
    }
}

/// Posts until there are `enough` acks; sends each to `acks`.
pub fn send(base: &str, programme: &Programme, enough: usize, acks: Sender<()>) -> Result<Ledger> {
    let next = AtomicUsize::new(0);
    let n_acks = AtomicUsize::new(0);
    let has_failed = AtomicBool::new(false);
    let ledgers: Vec<Result<Ledger>> = thread::scope(|scope| {
        let guests: Vec<_> = (0..N_CONNECTIONS)
            .map(|_| {
                let acks = acks.clone();
                let (next, n_acks, has_failed) = (&next, &n_acks, &has_failed);
                scope.spawn(move || {
                    let agent = http::agent();
                    let mut ledger = Ledger::default();
                    while n_acks.load(Ordering::Relaxed) < enough
                        && !has_failed.load(Ordering::Relaxed)
                    {
                        let number = next.fetch_add(1, Ordering::Relaxed);
                        let submission = programme.submission(number)?;
                        for revision in 0..submission.bodies.len() {
                            let sent = ledger.sends(&agent, base, &submission, revision);
                            if sent.is_err() {
                                has_failed.store(true, Ordering::Relaxed);
                            }
                            sent?;
                            n_acks.fetch_add(1, Ordering::Relaxed);
                            // The receiver is gone after the last kill.
                            let _heard = acks.send(());
                        }
                    }
                    Ok(ledger)
                })
            })
            .collect();
        // Closes the channel when the last guest ends.
        drop(acks);
        let joined = guests.into_iter().map(|guest| {
            let broke = |_| Err(anyhow!("a guest's thread broke"));
            guest.join().unwrap_or_else(broke)
        });
        joined.collect()
    });
    let mut whole = Ledger::default();
    for ledger in ledgers {
        whole.add(ledger?);
    }
    Ok(whole)
}

impl Ledger {
    /// Posts one revision until it is acknowledged.
    fn sends(
        &mut self,
        agent: &Agent,
        base: &str,
        submission: &Submission,
        revision: usize,
    ) -> Result<()> {
        let url = format!("{base}{}", submission.path);
        let (score, body) = &submission.bodies[revision];
        let text = body.to_string();
        let deadline = Instant::now() + TIMEOUT;
        let mut n_broken = 0;
        while Instant::now() < deadline {
            let answer = http::post(agent, &url, "text/plain", &submission.address, &text);
            let Ok(answer) = answer else {
                n_broken += 1;
                thread::sleep(PAUSE);
                continue;
            };
            match answer.status {
                200 | 201 => {
                    self.acknowledge(submission, body["rev"].as_u64(), *score)?;
                    self.broken += n_broken;
                    let said: serde_json::Value = serde_json::from_str(&answer.body)
                        .with_context(|| format!("no JSON: {}", answer.body))?;
                    match said["status"].as_str() {
                        Some("same") if n_broken > 0 => self.unacknowledged += 1,
                        Some("stored" | "replaced") => {}
                        _ => bail!("{url} answered {} to {text}", answer.body),
                    }
                    return Ok(());
                }
                429 => {
                    self.waited += 1;
                    thread::sleep(TURN);
                }
                // It may be stored all the same, as after a lost reply.
                500..=599 => {
                    self.failed += 1;
                    n_broken += 1;
                    thread::sleep(PAUSE);
                }
                status => bail!("{url} answered {status} to {text}: {}", answer.body),
            }
        }
        bail!("not acknowledged within {TIMEOUT:?}: {text}")
    }

    fn acknowledge(
        &mut self,
        submission: &Submission,
        rev: Option<u64>,
        score: Option<i64>,
    ) -> Result<()> {
        let rev = rev.context("a revision")?;
        let acknowledged = Acknowledged { rev, score };
        self.acknowledged
            .insert(submission.key.clone(), acknowledged);
        self.n_acks += 1;
        Ok(())
    }
}
