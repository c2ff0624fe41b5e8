//! Who sent a request, and what they may do: roles, sessions, principals.

pub mod principal;
pub mod session;
