//! `/v1/surveys/{survey}`: reads the document of a survey's version, and publishes the next version.

use crate::auth::principal::Director;
use crate::ctx::{Ctx, WriteCtx};
use crate::http::body::{BodyLimit, from_json};
use crate::http::error::{ClientError, Result};
use crate::http::query::named;
use crate::http::response;
#[cfg(test)]
use crate::http::response::ErrorBody;
use crate::store::{SurveyWrite, published_surveys};
use otklik_embed::survey_doc::document::Document;
#[cfg(test)]
use otklik_embed::survey_doc::document::Written;
use otklik_embed::survey_doc::{reader, surveys};
use otklik_survey::{Code, ValidationError};
use serde_json::Value;
use worker::Response;

/// A version of a survey as its document.
///
/// 1. Unknown survey or version: 404. No number: 422.
/// 2. The document of the current or the named version: 200, or 304 where the client has it.
#[cfg_attr(test, utoipa::path(get, path = "/v1/surveys/{survey}", operation_id = "survey", tag = "director",
    params(("survey" = String, Path), ("version" = Option<u32>, Query, description = "The current one where it is not named")),
    responses((status = 200, description = "The document, which can be edited and published as the next version", body = Written),
        (status = 304, description = "The same as the `ETag` in `If-None-Match`"),
        (status = 401, description = "No token, or an invalid one", body = ErrorBody),
        (status = 403, description = "A token of another role", body = ErrorBody),
        (status = 404, description = "No such survey, or no such version of it", body = ErrorBody),
        (status = 422, description = "A parameter that does not fit", body = ErrorBody),
        (status = 503, description = "Try again", body = ErrorBody))))]
pub async fn get(ctx: Ctx<Director>) -> Result<Response> {
    // 1
    let current = published_surveys::current(ctx.param(), ctx.reader()).await?;
    let version = named(&ctx.request.query, "version", |word| word.parse().ok())?;
    let document = match version {
        None => current,
        Some(version) => {
            let found = published_surveys::answered(current, version, ctx.reader()).await?;
            let is_it = found.version() == version;
            Some(found)
                .filter(|_| is_it)
                .ok_or(ClientError::UnknownSurvey)?
        }
    };
    // 2
    Ok(response::tagged(
        &ctx.request,
        response::NO_STORE,
        &document.written(),
    )?)
}

/// Publishes the next version.
///
/// 1. Body over 64 KB: 413; not arrived within 10 s: 408; not JSON: 400.
/// 2. Errors, each with its path: 422.
/// 3. The same version exists: 200; stored: 201. The version is not the next one: 409, with the next one's number;
///    there are 200 versions: 409.
#[cfg_attr(test, utoipa::path(put, path = "/v1/surveys/{survey}", operation_id = "put_survey", tag = "director",
    params(("survey" = String, Path, description = "1-32 of `[a-z0-9-]`; also of a survey that comes with the product")),
    request_body(content = Written, description = "The whole document, 64 KB at most; `version` is one more than the last"),
    responses((status = 201, description = "Published: the form shows it from now on", body = Written),
        (status = 200, description = "The same was published before", body = Written),
        (status = 400, description = "No JSON", body = ErrorBody),
        (status = 401, description = "No token, or an invalid one", body = ErrorBody),
        (status = 403, description = "A token of another role, or a session that no page of this deployment used", body = ErrorBody),
        (status = 408, description = "The body did not arrive within 10 seconds", body = ErrorBody),
        (status = 409, description = "The version was published with other content or skips one, `next` is the next number; or there are 200 of all surveys", body = ErrorBody),
        (status = 413, description = "Over 64 KB", body = ErrorBody),
        (status = 422, description = "Every error with its JSON path", body = ErrorBody),
        (status = 503, description = "Try again", body = ErrorBody))))]
pub async fn put(mut ctx: WriteCtx<Director>) -> Result<Response> {
    // 1
    let body = ctx.body_within(BodyLimit::SURVEY).await?;
    let id = ctx.param();
    let json: Value = from_json(&body)?;
    // 2
    let document = reader::read(&json).map_err(ClientError::Rejected)?;
    if document.id() != id {
        let error = ValidationError::new(Code::IdDiffers, "id");
        return Err(ClientError::Rejected(vec![error]).into());
    }
    // Versions are immutable. If another one is published meanwhile, this one is no longer the next and is refused.
    published_surveys::refresh(ctx.reader()).await?;
    let before = surveys::all().find(|survey| survey.id() == id);
    let mistakes = before.map_or(Vec::new(), |before| document.breaks_with(before));
    if !mistakes.is_empty() {
        return Err(ClientError::Rejected(mistakes).into());
    }
    // 3
    let version = document.version();
    let status = if surveys::answered(id, version).is_some() {
        200
    } else {
        store(&document, &ctx).await?;
        published_surveys::refresh(ctx.reader()).await?;
        201
    };
    match surveys::answered(id, version) {
        Some(stored) if *stored == document => Ok(response::json(status, &document.written())?),
        _ => Err(client_error(id, version).into()),
    }
}

async fn store(document: &Document, ctx: &WriteCtx<Director>) -> Result<()> {
    let json = serde_json::to_string(&document.written()).map_err(worker::Error::from)?;
    let write = SurveyWrite {
        survey: document.id(),
        version: document.version(),
        document: &json,
        now_ms: ctx.now_ms,
        built_in_version: surveys::built_in_version(document.id()),
    };
    ctx.store().publish(ctx.actor(), &write).await
}

/// The reason why a version was not stored.
fn client_error(id: &str, version: u32) -> ClientError {
    let next = surveys::find(id).map_or(1, |current| current.version() + 1);
    if version == next {
        ClientError::TooManyVersions
    } else {
        ClientError::WrongVersion { next }
    }
}
