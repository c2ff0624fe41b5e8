//! What finds mistakes: `cargo xtask test`, and longer trials.

pub mod budgets;
pub mod chaos;
pub mod contract;
pub mod fuzz;
pub mod memory;
pub mod prove;
mod report;
pub mod screenshots;
pub mod test;
