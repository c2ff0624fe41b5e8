//! Time and rows of a director's queries on databases of very different sizes. The cost of reading tallies
//! depends on the groups in the reply, not on the responses behind them: ten million responses must cost about
//! as much as ten thousand do.
//!
//! The responses are written straight into the file, with no workerd on it, and the tallies are a recount of
//! them by the worker's own SQL. Rows are D1's own count, which it charges by.

use crate::build::artifacts;
use crate::env::http;
use crate::env::progress::step;
use crate::env::project::Project;
use crate::local::database;
use crate::local::recount;
use crate::local::settings::Addresses;
use crate::local::sqlite;
use crate::local::state::State;
use crate::local::workerd::Workerd;
use anyhow::{Context, Result, bail};
use serde_json::Value;
use std::fs;
use std::time::Instant;

#[derive(clap::Args)]
pub struct Args {
    /// How many responses each database holds, the smallest first
    #[arg(long, value_delimiter = ',', default_values_t = [10_000, 1_000_000, 10_000_000])]
    responses: Vec<u32>,
}

/// A director's queries. The time of the last is reported and not judged: a small database has no answers for
/// most managers on most days, so it returns a part of the groups.
const QUESTIONS: [(&str, &str); 9] = [
    (
        "clients' NPS this year, and the year before",
        "survey=client&question=nps&from=2025-01-01&to=2025-12-31&compare=year",
    ),
    (
        "guests' scores by month, five years",
        "survey=guest&question=enjoyed&group_by=month",
    ),
    (
        "managers, a year",
        "survey=guest&question=enjoyed&group_by=manager&from=2025-01-01&to=2025-12-31",
    ),
    (
        "channels by month, a year, all that guests are asked",
        "survey=guest&group_by=channel,month&from=2025-01-01&to=2025-12-31",
    ),
    (
        "the client's journey, five years",
        "survey=stage&group_by=touchpoint",
    ),
    (
        "the events of one client, five years",
        "client=client-7&group_by=event",
    ),
    (
        "everything asked, from New Year to the 22nd of November",
        "from=2025-01-01&to=2025-11-22",
    ),
    (
        "channels by language, five years",
        "survey=guest&question=enjoyed&group_by=channel,locale",
    ),
    (
        "managers by day, a quarter",
        "survey=guest&question=enjoyed&group_by=manager,day&from=2025-07-01&to=2025-09-30",
    ),
];

/// Repetitions, of which the median is reported.
const N_TIMES: usize = 9;

/// The most rows that one query may read.
const ROWS_MAX: u64 = 5_000;

/// The most that the largest database may take, as a multiple of the smallest one's time.
const TIMES_MAX: f64 = 2.0;

struct Measured {
    ms: f64,
    rows: u64,
}

pub fn command(project: &Project, args: &Args) -> Result<()> {
    artifacts::build(project)?;
    let mut sizes = Vec::new();
    for n_responses in &args.responses {
        let (state, token) = filled(project, *n_responses)?;
        sizes.push((*n_responses, asked(project, &state, &token)?));
        fs::remove_dir_all(&state.dir).context("the database cannot be removed")?;
    }
    println!("\n{}", table(&sizes));
    judge(&sizes)
}

/// With the director's token.
fn filled(project: &Project, n_responses: u32) -> Result<(State, String)> {
    let state = State::fresh(project, "bench-aggregates-state")?;
    let addresses = Addresses {
        public_url: "http://localhost".to_owned(),
        allowed_origins: Vec::new(),
    };
    let secrets = state.prepare(project, &addresses)?;
    database::migrate(project, &state)?;
    let file = sqlite::file_of(&state)?;
    let agency = fs::read_to_string(project.path("xtask/src/bench/agency.sql"))?;
    let script = state.dir.join("agency.sql");
    fs::write(
        &script,
        agency.replace("{responses}", &n_responses.to_string()),
    )?;
    step(&format!("{n_responses} responses"), |_| {
        sqlite::fill(project, &file, &script)
    })?;
    step("their tallies", |detail| {
        // One size at a time: ten million responses take minutes.
        for rollup in sqlite::query(project, &file, recount::ROLLUPS)? {
            detail.set(rollup["name"].to_string());
            fs::write(&script, recount::rebuilding(project, &[rollup])?)?;
            sqlite::fill(project, &file, &script)?;
        }
        let megabytes = fs::metadata(&file)?.len() / 1_000_000;
        detail.set(format!("{megabytes} MB in all"));
        Ok(())
    })?;
    Ok((state, secrets.director_token))
}

fn asked(project: &Project, state: &State, token: &str) -> Result<Vec<Measured>> {
    let workerd = Workerd::start(project, state)?;
    let agent = http::agent();
    let ask = |query: &str| -> Result<f64> {
        let url = format!("{}/v1/aggregates?{query}", workerd.base);
        let started = Instant::now();
        let answer = http::get_signed(&agent, &url, token)?;
        let ms = started.elapsed().as_secs_f64() * 1_000.0;
        let report: Value = serde_json::from_str(&answer.body).unwrap_or_default();
        if answer.status != 200 || report["groups"].as_array().is_none_or(Vec::is_empty) {
            bail!("{query} was answered {}: {}", answer.status, answer.body);
        }
        Ok(ms)
    };
    let measured = QUESTIONS.iter().map(|(_, query)| {
        ask(query)?;
        let times: Result<Vec<f64>> = (0..N_TIMES).map(|_| ask(query)).collect();
        let mut times = times?;
        times.sort_by(f64::total_cmp);
        let rows = rows_read(state)?;
        Ok(Measured {
            ms: times[N_TIMES / 2],
            rows,
        })
    });
    measured.collect()
}

/// Rows read by the last reply, by the worker's log.
fn rows_read(state: &State) -> Result<u64> {
    let log = fs::read_to_string(state.log()).context("the worker's log cannot be read")?;
    let mut lines = log.lines().rev();
    let line = lines.find_map(|line| {
        let line: Value = serde_json::from_str(&line[line.find('{')?..]).ok()?;
        (line["route"] == "/v1/aggregates").then_some(line)
    });
    let rows = line.as_ref().and_then(|line| line["rows_read"].as_u64());
    rows.context("the worker's log has no row counts")
}

fn table(sizes: &[(u32, Vec<Measured>)]) -> String {
    let mut text = format!("  {:<58}", "question");
    for (n_responses, _) in sizes {
        text += &format!("{:>22}", format!("{n_responses} responses"));
    }
    for (place, (name, _)) in QUESTIONS.iter().enumerate() {
        text += &format!("\n  {name:<58}");
        for (_, measured) in sizes {
            let Measured { ms, rows } = &measured[place];
            text += &format!("{:>22}", format!("{ms:.1} ms, {rows} rows"));
        }
    }
    text
}

fn judge(sizes: &[(u32, Vec<Measured>)]) -> Result<()> {
    let (Some((_, small)), Some((_, large))) = (sizes.first(), sizes.last()) else {
        return Ok(());
    };
    let mut beyond = Vec::new();
    for (place, (name, _)) in QUESTIONS.iter().enumerate() {
        let times = large[place].ms / small[place].ms;
        if times > TIMES_MAX && place + 1 < QUESTIONS.len() {
            beyond.push(format!("{name}: {times:.1} times as long"));
        }
        let rows = sizes.iter().map(|(_, measured)| measured[place].rows).max();
        if rows > Some(ROWS_MAX) {
            beyond.push(format!("{name}: more than {ROWS_MAX} rows"));
        }
    }
    if beyond.is_empty() {
        return Ok(());
    }
    bail!("beyond what was promised:\n  {}", beyond.join("\n  "))
}
