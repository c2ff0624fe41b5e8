//! Who sent a request, and what they may do.
//!
//! Only the guards turn an identity into a principal. The signature of a handler names the principal that it needs, so
//! that the handler cannot be reached without one.

pub mod actor;
pub mod guard;
pub mod identity;
pub mod principal;
pub mod role;
pub mod scope;
pub mod session;
