//! Submissions wait on the guest's device until each has arrived, was refused for good, or is too old
//! (docs/retry-queue.md).

pub(crate) mod delivery;
mod lock;
pub(crate) mod machine;
pub(crate) mod record;
pub(crate) mod request;
pub(crate) mod store;
mod unsent;

#[cfg(test)]
mod tests;
