//! Every sentence of the product in its languages. `catalogs.rs` is part of the build script, not of this
//! crate: it turns the catalogs in `texts/` into tables.

pub mod due_at;
pub mod texts;
