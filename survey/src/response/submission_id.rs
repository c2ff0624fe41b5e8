//! The id of a submission or of a callback, minted by its client.

use serde::Serialize;

/// The client's id of a submission: a UUID in lower case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SubmissionId(String);

impl SubmissionId {
    /// `None` unless `raw` is 8-4-4-4-12 hexadecimal digits.
    pub fn parse(raw: &str) -> Option<Self> {
        let is_uuid = raw.len() == 36
            && raw.bytes().enumerate().all(|(place, byte)| match place {
                8 | 13 | 18 | 23 => byte == b'-',
                _ => byte.is_ascii_hexdigit(),
            });
        is_uuid.then(|| SubmissionId(raw.to_ascii_lowercase()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}
