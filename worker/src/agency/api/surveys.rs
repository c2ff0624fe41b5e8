//! `/v1/surveys/{survey}`: a version of a survey as its document, and the next one.

use crate::guest::submit::from_json;
use crate::http::error::{Outcome, Refusal};
use crate::http::query::named;
use crate::http::request::{self, Call};
use crate::http::response;
use crate::platform::clock;
use crate::store::published_surveys;
use crate::store::{Reader, Store, SurveyWrite};
use otklik_embed::survey_doc::document::Document;
use otklik_embed::survey_doc::{reader, surveys};
use otklik_survey::{Code, Rejection, limits};
use serde_json::Value;
use worker::{Env, Request, Response};

/// 1. Unknown survey or version: 404. No number: 422.
/// 2. The document, current or of that version: 200, or 304 for who has it.
pub async fn get(id: &str, call: &Call, env: &Env) -> Outcome<Response> {
    // 1
    let current = published_surveys::survey(id, call, env).await?;
    let version = named(&call.query, "version", |word| word.parse().ok())?;
    let document = match version {
        None => current,
        Some(version) => {
            let found = published_surveys::answered(current, version, call, env).await?;
            let is_it = found.version() == version;
            Some(found)
                .filter(|_| is_it)
                .ok_or(Refusal::UnknownSurvey)?
        }
    };
    // 2
    Ok(response::tagged(call, &document.written())?)
}

/// 1. Body over 64 KB: 413; not there within 10 s: 408; not JSON: 400.
/// 2. Mistakes, each with its path: 422.
/// 3. The version is there already, and the same: 200; stored: 201. Another one is the next: 409, which
///    tells it; there are 200 versions already: 409.
pub async fn put(id: &str, call: &Call, mut request: Request, env: &Env) -> Outcome<Response> {
    // 1
    let (max_bytes, patience_ms) = (limits::SURVEY_BODY_MAX_BYTES, limits::BODY_PATIENCE_MS);
    let body = request::body_of(max_bytes, patience_ms, call, &mut request).await?;
    let json: Value = from_json(&body)?;
    // 2
    let document = reader::read(&json).map_err(Refusal::Rejected)?;
    if document.id() != id {
        let mistake = Rejection::new(Code::IdDiffers, "id");
        return Err(Refusal::Rejected(vec![mistake]).into());
    }
    // Versions never change: what is compared here is what the next one is compared with, or it is not
    // the next one.
    let reader = Reader::new(env, &call.trace)?;
    published_surveys::refresh(&reader).await?;
    let before = surveys::all().find(|survey| survey.id() == id);
    let mistakes = before.map_or(Vec::new(), |before| document.breaks_with(before));
    if !mistakes.is_empty() {
        return Err(Refusal::Rejected(mistakes).into());
    }
    // 3
    let version = document.version();
    let status = if surveys::answered(id, version).is_some() {
        200
    } else {
        store(&document, call, env).await?;
        published_surveys::refresh(&reader).await?;
        201
    };
    match surveys::answered(id, version) {
        Some(stands) if *stands == document => Ok(response::json(status, &document.written())?),
        _ => Err(refusal(id, version).into()),
    }
}

async fn store(document: &Document, call: &Call, env: &Env) -> Outcome<()> {
    let json = serde_json::to_string(&document.written()).map_err(worker::Error::from)?;
    let write = SurveyWrite {
        survey: document.id(),
        version: document.version(),
        document: &json,
        now_ms: clock::now_ms(),
        built_in_version: surveys::built_in_version(document.id()),
    };
    Store::new(env, &call.trace)?.publish(&write).await
}

/// Why a version was not stored.
fn refusal(id: &str, version: u32) -> Refusal {
    let next = surveys::find(id).map_or(1, |current| current.version() + 1);
    match version == next {
        true => Refusal::TooManyVersions,
        false => Refusal::WrongVersion { next },
    }
}
