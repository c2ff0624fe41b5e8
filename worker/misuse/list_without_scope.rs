//~ E0061
// Lists take a scope.

use crate::store::{EventFilter, Reader};

pub async fn events(reader: &Reader) {
    let _ = reader.events(&EventFilter::default(), 10).await;
}
