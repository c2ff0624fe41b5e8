//! Answers from elsewhere: the rows of a table, read by a mapping into what a vote would have sent, and
//! accepted as a vote is.

mod mapping;
mod row;
#[cfg(test)]
mod tests;
mod time;

pub use mapping::{Field, Mapping, MappingDraft};
pub use row::Row;
pub use time::{Stamp, TimeFormat};
