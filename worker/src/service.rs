//! What belongs to no guest and no director: health, the description of the API, robots.

use crate::answer;
use crate::call::Call;
use crate::clock;
use crate::config;
use crate::limit;
use crate::refusal::Outcome;
use crate::store::Reader;
use otklik_embed::settings::Settings;
use serde::Serialize;
use worker::{Env, Response};

#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema))]
pub struct Health<'a> {
    /// `ok`, or what is wrong with the settings.
    status: &'a str,
    version: &'static str,
}

/// 200 while the worker runs; with `?deep=1` only if the database, with every migration, the
/// secrets and the rate limits answer too. Hours that no promise can be made of are told with 500: nothing else fails by
/// them, so that only here somebody hears of them.
pub async fn health(
    call: &Call,
    env: &Env,
    settings: &Settings,
    reader: &Reader,
) -> Outcome<Response> {
    let mut mistake = None;
    if call.query.get("deep") == "1" {
        reader.is_well().await?;
        config::director_token(env)?;
        config::contact_key(env)?;
        config::link_key(env)?;
        limit::are_bound(env)?;
        // A zone that does not exist would fail every vote.
        clock::day_of(clock::now_ms(), &settings.zone)?;
        mistake = settings.schedule().err();
    }
    let health = Health {
        status: mistake.unwrap_or("ok"),
        version: env!("CARGO_PKG_VERSION"),
    };
    let http = if mistake.is_some() { 500 } else { 200 };
    Ok(answer::json(http, &health)?)
}

/// 500 with what is wrong with settings that nothing can be served by.
pub fn broken(mistake: &str) -> worker::Result<Response> {
    let health = Health {
        status: mistake,
        version: env!("CARGO_PKG_VERSION"),
    };
    answer::json(500, &health)
}

/// 200 with OpenAPI 3.1; the server is this deployment. The description is generated from the code by
/// a test in `openapi.rs` and lies among the assets: in the worker it would weigh 7 KB.
pub async fn openapi(settings: &Settings, env: &Env) -> Outcome<Response> {
    let mut asset = answer::asset("openapi.json", env).await?;
    let description = asset.text().await?;
    let description = description.replacen("https://otklik.example", &settings.public_url, 1);
    let kind = "application/json; charset=utf-8";
    let builder = answer::builder(200, kind, "public, max-age=300")?;
    Ok(builder.fixed(description.into_bytes()))
}

/// Nothing here is for an index.
pub fn robots() -> Outcome<Response> {
    let builder = answer::builder(200, "text/plain; charset=utf-8", "public, max-age=86400")?;
    Ok(builder.fixed(b"User-agent: *\nDisallow: /\n".to_vec()))
}
