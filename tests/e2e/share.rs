//! The size of a test with thousands of requests: a share in `cargo xtask test`, all in `cargo xtask stress`,
//! which prints the figures that are reported here.

use crate::app::parts;
use std::fs::OpenOptions;
use std::io::Write;

/// `full` in `cargo xtask stress`, `small` otherwise.
pub fn of(small: usize, full: usize) -> usize {
    if is_full() { full } else { small }
}

/// Keeps a figure for the end of `cargo xtask stress`: libtest hides the output of passed tests.
pub fn report(what: &str, result: &str) {
    if !is_full() {
        return;
    }
    let path = parts().root.join("target/figures.txt");
    let file = OpenOptions::new().create(true).append(true).open(path);
    let mut file = file.expect("target/ can be written");
    writeln!(file, "{what}: {result}").expect("a line is written");
}

/// Whether this run is `cargo xtask stress`, in which no test runs concurrently.
pub fn is_full() -> bool {
    std::env::var("OTKLIK_SHARE").is_ok_and(|share| share == "full")
}
