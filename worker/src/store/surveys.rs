//! The versions of surveys that the agency has published.

use super::audit::Entry;
use super::{Reader, Store, json};
use crate::auth::actor::Actor;
use crate::http::error::Result;
use otklik_survey::audit::AuditAction;
use otklik_survey::limits;
use serde::Deserialize;

/// A published version.
#[derive(Deserialize)]
pub struct SurveyRow {
    /// The order of publishing.
    pub number: i64,
    /// JSON.
    pub document: String,
}

/// A version to be published.
pub struct SurveyWrite<'a> {
    pub survey: &'a str,
    pub version: u32,
    /// JSON.
    pub document: &'a str,
    pub now_ms: i64,
    /// The version that is part of the product, 0 where the product has no such survey.
    pub built_in_version: u32,
}

impl Reader {
    /// The versions that were published after a number, in the order of their numbers.
    pub async fn surveys_after(&self, number: i64) -> Result<Vec<SurveyRow>> {
        self.rows(statement!("survey_newer", { number })).await
    }
}

impl Store {
    /// Publishes a version where it is the next one of its survey, and nothing otherwise: one batch.
    pub async fn publish(&self, actor: &Actor, write: &SurveyWrite<'_>) -> Result<()> {
        let entry = &Entry::new(
            actor,
            AuditAction::SurveyPublished,
            write.survey,
            write.now_ms,
        )?;
        let detail = &json(&serde_json::json!({ "version": write.version }))?;
        let insert = statement!("survey_insert", {
            survey: write.survey,
            version: write.version,
            document: write.document,
            now_ms: write.now_ms,
            built_in_version: write.built_in_version,
            versions_max: limits::SURVEY_VERSIONS_MAX,
        });
        self.batch([insert, entry.of_changes(detail)])
            .await
            .map(|_| ())
    }
}
