//! Which sites a request may come from.

use crate::http::error::ClientError;
use crate::http::request::Request;

/// Refuses pages of sites that are not listed. A request without `Origin` comes from no page.
///
/// # Errors
/// `origin_not_allowed`.
pub fn check_origin(
    request: &Request,
    is_listed: impl Fn(&str) -> bool,
) -> Result<(), ClientError> {
    match request.header("Origin") {
        Some(origin) if !is_listed(&origin) => Err(ClientError::OriginNotAllowed),
        Some(_) | None => Ok(()),
    }
}
