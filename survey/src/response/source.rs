//! What a response's right to be counted rests on.

use crate::closed_enum::closed_enum;
use crate::survey::audience::Audience;
use serde::{Deserialize, Serialize};

closed_enum! {
    /// What a response's right to be counted rests on. The site's are never summed with others.
    Source {
        /// A personal invite, one counted response each.
        Invite = "invite",
        /// A known event, named by its link or code.
        EventLink = "event_link",
        /// Anybody who came by.
        Open = "open",
    }
}

impl Audience {
    /// The sources that the headline of this audience stands on, together: what clients say counts by
    /// personal invite alone; guests also answer by their event's link; whoever comes by a site makes
    /// no headline.
    pub const fn headline(self) -> &'static [Source] {
        match self {
            Audience::Client => &[Source::Invite],
            Audience::Guest => &[Source::Invite, Source::EventLink],
            Audience::Visitor => &[],
        }
    }
}
