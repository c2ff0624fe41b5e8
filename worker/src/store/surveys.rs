//! What the agency has published.

use super::{Bound, Reader, Statement, Store};
use crate::http::error::Result;
use otklik_survey::limits;

/// A published version.
pub struct SurveyRow {
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
    /// The version that the product came with, 0 where it has no such survey.
    pub built_in_version: u32,
}

impl Reader {
    /// What was published after a number, in that order.
    pub async fn surveys_after(&self, number: i64) -> Result<Vec<SurveyRow>> {
        let values = [Bound::Number(number)];
        let told = self.told(sql!("survey_newer"), &values);
        let rows = told.await?;
        let rows = rows.iter().map(|told| {
            let [number, document] = told.columns()?;
            Ok(SurveyRow {
                number: number.parse().unwrap_or(0),
                document,
            })
        });
        rows.collect()
    }
}

impl Store {
    /// Publishes a version where it is the next one, and nothing otherwise: one batch.
    pub async fn publish(&self, write: &SurveyWrite<'_>) -> Result<()> {
        let values = [
            Bound::Text(write.survey),
            Bound::Number(write.version.into()),
            Bound::Text(write.document),
            Bound::Number(write.now_ms),
            Bound::Number(write.built_in_version.into()),
            Bound::Number(limits::SURVEY_VERSIONS_MAX.into()),
        ];
        let statements: [Statement<'_>; 1] = [(sql!("survey_insert"), &values)];
        self.batch(&statements).await.map(|_| ())
    }
}
