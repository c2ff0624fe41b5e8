//! The pages for people of the agency.

pub mod director;
pub mod event_form;
pub mod event_list;
pub mod events;
pub mod moderation_queue;
pub mod outbox;
pub mod sign_in;
