//! From stored tallies to the numbers of a report.

pub mod aggregates;
pub mod anonymous;
pub mod compare;
pub mod filter;
pub mod ranking;
pub mod read_plan;
pub mod report;
pub mod summarize;
pub mod tallies;
