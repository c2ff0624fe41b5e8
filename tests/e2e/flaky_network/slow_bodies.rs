//! Senders whose bodies arrive at a byte a second, and other guests meanwhile.
//!
//! In a deployment without wrangler: wrangler's own proxy delays everybody beside 500 slow senders.

use super::{client, network};
use crate::actors::{responses, vote};
use crate::app::fresh;
use crate::deployments::Deployment;
use crate::faults::deployments::deployment;
use crate::proxy::authority;
use crate::share;
use futures_util::future::join_all;
use serde_json::json;
use std::collections::BTreeMap;
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// The other guests: one in each window, whether or not those before got their reply.
const EVERY: Duration = Duration::from_millis(50);

/// The longest wait of 99 of 100 other guests, where nothing else runs.
const P99_LIMIT: Duration = Duration::from_millis(500);

const A_BYTE: Duration = Duration::from_secs(1);

/// The part of the time in which the slow senders start: all at one moment would be another test.
const ARRIVE_WITHIN: u32 = 6;

/// Durations of some guests' votes; none may fail.
async fn votes_for(at: &Deployment, time: Duration, first_network: usize) -> Vec<Duration> {
    let event = format!("e2e-{}", &fresh()[..13]);
    // Events with so many guests that no number of votes is a burst.
    let draft = json!({"title": "Юбилей", "date": "2099-05-16", "guests": 5_000});
    let path = format!("/v1/events/{event}");
    at.orders("PUT", &path, &draft).await.is(201);
    let client = client();
    let (address, host) = at.place();
    let url = format!("{address}{}", responses("guest"));
    let mut ticks = tokio::time::interval(EVERY);
    let started = Instant::now();
    let mut guests = Vec::new();
    while started.elapsed() < time {
        ticks.tick().await;
        let request = client
            .post(&url)
            .header("host", &host)
            .header("cf-connecting-ip", network(first_network + guests.len()))
            .header("content-type", "text/plain")
            .body(vote(&event, 5).to_string());
        guests.push(tokio::spawn(async move {
            let sent = Instant::now();
            let answer = request.send().await.expect("an answer");
            (answer.status().as_u16(), sent.elapsed())
        }));
    }
    let mut times = Vec::new();
    for guest in guests {
        let (status, time) = guest.await.expect("a guest");
        assert_eq!(status, 201);
        times.push(time);
    }
    let sql = format!(
        "select count(*) as n from response where event = '{event}' and status = 'accepted'"
    );
    assert_eq!(at.row(&sql)["n"], times.len());
    times
}

fn p99(times: &[Duration]) -> Duration {
    let mut sorted = times.to_vec();
    sorted.sort();
    sorted[(sorted.len() * 99).div_ceil(100) - 1]
}

/// Sends a body a byte at a time until the server stops reading; returns the status, 0 for a closed connection.
async fn trickles(at: &Deployment, number: usize, time: Duration) -> u16 {
    let (address, host) = at.place();
    let authority = authority(address);
    let mut stream = TcpStream::connect(&*authority).await.expect("a connection");
    let length = time.as_secs() / A_BYTE.as_secs();
    let head = format!(
        "POST {} HTTP/1.1\r\nHost: {host}\r\nContent-Type: text/plain\r\nCF-Connecting-IP: {}\r\n\
         Content-Length: {length}\r\nConnection: close\r\n\r\n",
        responses("guest"),
        network(0x3000 + number)
    );
    stream.write_all(head.as_bytes()).await.expect("a head");
    let (mut from, mut to) = stream.split();
    let mut ticks = tokio::time::interval(A_BYTE);
    let sending = async {
        for _ in 0..length {
            ticks.tick().await;
            if to.write_all(b" ").await.is_err() {
                break;
            }
        }
        // Either all is sent, or the server has closed: its reply decides.
        std::future::pending::<()>().await
    };
    let mut answer = Vec::new();
    let limit = time + super::TIMEOUT;
    tokio::select! {
        _ = from.read_to_end(&mut answer) => {}
        () = sending => {}
        () = tokio::time::sleep(limit) => panic!("neither an answer nor an end in {limit:?}"),
    }
    let text = String::from_utf8_lossy(&answer);
    text.split(' ')
        .nth(1)
        .and_then(|word| word.parse().ok())
        .unwrap_or(0)
}

#[tokio::test]
async fn slow_senders_do_not_delay_others() {
    let at = deployment("slow");
    let count = share::of(50, 500);
    let time = Duration::from_secs(share::of(2, 60) as u64);
    let alone = votes_for(&at, time.min(Duration::from_secs(20)), 0x4000).await;
    let slow = join_all((0..count).map(async |number| {
        let place = number as f64 / count as f64;
        tokio::time::sleep((time / ARRIVE_WITHIN).mul_f64(place)).await;
        trickles(&at, number, time).await
    }));
    let (statuses, beside) = tokio::join!(slow, votes_for(&at, time, 0x5000));
    let mut counted: BTreeMap<u16, usize> = BTreeMap::new();
    for status in statuses {
        *counted.entry(status).or_default() += 1;
    }
    // Refused as malformed, or closed for being slow.
    let refused = counted.keys().all(|status| matches!(status, 0 | 400 | 408));
    assert!(refused, "{counted:?}");
    let (alone, beside, guests) = (p99(&alone), p99(&beside), beside.len());
    if share::is_full() {
        // Where a busy machine keeps nobody within the limit, compare with and without slow senders.
        let limit = P99_LIMIT.max(alone * 3 / 2);
        assert!(beside < limit, "{beside:?}, alone {alone:?}");
    } else {
        // Other tests run beside this one: the failure is a guest who waits for the slow senders.
        assert!(
            beside < alone * 10 + time / 2,
            "{beside:?}, alone {alone:?}"
        );
    }
    share::report(
        "senders of a byte a second",
        &format!(
            "{count} for {} s: {counted:?} (0: closed); {guests} other guests meanwhile, no error, p99 {} ms, without them {} ms",
            time.as_secs(),
            beside.as_millis(),
            alone.as_millis()
        ),
    );
}
