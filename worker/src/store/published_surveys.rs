//! This isolate's cache of the surveys that the agency has published.
//!
//! Versions are immutable and cached for the isolate's life; newer ones are polled once a minute, and at once
//! where a request names a version that is not in the cache. While the database is unavailable, forms are served from
//! the cache.

use super::{Reader, SurveyRow};
use crate::http::error::{ClientError, Error, Result};
use crate::platform::clock;
use otklik_embed::survey_doc::document::Document;
use otklik_embed::survey_doc::reader::read_stored;
use otklik_embed::survey_doc::surveys;
use otklik_survey::limits;
use otklik_survey::survey::is_part_id;
use std::cell::Cell;

thread_local! {
    static POLLED: Cell<Polled> = const { Cell::new(Polled { at_ms: 0, number: 0 }) };
}

#[derive(Clone, Copy)]
struct Polled {
    /// The time of the last poll, UTC milliseconds; 0 for never.
    at_ms: i64,
    /// `SurveyRow::number` of the latest version in the cache.
    number: i64,
}

/// Is called before a response that shows surveys; polls the database where the last poll is a minute old.
pub async fn refresh_if_stale(reader: &Reader) {
    if clock::now_ms() - POLLED.get().at_ms <= limits::SURVEYS_FRESH_MS {
        return;
    }
    let refreshed = clock::within(limits::SURVEYS_TIMEOUT_MS, refresh(reader)).await;
    let late = || Err(Error::Unavailable("timeout of the poll for surveys".into()));
    if let Err(error) = refreshed.unwrap_or_else(late) {
        error.log();
    }
}

/// Reads the versions that are not in the cache.
pub async fn refresh(reader: &Reader) -> Result<()> {
    // Set first, so that no other request waits for the same poll.
    let at_ms = clock::now_ms();
    let Polled { number, .. } = POLLED.get();
    POLLED.set(Polled { at_ms, number });
    for SurveyRow { number, document } in reader.surveys_after(number).await? {
        keep(number, &document);
        let number = number.max(POLLED.get().number);
        POLLED.set(Polled { at_ms, number });
    }
    Ok(())
}

/// Adds a stored document to the cache. One that cannot be read was published by a later worker than this one; it is
/// logged, like a document that lacks a language.
fn keep(number: i64, document: &str) {
    let Ok(json) = serde_json::from_str(document) else {
        worker::console_error!(r#"{{"survey_number":{number},"error":"not JSON"}}"#);
        return;
    };
    match read_stored(json) {
        Ok((document, missing)) => {
            for lang in missing {
                let (id, lang) = (document.id(), lang.code());
                worker::console_warn!(r#"{{"survey":"{id}","missing_language":"{lang}"}}"#);
            }
            surveys::add(document);
        }
        Err(errors) => {
            let field = errors.first().map_or("", |error| error.field.as_str());
            let field = serde_json::json!(field);
            worker::console_error!(r#"{{"survey_number":{number},"error":{field}}}"#);
        }
    }
}

/// The current version of a survey.
///
/// # Errors
/// `unknown_survey`; `Unavailable` where the database does not answer.
pub async fn current(id: &str, reader: &Reader) -> Result<&'static Document> {
    if surveys::find(id).is_none() && is_part_id(id) {
        refresh(reader).await?;
    }
    Ok(known(id)?)
}

/// The current version of a survey in the cache.
///
/// # Errors
/// `unknown_survey`.
pub fn known(id: &str) -> Result<&'static Document, ClientError> {
    surveys::find(id).ok_or(ClientError::UnknownSurvey)
}

/// The version that a submission names, by which it is checked. If there is no such version: the current one, which
/// rejects the submission.
///
/// # Errors
/// `Unavailable` where the cache has no such version and the database does not answer.
pub async fn answered(
    current: &'static Document,
    version: u32,
    reader: &Reader,
) -> Result<&'static Document> {
    if version > current.version() {
        refresh(reader).await?;
    }
    Ok(surveys::answered(current.id(), version).unwrap_or(current))
}
