//! Checks: `cargo xtask test`, and longer runs.

pub mod browsers;
pub mod budgets;
pub mod chaos;
pub mod contract;
pub mod fuzz;
mod layers;
mod licences;
mod lints;
mod locks;
pub mod memory;
mod misuse;
mod report;
pub mod screenshots;
mod scripts;
pub mod size;
pub mod stress;
pub mod test;
mod words;
