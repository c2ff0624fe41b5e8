//! Votes, callbacks and messages where D1 fails, the worker panics, or a receiver is unavailable.

mod callbacks;
mod database;
pub mod deployments;
mod exports;
mod imports;
mod logs;
mod low_answers;
mod outbox;
mod pages;
mod panics;
mod surveys;
mod votes;
