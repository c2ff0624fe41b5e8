//! The API for programs of the agency.

pub mod email;
pub mod events;
pub mod export_table;
pub mod exports;
pub mod imports;
pub mod invites;
pub mod moderation;
pub mod qr;
pub mod response_entry;
pub mod responses;
pub mod survey_list;
pub mod surveys;
