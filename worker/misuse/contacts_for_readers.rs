//~ E0631
// Roles that may read numbers alone cannot be let in to a handler that shows contacts.

use crate::agency::api::callbacks;
use crate::auth::guard::Roles;
use crate::auth::role::Numbers;
use crate::router::table::{Get, Route};

pub fn route() -> Route {
    Route::new("/contacts").on(Get, Roles::<Numbers>::new(), callbacks::list)
}
