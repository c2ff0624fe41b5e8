//~ E0599
// A handler of GET writes nothing for guests, not even to the audit log.

use crate::auth::principal::Public;
use crate::ctx::Ctx;
use crate::store::View;

pub async fn get(ctx: &Ctx<Public>) {
    let _ = ctx.log_view(&View::Contacts { n: 1 }).await;
}
