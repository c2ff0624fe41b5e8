//! No vote and no callback is lost, and none is stored twice: with a thousand concurrent repeats, on a line
//! that cuts connections, beside senders that never finish, behind the agency's own domain.

mod cut_line;
mod line;
mod one_id;
mod own_domain;
mod slow_bodies;

use reqwest::Client;
use std::time::Duration;

/// The timeout of concurrent requests, which wait for each other: longer than one alone may take.
const TIMEOUT: Duration = Duration::from_secs(120);

/// A client with a connection pool.
fn client() -> Client {
    let client = Client::builder().no_proxy().timeout(TIMEOUT);
    client.build().expect("the HTTP client builds")
}

/// A network that no other test uses: rate limits count each separately.
fn network(number: usize) -> String {
    format!("2001:dbb:{:x}::1", number % 0x10000)
}
