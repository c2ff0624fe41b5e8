//~ E0624
// Handlers reach no binding by a name of their own choice.

use crate::auth::principal::Public;
use crate::ctx::Ctx;

pub fn get(ctx: &Ctx<Public>) {
    let _ = ctx.bindings.named::<worker::D1Database>("DB");
}
