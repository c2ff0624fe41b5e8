//! From sources to what is deployed, each step skipped while its inputs are what they were.

pub mod artifacts;
mod embed_assets;
mod files;
pub mod input_hash;
pub mod previews;
mod widget;
mod worker;

pub use files::brotli_q11;
