//! Validation errors: stable codes, translated where they are shown.

use serde::{Deserialize, Serialize};

/// An error that the sender of a request can correct.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ValidationError {
    pub code: Code,
    /// The path in the submission, `answers.nps` or `phone`, as the JSON is nested.
    pub field: String,
}

impl ValidationError {
    pub fn new(code: Code, field: impl Into<String>) -> Self {
        ValidationError {
            code,
            field: field.into(),
        }
    }
}

impl core::fmt::Display for ValidationError {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(&self.field)?;
        f.write_str(": ")?;
        f.write_str(self.code.as_str())
    }
}

/// Every reason, and its stable code on the wire. A code is never renamed or given another meaning.
macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $code:literal,)*) => {
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
        pub enum Code { $($(#[$doc])* #[serde(rename = $code)] $name,)* }

        impl Code {
            pub const ALL: &'static [Code] = &[$(Code::$name,)*];

            /// The stable code.
            pub const fn as_str(self) -> &'static str {
                match self { $(Code::$name => $code,)* }
            }
        }
    };
}

codes! {
    /// The id is not a UUID.
    BadId = "bad_id",
    /// The revision is not within 1-32.
    BadRev = "bad_rev",
    /// The survey has no such version.
    UnknownVersion = "unknown_version",
    /// The survey has no such question.
    UnknownQuestion = "unknown_question",
    /// The answer has the shape of another kind of question.
    WrongKind = "wrong_kind",
    /// A required question was left out.
    MissingAnswer = "missing_answer",
    /// The score is not on the scale.
    ScoreOffScale = "score_off_scale",
    /// The choice has no such option.
    UnknownOption = "unknown_option",
    /// One option may be chosen, more came.
    TooManyOptions = "too_many_options",
    /// A text is over its limit.
    TextTooLong = "text_too_long",
    /// No such touchpoint.
    UnknownTouchpoint = "unknown_touchpoint",
    /// No such channel.
    UnknownChannel = "unknown_channel",
    /// No such language.
    UnknownLang = "unknown_lang",
    /// A callback without a phone.
    MissingPhone = "missing_phone",
    /// A phone that cannot be called.
    BadPhone = "bad_phone",
    /// A phone that could belong to several countries, since it has no country code.
    MissingCountry = "missing_country",
    /// A callback without consent.
    MissingConsent = "missing_consent",
    /// Turnstile did not vouch for a person.
    ChallengeFailed = "challenge_failed",
    /// No such window of the day.
    UnknownWindow = "unknown_window",
    /// Neither a call nor a message.
    UnknownBy = "unknown_by",
    /// An event's id is not 1-64 of `[a-z0-9-]`.
    BadEventId = "bad_event_id",
    /// Another event has the id already.
    EventExists = "event_exists",
    /// An event without a title.
    MissingTitle = "missing_title",
    /// No day that exists, written `YYYY-MM-DD`.
    BadDate = "bad_date",
    /// A day outside of the limits that its question has.
    DateOutOfRange = "date_out_of_range",
    /// The last day that a question allows is before the first.
    DatesReversed = "dates_reversed",
    /// Guests are not within 0-100,000.
    GuestsOutOfRange = "guests_out_of_range",
    /// No such time zone.
    UnknownZone = "unknown_zone",
    /// A reference of an invite order is empty.
    MissingReference = "missing_reference",
    /// A reference with a phone or an e-mail address in it.
    PersonalReference = "personal_reference",
    /// More than 10,000 invites in one call, or none.
    InvitesOutOfRange = "invites_out_of_range",
    /// No time of this century in UTC milliseconds.
    BadTime = "bad_time",
    /// A reference that a spreadsheet would take for a formula.
    FormulaReference = "formula_reference",
    /// A decision without a reason.
    MissingReason = "missing_reason",
    /// No such state of an event.
    UnknownEventState = "unknown_event_state",
    /// Of a survey's document: a required field is missing.
    MissingField = "missing_field",
    /// A field that does not exist.
    UnknownField = "unknown_field",
    /// Another type of JSON value.
    WrongType = "wrong_type",
    /// A value that is not on the list.
    UnknownValue = "unknown_value",
    /// An id of a survey, question or option is not 1-32 of `[a-z0-9-]`.
    BadPartId = "bad_part_id",
    /// Another question or option has the id already.
    SameId = "same_id",
    /// Versions are whole numbers from 1.
    BadVersion = "bad_version",
    /// Not 1-20 questions.
    QuestionsOutOfRange = "questions_out_of_range",
    /// Not 2-20 options.
    OptionsOutOfRange = "options_out_of_range",
    /// No scored question of this id, or none asked before.
    NotScored = "not_scored",
    /// A follow-up without a bucket, which would never be asked.
    MissingBucket = "missing_bucket",
    /// An empty text.
    MissingText = "missing_text",
    /// Not as many texts as the scale needs.
    WrongCount = "wrong_count",
    /// A text with a placeholder that is not allowed in it.
    UnknownPlaceholder = "unknown_placeholder",
    /// No score of the question's metric.
    TargetOutOfRange = "target_out_of_range",
    /// No colour written `#rrggbb`.
    BadColor = "bad_color",
    /// Not 0-24 pixels.
    RadiusOutOfRange = "radius_out_of_range",
    /// No origin written `https://host`.
    BadOrigin = "bad_origin",
    /// More than 20 origins.
    TooManyOrigins = "too_many_origins",
    /// The document names another survey than the address.
    IdDiffers = "id_differs",
    /// The survey had another audience before.
    AudienceChanged = "audience_changed",
    /// A survey that was anonymous is not any more, or the other way round.
    AnonymityChanged = "anonymity_changed",
    /// The first question of an anonymous survey is optional.
    FirstOptional = "first_optional",
    /// Another question was the first of an anonymous survey before.
    FirstChanged = "first_changed",
    /// The question was of another kind before.
    KindChanged = "kind_changed",
    /// A row of an import names a survey that does not exist.
    UnknownSurvey = "unknown_survey",
    /// No source has that name.
    UnknownSource = "unknown_source",
    /// No status or flag has that name.
    UnknownStatus = "unknown_status",
    /// A time that is not in a format of the mapping, is of another century or in the future.
    UnreadableTime = "unreadable_time",
    /// A field of a mapping has a value that it cannot have.
    BadMapping = "bad_mapping",
    /// The table lacks a column that the mapping names.
    MissingColumn = "missing_column",
    /// The mapping does not name a column, or the table has it twice.
    UnmappedColumn = "unmapped_column",
    /// A row with a cell below no name of the header.
    WrongWidth = "wrong_width",
    /// Two columns of one field say two things.
    CellsDiffer = "cells_differ",
    /// An answer to a question that the survey does not ask, or not after this score.
    NotAsked = "not_asked",
    /// A row of an import is stored already, with other contents.
    StoredOtherwise = "stored_otherwise",
    /// Another row of the table has the same id and other contents.
    IdReused = "id_reused",
    /// A quotation mark that opens a cell is not closed, or not at the cell's end.
    BadQuote = "bad_quote",
    /// More than 1,000 rows, or none.
    RowsOutOfRange = "rows_out_of_range",
}
