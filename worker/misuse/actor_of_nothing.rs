//~ E0624
// The author of an entry of the audit log is found out by `auth` alone.

use crate::auth::actor::Actor;

pub fn director() -> Actor {
    Actor::secret()
}
