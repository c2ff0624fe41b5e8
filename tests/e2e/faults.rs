//! Votes, callbacks and messages where D1 fails, the worker panics, or a receiver is unavailable.

mod audit;
mod callbacks;
mod case_events;
mod database;
pub mod deployments;
mod exports;
mod imports;
mod logs;
mod low_answers;
mod outbox;
mod pages;
mod panics;
mod search;
mod sign_in;
mod surveys;
mod votes;
