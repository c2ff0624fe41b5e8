//! Which sites a request may come from.

use crate::http::error::ClientError;
use crate::http::request::Request;
use otklik_embed::page::back::Back;
use otklik_embed::settings::Settings;

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

/// The page of another site that sent a form by navigation.
pub fn back_of(request: &Request, settings: &Settings) -> Option<Back> {
    if !request.writes() || request.is_from_own_page(settings) {
        return None;
    }
    let header = |name| request.header(name).unwrap_or_default();
    Back::of(&header("Origin"), &header("Referer"), settings)
}
