//! The domain of Otklik: questions, the check of answers, statistics.
//!
//! In scope: questions, surveys, events, submissions and responses, callbacks and the time by which they
//! are due, phones, languages, limits, tallies and the statistics on them. Out of scope: I/O, clocks,
//! randomness, JavaScript, storage, texts. Time and ids are arguments, so that browser and worker run the same code.
//!
//! The folders, from the ground up. A folder uses those below it, never one above or beside it:
//!
//! | layer | folder | contents |
//! |---|---|---|
//! | 8 | `import` | answers from other systems, row by row |
//! | 7 | `callback`, `event`, `stats` | requests to be called; events and their invites; tallies and statistics |
//! | 6 | `response` | submissions, their check, flags |
//! | 5 | `survey` | a published version, its audience and touchpoint |
//! | 4 | `question` | kinds, scales, buckets |
//! | 3 | `calendar`, `phone` | days, periods, working time; numbers, and their redaction in texts |
//! | 2 | `csv`, `lang`, `limits`, `role`, `text`, `validation_error` | shared by all |
//! | 1 | `closed_enum`, `plural` | closed enums, plural rules |

pub mod audit;
mod closed_enum;
pub mod csv;
pub mod lang;
pub mod limits;
pub mod origin;
pub mod role;
pub mod text;
pub mod validation_error;

pub mod calendar;
pub mod phone;
pub mod plural;

pub mod question;

pub mod survey;

pub mod response;

pub mod callback;
pub mod event;
pub mod stats;

pub mod import;

pub use callback::draft::CallbackDraft;
pub use lang::Lang;
pub use question::{AnswerDraft, Bucket, Question, QuestionKind, Scale};
pub use response::Response;
pub use response::channel::Channel;
pub use response::source::Source;
pub use response::status::Status;
pub use response::submission::Submission;
pub use response::submission_id::SubmissionId;
pub use survey::audience::Audience;
pub use survey::touchpoint::Touchpoint;
pub use survey::{Survey, SurveyDraft};
pub use text::{clean_line, clean_text, longer};
pub use validation_error::{Code, ValidationError};
