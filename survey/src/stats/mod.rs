//! What answers add up to: tallies, scores with their intervals, changes, what may be shown of anonymous
//! surveys.

pub mod anonymous;
pub mod band;
pub mod change;
pub mod cluster;
pub mod interval;
mod quantile;
mod score;
pub mod share;
pub mod summary;
pub mod tally;
pub mod target;
