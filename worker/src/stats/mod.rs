//! From stored tallies to the numbers of a report.

pub mod aggregates;
pub mod anonymous;
pub mod compare;
pub mod dimension;
pub mod filter;
pub mod groups;
#[cfg(test)]
pub mod openapi;
pub mod ranking;
pub mod read_plan;
pub mod report;
pub mod scores;
pub mod tallies;
