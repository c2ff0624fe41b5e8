//! An external service on loopback: records requests, and replies as configured.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

/// A received request.
#[derive(Clone, Debug)]
pub struct Told {
    pub path: String,
    /// In lower case, with the request line.
    pub head: String,
    pub body: String,
}

impl Told {
    /// A header's value; empty where there is none.
    pub fn header(&self, name: &str) -> &str {
        let line = format!("\r\n{name}: ");
        let rest = self.head.split_once(&line).map_or("", |(_, rest)| rest);
        rest.split("\r\n").next().unwrap_or_default()
    }
}

/// Status line and further headers, and a body; `None` for a connection without a reply.
pub type Said = Option<(String, String)>;

/// A reply without headers of its own.
pub fn says(status: &str, body: &str) -> Said {
    Some((status.to_owned(), body.to_owned()))
}

#[derive(Debug)]
pub struct Receiver {
    pub address: String,
    told: Arc<Mutex<Vec<Told>>>,
}

impl Receiver {
    /// Listens until the tests end.
    pub fn start(say: impl Fn(&Told) -> Said + Send + Sync + 'static) -> Receiver {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = format!("http://{}", listener.local_addr().expect("an address"));
        let told = Arc::<Mutex<Vec<Told>>>::default();
        let heard = Arc::clone(&told);
        let say = Arc::new(say);
        std::thread::spawn(move || {
            for client in listener.incoming().flatten() {
                let (heard, say) = (Arc::clone(&heard), Arc::clone(&say));
                std::thread::spawn(move || answer(client, &heard, &*say));
            }
        });
        Receiver { address, told }
    }

    /// The requests received so far.
    pub fn told(&self) -> Vec<Told> {
        self.told.lock().expect("what was told").clone()
    }
}

/// Reads one request and replies.
fn answer(client: TcpStream, heard: &Mutex<Vec<Told>>, say: &dyn Fn(&Told) -> Said) {
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
    let mut told = Told {
        path,
        head,
        body: String::new(),
    };
    let mut body = vec![0; told.header("content-length").parse().unwrap_or(0)];
    reader.read_exact(&mut body).expect("a body");
    told.body = String::from_utf8(body).expect("a text");
    let said = say(&told);
    heard.lock().expect("what was told").push(told);
    let mut client = reader.into_inner();
    let Some((head, body)) = said else {
        // Until the client closes.
        let _ = client.read(&mut [0]);
        return;
    };
    let length = body.len();
    let answer =
        format!("HTTP/1.1 {head}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}");
    let _ = client.write_all(answer.as_bytes());
}
