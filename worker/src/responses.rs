//! `POST /v1/responses?survey=`: a submission from a widget, a loader or a program.

use crate::answer;
use crate::call::{self, Call};
use crate::clock;
use crate::refusal::{Outcome, Refusal};
use crate::store::{ResponseWrite, Store, Written};
use otklik_embed::fields::Fields;
use otklik_embed::settings::Settings;
use otklik_embed::surveys;
use otklik_survey::{Submission, Survey};
use serde::Serialize;
use serde::de::DeserializeOwned;
use worker::{Request, Response};

/// What a stored submission is answered with.
#[derive(Debug, Serialize)]
pub struct Receipt<'a> {
    pub id: &'a str,
    pub rev: u8,
    /// `stored`, `replaced`, `same` or `ignored` (a higher revision stands).
    pub status: &'a str,
}

/// 1. Unknown survey: 404. 2. Origin outside the list: 403. 3. Body over 16 KB: 413.
/// 4. Not JSON of the right shape: 400. 5. `Survey::accept` refuses: 422.
/// 6. One batch; new: 201, the same or replaced or lower: 200, another body: 409.
pub async fn post(
    call: &Call,
    mut request: Request,
    settings: &Settings,
    store: &Store,
) -> Outcome<Response> {
    // 1, 2
    let survey = survey_of(call.query.get("survey"))?;
    check_origin(call, settings)?;
    // 3
    let body = call::body(call, &mut request).await?;
    // 4
    let submission = if call.is_form() {
        Fields::parse(&body).submission(survey)
    } else {
        from_json::<Submission>(&body)?
    };
    // 5
    let response = survey.accept(submission).map_err(Refusal::Rejected)?;
    // 6
    let written = store_response(&response, survey, settings, store).await?;
    receipt(written, response.id().as_str(), response.rev())
}

/// Stores an accepted response, received now.
pub async fn store_response(
    response: &otklik_survey::Response,
    survey: &Survey,
    settings: &Settings,
    store: &Store,
) -> Outcome<Written> {
    let received_at_ms = clock::now_ms();
    let day = clock::day_of(received_at_ms, &settings.zone)?;
    let write = ResponseWrite {
        response,
        audience: survey.audience(),
        received_at_ms,
        day: &day,
    };
    store.put_response(&write).await
}

pub fn survey_of(id: &str) -> Result<&'static Survey, Refusal> {
    surveys::find(id).ok_or(Refusal::UnknownSurvey)
}

/// A page of a site that is not listed may not send; without an origin it is no page of a site.
pub fn check_origin(call: &Call, settings: &Settings) -> Result<(), Refusal> {
    match call.header("Origin") {
        Some(origin) if !settings.allows(&origin) => Err(Refusal::OriginNotAllowed),
        Some(_) | None => Ok(()),
    }
}

/// Reads JSON; the refusal names the field where reading stopped.
pub fn from_json<T: DeserializeOwned>(body: &[u8]) -> Result<T, Refusal> {
    let mut reader = serde_json::Deserializer::from_slice(body);
    let value = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let path = error.path().to_string();
        Refusal::NotJson(if path == "." { String::new() } else { path })
    })?;
    reader.end().map_err(|_| Refusal::NotJson(String::new()))?;
    Ok(value)
}

/// The answer to a program, by what became of its submission.
pub fn receipt(written: Written, id: &str, rev: u8) -> Outcome<Response> {
    let (http, status) = match written {
        Written::Created => (201, "stored"),
        Written::Replaced => (200, "replaced"),
        Written::Same => (200, "same"),
        Written::Other { stored_rev } if stored_rev > rev => (200, "ignored"),
        Written::Other { .. } | Written::Taken => return Err(Refusal::Conflict.into()),
        Written::Closed => return Err(Refusal::CorrectionClosed.into()),
    };
    Ok(answer::json(http, &Receipt { id, rev, status })?)
}
