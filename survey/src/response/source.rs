//! The source of a response: how its respondent was asked.

use crate::closed_enum::closed_enum;
use crate::survey::audience::Audience;
use serde::{Deserialize, Serialize};

closed_enum! {
    /// How the respondent was asked. Responses from an open form are never summed with others.
    Source {
        /// A personal invite of the agency's, one counted response each.
        Invite = "invite",
        /// A personal invite that a manager issued, who is judged by the answer.
        ManagerInvite = "manager_invite",
        /// An event, named by the code of its guest link while that link takes votes.
        EventLink = "event_link",
        /// An open form, which anybody can answer; also one that names an event by its id, which is no secret.
        Open = "open",
    }
}

impl Audience {
    /// The sources of this audience's headline, summed: clients count by personal invite alone; guests also by their
    /// event's link; visitors have no headline. Invites that a manager issued are in none: whoever issues an invite
    /// has its link, and can vote by it.
    pub const fn headline(self) -> &'static [Source] {
        match self {
            Audience::Client => &[Source::Invite],
            Audience::Guest => &[Source::Invite, Source::EventLink],
            Audience::Visitor => &[],
        }
    }
}
