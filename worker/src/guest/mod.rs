//! Routes for the public: forms, links, votes, callbacks, and the files that host pages load.

pub mod callback_form;
pub mod callbacks;
pub mod cancel;
mod due_at;
pub mod embed;
mod form;
mod form_context;
pub mod home;
mod intake;
pub mod links;
pub mod preview;
mod receipt;
pub mod submit;
pub mod survey_form;
mod surveys;
mod turnstile;
