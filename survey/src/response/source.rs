//! The source of a response: how its respondent was asked.

use crate::closed_enum::closed_enum;
use crate::survey::audience::Audience;
use serde::{Deserialize, Serialize};

closed_enum! {
    /// How the respondent was asked. Responses from an open form are never summed with others.
    Source {
        /// A personal invite, one counted response each.
        Invite = "invite",
        /// A known event, named by its link or code.
        EventLink = "event_link",
        /// An open form, which anybody can answer.
        Open = "open",
    }
}

impl Audience {
    /// The sources of this audience's headline, summed: clients count by personal invite alone; guests also by their
    /// event's link; visitors have no headline.
    pub const fn headline(self) -> &'static [Source] {
        match self {
            Audience::Client => &[Source::Invite],
            Audience::Guest => &[Source::Invite, Source::EventLink],
            Audience::Visitor => &[],
        }
    }
}
