//! Who acts, for the audit log.

use super::role::Role;
use otklik_survey::audit::ActorKind;

/// The author of a change. Only `auth` makes one, and whatever changes the agency's data takes one, so that no change
/// goes without an entry in the audit log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Actor {
    kind: ActorKind,
    role: Role,
    token: Option<i64>,
}

impl Actor {
    /// Who knows the secret `DIRECTOR_TOKEN`.
    pub(super) const fn secret() -> Actor {
        Actor {
            kind: ActorKind::Secret,
            role: Role::Director,
            token: None,
        }
    }

    pub(super) const fn session() -> Actor {
        Actor {
            kind: ActorKind::Session,
            role: Role::Director,
            token: None,
        }
    }

    /// The holder of a token, by its number in `cargo xtask token list`.
    pub(super) const fn token(number: i64, role: Role) -> Actor {
        Actor {
            kind: ActorKind::Token,
            role,
            token: Some(number),
        }
    }

    pub const fn kind(&self) -> ActorKind {
        self.kind
    }

    pub const fn role(&self) -> Role {
        self.role
    }

    /// The number of a token of the database; `None` for the secret and its sessions.
    pub const fn number(&self) -> Option<i64> {
        self.token
    }
}
