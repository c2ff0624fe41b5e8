//! Finds out who sent a request: by a bearer's token where there is one, else by the session.

use super::actor::Actor;
use super::role::Role;
use super::scope::Scope;
use super::session;
use crate::http::error::Result;
use crate::http::request::Request;
use hex::encode as hex;
use otklik_survey::audit::ActorKind;
use otklik_survey::role::TOKEN_PREFIX;
use sha2::{Digest, Sha256};

/// Somebody of the agency, before the guard has checked them.
#[derive(Debug)]
pub struct Identity {
    pub(super) scope: Scope,
    pub(super) actor: Actor,
}

impl Identity {
    pub(super) const fn role(&self) -> Role {
        self.actor.role()
    }

    /// Identified by a session alone, which a page of another site could use.
    pub(super) fn is_by_session(&self) -> bool {
        self.actor.kind() == ActorKind::Session
    }
}

/// A valid token of the database.
#[derive(Debug)]
pub struct StoredToken {
    /// Its number in the list of tokens.
    pub number: i64,
    pub role: String,
    /// The manager whose token it is, as events name them; else empty.
    pub manager: String,
}

/// Who sent a request.
pub enum Identified {
    Somebody(Identity),
    /// Without a valid token or session.
    Nobody,
    /// A bearer's token that can only be a guess at the director's secret, and a wrong one.
    WrongSecret,
}

/// Identifies the sender of a request. `find_token` looks up the hex SHA-256 of a token, `has_session` the hash of a
/// session.
///
/// # Errors
/// The database is unavailable, and the token is not the director's secret.
pub async fn identify(
    request: &Request,
    secret: &str,
    find_token: impl AsyncFnOnce(&str) -> Result<Option<StoredToken>>,
    has_session: impl AsyncFnOnce(&str) -> Result<bool>,
) -> Result<Identified> {
    let director = |actor| Identity {
        scope: Scope::all(),
        actor,
    };
    let Some(token) = session::bearer(request) else {
        let Some(session) = session::named(request, secret)? else {
            return Ok(Identified::Nobody);
        };
        return Ok(if has_session(&session.hash).await? {
            Identified::Somebody(director(session.actor))
        } else {
            Identified::Nobody
        });
    };
    if session::is_token(&token, secret) {
        return Ok(Identified::Somebody(director(Actor::secret())));
    }
    if !token.starts_with(TOKEN_PREFIX) {
        return Ok(Identified::WrongSecret);
    }
    let stored = find_token(&hex(Sha256::digest(&token))).await?;
    let identity = stored.and_then(|stored| {
        let role = Role::parse(&stored.role)?;
        let scope = match role {
            // Whose events would they be?
            Role::Manager if stored.manager.is_empty() => return None,
            Role::Manager => Scope::of_manager(stored.manager),
            Role::Director | Role::Reader | Role::Integration => Scope::all(),
        };
        Some(Identity {
            scope,
            actor: Actor::token(stored.number, role),
        })
    });
    Ok(identity.map_or(Identified::Nobody, Identified::Somebody))
}
