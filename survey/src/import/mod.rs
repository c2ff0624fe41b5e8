//! Answers from other systems: each row of a table is read by a mapping into a submission, which is accepted as
//! any other.

mod mapping;
mod row;
#[cfg(test)]
mod tests;

pub use crate::calendar::time_format::{Stamp, TimeFormat};
pub use mapping::{Field, Mapping, MappingDraft};
pub use row::Row;
