//! `/preview/{file}`: the pictures of link previews, drawn by `cargo xtask previews`.

use crate::answer;
use crate::refusal::{Outcome, Refusal};
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
    let address = ["https://assets.local/preview/", file].concat();
    let mut asset = env.assets("ASSETS")?.fetch(address, None).await?;
    if asset.status_code() != 200 {
        return Err(Refusal::NotFound.into());
    }
    let builder = answer::builder(200, "image/png", "public, max-age=86400")?;
    Ok(builder.fixed(asset.bytes().await?))
}
