//! What no honest client sends, in thousands: nothing of it may make the worker fail, and nothing of
//! it may be stored.
//!
//! Everything is made from a fixed seed and the number of the mutant, so that each can be made again.

mod addresses;
mod bases;
mod bodies;
mod headers;
mod mutations;
mod places;
mod requests;
mod sockets;
mod verdict;

/// Requests under way at once.
const AT_ONCE: usize = 16;
