//~ E0631
// A page that needs the director cannot be put behind a guard that lets everybody in.

use crate::agency::pages::director;
use crate::auth::guard::Open;
use crate::router::table::{Get, Route};

pub fn route() -> Route {
    Route::new("/open").on(Get, Open, director::get)
}
