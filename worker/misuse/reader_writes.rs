//~ E0599
// A reader has no function that writes.

use crate::store::Reader;

pub async fn cancel(reader: &Reader, id: &otklik_survey::SubmissionId) {
    let _ = reader.cancel(id).await;
}
