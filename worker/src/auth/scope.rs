//! Whose events a principal may see: all, or one manager's.

use crate::http::error::ClientError;
use otklik_embed::fields::Fields;

/// The part of the agency's data that a principal may read and change.
///
/// Lists, exports and numbers take a `Scope`; only `auth` makes one, so that a manager's query always has the
/// restriction.
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

    /// A query with the scope's manager in it, whatever else it asks for.
    ///
    /// # Errors
    /// `forbidden` where it names another manager.
    pub fn narrow_query(&self, query: &Fields) -> Result<Fields, ClientError> {
        let mut narrowed = query.clone();
        if let Some(own) = self.manager() {
            let mut named = query.all("manager");
            if named.any(|name| name != own && !name.is_empty()) {
                return Err(ClientError::Forbidden);
            }
            narrowed.set("manager", own);
        }
        Ok(narrowed)
    }

    /// The manager whose events a query is about: the scope's own, or the named one.
    ///
    /// # Errors
    /// `forbidden` where another manager than the scope's is named.
    pub fn narrow(&self, named: Option<String>) -> Result<Option<String>, ClientError> {
        match (&self.manager, named) {
            (None, named) => Ok(named),
            (Some(own), Some(named)) if *own != named => Err(ClientError::Forbidden),
            (Some(own), _) => Ok(Some(own.clone())),
        }
    }
}

/// For unit tests of the folders above.
#[cfg(test)]
impl Scope {
    pub const WHOLE_AGENCY: Scope = Scope::all();

    pub fn only(manager: &str) -> Scope {
        Scope::of_manager(manager.to_owned())
    }
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
            assert!(matches!(narrowed, Err(ClientError::Forbidden)), "{other}");
        }
        assert!(scope.includes("Анна") && !scope.includes("x") && !scope.includes(""));
    }

    #[test]
    fn a_managers_query_names_that_manager_once() {
        let scope = Scope::of_manager("Анна".to_owned());
        let managers = |query: &str| {
            let narrowed = scope.narrow_query(&Fields::parse(query.as_bytes()));
            narrowed.map(|query| query.all("manager").map(str::to_owned).collect::<Vec<_>>())
        };
        let anna = "manager=%D0%90%D0%BD%D0%BD%D0%B0";
        for own in ["", "manager=", "survey=guest", anna] {
            assert_eq!(managers(own).ok(), Some(vec!["Анна".to_owned()]), "{own}");
        }
        for other in [
            "manager=x",
            &format!("{anna}&manager=x"),
            "manager=&manager=x",
            "manager=%D0%B0%D0%BD%D0%BD%D0%B0",
        ] {
            let narrowed = managers(other);
            assert!(matches!(narrowed, Err(ClientError::Forbidden)), "{other}");
        }
    }

    #[test]
    fn an_unrestricted_scope_may_name_any_manager() {
        let named = Some("x".to_owned());
        assert_eq!(Scope::all().narrow(named.clone()).unwrap(), named);
        assert_eq!(Scope::all().narrow(None).unwrap(), None);
        assert!(Scope::all().includes("x"));
    }
}
