//! No vote and no request is lost, and none is stored twice: by one who sends a thousand times at once, on a
//! line that cuts, beside senders that never end, behind the agency's own domain.

mod cut_line;
mod line;
mod one_id;
mod own_domain;
mod slow_bodies;

use reqwest::Client;
use std::time::Duration;

/// Requests of one moment wait for each other: longer than one alone may take.
const TIMEOUT: Duration = Duration::from_secs(120);

/// A client that keeps its connections.
fn client() -> Client {
    let client = Client::builder().no_proxy().timeout(TIMEOUT);
    client.build().expect("the HTTP client builds")
}

/// One of many networks, which no other test is in: the limits count each apart.
fn network(number: usize) -> String {
    format!("2001:dbb:{:x}::1", number % 0x10000)
}
