//! A small proxy in front of the worker that can hold or refuse requests below a path.
//!
//! It closes each connection after one reply, so that every request passes the proxy by itself.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt, copy, copy_bidirectional, sink};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// Bytes of a request's head; Chromium's are below 2 KB.
const HEAD_MAX_BYTES: usize = 16 * 1024;

/// The treatment of requests below the proxy's path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    Pass,
    /// No reply until the rule changes.
    Hold,
    /// The connection is cut.
    Refuse,
    /// The request passes, its reply is lost.
    Swallow,
    /// 503 with Retry-After, as by an overloaded server or its edge.
    Busy,
}

/// The Retry-After of `Rule::Busy`.
pub const RETRY_AFTER: Duration = Duration::from_secs(2);

#[derive(Debug)]
pub struct Proxy {
    pub address: SocketAddr,
    rule: watch::Sender<Rule>,
    /// Requests below the proxy's paths.
    met: Arc<AtomicUsize>,
    server: JoinHandle<()>,
}

impl Proxy {
    /// In front of `upstream` (an address such as `http://localhost:8787`), with `rule` for every
    /// path that starts with one of `prefixes`.
    pub async fn open(upstream: &str, prefixes: &[&'static str], rule: Rule) -> Proxy {
        let prefixes: Arc<[&'static str]> = prefixes.into();
        let upstream: Arc<str> = authority(upstream).into();
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let (sender, receiver) = watch::channel(rule);
        let met = Arc::new(AtomicUsize::new(0));
        let counter = Arc::clone(&met);
        let server = tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let (upstream, prefixes) = (Arc::clone(&upstream), Arc::clone(&prefixes));
                let counter = Arc::clone(&counter);
                tokio::spawn(pass(client, upstream, prefixes, receiver.clone(), counter));
            }
        });
        Proxy {
            address,
            rule: sender,
            met,
            server,
        }
    }

    /// The number of requests below its paths, whatever their outcome.
    pub fn n_met(&self) -> usize {
        self.met.load(Ordering::SeqCst)
    }

    pub fn set(&self, rule: Rule) {
        self.rule.send_replace(rule);
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.server.abort();
    }
}

async fn pass(
    mut client: TcpStream,
    upstream: Arc<str>,
    prefixes: Arc<[&'static str]>,
    mut rule: watch::Receiver<Rule>,
    met: Arc<AtomicUsize>,
) {
    let Some(request) = head(&mut client).await else {
        return;
    };
    let mut rule_now = Rule::Pass;
    if prefixes
        .iter()
        .any(|prefix| path(&request).starts_with(prefix))
    {
        met.fetch_add(1, Ordering::SeqCst);
        match rule.wait_for(|rule| *rule != Rule::Hold).await {
            Ok(released) => rule_now = *released,
            Err(_) => return,
        }
    }
    if rule_now == Rule::Refuse {
        return;
    }
    if rule_now == Rule::Busy {
        let _ = client.write_all(busy().as_bytes()).await;
        let _ = client.shutdown().await;
        return;
    }
    let Ok(mut server) = TcpStream::connect(&*upstream).await else {
        return;
    };
    // Bytes read beyond the head are the start of the body; they are forwarded unchanged.
    if server.write_all(&closing(&request)).await.is_err() {
        return;
    }
    if rule_now == Rule::Swallow {
        swallow(client, server).await;
    } else {
        // A browser may abort a download.
        let _ = copy_bidirectional(&mut client, &mut server).await;
    }
}

/// The reply of a network in front of many servers: without the product's error format.
fn busy() -> String {
    let wait_s = RETRY_AFTER.as_secs();
    format!(
        "HTTP/1.1 429 Too Many Requests\r\nRetry-After: {wait_s}\r\nContent-Length: 0\r\n\
         Access-Control-Allow-Origin: *\r\nAccess-Control-Expose-Headers: Retry-After\r\n\
         Connection: close\r\n\r\n"
    )
}

/// Forwards the rest of the request, and discards the reply.
async fn swallow(mut client: TcpStream, mut server: TcpStream) {
    let (mut from_client, _) = client.split();
    let (mut from_server, mut to_server) = server.split();
    let request = async {
        let _ = copy(&mut from_client, &mut to_server).await;
        std::future::pending::<()>().await
    };
    let mut nobody = sink();
    tokio::select! {
        _ = copy(&mut from_server, &mut nobody) => {}
        () = request => {}
    }
}

/// The request at least up to its empty line, as bytes.
async fn head(client: &mut TcpStream) -> Option<Vec<u8>> {
    let mut request = Vec::new();
    let mut piece = [0; 2048];
    while request.len() < HEAD_MAX_BYTES {
        let n_read = client.read(&mut piece).await.ok()?;
        if n_read == 0 {
            return None;
        }
        request.extend_from_slice(&piece[..n_read]);
        if request.windows(4).any(|end| end == b"\r\n\r\n") {
            return Some(request);
        }
    }
    None
}

fn path(request: &[u8]) -> &str {
    let line = request
        .split(|byte| *byte == b'\r')
        .next()
        .unwrap_or_default();
    let line = std::str::from_utf8(line).unwrap_or_default();
    line.split(' ').nth(1).unwrap_or_default()
}

/// The request with `Connection: close`.
fn closing(request: &[u8]) -> Vec<u8> {
    let end = request
        .windows(2)
        .position(|end| end == b"\r\n")
        .unwrap_or(0)
        + 2;
    let (line, rest) = request.split_at(end);
    let text = String::from_utf8_lossy(rest);
    let (headers, body_start) = match text.find("\r\n\r\n") {
        Some(place) => (&text[..place], place + 4),
        None => (&*text, text.len()),
    };
    let mut closing = line.to_vec();
    for header in headers.split("\r\n") {
        if !header.to_ascii_lowercase().starts_with("connection:") {
            closing.extend_from_slice(header.as_bytes());
            closing.extend_from_slice(b"\r\n");
        }
    }
    closing.extend_from_slice(b"Connection: close\r\n\r\n");
    closing.extend_from_slice(&rest[body_start.min(rest.len())..]);
    closing
}

/// `host:port` of an address.
pub fn authority(url: &str) -> String {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.split('/').next().unwrap_or(rest).to_owned()
}
