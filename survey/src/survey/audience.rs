//! Who is asked.

use crate::closed_enum::closed_enum;
use serde::{Deserialize, Serialize};

closed_enum! {
    /// Who is asked. A survey has exactly one audience; audiences are never summed.
    Audience {
        /// Who pays: the couple, a parent, HR.
        Client = "client",
        /// Who was at the event.
        Guest = "guest",
        /// Who looks at the agency's site.
        Visitor = "visitor",
    }
}
