//! The submissions of the chaos run: votes through invites, votes at open links of events and of the site,
//! callback requests; every fifth is sent once more with another answer.

use crate::env::http;
use crate::env::project::Project;
use crate::local::seed::rng::Rng;
use crate::local::sqlite;
use crate::local::state::State;
use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::fs;

/// Of 100 guests each: of thousands of votes at their links some form a burst, whose batch moves hundreds.
const N_EVENTS: usize = 10;

/// Invites in one request.
const N_INVITES: usize = 1_000;

const SEED: u64 = 5;

pub struct Programme {
    codes: Vec<String>,
}

/// One submission, in as many revisions as are sent of it.
pub struct Submission {
    pub path: &'static str,
    /// The key of its row: an id, or the code of an invite.
    pub key: String,
    /// The client's address.
    pub address: String,
    pub bodies: Vec<(Option<i64>, Value)>,
}

pub fn store_events(project: &Project, state: &State) -> Result<()> {
    let mut sql = String::new();
    for number in 0..N_EVENTS {
        writeln!(
            sql,
            "INSERT INTO event (id, title, date, kind, manager, client, guests, zone) VALUES ('ev-{number}', 'Event {number}', '2099-05-16', 'corporate', 'manager-{}', 'client-{number}', 100, 'Europe/Kyiv');",
            number / 2
        )?;
    }
    let script = state.dir.join("events.sql");
    fs::write(&script, sql).with_context(|| format!("cannot write {}", script.display()))?;
    sqlite::run_file(project, &sqlite::file_of(state)?, &script)
}

impl Programme {
    /// Issues the most invites that this many submissions need.
    pub fn issue(base: &str, token: &str, n_submissions: usize) -> Result<Self> {
        let needed = n_submissions / 4 + N_INVITES;
        let agent = http::agent();
        let mut codes = Vec::new();
        let mut orders = 0;
        while codes.len() < needed {
            // Each request is for further people of its event.
            let event = format!("ev-{}", orders % N_EVENTS);
            let url = format!("{base}/v1/events/{event}/invites?survey=guest");
            let references: Vec<String> = (0..N_INVITES)
                .map(|number| format!("r{orders}-{number}"))
                .collect();
            let order = json!({"references": references, "sent_at_ms": 1_700_000_000_000_u64});
            let answer = http::post_signed(&agent, &url, token, &order.to_string())?;
            if answer.status != 200 {
                bail!("{url} answered {}: {}", answer.status, answer.body);
            }
            let links = answer.body.lines().skip(1);
            let of_links = links.filter_map(|line| line.rsplit_once("/r/"));
            let before = codes.len();
            codes.extend(of_links.map(|(_, code)| code.to_owned()));
            if codes.len() - before != N_INVITES {
                bail!("not {N_INVITES} links in the answer of {url}");
            }
            orders += 1;
        }
        Ok(Self { codes })
    }

    /// The submission of a number: always the same one.
    pub fn submission(&self, number: usize) -> Result<Submission> {
        let mut rng = Rng::new(SEED + number as u64);
        let id = rng.uuid();
        let (path, question, low, high) = match number % 4 {
            0 | 1 => ("/v1/responses?survey=guest", "enjoyed", 1, 5),
            2 => ("/v1/responses?survey=site", "found", 1, 3),
            _ => return Ok(callback(id, number)),
        };
        let mut body = json!({
            "id": id, "version": 1, "lang": "ru", "user_activation": true, "channel": "qr",
            "answers": {"comment": {"text": format!("Спасибо! {number}")}},
        });
        let key = if number.is_multiple_of(4) {
            let code = self.codes.get(number / 4).context("too few invites")?;
            body["invite"] = json!(code);
            if let Some(fields) = body.as_object_mut() {
                fields.remove("channel");
            }
            code.clone()
        } else {
            id
        };
        if number % 4 == 1 {
            body["event"] = json!(format!("ev-{}", rng.index(N_EVENTS)));
        }
        let n_revisions = if number.is_multiple_of(5) { 2 } else { 1 };
        let bodies = (1..=n_revisions).map(|rev| {
            let score = rng.between(low, high);
            let mut body = body.clone();
            body["rev"] = json!(rev);
            body["answers"][question] = json!({"score": score});
            (Some(score), body)
        });
        Ok(Submission {
            path,
            key,
            address: address(number),
            bodies: bodies.collect(),
        })
    }
}

fn callback(id: String, number: usize) -> Submission {
    let body = json!({
        "id": id, "rev": 1, "lang": "uk", "phone": format!("+38067{:07}", number % 10_000_000), "name": format!("Оксана {number}"),
        "topic": "весілля", "consent": true, "channel": "site",
    });
    Submission {
        path: "/v1/callbacks?survey=site",
        key: id,
        address: address(number),
        bodies: vec![(None, body)],
    }
}

/// In a network of its own: this run does not test rate limits.
fn address(number: usize) -> String {
    format!("2001:db8:{:x}::1", number % 0x10000)
}
