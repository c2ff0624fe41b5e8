//! `/preview/{file}`: the pictures of link previews, drawn by `cargo xtask previews`.

use crate::http::error::{Outcome, Refusal};
use crate::http::response;
use worker::{Env, Response};

/// A picture by its name, `guest-ru.png`: 200 and kept for a day, or 404.
pub async fn get(file: &str, env: &Env) -> Outcome<Response> {
    let is_plain = |letter: char| letter.is_ascii_lowercase() || letter == '-';
    let name = file
        .strip_suffix(".png")
        .filter(|name| name.chars().all(is_plain));
    if name.is_none_or(str::is_empty) {
        return Err(Refusal::NotFound.into());
    }
    let asset = response::asset(&["preview/", file].concat(), env).await?;
    let builder = response::builder(200, "image/png", "public, max-age=86400")?;
    Ok(builder.body(asset.into_parts().1))
}
