//! Guards: which senders a route admits. The guard of a route decides the type of principal that its handler gets.

use super::identity::Identity;
use super::principal::{Director, FormSender, Member, Public};
use super::role::{Role, RoleSet};
use crate::http::error::{ClientError, Result};
use std::marker::PhantomData;

/// Whom a guard admits, as the table of routes and the API's description show it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Everybody.
    Public,
    /// Holders of a token or a session of one of these roles.
    Roles(&'static [Role]),
    /// The director. Others are sent to the sign-in form.
    Page,
}

mod sealed {
    pub trait Sealed {}
}

impl sealed::Sealed for Open {}
impl<R> sealed::Sealed for Roles<R> {}
impl sealed::Sealed for DirectorApi {}
impl sealed::Sealed for DirectorPage {}
impl sealed::Sealed for DirectorForm {}

/// Turns an identity into the principal of a handler.
pub trait Guard: sealed::Sealed + Copy + 'static {
    type Principal;

    fn access(self) -> Access;

    /// `writes_from_elsewhere`: the request changes something, and no page of this deployment sent it.
    ///
    /// # Errors
    /// Why nobody could be identified; `unauthorized` without an identity, `forbidden` to another role, `origin_not_allowed` for a session that a
    /// page of another site used: browsers add the cookie also to requests from a neighbouring domain of the same
    /// site. A token is added by its holder alone.
    fn admit(
        self,
        identity: Result<Option<Identity>>,
        writes_from_elsewhere: bool,
    ) -> Result<Self::Principal>;
}

/// Admits everybody, without looking up an identity.
#[derive(Clone, Copy)]
pub struct Open;

/// Admits the roles of the set.
#[derive(Clone, Copy)]
pub struct Roles<R>(PhantomData<R>);

impl<R> Roles<R> {
    pub const fn new() -> Roles<R> {
        Roles(PhantomData)
    }
}

/// The API's routes that are the director's alone.
#[derive(Clone, Copy)]
pub struct DirectorApi;

/// The director's pages.
#[derive(Clone, Copy)]
pub struct DirectorPage;

/// The director's forms whose typed values must not be lost with the session.
#[derive(Clone, Copy)]
pub struct DirectorForm;

impl Guard for Open {
    type Principal = Public;

    fn access(self) -> Access {
        Access::Public
    }

    fn admit(self, _: Result<Option<Identity>>, _: bool) -> Result<Public> {
        Ok(Public::new())
    }
}

impl<R: RoleSet + Copy> Guard for Roles<R> {
    type Principal = Member<R>;

    fn access(self) -> Access {
        Access::Roles(R::ROLES)
    }

    fn admit(self, identity: Result<Option<Identity>>, elsewhere: bool) -> Result<Member<R>> {
        let identity = holder_of(R::ROLES, identity?)?;
        check_origin(&identity, elsewhere)?;
        Ok(Member::new(identity.scope, identity.actor))
    }
}

impl Guard for DirectorApi {
    type Principal = Director;

    fn access(self) -> Access {
        Access::Roles(&[Role::Director])
    }

    fn admit(self, identity: Result<Option<Identity>>, elsewhere: bool) -> Result<Director> {
        let identity = holder_of(&[Role::Director], identity?)?;
        check_origin(&identity, elsewhere)?;
        Ok(Director::new(identity.actor))
    }
}

impl Guard for DirectorPage {
    type Principal = Director;

    fn access(self) -> Access {
        Access::Page
    }

    /// A token of another role counts as none, because pages are for the director alone.
    fn admit(self, identity: Result<Option<Identity>>, elsewhere: bool) -> Result<Director> {
        let identity = identity?.filter(|it| it.role() == Role::Director);
        let identity = identity.ok_or(ClientError::Unauthorized)?;
        check_origin(&identity, elsewhere)?;
        Ok(Director::new(identity.actor))
    }
}

impl Guard for DirectorForm {
    type Principal = FormSender;

    fn access(self) -> Access {
        Access::Page
    }

    fn admit(self, identity: Result<Option<Identity>>, elsewhere: bool) -> Result<FormSender> {
        Ok(FormSender::new(DirectorPage.admit(identity, elsewhere)))
    }
}

fn holder_of(roles: &[Role], identity: Option<Identity>) -> Result<Identity, ClientError> {
    let identity = identity.ok_or(ClientError::Unauthorized)?;
    if roles.contains(&identity.role()) {
        Ok(identity)
    } else {
        Err(ClientError::Forbidden)
    }
}

fn check_origin(identity: &Identity, writes_from_elsewhere: bool) -> Result<(), ClientError> {
    if identity.is_by_session() && writes_from_elsewhere {
        return Err(ClientError::OriginNotAllowed);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::auth::actor::Actor;
    use crate::auth::role::{Events, Numbers};
    use crate::auth::scope::Scope;
    use crate::http::error::Error;

    fn identity(role: Role, by_session: bool) -> Result<Option<Identity>> {
        Ok(Some(Identity {
            scope: Scope::all(),
            actor: if by_session {
                Actor::session()
            } else {
                Actor::token(1, role)
            },
        }))
    }

    #[test]
    fn roles_outside_of_the_set_are_forbidden() {
        let guard = Roles::<Numbers>::new();
        for &role in Role::ALL {
            let admitted = guard.admit(identity(role, false), true);
            match role {
                Role::Director | Role::Manager | Role::Reader => {
                    assert!(admitted.is_ok(), "{role:?}");
                }
                Role::Integration => {
                    assert!(
                        matches!(admitted, Err(Error::ClientError(ClientError::Forbidden))),
                        "{role:?}"
                    );
                }
            }
        }
        assert!(matches!(
            guard.admit(Ok(None), false),
            Err(Error::ClientError(ClientError::Unauthorized))
        ));
    }

    #[test]
    fn pages_admit_the_director_alone() {
        for role in [Role::Manager, Role::Reader, Role::Integration] {
            let admitted = DirectorPage.admit(identity(role, false), false);
            assert!(
                matches!(admitted, Err(Error::ClientError(ClientError::Unauthorized))),
                "{role:?}"
            );
        }
        assert!(
            DirectorPage
                .admit(identity(Role::Director, true), false)
                .is_ok()
        );
    }

    #[test]
    fn a_session_cannot_write_from_another_site() {
        let by_session = || identity(Role::Director, true);
        for refused in [
            DirectorApi.admit(by_session(), true).err(),
            DirectorPage.admit(by_session(), true).err(),
            Roles::<Events>::new().admit(by_session(), true).err(),
            DirectorForm
                .admit(by_session(), true)
                .and_then(FormSender::director)
                .err(),
        ] {
            assert!(matches!(
                refused,
                Some(Error::ClientError(ClientError::OriginNotAllowed))
            ));
        }
        assert!(
            DirectorApi
                .admit(identity(Role::Director, false), true)
                .is_ok()
        );
    }
}
