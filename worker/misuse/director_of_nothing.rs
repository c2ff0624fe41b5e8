//~ E0624
// A principal is made by a guard alone.

use crate::auth::actor::Actor;
use crate::auth::principal::Director;

pub fn anybody(actor: Actor) -> Director {
    Director::new(actor)
}
