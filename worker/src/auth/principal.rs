//! Principals: each type proves that a guard has checked the sender, and only guards make them.

use super::actor::Actor;
use super::scope::Scope;
use crate::http::error::Result;
use std::marker::PhantomData;

mod sealed {
    pub trait Sealed {}
}

/// A sender for whom a handler may read the database.
pub trait Principal: sealed::Sealed {}

/// Somebody of the agency.
pub trait Staff: Principal {
    /// Whose events this principal may see.
    fn scope(&self) -> &Scope;

    /// Who this is, for the audit log.
    fn actor(&self) -> &Actor;
}

/// Anybody: a guest, a visitor, a host page.
#[derive(Debug)]
pub struct Public(());

/// The director, by the secret, a token or a session.
#[derive(Debug)]
pub struct Director(Scope, Actor);

/// The holder of a role of the set `R`.
#[derive(Debug)]
pub struct Member<R>(Scope, Actor, PhantomData<R>);

/// The sender of a form of the director's pages. Where the session has ended meanwhile, the form is shown again with
/// the typed values; nothing can be read or stored before [`FormSender::director`].
#[derive(Debug)]
pub struct FormSender(Result<Director>);

impl sealed::Sealed for Public {}
impl sealed::Sealed for Director {}
impl<R> sealed::Sealed for Member<R> {}

impl Principal for Public {}
impl Principal for Director {}
impl<R> Principal for Member<R> {}

impl Staff for Director {
    fn scope(&self) -> &Scope {
        &self.0
    }

    fn actor(&self) -> &Actor {
        &self.1
    }
}

impl<R> Staff for Member<R> {
    fn scope(&self) -> &Scope {
        &self.0
    }

    fn actor(&self) -> &Actor {
        &self.1
    }
}

impl Public {
    pub(super) const fn new() -> Public {
        Public(())
    }
}

impl Director {
    pub(super) const fn new(actor: Actor) -> Director {
        Director(Scope::all(), actor)
    }
}

impl<R> Member<R> {
    pub(super) const fn new(scope: Scope, actor: Actor) -> Member<R> {
        Member(scope, actor, PhantomData)
    }
}

impl FormSender {
    pub(super) const fn new(director: Result<Director>) -> FormSender {
        FormSender(director)
    }

    /// # Errors
    /// `unauthorized` without a session, `origin_not_allowed` for one that a page of another site used; the database is
    /// unavailable.
    pub fn director(self) -> Result<Director> {
        self.0
    }
}
