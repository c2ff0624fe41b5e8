//! The surveys and versions that the public names. One that is not in the cache costs a read of the database: whoever
//! names too many that do not exist is refused without it.

use crate::auth::principal::Public;
use crate::ctx::Ctx;
use crate::http::body::BodyLimit;
use crate::http::error::{ClientError, Error, Result};
use crate::http::rate_limit::Limit;
use crate::store::published_surveys;
use otklik_embed::survey_doc::document::Document;
use otklik_embed::survey_doc::surveys;

/// The current version of a survey.
///
/// # Errors
/// `unknown_survey`, `too_many_requests`; `Unavailable` where the database does not answer.
pub async fn current(id: &str, ctx: &Ctx<Public>) -> Result<&'static Document> {
    if let Ok(survey) = published_surveys::known(id) {
        return Ok(survey);
    }
    ctx.refuse_past_misses()?;
    let found = published_surveys::current(id, ctx.reader()).await;
    if let Err(Error::ClientError(ClientError::UnknownSurvey)) = found {
        ctx.limit(Limit::Miss).await?;
    }
    found
}

/// The limit of a body with an answer to any version of a survey: a page that was opened before an edit may have more
/// questions.
pub fn body_limit(current: &Document) -> BodyLimit {
    let all = surveys::all().find(|survey| survey.id() == current.id());
    BodyLimit::of_answers(all.unwrap_or(current))
}

/// The version that a submission names. If there is no such version: the current one, which rejects the submission.
///
/// # Errors
/// `too_many_requests`; `Unavailable` where the cache has no such version and the database does not answer.
pub async fn answered(
    current: &'static Document,
    version: u32,
    ctx: &Ctx<Public>,
) -> Result<&'static Document> {
    if version <= current.version() {
        return published_surveys::answered(current, version, ctx.reader()).await;
    }
    ctx.refuse_past_misses()?;
    let found = published_surveys::answered(current, version, ctx.reader()).await?;
    if found.version() != version {
        ctx.limit(Limit::Miss).await?;
    }
    Ok(found)
}
