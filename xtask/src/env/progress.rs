//! The current step, on one line that is redrawn; for each finished step a line of its own, with its seconds.
//! Where the output is no terminal, the current step is printed every five seconds.

use anyhow::Result;
use std::fs::File;
use std::io::{IsTerminal, Read, Seek, SeekFrom, Write, stdout};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

const REDRAWN_EVERY: Duration = Duration::from_millis(250);
const FIRST_LINE_AFTER: Duration = Duration::from_secs(2);
const LINE_EVERY: Duration = Duration::from_secs(5);

/// Handed to a running step, for counts such as "1200 of 3000".
#[derive(Clone, Default)]
pub struct Detail(Arc<Mutex<Shown>>);

#[derive(Default)]
struct Shown {
    text: String,
    log: Option<PathBuf>,
}

impl Detail {
    pub fn set(&self, text: String) {
        lock(&self.0).text = text;
    }

    /// Shows the progress of the cargo or npm that writes this log from here on.
    pub fn follow(&self, log: &Path) {
        lock(&self.0).log = Some(log.to_owned());
    }

    fn result(&self) -> String {
        lock(&self.0).text.clone()
    }

    fn now(&self) -> String {
        let shown = lock(&self.0);
        let progress = shown.log.as_deref().and_then(progress_in);
        progress.unwrap_or_else(|| shown.text.clone())
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

struct Running {
    id: usize,
    name: String,
    detail: Detail,
    started: Instant,
}

struct Board {
    running: Vec<Running>,
    n_begun: usize,
    is_drawn: bool,
    next_line: Option<Instant>,
}

static BOARD: Mutex<Board> = Mutex::new(Board {
    running: Vec::new(),
    n_begun: 0,
    is_drawn: false,
    next_line: None,
});

/// Runs a step. Steps of several threads share the line.
pub fn step<T>(name: &str, work: impl FnOnce(&Detail) -> Result<T>) -> Result<T> {
    let detail = Detail::default();
    let started = Instant::now();
    let id = begin(name, &detail, started);
    let outcome = work(&detail);
    let result = match &outcome {
        Ok(_) => detail.result(),
        Err(_) => "failed".to_owned(),
    };
    let mut board = lock(&BOARD);
    board.running.retain(|running| running.id != id);
    if stdout().is_terminal() {
        print!("\r\x1b[2K");
    }
    println!(
        "  {name:<44}{:>7.1} s  {result}",
        started.elapsed().as_secs_f64()
    );
    board.next_line = Some(Instant::now() + LINE_EVERY);
    outcome
}

fn begin(name: &str, detail: &Detail, started: Instant) -> usize {
    let mut board = lock(&BOARD);
    board.n_begun += 1;
    let id = board.n_begun;
    board.running.push(Running {
        id,
        name: name.to_owned(),
        detail: detail.clone(),
        started,
    });
    board.next_line.get_or_insert(started + FIRST_LINE_AFTER);
    if !board.is_drawn {
        board.is_drawn = true;
        thread::spawn(draw);
    }
    id
}

/// Redraws until nothing runs.
fn draw() {
    loop {
        {
            let mut board = lock(&BOARD);
            if board.running.is_empty() {
                board.is_drawn = false;
                return;
            }
            let now = Instant::now();
            if stdout().is_terminal() {
                print!("\r\x1b[2K  {}", line(&board.running, 110));
            } else if board.next_line.is_some_and(|at| at <= now) {
                println!("    {}", line(&board.running, 160));
                board.next_line = Some(now + LINE_EVERY);
            }
            // A closed terminal does not stop the work.
            let _shown = stdout().flush();
        }
        thread::sleep(REDRAWN_EVERY);
    }
}

fn line(running: &[Running], n_letters: usize) -> String {
    let parts = running.iter().map(|running| {
        let seconds = running.started.elapsed().as_secs();
        let detail = running.detail.now();
        let colon = if detail.is_empty() { "" } else { ": " };
        format!("{} {seconds} s{colon}{detail}", running.name)
    });
    let line = parts.collect::<Vec<_>>().join(" | ");
    line.chars().take(n_letters).collect()
}

/// How much of a log's end is read.
const N_BYTES: u64 = 2_048;

fn progress_in(log: &Path) -> Option<String> {
    let mut file = File::open(log).ok()?;
    let n_bytes = file.metadata().ok()?.len();
    file.seek(SeekFrom::Start(n_bytes.saturating_sub(N_BYTES)))
        .ok()?;
    let mut end = Vec::new();
    file.read_to_end(&mut end).ok()?;
    progress(&String::from_utf8_lossy(&end))
}

/// The counts of cargo's bar `Building [===>    ] 12/340: syn, serde`; without a bar the last line.
fn progress(log: &str) -> Option<String> {
    let mut lines = log.rsplit(['\n', '\r']).map(str::trim);
    let line = lines.find(|line| !line.is_empty())?;
    let counts = line.split_once("] ").filter(|_| line.contains(" ["));
    let counts = counts.and_then(|(_, rest)| rest.split([':', ' ']).next()?.split_once('/'));
    Some(match counts {
        Some((n_done, n_all)) => format!("{n_done} of {n_all} crates"),
        None => line.chars().take(50).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cargos_bar_is_read_from_the_end_of_its_log() {
        let bar = "   Compiling syn v2.0.1\n    Building [=====>      ] 12/340: syn, serde\r\r    Building [======>     ] 13/340: serde...\r";
        assert_eq!(progress(bar).as_deref(), Some("13 of 340 crates"));
        let lines = "    Updating crates.io index\n   Compiling syn v2.0.1\n\n";
        assert_eq!(progress(lines).as_deref(), Some("Compiling syn v2.0.1"));
        assert_eq!(progress(" \n"), None);
    }

    #[test]
    fn steps_of_several_threads_share_a_line() {
        let running = |name: &str, text: &str| {
            let detail = Detail::default();
            detail.set(text.to_owned());
            Running {
                id: 0,
                name: name.to_owned(),
                detail,
                started: Instant::now(),
            }
        };
        let both = [running("npm packages", ""), running("widget", "3 of 9")];
        assert_eq!(line(&both, 99), "npm packages 0 s | widget 0 s: 3 of 9");
        assert_eq!(line(&both, 3), "npm");
    }
}
