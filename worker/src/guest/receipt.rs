//! The JSON response to a submission.

use crate::http::error::ClientError;
use crate::store::Written;
use serde::Serialize;

/// The body for a stored submission.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema))]
pub struct Receipt<'a> {
    pub id: &'a str,
    pub rev: u8,
    /// `stored`, `replaced`, `same` or `ignored` (a higher revision is stored).
    pub status: &'a str,
}

/// HTTP status and the receipt's `status`, by the outcome of revision `rev`.
///
/// # Errors
/// `conflict`, `correction_closed`.
pub fn status_of(written: Written, rev: u8) -> Result<(u16, &'static str), ClientError> {
    match written {
        Written::Created => Ok((201, "stored")),
        Written::Replaced => Ok((200, "replaced")),
        Written::Same => Ok((200, "same")),
        Written::Cancelled => Ok((200, "cancelled")),
        Written::Other { stored_rev } if stored_rev > rev => Ok((200, "ignored")),
        Written::Other { .. } | Written::Taken => Err(ClientError::Conflict),
        Written::Closed => Err(ClientError::CorrectionClosed),
    }
}
