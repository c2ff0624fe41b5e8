//! Where a response comes from: audience, touchpoint, channel, basis, standing.

use serde::{Deserialize, Serialize};

/// A closed list of words with one spelling in code, SQL, JSON and addresses.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $word:tt,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        pub enum $name { $($(#[$variant_doc])* #[serde(rename = $word)] $variant,)* }

        impl $name {
            pub const ALL: &'static [$name] = &[$($name::$variant,)*];

            pub const fn as_str(self) -> &'static str {
                match self { $($name::$variant => $word,)* }
            }

            /// `None` for a word that is not on the list.
            pub fn from_word(word: &str) -> Option<$name> {
                Self::ALL.iter().copied().find(|item| item.as_str() == word)
            }
        }
    };
}
pub(crate) use words;

words! {
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

words! {
    /// A station of the client's journey, in its order; `callback` stands outside the order.
    Touchpoint {
        Search = "search",
        Consult = "consult",
        Concept = "concept",
        Contract = "contract",
        Prepare = "prepare",
        Event = "event",
        After = "after",
        Loyalty = "loyalty",
        Callback = "callback",
    }
}

words! {
    /// The way by which the question reached the person.
    Channel {
        Email = "email",
        Sms = "sms",
        Messenger = "messenger",
        Qr = "qr",
        Site = "site",
    }
}

words! {
    /// What a response's right to be counted rests on. The site's are never summed with others.
    Basis {
        /// A personal invite, one counted response each.
        Invited = "invited",
        /// A known event, named by its link or code.
        Event = "event",
        /// Anybody who came by.
        Site = "site",
    }
}

words! {
    /// Whether a response is part of the score.
    Standing {
        Counted = "counted",
        /// Tapped, never confirmed.
        Provisional = "provisional",
        /// Left out until the director puts it back.
        Suspect = "suspect",
    }
}

impl Audience {
    /// The bases that the headline of this audience stands on, together: what clients say counts by
    /// personal invite alone; guests also answer by their event's link; whoever comes by a site makes
    /// no headline.
    pub const fn headline(self) -> &'static [Basis] {
        match self {
            Audience::Client => &[Basis::Invited],
            Audience::Guest => &[Basis::Invited, Basis::Event],
            Audience::Visitor => &[],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_read_as_written() {
        for touchpoint in Touchpoint::ALL {
            assert_eq!(
                Touchpoint::from_word(touchpoint.as_str()),
                Some(*touchpoint)
            );
        }
        assert_eq!(Channel::from_word("QR"), None);
        assert_eq!(Basis::from_word(""), None);
    }
}
