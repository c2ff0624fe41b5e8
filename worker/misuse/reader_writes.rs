//~ E0599
// A handler of GET has a `Reader`, which has no method that writes.
use crate::store::{Reader, SurveyWrite};

pub async fn publish(reader: &Reader, write: &SurveyWrite<'_>) {
    let _ = reader.publish(write).await;
}
