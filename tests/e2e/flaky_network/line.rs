//! A line that resets each connection after 16 KB.

use crate::proxy::authority;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// Of a connection, both directions together.
const CUT_BYTES: usize = 16_384;

#[derive(Debug)]
pub struct CutLine {
    pub address: SocketAddr,
    most_bytes: Arc<AtomicUsize>,
    n_cut: Arc<AtomicUsize>,
    server: JoinHandle<()>,
}

impl CutLine {
    pub async fn to(upstream: &str) -> CutLine {
        let upstream = authority(upstream);
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let (most_bytes, n_cut) = (Arc::<AtomicUsize>::default(), Arc::<AtomicUsize>::default());
        let (most, cut) = (Arc::clone(&most_bytes), Arc::clone(&n_cut));
        let server = tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let (upstream, most, cut) = (upstream.clone(), Arc::clone(&most), Arc::clone(&cut));
                tokio::spawn(async move {
                    let server = TcpStream::connect(upstream).await.expect("the worker");
                    if carry(client, server, &most).await == Ended::Cut {
                        cut.fetch_add(1, Ordering::Relaxed);
                    }
                });
            }
        });
        CutLine {
            address,
            most_bytes,
            n_cut,
            server,
        }
    }

    /// The most bytes that one connection carried.
    pub fn most_bytes(&self) -> usize {
        self.most_bytes.load(Ordering::Relaxed)
    }

    pub fn n_cut(&self) -> usize {
        self.n_cut.load(Ordering::Relaxed)
    }
}

impl Drop for CutLine {
    fn drop(&mut self) {
        self.server.abort();
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ended {
    ByItself,
    Cut,
}

async fn carry(client: TcpStream, server: TcpStream, most: &AtomicUsize) -> Ended {
    for stream in [&client, &server] {
        // Dropped, the socket is reset instead of closed.
        stream.set_zero_linger().expect("a socket's option");
    }
    let carried = AtomicUsize::new(0);
    let (from_client, to_client) = client.into_split();
    let (from_server, to_server) = server.into_split();
    let ended = tokio::select! {
        ended = direction(from_client, to_server, &carried) => ended,
        ended = direction(from_server, to_client, &carried) => ended,
    };
    most.fetch_max(carried.load(Ordering::Relaxed), Ordering::Relaxed);
    ended
}

async fn direction(
    mut from: OwnedReadHalf,
    mut to: OwnedWriteHalf,
    carried: &AtomicUsize,
) -> Ended {
    let mut piece = [0; 1_024];
    loop {
        let Ok(length @ 1..) = from.read(&mut piece).await else {
            return Ended::ByItself;
        };
        let before = carried.fetch_add(length, Ordering::Relaxed);
        let passes = length.min(CUT_BYTES.saturating_sub(before));
        if to.write_all(&piece[..passes]).await.is_err() {
            return Ended::ByItself;
        }
        if passes < length {
            return Ended::Cut;
        }
    }
}
