//! `/healthz`: for monitoring.

use crate::auth::principal::Public;
use crate::ctx::Ctx;
use crate::http::error::Result;
#[cfg(test)]
use crate::http::response::ErrorBody;
use crate::http::{rate_limit, response};
use crate::outbox;
use crate::store::{SCHEMA, SchemaRow};
use serde::Serialize;
use worker::Response;

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

pub const PATH: &str = "/healthz";

/// Whether the deployment works.
///
/// 1. 200 while the worker runs.
/// 2. With `?deep=1`: 200 only if the database answers with a schema that this worker may write to, and secrets,
///    rate limiters and destinations of the outbox are there. Hours that allow no due time: 500; nothing else
///    fails because of them, so that only this check reveals them.
#[cfg_attr(test, utoipa::path(get, path = "/healthz", operation_id = "health", tag = "service",
    params(("deep" = Option<u8>, Query, description = "1: ask database and secrets too")),
    responses((status = 200, description = "Well", body = Health),
        (status = 500, description = "`status` says what is wrong with the hours: callbacks get no due time, all else works. Empty where a secret is missing or weak, or a migration is missing", body = Health),
        (status = 503, description = "The database is away", body = ErrorBody))))]
pub async fn get(ctx: Ctx<Public>) -> Result<Response> {
    // 1
    let mut mistake = None;
    let mut schema = None;
    // 2
    if ctx.request.query.get("deep") == "1" {
        let (bindings, settings) = (&ctx.bindings, &ctx.settings);
        let SchemaRow {
            version,
            writes_from,
        } = ctx.reader().schema().await?;
        schema = Some(version);
        if version < SCHEMA || writes_from > SCHEMA {
            mistake = Some("the database is of a schema that this worker must not write to");
        }
        bindings.director_token()?;
        bindings.contact_keys()?;
        bindings.link_key()?;
        rate_limit::are_bound(bindings)?;
        // A zone that does not exist would fail every vote.
        ctx.today()?;
        outbox::check(bindings, settings)?;
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

/// 500 with the error in the settings that prevents serving anything.
pub fn broken(mistake: &str) -> worker::Result<Response> {
    let health = Health {
        status: mistake,
        version: env!("CARGO_PKG_VERSION"),
        schema: None,
    };
    response::json(500, &health)
}
