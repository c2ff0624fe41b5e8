//! What a route asks of whoever calls it. The guard of a route decides the type of principal that its handler
//! gets.

use super::identity::Identity;
use super::principal::{Director, FormSender, Member, Public};
use super::role::Role;
use crate::http::error::Refusal;

/// What a guard asks for, as the table of routes and the API's description show it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Nothing.
    Public,
    /// A token, or a session, of one of these roles.
    Roles(&'static [Role]),
    /// To be the director. Others see the way to the sign-in form.
    Page,
}

/// Turns an identity into the principal of a handler.
pub trait Guard: Copy + 'static {
    type Principal;

    fn access(self) -> Access;

    /// `writes_from_elsewhere`: the request changes something, and no page of this deployment sent it.
    ///
    /// # Errors
    /// `unauthorized` where nobody is known, `forbidden` to another role, `origin_not_allowed` for a session
    /// that a page of another site used: the browser adds the cookie also to requests from a neighbouring
    /// domain, which it counts as the same site. A token is added by nobody but its holder.
    fn admit(
        self,
        identity: Option<Identity>,
        writes_from_elsewhere: bool,
    ) -> Result<Self::Principal, Refusal>;
}

/// Lets everybody in. Who they are is not looked up.
#[derive(Clone, Copy)]
pub struct Open;

/// Lets in who has one of these roles.
#[derive(Clone, Copy)]
pub struct Roles(pub &'static [Role]);

/// The API's routes that are the director's alone.
#[derive(Clone, Copy)]
pub struct DirectorApi;

/// The director's pages.
#[derive(Clone, Copy)]
pub struct DirectorPage;

/// The director's forms whose content must not be lost with the session.
#[derive(Clone, Copy)]
pub struct DirectorForm;

impl Guard for Open {
    type Principal = Public;

    fn access(self) -> Access {
        Access::Public
    }

    fn admit(self, _: Option<Identity>, _: bool) -> Result<Public, Refusal> {
        Ok(Public::new())
    }
}

impl Guard for Roles {
    type Principal = Member;

    fn access(self) -> Access {
        Access::Roles(self.0)
    }

    fn admit(self, identity: Option<Identity>, elsewhere: bool) -> Result<Member, Refusal> {
        let identity = holder_of(self.0, identity)?;
        check_origin(&identity, elsewhere)?;
        Ok(Member::new(identity.scope))
    }
}

impl Guard for DirectorApi {
    type Principal = Director;

    fn access(self) -> Access {
        Access::Roles(&[Role::Director])
    }

    fn admit(self, identity: Option<Identity>, elsewhere: bool) -> Result<Director, Refusal> {
        let identity = holder_of(&[Role::Director], identity)?;
        check_origin(&identity, elsewhere)?;
        Ok(Director::new())
    }
}

impl Guard for DirectorPage {
    type Principal = Director;

    fn access(self) -> Access {
        Access::Page
    }

    /// A token of another role is as good as none: pages know the director alone.
    fn admit(self, identity: Option<Identity>, elsewhere: bool) -> Result<Director, Refusal> {
        let identity = identity.filter(|it| it.role == Role::Director);
        let identity = identity.ok_or(Refusal::Unauthorized)?;
        check_origin(&identity, elsewhere)?;
        Ok(Director::new())
    }
}

impl Guard for DirectorForm {
    type Principal = FormSender;

    fn access(self) -> Access {
        Access::Page
    }

    fn admit(self, identity: Option<Identity>, elsewhere: bool) -> Result<FormSender, Refusal> {
        Ok(FormSender::new(DirectorPage.admit(identity, elsewhere)))
    }
}

fn holder_of(roles: &[Role], identity: Option<Identity>) -> Result<Identity, Refusal> {
    let identity = identity.ok_or(Refusal::Unauthorized)?;
    if roles.contains(&identity.role) {
        Ok(identity)
    } else {
        Err(Refusal::Forbidden)
    }
}

fn check_origin(identity: &Identity, writes_from_elsewhere: bool) -> Result<(), Refusal> {
    if identity.by_session && writes_from_elsewhere {
        return Err(Refusal::OriginNotAllowed);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::auth::scope::Scope;

    fn identity(role: Role, by_session: bool) -> Option<Identity> {
        Some(Identity {
            role,
            scope: Scope::all(),
            by_session,
        })
    }

    #[test]
    fn only_the_roles_of_a_route_are_let_in() {
        let guard = Roles(&[Role::Director, Role::Reader]);
        for role in Role::ALL {
            let admitted = guard.admit(identity(role, false), true);
            match role {
                Role::Director | Role::Reader => assert!(admitted.is_ok(), "{role:?}"),
                Role::Manager | Role::Integration => {
                    assert!(matches!(admitted, Err(Refusal::Forbidden)), "{role:?}");
                }
            }
        }
        assert!(matches!(
            guard.admit(None, false),
            Err(Refusal::Unauthorized)
        ));
    }

    #[test]
    fn pages_know_the_director_alone() {
        for role in [Role::Manager, Role::Reader, Role::Integration] {
            let admitted = DirectorPage.admit(identity(role, false), false);
            assert!(matches!(admitted, Err(Refusal::Unauthorized)), "{role:?}");
        }
        assert!(
            DirectorPage
                .admit(identity(Role::Director, true), false)
                .is_ok()
        );
    }

    #[test]
    fn a_session_writes_from_own_pages_alone() {
        let by_session = || identity(Role::Director, true);
        for refused in [
            DirectorApi.admit(by_session(), true).err(),
            DirectorPage.admit(by_session(), true).err(),
            Roles(&[Role::Director]).admit(by_session(), true).err(),
            DirectorForm
                .admit(by_session(), true)
                .and_then(FormSender::director)
                .err(),
        ] {
            assert!(matches!(refused, Some(Refusal::OriginNotAllowed)));
        }
        assert!(
            DirectorApi
                .admit(identity(Role::Director, false), true)
                .is_ok()
        );
    }
}
