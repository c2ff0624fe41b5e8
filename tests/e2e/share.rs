//! How much of a promise of many thousands a run tries: a share at each `cargo xtask test`, all of
//! it by `cargo xtask stress`, which shows the figures that are reported here.

use crate::app::parts;
use std::fs::OpenOptions;
use std::io::Write;

/// `full` where the whole amount was asked for, `small` otherwise.
pub fn of(small: usize, full: usize) -> usize {
    if is_full() { full } else { small }
}

/// Keeps a figure for the end of `cargo xtask stress`: libtest shows nothing of a test that passed.
pub fn report(what: &str, result: &str) {
    if !is_full() {
        return;
    }
    let path = parts().root.join("target/figures.txt");
    let file = OpenOptions::new().create(true).append(true).open(path);
    let mut file = file.expect("target/ can be written");
    writeln!(file, "{what}: {result}").expect("a line is written");
}

/// Whether this run is `cargo xtask stress`, which no other test shares.
pub fn is_full() -> bool {
    std::env::var("OTKLIK_SHARE").is_ok_and(|share| share == "full")
}
