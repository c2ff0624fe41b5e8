//! Ids of surveys, questions and options.

use crate::limits;

/// Whether `id` can be that of a survey, a question or an option.
pub fn is_part_id(id: &str) -> bool {
    (1..=limits::PART_ID_MAX_CHARS).contains(&id.len())
        && id
            .bytes()
            .all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-'))
}
