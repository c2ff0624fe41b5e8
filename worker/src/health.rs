//! What belongs to no guest and no director: health, the description of the API, robots.

use crate::http::error::Outcome;
use crate::http::rate_limit;
use crate::http::request::Call;
use crate::http::response;
use crate::outbox;
use crate::platform::clock;
use crate::platform::config;
use crate::store::{Reader, SCHEMA};
use otklik_embed::settings::Settings;
use serde::Serialize;
use worker::{Env, Response};

#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema))]
pub struct Health<'a> {
    /// `ok`, or what is wrong with the settings.
    status: &'a str,
    version: &'static str,
    /// Of the database, with `?deep=1`.
    #[serde(skip_serializing_if = "Option::is_none")]
    schema: Option<i64>,
}

/// 200 while the worker runs; with `?deep=1` only if the database answers and is of a schema that this
/// worker may write to, and secrets, rate limits and receivers of notices are there. Hours that no
/// promise can be made of are told with 500: nothing else fails by them, so that only here somebody
/// hears of them.
pub async fn health(
    call: &Call,
    env: &Env,
    settings: &Settings,
    reader: &Reader,
) -> Outcome<Response> {
    let mut mistake = None;
    let mut schema = None;
    if call.query.get("deep") == "1" {
        let [version, writes_from] = reader.schema().await?;
        schema = Some(version);
        if version < SCHEMA || writes_from > SCHEMA {
            mistake = Some("the database is of a schema that this worker must not write to");
        }
        config::director_token(env)?;
        config::contact_key(env)?;
        config::link_key(env)?;
        rate_limit::are_bound(env)?;
        // A zone that does not exist would fail every vote.
        clock::day_of(clock::now_ms(), &settings.zone)?;
        outbox::can_tell(env, settings)?;
        mistake = mistake.or(settings.schedule().err());
    }
    let health = Health {
        status: mistake.unwrap_or("ok"),
        version: env!("CARGO_PKG_VERSION"),
        schema,
    };
    let http = if mistake.is_some() { 500 } else { 200 };
    Ok(response::json(http, &health)?)
}

/// 500 with what is wrong with settings that nothing can be served by.
pub fn broken(mistake: &str) -> worker::Result<Response> {
    let health = Health {
        status: mistake,
        version: env!("CARGO_PKG_VERSION"),
        schema: None,
    };
    response::json(500, &health)
}

/// 200 with OpenAPI 3.1; the server is this deployment. The description is generated from the code by
/// a test in `openapi.rs` and lies among the assets: in the worker it would weigh 7 KB.
pub async fn openapi(settings: &Settings, env: &Env) -> Outcome<Response> {
    let mut asset = response::asset("openapi.json", env).await?;
    let description = asset.text().await?;
    let description = description.replacen("https://otklik.example", &settings.public_url, 1);
    let kind = "application/json; charset=utf-8";
    let builder = response::builder(200, kind, "public, max-age=300")?;
    Ok(builder.fixed(description.into_bytes()))
}

/// Nothing here is for an index.
pub fn robots() -> Outcome<Response> {
    let builder = response::builder(200, "text/plain; charset=utf-8", "public, max-age=86400")?;
    Ok(builder.fixed(b"User-agent: *\nDisallow: /\n".to_vec()))
}
