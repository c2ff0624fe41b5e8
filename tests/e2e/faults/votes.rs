//! Thousands of votes by widgets that retry, while D1 fails before and after commits, and is unavailable for a
//! while.

use super::deployments::{deployment, number};
use crate::actors::{responses, vote};
use crate::clock::Clock;
use crate::deployments::Deployment;
use crate::share;
use futures_util::stream::{self, StreamExt};
use serde_json::json;
use std::time::Duration;

/// Concurrent widgets.
const AT_ONCE: usize = 32;

/// The maximum of attempts of one widget: none needs as many.
const ATTEMPTS: u32 = 200;

/// How long D1 is unavailable, from the start.
fn outage() -> Duration {
    Duration::from_secs(share::of(6, 60) as u64)
}

/// Sends until the vote is acknowledged, with growing, random retry delays on a clock of its own; returns the
/// number of attempts, and the time of the ack.
async fn sends(at: Deployment, number: usize, start: &Clock) -> (u32, Duration) {
    let sent = vote("nowhere", (number % 5) as i64 + 1);
    let clock = start.apart();
    let passed = || {
        let ms = u64::try_from(clock.now_ms() - start.now_ms()).expect("time passes");
        Duration::from_millis(ms)
    };
    for attempt in 1..=ATTEMPTS {
        let seed = number as u32 * ATTEMPTS + attempt;
        let faults = if passed() < outage() {
            json!({"fault": "down"})
        } else {
            json!({"before": 0.3, "after": 0.1, "seed": seed})
        };
        let at = at.by(&clock).with_faults(faults);
        let posted = at.posts(&responses("guest"), &sent).await;
        clock.follows(&posted);
        match posted.status {
            200 | 201 => return (attempt, passed()),
            429 | 503 => {
                let longest_ms = (100 << attempt.min(6)).min(4_000);
                clock.passes(Duration::from_millis(fastrand::u64(0..longest_ms)));
            }
            other => panic!("vote {number} was answered {other}: {}", posted.body),
        }
    }
    panic!("vote {number} was not taken in {ATTEMPTS} attempts");
}

#[tokio::test]
async fn every_vote_arrives_once() {
    let at = deployment("votes");
    let n_votes = share::of(200, 10_000);
    let start = Clock::of_now();
    // Five hundred in one network are far below its limit.
    let networks: Vec<Deployment> = (0..n_votes / 500 + 1).map(|_| at.elsewhere()).collect();
    let votes: Vec<(u32, Duration)> = stream::iter(0..n_votes)
        .map(|number| sends(networks[number % networks.len()].clone(), number, &start))
        .buffer_unordered(AT_ONCE)
        .collect()
        .await;
    let took = votes.iter().map(|(_, took)| *took).max();
    let recovered_s = (took.expect("votes") - outage()).as_secs();
    assert_eq!(
        number(&at, "select count(*) as n from response"),
        n_votes as u64
    );
    // As a recount computes it: the sum over the responses, and nothing else. A quarantined burst leaves rows
    // of zeros.
    let differ = "select count(*) as n from (
        select rollup, event, survey, question, day, source, cluster, touchpoint, channel, locale,
          n, quarantined, v1, v2, v3, v4, v5 from tally where n + quarantined <> 0
        except
        select rollup, event, survey, question, day, source, cluster, touchpoint, channel, locale,
          n, quarantined, v1, v2, v3, v4, v5 from recount where option = '')";
    assert_eq!(number(&at, differ), 0);
    let sum = number(
        &at,
        "select sum(n + quarantined) as n from tally where rollup = 'event_day'",
    );
    assert_eq!(sum, n_votes as u64);
    let n_attempts: u32 = votes.iter().map(|(attempts, _)| attempts).sum();
    share::report(
        "votes while D1 fails 30 % before, 10 % after, and is down for 60 s",
        &format!(
            "{n_votes} sent in {n_attempts} attempts, {n_votes} stored, tallies equal a recount, \
             all within {recovered_s} s of their clocks after D1 was back"
        ),
    );
    assert!(recovered_s < 120, "{recovered_s} s");
}
