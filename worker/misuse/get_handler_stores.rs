//~ E0599
// A handler of GET has no store.

use crate::auth::principal::Public;
use crate::ctx::Ctx;

pub fn get(ctx: &Ctx<Public>) {
    let _ = ctx.store();
}
