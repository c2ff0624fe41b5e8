//! What people and programs of the agency reach.

pub mod api;
pub mod pages;
