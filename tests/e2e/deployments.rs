//! Further deployments of the worker beside the one that all tests share, each for one configuration; see
//! `deployments.mjs`.

use crate::actors::urlencoded;
use crate::app::{TIMEOUT, fresh, parts};
use crate::clock::{self, Clock};
use crate::reply::Reply;
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStderr, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread;

/// The node process with all deployments of a script. It ends with its input, and so with the tests.
#[derive(Debug)]
pub struct Deployments {
    pub address: String,
    /// Lines that the deployments log.
    lines: Arc<Mutex<Vec<String>>>,
    pipe: Mutex<(ChildStdin, Receiver<String>)>,
    _node: Child,
}

impl Deployments {
    /// Starts a script of `tests/e2e`: two seconds.
    pub fn start(script: &str, arguments: &[&str]) -> Deployments {
        let script = parts().root.join("tests/e2e").join(script);
        let mut command = Command::new(&parts().node);
        command.arg(script).arg(parts().state.join("wrangler.json"));
        command.args(arguments);
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        command.stderr(Stdio::piped());
        let mut node = command.spawn().expect("node runs");
        let input = node.stdin.take().expect("an input");
        let output = node.stdout.take().expect("an output");
        let errors = node.stderr.take().expect("an output of errors");
        let (sender, answers) = channel();
        let lines = Arc::default();
        let kept = Arc::clone(&lines);
        let kept_errors = Arc::clone(&lines);
        // Read all the time: a full pipe would block the process, and with it every deployment.
        thread::spawn(move || read(output, &sender, &kept));
        thread::spawn(move || read_errors(errors, &kept_errors));
        let address: String = answers.recv().expect("the script starts");
        assert!(address.starts_with("http://"), "no address: {address:?}");
        Deployments {
            address,
            lines,
            pipe: Mutex::new((input, answers)),
            _node: node,
        }
    }

    fn does(&self, command: &Value) -> Value {
        let mut pipe = self.pipe.lock().expect("the process");
        writeln!(pipe.0, "{command}").expect("a command is taken");
        let answer = pipe.1.recv().expect("the script goes on");
        serde_json::from_str(&answer).expect("an answer")
    }

    /// The rows of one statement, in the database of a deployment.
    pub fn rows(&self, at: &str, sql: &str) -> Vec<Value> {
        let rows = self.does(&json!({"do": "sql", "at": at, "sql": sql}));
        rows.as_array().cloned().unwrap_or_default()
    }

    /// All lines logged so far.
    pub fn lines(&self) -> Vec<String> {
        // The reply arrives after the lines logged before it.
        self.does(&json!({"do": "sign", "key": "", "text": ""}));
        self.lines.lock().expect("the lines").clone()
    }

    /// Runs a deployment's cron of every minute, with a D1 that fails.
    fn minute_passes(&self, at: &str, faults: Option<&Value>) {
        self.does(&json!({"do": "cron", "at": at, "faults": faults}));
    }

    /// The base64 of an HMAC-SHA256, computed by Node; the key is base64 too.
    pub fn signature(&self, key: &str, text: &str) -> String {
        let signature = self.does(&json!({"do": "sign", "key": key, "text": text}));
        signature.as_str().expect("a signature").to_owned()
    }
}

/// Separates the script's replies from the deployments' log lines, which are kept.
fn read(output: ChildStdout, answers: &Sender<String>, kept: &Mutex<Vec<String>>) {
    for line in BufReader::new(output).lines().map_while(Result::ok) {
        match line.strip_prefix("= ") {
            // Nobody waits any more once the tests have ended.
            Some(answer) => drop(answers.send(answer.to_owned())),
            None => kept.lock().expect("the lines").push(line),
        }
    }
}

/// A line that a deployment wrote by `console.error`; also printed, for the output of a failed test.
fn read_errors(errors: ChildStderr, kept: &Mutex<Vec<String>>) {
    for line in BufReader::new(errors).lines().map_while(Result::ok) {
        eprintln!("{line}");
        kept.lock().expect("the lines").push(line);
    }
}

/// One of the deployments, and a client in a network of its own.
#[derive(Clone, Debug)]
pub struct Deployment {
    deployments: &'static Deployments,
    pub name: &'static str,
    http: reqwest::Client,
    /// The client's address, as the platform reports it.
    pub network: String,
    /// Instructions for `front/faults.mjs`, sent with each request.
    faults: Option<Value>,
    /// The clock of its requests, where not the machine's.
    clock: Option<Clock>,
}

impl Deployment {
    /// The deployment's name in the script.
    pub fn new(deployments: &'static Deployments, name: &'static str) -> Deployment {
        let http = reqwest::Client::builder()
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none())
            .timeout(TIMEOUT);
        Deployment {
            deployments,
            name,
            http: http.build().expect("the HTTP client builds"),
            network: format!("2001:db8:{}", &fresh()[..4]),
            faults: None,
            clock: None,
        }
    }

    /// With a clock of its own: the worker's retry delays pass at once.
    pub fn by(&self, clock: &Clock) -> Deployment {
        Deployment {
            clock: Some(clock.clone()),
            ..self.clone()
        }
    }

    /// With a D1 that fails, and a clock of its own.
    pub fn with_faults(&self, faults: Value) -> Deployment {
        Deployment {
            faults: Some(faults),
            clock: Some(self.clock.clone().unwrap_or_else(Clock::of_now)),
            ..self.clone()
        }
    }

    /// From another network.
    pub fn elsewhere(&self) -> Deployment {
        Deployment {
            network: format!("2001:db8:{}", &fresh()[..4]),
            ..self.clone()
        }
    }

    /// The common address, and the Host header of this deployment.
    pub fn place(&self) -> (&'static str, String) {
        (&self.deployments.address, format!("{}.test", self.name))
    }

    pub fn request(&self, method: &str, path: &str) -> reqwest::RequestBuilder {
        let url = format!("{}{path}", self.deployments.address);
        let request = self.http.request(method.parse().expect("a method"), url);
        let request = request.header("cf-connecting-ip", format!("{}::1", self.network));
        let request = request.header("host", format!("{}.test", self.name));
        let request = match &self.faults {
            Some(faults) => request.header("x-faults", faults.to_string()),
            None => request,
        };
        match &self.clock {
            Some(clock) => request.header(clock::HEADER, clock.next()),
            None => request,
        }
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

    pub fn rows(&self, sql: &str) -> Vec<Value> {
        self.deployments.rows(self.name, sql)
    }

    /// The first of a statement's rows.
    pub fn row(&self, sql: &str) -> Value {
        self.rows(sql).into_iter().next().unwrap_or_default()
    }

    pub fn minute_passes(&self) {
        let faults = self.faults.as_ref();
        self.deployments.minute_passes(self.name, faults);
    }
}
