//! Sends a request in exactly these bytes: an HTTP client would correct them, or refuse to send them.

use super::checks::RawReply;
use super::requests::RawRequest;
use crate::app::TIMEOUT;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// The timeout of a reply to malformed HTTP: a parser that expects more bytes than arrive waits for ever.
const MALFORMED_TIMEOUT: Duration = Duration::from_secs(1);

/// Sends it over a connection of its own; `None` where no reply arrived and none was required.
pub async fn answer(authority: &str, sent: &RawRequest) -> Result<Option<RawReply>, String> {
    let patience = if sent.is_malformed {
        MALFORMED_TIMEOUT
    } else {
        TIMEOUT
    };
    match tokio::time::timeout(patience, exchange(authority, sent)).await {
        Ok(answer) => Ok(read(&answer.map_err(|error| error.to_string())?)),
        Err(_) if sent.is_malformed => Ok(None),
        Err(_) => Err(format!("no answer in {} s", patience.as_secs())),
    }
}

async fn exchange(authority: &str, sent: &RawRequest) -> std::io::Result<Vec<u8>> {
    let mut stream = TcpStream::connect(authority).await?;
    // The server may close early; its reply decides.
    let _ = stream.write_all(&bytes(authority, sent)).await;
    let mut answer = Vec::new();
    match stream.read_to_end(&mut answer).await {
        // Bytes before a reset are a reply.
        Ok(_) | Err(_) => Ok(answer),
    }
}

fn bytes(authority: &str, sent: &RawRequest) -> Vec<u8> {
    let mut bytes = sent.method.clone().into_bytes();
    bytes.push(b' ');
    bytes.extend_from_slice(&sent.target);
    bytes.extend_from_slice(b" HTTP/1.1\r\nHost: ");
    bytes.extend_from_slice(authority.as_bytes());
    bytes.extend_from_slice(b"\r\nConnection: close\r\n");
    for (name, value) in &sent.headers {
        bytes.extend_from_slice(name.as_bytes());
        bytes.extend_from_slice(b": ");
        bytes.extend_from_slice(value);
        bytes.extend_from_slice(b"\r\n");
    }
    bytes.extend_from_slice(b"\r\n");
    bytes.extend_from_slice(&sent.body);
    bytes
}

/// Status, content type and body; of a chunked body the line that is JSON.
fn read(answer: &[u8]) -> Option<RawReply> {
    let text = String::from_utf8_lossy(answer);
    let (head, body) = text.split_once("\r\n\r\n")?;
    let status = head.split(' ').nth(1)?.parse().ok()?;
    let head = head.to_ascii_lowercase();
    let is_json = head.contains("\r\ncontent-type: application/json")
        && !head.contains("\r\ncontent-encoding: ");
    let json = body.lines().find(|line| is_json && line.starts_with('{'));
    Some(RawReply {
        status,
        is_json,
        body: json.unwrap_or(body).as_bytes().to_vec(),
    })
}
