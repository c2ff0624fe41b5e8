//! `/preview/{file}`: the pictures of link previews, drawn by `cargo xtask previews`.

use crate::auth::principal::Public;
use crate::ctx::Ctx;
use crate::http::error::{ClientError, Result};
use crate::http::response;
#[cfg(test)]
use crate::http::response::ErrorBody;
use worker::Response;

/// A picture by its name, `guest-ru.png`: 200 and kept for a day, or 404.
#[cfg_attr(test, utoipa::path(get, path = "/preview/{file}", operation_id = "preview", tag = "guest",
    params(("file" = String, Path, description = "`guest-ru.png`")),
    responses((status = 200, description = "The picture of a link's preview, 1200 by 630", content_type = "image/png"),
        (status = 404, description = "No such picture", body = ErrorBody))))]
pub async fn get(ctx: Ctx<Public>) -> Result<Response> {
    let file = ctx.param();
    let is_plain = |letter: char| letter.is_ascii_lowercase() || letter == '-';
    let name = file
        .strip_suffix(".png")
        .filter(|name| name.chars().all(is_plain));
    if name.is_none_or(str::is_empty) {
        return Err(ClientError::NotFound.into());
    }
    let asset = ctx.bindings.asset(&format!("preview/{file}")).await?;
    let asset = asset.ok_or(ClientError::NotFound)?;
    let builder = response::builder(200, "image/png", "public, max-age=86400")?;
    Ok(builder.body(asset.into_parts().1))
}
