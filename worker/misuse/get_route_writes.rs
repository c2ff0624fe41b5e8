//~ E0631
// A handler that takes a store cannot be the handler of GET.

use crate::auth::guard::Open;
use crate::guest::submit;
use crate::router::table::{Get, Route};

pub fn route() -> Route {
    Route::new("/submit").on(Get, Open, submit::post)
}
