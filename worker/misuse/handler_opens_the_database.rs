//~ E0616
// Handlers get no platform environment, from which a store could be opened.

use crate::auth::principal::Public;
use crate::ctx::Ctx;

pub fn get(ctx: &Ctx<Public>) {
    let _ = ctx.bindings.0.d1("DB");
}
