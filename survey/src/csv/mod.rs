//! Tables: a column of references and whole imports in, invites and responses out.

mod delimiter;
mod read;
#[cfg(test)]
mod tests;
mod write;

pub use delimiter::{DELIMITERS, Delimiter};
pub use read::{BadQuote, Record, Table, first_column};
pub use write::{guarded, push_cell, unguarded};
