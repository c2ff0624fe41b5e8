//! Deployments with Turnstile, each in a case of its own, and the verifier that they ask.
//!
//! The verifier says what Cloudflare documents for its secrets for tests: always passes, always fails,
//! token already spent. It keeps what it was told.

use crate::actors::urlencoded;
use crate::reply::Reply;
use crate::world::{PATIENCE, fresh, parts};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::{Arc, Mutex, OnceLock};

/// What the verifier was told: the request's head and its body.
#[derive(Clone, Debug)]
pub struct Told {
    pub head: String,
    pub body: Value,
}

/// The node process with all of them. It ends with its input, and so with the tests.
#[derive(Debug)]
struct Deployments {
    address: String,
    told: Arc<Mutex<Vec<Told>>>,
    database: Mutex<(ChildStdin, BufReader<ChildStdout>)>,
    _node: Child,
}

/// Started by the first test that asks: two seconds.
fn deployments() -> &'static Deployments {
    static STARTED: OnceLock<Deployments> = OnceLock::new();
    STARTED.get_or_init(|| {
        let told = Arc::default();
        let verifier = listen(Arc::clone(&told));
        let script = parts().root.join("tests/e2e/turnstile/workers.mjs");
        let mut command = Command::new(&parts().node);
        command.arg(script).arg(parts().state.join("wrangler.json"));
        command.arg(verifier);
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut node = command.spawn().expect("node runs");
        let input = node.stdin.take().expect("an input");
        let mut output = BufReader::new(node.stdout.take().expect("an output"));
        let address = line(&mut output);
        assert!(address.starts_with("http://"), "no address: {address:?}");
        Deployments {
            address,
            told,
            database: Mutex::new((input, output)),
            _node: node,
        }
    })
}

/// The script's next answer, past what the deployments log.
fn line(output: &mut BufReader<ChildStdout>) -> String {
    let mut lines = output.lines();
    let answer = lines.find_map(|line| {
        let line = line.expect("a line");
        line.strip_prefix("= ").map(str::to_owned)
    });
    answer.expect("an answer")
}

/// One statement; the first of its rows.
pub fn row(sql: &str) -> Value {
    let mut database = deployments().database.lock().expect("the database");
    writeln!(database.0, "{sql}").expect("a statement is taken");
    let rows: Value = serde_json::from_str(&line(&mut database.1)).expect("rows");
    rows[0].clone()
}

/// What the verifier was told of a submission.
pub fn told(id: &str) -> Vec<Told> {
    let told = deployments().told.lock().expect("what was told");
    let of_id = told
        .iter()
        .filter(|told| told.body["idempotency_key"] == id);
    of_id.cloned().collect()
}

/// One of the deployments, and a client of a network of its own.
#[derive(Debug)]
pub struct At {
    name: &'static str,
    http: reqwest::Client,
    /// Of the client, as the platform tells it.
    pub network: String,
}

impl At {
    /// A name in `workers.mjs`.
    pub fn deployment(name: &'static str) -> At {
        let http = reqwest::Client::builder().no_proxy().timeout(PATIENCE);
        At {
            name,
            http: http.build().expect("the HTTP client builds"),
            network: format!("2001:db8:{}", &fresh()[..4]),
        }
    }

    fn request(&self, method: &str, path: &str) -> reqwest::RequestBuilder {
        let url = format!("{}{path}", deployments().address);
        let request = self.http.request(method.parse().expect("a method"), url);
        let request = request.header("cf-connecting-ip", format!("{}::1", self.network));
        request.header("host", format!("{}.test", self.name))
    }

    pub async fn reads(&self, path: &str) -> Reply {
        Reply::to(self.request("GET", path)).await
    }

    pub async fn posts(&self, path: &str, body: &Value) -> Reply {
        let request = self.request("POST", path).body(body.to_string());
        Reply::to(request.header("content-type", "text/plain")).await
    }

    pub async fn submits(&self, path: &str, fields: &[(&str, &str)]) -> Reply {
        let request = self.request("POST", path).body(urlencoded(fields));
        Reply::to(request.header("content-type", "application/x-www-form-urlencoded")).await
    }

    /// As the agency's own system.
    pub async fn orders(&self, method: &str, path: &str, body: &Value) -> Reply {
        let request = self.request(method, path).body(body.to_string());
        Reply::to(request.bearer_auth("a-token-of-the-tests")).await
    }
}

fn listen(told: Arc<Mutex<Vec<Told>>>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address");
    std::thread::spawn(move || {
        for client in listener.incoming().flatten() {
            let told = Arc::clone(&told);
            std::thread::spawn(move || answer(client, &told));
        }
    });
    format!("http://{address}")
}

/// Reads one request and answers it; `/silent` never does.
fn answer(client: TcpStream, told: &Mutex<Vec<Told>>) {
    let mut reader = BufReader::new(client);
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        if reader.read_line(&mut head).expect("a line of a head") == 0 {
            return;
        }
    }
    let head = head.to_ascii_lowercase();
    let length = head.split("content-length: ").nth(1).expect("a length");
    let length = length.split("\r\n").next().and_then(|it| it.parse().ok());
    let mut body = vec![0; length.expect("a number")];
    reader.read_exact(&mut body).expect("a body");
    let body = String::from_utf8(body).expect("a text");
    let form = reqwest::Url::parse(&format!("http://form/?{body}")).expect("a form");
    let fields = form.query_pairs().into_owned();
    let body: Value = fields.map(|(name, value)| (name, json!(value))).collect();
    let said = match body["secret"].as_str().and_then(|it| it.chars().next()) {
        _ if head.starts_with("post /nonsense ") => "<html>",
        Some('1') => r#"{"success":true,"error-codes":[],"hostname":"example.com"}"#,
        Some('2') => r#"{"success":false,"error-codes":["invalid-input-response"]}"#,
        Some('3') => r#"{"success":false,"error-codes":["timeout-or-duplicate"]}"#,
        _ => r#"{"success":false,"error-codes":["invalid-input-secret"]}"#,
    };
    let is_silent = head.starts_with("post /silent ");
    told.lock()
        .expect("what was told")
        .push(Told { head, body });
    let mut client = reader.into_inner();
    if is_silent {
        // Until who asked has given up.
        let _ = client.read(&mut [0]);
        return;
    }
    let length = said.len();
    let answer =
        format!("HTTP/1.1 200 OK\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n");
    let _ = client.write_all((answer + said).as_bytes());
}
