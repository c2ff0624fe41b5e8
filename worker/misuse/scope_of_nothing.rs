//~ E0624
// A scope is made by `auth` alone.

use crate::auth::scope::Scope;

pub fn everything() -> Scope {
    Scope::all()
}
