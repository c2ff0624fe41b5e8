//! The API for programs of the agency.

pub mod aggregates;
pub mod audit;
pub mod callbacks;
pub mod case_events;
pub mod contacts;
pub mod email;
pub mod events;
mod export_columns;
mod export_header;
mod export_table;
mod export_workbook;
pub mod exports;
mod ids;
pub mod imports;
pub mod invites;
pub mod moderation;
pub mod openapi;
pub mod qr;
mod response_entry;
pub mod responses;
pub mod survey_list;
pub mod surveys;
