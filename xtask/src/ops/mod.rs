//! Commands for operators of a deployment.

pub mod backup;
pub mod import;
pub mod recount;
pub mod rekey;
pub mod release;
pub mod survey;
pub mod token;
