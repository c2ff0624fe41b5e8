//! Which pages of other sites may read a response.

use super::table::{CrossOrigin, Route};
use crate::http::request::Request;
use otklik_embed::settings::Settings;
use worker::{Method, Response};

/// Sets the headers of a route's rule, on errors too.
pub fn set_cross_origin_headers(
    response: &mut Response,
    rule: CrossOrigin,
    request: &Request,
    settings: &Settings,
) -> worker::Result<()> {
    let status = response.status_code();
    let headers = response.headers_mut();
    match rule {
        CrossOrigin::Own => Ok(()),
        CrossOrigin::Everybody => {
            headers.set("Access-Control-Allow-Origin", "*")?;
            headers.set("Cross-Origin-Resource-Policy", "cross-origin")
        }
        // Pages of other sites may read the responses to their own submissions, and nothing else.
        CrossOrigin::Listed if matches!(request.method, Method::Get | Method::Head) => Ok(()),
        CrossOrigin::Listed => {
            headers.append("Vary", "Origin")?;
            // Without it a page's script cannot read when to retry.
            headers.set("Access-Control-Expose-Headers", "Retry-After")?;
            match request.header("Origin") {
                // A 403 contains nothing secret, and a loader that can read it posts the form by a navigation
                // instead, which needs no listed origin.
                Some(origin) if settings.allows(&origin) || status == 403 => {
                    headers.set("Access-Control-Allow-Origin", &origin)
                }
                Some(_) | None => Ok(()),
            }
        }
    }
}

/// The response to OPTIONS: 204, on routes for listed origins with the headers of a preflight.
pub fn options(route: &Route) -> worker::Result<Response> {
    let mut builder = Response::builder()
        .with_status(204)
        .with_header("Allow", &route.methods())?;
    if route.cross_origin == CrossOrigin::Listed {
        builder = builder
            .with_header("Access-Control-Allow-Methods", "POST")?
            .with_header("Access-Control-Allow-Headers", "Content-Type")?
            .with_header("Access-Control-Max-Age", "86400")?;
    }
    Ok(builder.empty())
}
