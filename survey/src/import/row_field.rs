//! The fields of a row beside its answers.

use crate::lang::Lang;
use crate::response::channel::Channel;
use crate::response::flag::Flag;
use crate::response::source::Source;
use crate::response::status::Status;
use crate::survey::touchpoint::Touchpoint;
use crate::validation_error::Code;

/// A field, the error for an unknown word in it, and the test whether a word is known.
pub(super) type RowField = (&'static str, Code, fn(&str) -> bool);

/// The fields of a row beside its answers.
pub(super) const ROW_FIELDS: [RowField; 12] = [
    ("survey", Code::UnknownSurvey, any),
    ("version", Code::UnknownVersion, any),
    ("time", Code::BadMapping, any),
    ("id", Code::BadMapping, any),
    ("event", Code::BadMapping, any),
    ("reference", Code::BadMapping, any),
    ("touchpoint", Code::UnknownTouchpoint, |it| {
        Touchpoint::parse(it).is_some()
    }),
    ("channel", Code::UnknownChannel, |it| {
        Channel::parse(it).is_some()
    }),
    ("locale", Code::UnknownLang, |it| {
        Lang::from_tag(it).is_some()
    }),
    ("source", Code::UnknownSource, |it| {
        Source::parse(it).is_some()
    }),
    ("status", Code::UnknownStatus, |it| {
        Status::parse(it).is_some()
    }),
    ("flag", Code::UnknownStatus, |it| Flag::parse(it).is_some()),
];

fn any(_: &str) -> bool {
    true
}
