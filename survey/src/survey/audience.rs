//! The audience of a survey.

use crate::closed_enum::closed_enum;
use serde::{Deserialize, Serialize};

closed_enum! {
    /// The people whom a survey asks. A survey has exactly one audience; audiences are never summed.
    Audience {
        /// The people who pay: the couple, a parent, HR.
        Client = "client",
        /// The people who were at the event.
        Guest = "guest",
        /// The people who visit the agency's site.
        Visitor = "visitor",
    }
}
