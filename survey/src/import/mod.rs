//! Answers from other systems: each row of a table is read by a mapping into a submission, which is accepted as
//! any other.

mod columns;
mod draft;
mod identity;
mod mapping;
mod row;
mod row_field;
#[cfg(test)]
mod tests;
mod tick;

pub use crate::calendar::time_format::{Stamp, TimeFormat};
pub use columns::Columns;
pub use draft::{Field, MappingDraft};
pub use identity::{Identity, reused_ids};
pub use mapping::Mapping;
pub use row::Row;
