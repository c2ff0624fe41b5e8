//~ E0599
// Whoever posted a form reads nothing before it is clear that it was the director.

use crate::auth::principal::FormSender;
use crate::ctx::WriteCtx;

pub fn post(ctx: &WriteCtx<FormSender>) {
    let _ = ctx.reader();
}
