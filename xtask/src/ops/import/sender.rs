//! The process that talks to a local or deployed worker.

use crate::env::project::Project;
use crate::local::settings::Settings;
use crate::local::state::State;
use anyhow::{Context, Result, bail};
use serde_json::Value;
use std::env;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Stdio};
use std::thread;
use std::time::Duration;

/// How often a part is retried that the worker could not store: half a minute in all.
const ATTEMPTS_MAX: u32 = 5;

/// The statuses that are retried: a part is stored once. 0 is a missing reply.
const FOR_NOW: [u64; 3] = [0, 429, 503];

/// Sends each line of its input, and prints the reply. Node speaks TLS; nothing else here needs it.
const SEND: &str = "
const [url] = process.argv.slice(1);
const headers = {
  authorization: `Bearer ${process.env.OTKLIK_TOKEN}`,
  'content-type': 'application/json',
  'accept-language': 'en',
};
const reply = async (answer) => ({
  status: answer.status, body: await answer.text(), wait: +answer.headers.get('retry-after'),
});
const missed = (error) => ({ status: 0, body: String(error.cause ?? error), wait: 0 });
(async () => {
  for await (const body of require('node:readline').createInterface({ input: process.stdin })) {
    const signal = AbortSignal.timeout(60_000);
    const options = { method: 'POST', headers, body, signal, redirect: 'manual' };
    console.log(JSON.stringify(await fetch(url, options).then(reply).catch(missed)));
  }
})();
";

/// It ends with its input.
pub struct Sender {
    node: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Sender {
    pub fn start(project: &Project, is_remote: bool, path: &str) -> Result<Sender> {
        let (url, token) = place(project, is_remote)?;
        let mut command = project.command(project.node());
        command
            .args(["--no-warnings", "-e", SEND])
            .arg(format!("{url}{path}"))
            .env("OTKLIK_TOKEN", token)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped());
        let mut node = command.spawn().context("node does not start")?;
        let input = node.stdin.take().context("node takes no input")?;
        let output = node.stdout.take().context("node has no output")?;
        Ok(Sender {
            node,
            input,
            output: BufReader::new(output),
        })
    }

    /// The reply, after as many attempts as it takes.
    pub fn send(&mut self, body: &str) -> Result<Value> {
        let mut attempt = 0;
        loop {
            let answer = self.attempt(body)?;
            let status = answer["status"].as_u64().unwrap_or(0);
            attempt += 1;
            if !FOR_NOW.contains(&status) || attempt == ATTEMPTS_MAX {
                return Ok(answer);
            }
            let asked = answer["wait"].as_u64().unwrap_or(0).min(60);
            thread::sleep(Duration::from_secs(asked.max(1 << attempt)));
        }
    }

    fn attempt(&mut self, body: &str) -> Result<Value> {
        writeln!(self.input, "{body}").context("node takes no more")?;
        let mut line = String::new();
        self.output.read_line(&mut line)?;
        if line.is_empty() {
            bail!("node ended: {}", self.node.wait()?);
        }
        serde_json::from_str(&line).context("node answered something else than JSON")
    }
}

/// The worker's address, and the token.
fn place(project: &Project, is_remote: bool) -> Result<(String, String)> {
    let token = env::var("OTKLIK_TOKEN").ok().filter(|it| !it.is_empty());
    if is_remote {
        let token = token.context("put a director's token into OTKLIK_TOKEN")?;
        return Ok((Settings::read(project)?.public_url()?, token));
    }
    let state = State::of_person(project)?;
    let secrets = state.secrets();
    let secrets =
        secrets.context("there is no local worker yet: start one with `cargo xtask run`")?;
    Ok((state.public_url()?, token.unwrap_or(secrets.director_token)))
}
