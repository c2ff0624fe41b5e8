//! Whose events a principal may see: all, or one manager's.

use crate::http::error::Refusal;

/// The part of the agency's data that a principal may read and change.
///
/// Lists, exports and numbers take a scope, and only this room makes one: a manager's query cannot be run
/// without the restriction to that manager.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scope {
    manager: Option<String>,
}

impl Scope {
    /// All events.
    pub(super) const fn all() -> Scope {
        Scope { manager: None }
    }

    /// The events of one manager, as the agency spells the name.
    pub(super) fn of_manager(name: String) -> Scope {
        Scope {
            manager: Some(name),
        }
    }

    /// The manager to whose events the scope is restricted; `None` where it is not.
    pub fn manager(&self) -> Option<&str> {
        self.manager.as_deref()
    }

    /// Whether an event of this manager is within the scope.
    pub fn includes(&self, manager: &str) -> bool {
        self.manager().is_none_or(|own| own == manager)
    }

    /// The manager whose events a query is about: the scope's own, or the one that was asked for.
    ///
    /// # Errors
    /// `forbidden` where another manager than the scope's was asked for.
    pub fn narrow(&self, asked: Option<String>) -> Result<Option<String>, Refusal> {
        match (&self.manager, asked) {
            (None, asked) => Ok(asked),
            (Some(own), Some(asked)) if *own != asked => Err(Refusal::Forbidden),
            (Some(own), _) => Ok(Some(own.clone())),
        }
    }
}

/// For unit tests of what is above this room.
#[cfg(test)]
impl Scope {
    pub const WHOLE_AGENCY: Scope = Scope::all();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_managers_query_is_narrowed_to_that_manager() {
        let scope = Scope::of_manager("Анна".to_owned());
        let own = Some("Анна".to_owned());
        assert_eq!(scope.narrow(None).unwrap(), own);
        assert_eq!(scope.narrow(own.clone()).unwrap(), own);
        for other in ["x", "анна", "Анна "] {
            let narrowed = scope.narrow(Some(other.to_owned()));
            assert!(matches!(narrowed, Err(Refusal::Forbidden)), "{other}");
        }
        assert!(scope.includes("Анна") && !scope.includes("x") && !scope.includes(""));
    }

    #[test]
    fn the_whole_agency_may_ask_for_anybody() {
        let asked = Some("x".to_owned());
        assert_eq!(Scope::all().narrow(asked.clone()).unwrap(), asked);
        assert_eq!(Scope::all().narrow(None).unwrap(), None);
        assert!(Scope::all().includes("x"));
    }
}
