//! Why a submission is refused: stable codes, translated where they are shown.

use serde::{Deserialize, Serialize};

/// One thing that a guest or a caller can mend.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rejection {
    pub code: Code,
    /// The place in the submission, `answers.nps` or `phone`; as the JSON is nested.
    pub field: String,
}

impl Rejection {
    pub fn new(code: Code, field: impl Into<String>) -> Self {
        Rejection {
            code,
            field: field.into(),
        }
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
    /// A language that we do not speak.
    UnknownLang = "unknown_lang",
    /// A callback without a phone.
    MissingPhone = "missing_phone",
    /// A phone that cannot be called.
    BadPhone = "bad_phone",
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
    /// Guests are not within 0-100,000.
    GuestsOutOfRange = "guests_out_of_range",
    /// No such time zone.
    UnknownZone = "unknown_zone",
    /// A reference that an invite is to have is empty.
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
}
