//! `/openapi.json`: the API's description, which a unit test generates from the table of routes and writes to the
//! deployed files.

use crate::auth::principal::Public;
use crate::ctx::Ctx;
use crate::http::error::{ClientError, Result};
use crate::http::response;
use worker::Response;

/// OpenAPI 3.1, with this deployment as the server: 200.
#[cfg_attr(test, utoipa::path(get, path = "/openapi.json", operation_id = "description", tag = "service",
    responses((status = 200, description = "This description", content_type = "application/json"))))]
pub async fn get(ctx: Ctx<Public>) -> Result<Response> {
    let asset = ctx.bindings.asset("openapi.json").await?;
    let description = asset.ok_or(ClientError::NotFound)?.text().await?;
    let url = &ctx.settings.public_url;
    let description = description.replacen("https://otklik.example", url, 1);
    let kind = "application/json; charset=utf-8";
    let builder = response::builder(200, kind, "public, max-age=300")?;
    Ok(builder.fixed(description.into_bytes()))
}
