//! The pages for people of the agency.

pub mod audit;
pub mod callbacks;
pub mod director;
mod event_form;
mod event_list;
pub mod events;
mod layout;
pub mod low_answers;
pub mod moderation_queue;
pub mod outbox;
pub mod sign_in;
mod turnstile;
