//! Roles: what a token lets its holder do.

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Everything.
    Director,
    /// The events of one manager, with their invites and numbers; callbacks.
    Manager,
    /// Numbers alone.
    Reader,
    /// Events and invites, for another system of the agency.
    Integration,
}

impl Role {
    pub const ALL: [Role; 4] = [
        Role::Director,
        Role::Manager,
        Role::Reader,
        Role::Integration,
    ];

    pub const fn as_str(self) -> &'static str {
        match self {
            Role::Director => "director",
            Role::Manager => "manager",
            Role::Reader => "reader",
            Role::Integration => "integration",
        }
    }

    pub fn parse(text: &str) -> Option<Role> {
        Role::ALL.into_iter().find(|role| role.as_str() == text)
    }
}

/// The roles that may reach some handlers, as a type: a handler that shows contacts cannot be put behind the roles
/// that may read numbers.
pub trait RoleSet: 'static {
    const ROLES: &'static [Role];
}

/// The roles that may read numbers.
#[derive(Clone, Copy, Debug)]
pub struct Numbers;

/// The roles that may read single responses and callbacks.
#[derive(Clone, Copy, Debug)]
pub struct Records;

/// The roles that may store events and issue invites.
#[derive(Clone, Copy, Debug)]
pub struct Events;

impl RoleSet for Numbers {
    const ROLES: &'static [Role] = &[Role::Director, Role::Manager, Role::Reader];
}

impl RoleSet for Records {
    const ROLES: &'static [Role] = &[Role::Director, Role::Manager];
}

impl RoleSet for Events {
    const ROLES: &'static [Role] = &[Role::Director, Role::Manager, Role::Integration];
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_role_parses_from_its_name_alone() {
        for role in Role::ALL {
            assert_eq!(Role::parse(role.as_str()), Some(role));
        }
        for text in ["", "Director", "admin", "director "] {
            assert_eq!(Role::parse(text), None, "{text}");
        }
    }
}
