//! Roles of API tokens, and the prefix of their secrets.

use crate::closed_enum::closed_enum;
use serde::{Deserialize, Serialize};

closed_enum! {
    /// The access of a token's holder.
    Role {
        /// Everything.
        Director = "director",
        /// The events of one manager, with their invites and numbers; callbacks.
        Manager = "manager",
        /// Numbers alone.
        Reader = "reader",
        /// Events and invites: another system of the agency's.
        Integration = "integration",
    }
}

/// The prefix of every stored token, by which a leaked one is recognized.
pub const TOKEN_PREFIX: &str = "otk_";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_role_parses_from_its_name_alone() {
        for role in Role::ALL {
            assert_eq!(Role::parse(role.as_str()), Some(*role));
        }
        for text in ["", "Director", "admin", "director "] {
            assert_eq!(Role::parse(text), None, "{text}");
        }
    }
}
