//! One line a step, with the seconds it took.

use anyhow::Result;
use std::io::{IsTerminal, Write, stdout};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// Handed to a running step, for counts such as "1200 of 3000".
#[derive(Clone, Default)]
pub struct Detail(Arc<Mutex<String>>);

impl Detail {
    pub fn set(&self, text: String) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = text;
    }

    pub fn text(&self) -> String {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}

/// Runs a step behind a line that shows its name, its detail and its time.
pub fn step<T>(name: &str, work: impl FnOnce(&Detail) -> Result<T>) -> Result<T> {
    let detail = Detail::default();
    let started = Instant::now();
    let outcome = if stdout().is_terminal() {
        while_ticking(name, &detail, started, || work(&detail))
    } else {
        // In a CI log the name appears before the wait, the time after it, on the same line.
        print!("  {name:<44}");
        flush();
        work(&detail)
    };
    let result = match &outcome {
        Ok(_) => detail.text(),
        Err(_) => "failed".to_owned(),
    };
    let seconds = started.elapsed().as_secs_f64();
    if stdout().is_terminal() {
        print!("\r\x1b[2K  {name:<44}");
    }
    println!("{seconds:>7.1} s  {result}");
    outcome
}

fn while_ticking<T>(name: &str, detail: &Detail, started: Instant, work: impl FnOnce() -> T) -> T {
    let done = Arc::new(AtomicBool::new(false));
    let ticker = {
        let (done, detail, name) = (Arc::clone(&done), detail.clone(), name.to_owned());
        thread::spawn(move || {
            while !done.load(Ordering::Acquire) {
                print!(
                    "\r\x1b[2K  {name:<44}{:>7.0} s  {}",
                    started.elapsed().as_secs_f64(),
                    detail.text()
                );
                flush();
                thread::park_timeout(Duration::from_millis(250));
            }
        })
    };
    let value = work();
    done.store(true, Ordering::Release);
    ticker.thread().unpark();
    // It only prints: a panic there must not fail the step.
    let _joined = ticker.join();
    value
}

fn flush() {
    // A closed terminal is no reason to stop working.
    let _shown = stdout().flush();
}
