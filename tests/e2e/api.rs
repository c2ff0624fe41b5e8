//! The endpoints, as a program calls them.

mod aggregates;
mod bad_input;
mod bursts;
mod callbacks;
mod cancelling;
mod comparing;
mod context;
mod event_links;
mod events;
mod exports;
mod health;
mod history;
mod invites;
mod managers;
mod origins;
mod promises;
mod rates;
mod reading;
mod reads;
mod responses;
mod roles;
mod rulings;
mod signals;
mod slices;
pub mod surveys;
mod token_command;
mod wire;
