//! Which checks passed, and in how many seconds.

use crate::env::process::wait_if_stopping;
use crate::env::progress::{Detail, step};
use anyhow::{Result, bail};
use std::time::Instant;

struct Done {
    name: String,
    seconds: f64,
    failure: Option<String>,
}

#[derive(Default)]
pub struct Checks(Vec<Done>);

impl Checks {
    /// A failed check does not stop the others; checks that need its result get `None`.
    pub fn run<T>(&mut self, name: &str, work: impl FnOnce(&Detail) -> Result<T>) -> Option<T> {
        self.run_parts(name, || step(name, work))
    }

    /// For work with steps of its own.
    pub fn run_parts<T>(&mut self, name: &str, work: impl FnOnce() -> Result<T>) -> Option<T> {
        let started = Instant::now();
        let outcome = work();
        let seconds = started.elapsed().as_secs_f64();
        wait_if_stopping();
        let (value, failure) = match outcome {
            Ok(value) => (Some(value), None),
            Err(error) => {
                println!("{error:#}\n");
                (None, Some("failed".to_owned()))
            }
        };
        self.0.push(Done {
            name: name.to_owned(),
            seconds,
            failure,
        });
        value
    }

    /// Counts as failed: a check that did not run has not passed.
    pub fn not_run(&mut self, name: &str, because: &str) {
        self.0.push(Done {
            name: name.to_owned(),
            seconds: 0.0,
            failure: Some(format!("not run: {because}")),
        });
    }

    pub fn close(self) -> Result<()> {
        println!("\n  {:<34}{:>9}", "step", "seconds");
        for done in &self.0 {
            println!(
                "  {:<34}{:>9.1}  {}",
                done.name,
                done.seconds,
                done.failure.as_deref().unwrap_or("passed")
            );
        }
        let n_failed = self.0.iter().filter(|done| done.failure.is_some()).count();
        println!("\n{} passed, {n_failed} failed", self.0.len() - n_failed);
        if n_failed > 0 {
            bail!("checks failed");
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn check_that_did_not_run_has_not_passed() {
        let mut checks = Checks::default();
        checks.not_run("a", "the build failed");
        assert!(checks.close().is_err());
    }
}
