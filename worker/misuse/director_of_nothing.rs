//~ E0624
// A principal is made by a guard alone.

use crate::auth::principal::Director;

pub fn anybody() -> Director {
    Director::new()
}
