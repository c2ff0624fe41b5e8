//~ E0061
// What the agency changes takes its author, for the audit log.

use crate::auth::scope::Scope;
use crate::store::{EventWrite, Store};

pub async fn put(store: &Store, scope: &Scope, write: &EventWrite<'_>) {
    let _ = store.put_event(scope, write).await;
}
