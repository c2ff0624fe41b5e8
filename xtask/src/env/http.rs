//! HTTP to local servers on loopback. A status is a result here, not an error.

use anyhow::{Context, Result};
use std::net::{Ipv4Addr, TcpListener};
use std::time::Duration;
use ureq::Agent;

pub struct HttpReply {
    pub status: u16,
    pub body: String,
}

/// One agent keeps its connections: each seeding thread has its own.
pub fn agent() -> Agent {
    Agent::config_builder()
        .http_status_as_error(false)
        .timeout_global(Some(Duration::from_secs(30)))
        .proxy(None)
        .build()
        .into()
}

pub fn get(agent: &Agent, url: &str) -> Result<HttpReply> {
    let response = agent
        .get(url)
        // Budgets compress the body themselves.
        .header("accept-encoding", "identity")
        .call()
        .with_context(|| format!("GET {url} failed"))?;
    answer(response, url)
}

/// Reads as the director.
pub fn get_signed(agent: &Agent, url: &str, token: &str) -> Result<HttpReply> {
    let response = agent
        .get(url)
        .header("accept-encoding", "identity")
        .header("authorization", format!("Bearer {token}"))
        .call()
        .with_context(|| format!("GET {url} failed"))?;
    answer(response, url)
}

/// Posts from `address`, as Cloudflare would report the client: the rate limit counts by it.
pub fn post(
    agent: &Agent,
    url: &str,
    content_type: &str,
    address: &str,
    body: &str,
) -> Result<HttpReply> {
    let response = agent
        .post(url)
        .header("accept-encoding", "identity")
        .header("content-type", content_type)
        .header("cf-connecting-ip", address)
        .send(body)
        .with_context(|| format!("POST {url} failed"))?;
    answer(response, url)
}

/// Posts JSON as the director.
pub fn post_signed(agent: &Agent, url: &str, token: &str, body: &str) -> Result<HttpReply> {
    let response = agent
        .post(url)
        .header("accept-encoding", "identity")
        .header("content-type", "application/json")
        .header("authorization", format!("Bearer {token}"))
        .send(body)
        .with_context(|| format!("POST {url} failed"))?;
    answer(response, url)
}

fn answer(mut response: ureq::http::Response<ureq::Body>, url: &str) -> Result<HttpReply> {
    let status = response.status().as_u16();
    let body = response
        .body_mut()
        .read_to_string()
        .with_context(|| format!("the answer of {url} cannot be read"))?;
    Ok(HttpReply { status, body })
}

pub fn answers_ok(url: &str) -> bool {
    get(&agent(), url).is_ok_and(|answer| answer.status == 200)
}

/// Whether a server could listen there now.
pub fn is_free(port: u16) -> bool {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_ok()
}

/// Below the range from which systems assign ports to outgoing connections (Linux 32768 and up, others 49152):
/// between check and listen, a connection of wrangler or a browser took a port from there.
const QUIET_PORTS: std::ops::Range<u16> = 20_000..32_000;

/// Ports that are free now, differ from each other and are not assigned to outgoing connections.
pub fn free_ports<const N: usize>() -> Result<[u16; N]> {
    // Concurrent xtasks start at different ports.
    let offset = std::process::id() as usize * 16 % QUIET_PORTS.len();
    let mut free = QUIET_PORTS
        .cycle()
        .skip(offset)
        .take(QUIET_PORTS.len())
        .filter(|port| is_free(*port));
    let mut ports = [0; N];
    for port in &mut ports {
        *port = free.next().context("no free port on loopback")?;
    }
    Ok(ports)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn free_ports_differ_and_a_held_one_is_busy() -> Result<()> {
        let [one, two] = free_ports::<2>()?;
        assert_ne!(one, two);
        assert!(QUIET_PORTS.contains(&one) && QUIET_PORTS.contains(&two));
        let _held = TcpListener::bind((Ipv4Addr::LOCALHOST, one))?;
        assert!(!is_free(one));
        Ok(())
    }
}
