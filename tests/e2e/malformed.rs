//! Thousands of requests that no honest client sends: none may fail the worker, and none may be stored.
//!
//! Each is derived from a fixed seed and its number, so that it can be reproduced.

mod addresses;
mod bases;
mod bodies;
mod checks;
mod headers;
mod mutations;
mod requests;
mod routes;
mod sockets;

/// Concurrent requests.
const AT_ONCE: usize = 16;
