//! The domain of Otklik: what is asked, what is accepted, how it is counted.
//!
//! In scope: questions, surveys, events, submissions and responses, callbacks and the time promised for
//! them, phones, languages, limits, tallies and the statistics on them. Out of scope: I/O, clocks,
//! randomness, JavaScript, storage, wording. Time and ids are arguments, so that browser and worker
//! run the same code.

pub mod context;
pub mod day;
pub mod lang;
pub mod limits;
pub mod period;
pub mod question;
pub mod survey;

mod accept;
pub mod reference;
pub mod rejection;
pub mod response;
pub mod submission;
pub mod suspicion;

pub mod callback;
pub mod csv;
pub mod event;
pub mod fold;
pub mod import;
pub mod invite;
pub mod mask;
pub mod phone;
pub mod phone_groups;
mod phone_regions;
pub mod promise;

pub mod anonymous;
pub mod change;
pub mod interval;
pub mod summary;
pub mod tally;
pub mod target;

pub use accept::{clean_line, longer};
pub use context::{Audience, Basis, Channel, Standing, Touchpoint};
pub use lang::Lang;
pub use question::{Bucket, Kind, Question, Scale};
pub use rejection::{Code, Rejection};
pub use response::{Response, SubmissionId};
pub use submission::{AnswerDraft, CallbackDraft, Submission};
pub use survey::{Survey, SurveyDraft};
