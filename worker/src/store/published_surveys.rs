//! The surveys that the agency has published, as this isolate knows them.
//!
//! A version never changes, so what was read once is kept for ever, and only what is newer is asked for:
//! before the first answer and then before one each minute, and at once where a version is named that is
//! not known here. A database that is away leaves what is
//! known: a form comes without it.

use crate::http::error::{Failure, Outcome, Refusal};
use crate::http::request::Call;
use crate::platform::clock;
use crate::store::{Reader, SurveyRow};
use otklik_embed::survey_doc::document::Document;
use otklik_embed::survey_doc::reader::read;
use otklik_embed::survey_doc::surveys;
use otklik_survey::limits;
use otklik_survey::survey::is_part_id;
use std::cell::Cell;
use worker::Env;

thread_local! {
    static ASKED: Cell<Asked> = const { Cell::new(Asked { at_ms: 0, number: 0 }) };
}

#[derive(Clone, Copy)]
struct Asked {
    /// When the database was asked last; 0 for never.
    at_ms: i64,
    /// Of the latest version that is known here.
    number: i64,
}

/// Before an answer that surveys stand in.
pub async fn ready(call: &Call, env: &Env) {
    if clock::now_ms() - ASKED.get().at_ms > limits::SURVEYS_FRESH_MS {
        let refreshed = clock::within(limits::SURVEYS_PATIENCE_MS, asked_again(call, env)).await;
        let late = || Err(Failure::Unavailable("the surveys come late".into()));
        // Where nothing comes of it, what is known is served.
        if let Err(failure) = refreshed.unwrap_or_else(late) {
            failure.log();
        }
    }
}

async fn asked_again(call: &Call, env: &Env) -> Outcome<()> {
    refresh(&Reader::new(env, &call.trace)?).await
}

/// Asks for what is not known yet.
pub async fn refresh(reader: &Reader) -> Outcome<()> {
    // Whoever comes meanwhile waits for nothing.
    let at_ms = clock::now_ms();
    let Asked { number, .. } = ASKED.get();
    ASKED.set(Asked { at_ms, number });
    for SurveyRow { number, document } in reader.surveys_after(number).await? {
        // What cannot be read was published by a later worker than this one.
        if let Some(document) = serde_json::from_str(&document)
            .ok()
            .and_then(|json| read(&json).ok())
        {
            surveys::add(document);
        }
        let number = number.max(ASKED.get().number);
        ASKED.set(Asked { at_ms, number });
    }
    Ok(())
}

/// The current version of a survey.
///
/// # Errors
/// `unknown_survey`; the database is away where it alone could tell.
pub async fn survey(id: &str, call: &Call, env: &Env) -> Outcome<&'static Document> {
    if surveys::find(id).is_none() && is_part_id(id) {
        asked_again(call, env).await?;
    }
    Ok(surveys::find(id).ok_or(Refusal::UnknownSurvey)?)
}

/// The version that was answered: it is the one that accepts. The current one where there is no such
/// version, to refuse it.
///
/// # Errors
/// The database is away where it alone could tell.
pub async fn answered(
    current: &'static Document,
    version: u32,
    call: &Call,
    env: &Env,
) -> Outcome<&'static Document> {
    if version > current.version() {
        asked_again(call, env).await?;
    }
    Ok(surveys::answered(current.id(), version).unwrap_or(current))
}
