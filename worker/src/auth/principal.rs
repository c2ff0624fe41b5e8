//! Who a handler answers. Each type proves what a guard has checked, and only guards make them.

use super::scope::Scope;
use crate::http::error::Refusal;

/// Somebody who may read what the handler reads: the database is open to no other type.
pub trait Principal {}

/// Somebody of the agency.
pub trait Staff: Principal {
    /// Whose events this principal may see.
    fn scope(&self) -> &Scope;
}

/// Anybody: a guest, a visitor, a host page.
#[derive(Debug)]
pub struct Public(());

/// The director, by the secret, a token or a session.
#[derive(Debug)]
pub struct Director(Scope);

/// The holder of a role that the route names.
#[derive(Debug)]
pub struct Member(Scope);

/// Whoever posted a form of the director's pages: a form must come back with what was typed also where the
/// session has ended meanwhile. Nothing can be read or stored before [`FormSender::director`].
#[derive(Debug)]
pub struct FormSender(Result<Director, Refusal>);

impl Principal for Public {}
impl Principal for Director {}
impl Principal for Member {}

impl Staff for Director {
    fn scope(&self) -> &Scope {
        &self.0
    }
}

impl Staff for Member {
    fn scope(&self) -> &Scope {
        &self.0
    }
}

impl Public {
    pub(super) const fn new() -> Public {
        Public(())
    }
}

impl Director {
    pub(super) const fn new() -> Director {
        Director(Scope::all())
    }
}

impl Member {
    pub(super) const fn new(scope: Scope) -> Member {
        Member(scope)
    }
}

impl FormSender {
    pub(super) const fn new(director: Result<Director, Refusal>) -> FormSender {
        FormSender(director)
    }

    /// # Errors
    /// `unauthorized` without a session, `origin_not_allowed` for one that a page of another site used.
    pub fn director(self) -> Result<Director, Refusal> {
        self.0
    }
}
