//! From sources to deployable files, each step skipped while its inputs are unchanged.

pub mod artifacts;
mod embed_assets;
mod files;
pub mod input_hash;
pub mod previews;
mod widget;
mod worker;

pub use files::brotli_q11;
