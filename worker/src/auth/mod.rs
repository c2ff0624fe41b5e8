//! Who sent a request, and what they may do.
//!
//! The guards make a principal of an identity; nothing else can. A handler names in its signature the principal
//! that it needs, and so cannot be reached without one.

pub mod guard;
pub mod identity;
pub mod principal;
pub mod role;
pub mod scope;
pub mod session;
