//! Sets of roles, as types.

pub use otklik_survey::role::Role;

/// The roles that may reach some handlers, as a type: a handler that shows contacts cannot be put behind the roles
/// that may read numbers.
pub trait RoleSet: 'static {
    const ROLES: &'static [Role];
}

/// Whoever may read numbers.
#[derive(Clone, Copy, Debug)]
pub struct Numbers;

/// Whoever may read single responses and callbacks.
#[derive(Clone, Copy, Debug)]
pub struct Records;

/// Whoever may enter events and invite to them.
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
