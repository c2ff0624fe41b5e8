//! Thousands of votes by widgets that try again, while D1 fails before and after it stores, and is away
//! for a while.

use super::deployments::{deployment, number};
use crate::actors::{responses, vote};
use crate::deployments::At;
use crate::share;
use futures_util::stream::{self, StreamExt};
use serde_json::json;
use std::time::{Duration, Instant};

/// Widgets that send at once.
const AT_ONCE: usize = 32;

/// Attempts of one widget: none needs so many.
const ATTEMPTS: u32 = 200;

/// When D1 is away altogether, from the start.
struct Outage {
    began: Instant,
    from: Duration,
    until: Duration,
}

impl Outage {
    fn is_now(&self) -> bool {
        (self.from..self.until).contains(&self.began.elapsed())
    }
}

/// Sends until it is acknowledged, with pauses that grow and differ; how often it had to.
async fn sends(at: At, number: usize, outage: &Outage) -> u32 {
    let sent = vote("nowhere", (number % 5) as i64 + 1);
    for attempt in 1..=ATTEMPTS {
        let seed = number as u32 * ATTEMPTS + attempt;
        let at = match outage.is_now() {
            true => at.with_faults(json!({"fault": "away"})),
            false => at.with_faults(json!({"before": 0.3, "after": 0.1, "seed": seed})),
        };
        let posted = at.posts(&responses("guest"), &sent).await;
        match posted.status {
            200 | 201 => return attempt,
            429 | 503 => {
                let longest_ms = (100 << attempt.min(6)).min(4_000);
                let pause = Duration::from_millis(fastrand::u64(0..longest_ms));
                tokio::time::sleep(pause).await;
            }
            other => panic!("vote {number} was answered {other}: {}", posted.body),
        }
    }
    panic!("vote {number} was not taken in {ATTEMPTS} attempts");
}

#[tokio::test]
async fn each_arrives_once() {
    let at = deployment("votes");
    let n_votes = share::of(200, 10_000);
    let outage = Outage {
        began: Instant::now(),
        from: Duration::ZERO,
        until: Duration::from_secs(share::of(3, 60) as u64),
    };
    // Five hundred of one network are far from its limit.
    let networks: Vec<At> = (0..n_votes / 500 + 1).map(|_| at.elsewhere()).collect();
    let attempts: Vec<u32> = stream::iter(0..n_votes)
        .map(|number| sends(networks[number % networks.len()].clone(), number, &outage))
        .buffer_unordered(AT_ONCE)
        .collect()
        .await;
    let took = outage.began.elapsed();
    assert!(took > outage.until, "nobody met the outage");
    let recovered_s = (took - outage.until).as_secs();
    assert_eq!(
        number(&at, "select count(*) as n from response"),
        n_votes as u64
    );
    // As a recount would find: what each response adds, and nothing else. A burst that was set aside leaves
    // rows of nothing.
    let differ = "select count(*) as n from (
        select slice, event, survey, question, day, basis, cluster, touchpoint, channel, locale,
          n, suspect, v1, v2, v3, v4, v5 from tally where n + suspect <> 0
        except
        select slice, event, survey, question, day, basis, cluster, touchpoint, channel, locale,
          n, suspect, v1, v2, v3, v4, v5 from recount where option = '')";
    assert_eq!(number(&at, differ), 0);
    let sum = number(
        &at,
        "select sum(n + suspect) as n from tally where slice = 'event_day'",
    );
    assert_eq!(sum, n_votes as u64);
    let n_attempts: u32 = attempts.iter().sum();
    share::report(
        "votes while D1 fails 30 % before, 10 % after, and is away for 60 s",
        &format!(
            "{n_votes} sent in {n_attempts} attempts, {n_votes} stored, tallies equal a recount, \
             all in {recovered_s} s after D1 was back"
        ),
    );
    assert!(recovered_s < 120, "{recovered_s} s");
}
