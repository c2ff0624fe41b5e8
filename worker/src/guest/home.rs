//! `/` and `/robots.txt`: for whoever types the deployment's bare address.

use crate::auth::principal::Public;
use crate::ctx::Ctx;
use crate::http::error::Result;
use crate::http::response;
use worker::Response;

/// Sends a browser to the agency's site, where the setting `site_url` names it, else to the sign-in page.
#[cfg_attr(test, utoipa::path(get, path = "/", operation_id = "home", tag = "service",
    responses((status = 302, description = "To the agency's site, or to the sign-in page"))))]
pub async fn redirect(ctx: Ctx<Public>) -> Result<Response> {
    let target = ctx.settings.site_url.as_deref().unwrap_or("/director");
    let builder = response::builder(302, "text/plain; charset=utf-8", response::NO_STORE)?;
    Ok(builder.with_header("Location", target)?.empty())
}

/// No search engine is to index anything here.
#[cfg_attr(test, utoipa::path(get, path = "/robots.txt", operation_id = "robots", tag = "service",
    responses((status = 200, description = "Nothing here is for an index", content_type = "text/plain"))))]
pub async fn robots(_ctx: Ctx<Public>) -> Result<Response> {
    let builder = response::builder(200, "text/plain; charset=utf-8", "public, max-age=86400")?;
    Ok(builder.fixed(b"User-agent: *\nDisallow: /\n".to_vec()))
}
