//! Sets of roles, as types.

pub use otklik_survey::role::Role;

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
