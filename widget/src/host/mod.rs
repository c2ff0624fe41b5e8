//! The form on its host page: drafts, languages, submissions, and pages that render themselves again.

mod drafts;
mod frames;
mod keys;
mod languages;
mod offer;
mod origin;
mod receipts;
mod rerender;
mod session;
mod submissions;
mod tapped;

pub(crate) use origin::warn_if_unlisted;
pub(crate) use rerender::come_back;
pub(crate) use session::meet;
pub(crate) use submissions::begin as begin_delivery;
