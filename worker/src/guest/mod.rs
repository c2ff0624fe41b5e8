//! What the public reaches: forms, links, votes, callbacks, and what host pages load.

pub mod callbacks;
pub mod cancel;
pub mod due_at;
pub mod embed;
pub mod links;
pub mod preview;
pub mod submit;
pub mod survey_form;
pub mod turnstile;
