//! An external service on loopback: records requests, and replies as configured.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

/// A received request.
#[derive(Clone, Debug)]
pub struct ReceivedRequest {
    pub path: String,
    /// In lower case, with the request line.
    pub head: String,
    pub body: String,
}

impl ReceivedRequest {
    /// A header's value; empty where there is none.
    pub fn header(&self, name: &str) -> &str {
        let line = format!("\r\n{name}: ");
        let rest = self.head.split_once(&line).map_or("", |(_, rest)| rest);
        rest.split("\r\n").next().unwrap_or_default()
    }
}

/// Status line and further headers, and a body; `None` for a connection without a reply.
pub type CannedReply = Option<(String, String)>;

/// A reply without headers of its own.
pub fn canned_reply(status: &str, body: &str) -> CannedReply {
    Some((status.to_owned(), body.to_owned()))
}

#[derive(Debug)]
pub struct Receiver {
    pub address: String,
    requests: Arc<Mutex<Vec<ReceivedRequest>>>,
}

impl Receiver {
    /// Listens until the tests end.
    pub fn start(
        reply_to: impl Fn(&ReceivedRequest) -> CannedReply + Send + Sync + 'static,
    ) -> Receiver {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = format!("http://{}", listener.local_addr().expect("an address"));
        let requests = Arc::<Mutex<Vec<ReceivedRequest>>>::default();
        let received = Arc::clone(&requests);
        let reply_to = Arc::new(reply_to);
        std::thread::spawn(move || {
            for client in listener.incoming().flatten() {
                let (received, reply_to) = (Arc::clone(&received), Arc::clone(&reply_to));
                std::thread::spawn(move || answer(client, &received, &*reply_to));
            }
        });
        Receiver { address, requests }
    }

    /// The requests received so far.
    pub fn requests(&self) -> Vec<ReceivedRequest> {
        self.requests.lock().expect("the requests").clone()
    }
}

/// Reads one request and replies.
fn answer(
    client: TcpStream,
    received: &Mutex<Vec<ReceivedRequest>>,
    reply_to: &dyn Fn(&ReceivedRequest) -> CannedReply,
) {
    let mut reader = BufReader::new(client);
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        if reader.read_line(&mut head).unwrap_or(0) == 0 {
            return;
        }
    }
    let path = head.split(' ').nth(1).unwrap_or_default().to_owned();
    // Signatures are case-sensitive; header names are not.
    let head = head
        .split("\r\n")
        .map(|line| match line.split_once(": ") {
            Some((name, value)) => [&name.to_ascii_lowercase(), ": ", value].concat(),
            None => line.to_ascii_lowercase(),
        })
        .collect::<Vec<_>>()
        .join("\r\n");
    let mut request = ReceivedRequest {
        path,
        head,
        body: String::new(),
    };
    let mut body = vec![0; request.header("content-length").parse().unwrap_or(0)];
    reader.read_exact(&mut body).expect("a body");
    request.body = String::from_utf8(body).expect("a text");
    let reply = reply_to(&request);
    received.lock().expect("the requests").push(request);
    let mut client = reader.into_inner();
    let Some((head, body)) = reply else {
        // Until the client closes.
        let _ = client.read(&mut [0]);
        return;
    };
    let length = body.len();
    let answer =
        format!("HTTP/1.1 {head}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}");
    let _ = client.write_all(answer.as_bytes());
}
