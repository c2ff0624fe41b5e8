//~ E0616
// The audit log of a handler of GET is no store.

use crate::store::{AuditLog, Store};

pub fn store(log: AuditLog) -> Store {
    log.0
}
