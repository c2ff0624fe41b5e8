//! The endpoints, as a program calls them.

mod aggregates;
mod bad_input;
mod callbacks;
mod cancelling;
mod context;
mod events;
mod health;
mod history;
mod invites;
mod origins;
mod promises;
mod reads;
mod responses;
mod wire;
