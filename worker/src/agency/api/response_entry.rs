//! A response as the agency reads it: in a page, a line or a row of a table.

use super::ids::Ids;
use crate::store::{Cursor, ResponseRow, StoredAnswer};
use otklik_embed::survey_doc::surveys;
use otklik_survey::phone::redact::redacted;
use serde::Serialize;

#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema))]
#[cfg_attr(test, schema(as = Response))]
pub struct ResponseEntry {
    /// For the director the id that its sender minted; for others a pseudonym, because whoever knows the id of an open
    /// link's response can correct it.
    pub id: String,
    pub rev: u32,
    pub survey: String,
    pub version: u32,
    #[cfg_attr(test, schema(value_type = otklik_survey::Audience))]
    pub audience: String,
    #[cfg_attr(test, schema(value_type = otklik_survey::Source))]
    pub source: String,
    #[cfg_attr(test, schema(value_type = otklik_survey::Status))]
    pub status: String,
    /// Why the response was quarantined, also where the director included it.
    #[cfg_attr(test, schema(value_type = Option<otklik_survey::response::flag::Flag>))]
    pub flag: Option<String>,
    /// The director's decision: `include` or `exclude`.
    pub decision: Option<String>,
    pub event: Option<String>,
    /// The event that the link named, where the agency has no such event.
    pub event_raw: Option<String>,
    /// The event's, as the agency has it now.
    pub manager: Option<String>,
    /// The event's, as the agency has it now.
    pub client: Option<String>,
    #[cfg_attr(test, schema(value_type = Option<otklik_survey::Touchpoint>))]
    pub touchpoint: Option<String>,
    #[cfg_attr(test, schema(value_type = otklik_survey::Channel))]
    pub channel: String,
    #[cfg_attr(test, schema(value_type = Option<otklik_survey::Lang>))]
    pub locale: Option<String>,
    /// UTC: `2026-11-23T08:52:20.000Z`.
    pub received_at: String,
    /// Of receipt, in the agency's zone.
    pub day: String,
    /// In the survey's order.
    pub answers: Vec<AnswerEntry>,
    #[serde(skip)]
    cursor: Cursor,
}

/// The answer to one question.
#[derive(Default, Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema))]
pub struct AnswerEntry {
    pub question: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub score: Option<u8>,
    /// Of a choice, in the survey's order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<String>,
    /// The text, also beside the option "other". Phones and addresses are redacted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

impl ResponseEntry {
    pub fn of(row: ResponseRow, ids: Ids) -> ResponseEntry {
        let answers = answers(&row.survey, row.version, row.answers);
        ResponseEntry {
            id: ids.shown(&row.id),
            rev: row.rev,
            survey: row.survey,
            version: row.version,
            audience: row.audience.as_str().to_owned(),
            source: row.source.as_str().to_owned(),
            status: row.status.as_str().to_owned(),
            flag: row.flag.map(|flag| flag.as_str().to_owned()),
            decision: row.decision.map(|decision| decision.as_str().to_owned()),
            event: row.event,
            // Comes from the guest's browser and may contain anything.
            event_raw: row.event_raw.map(|raw| redacted(&raw)),
            manager: row.manager.and_then(given),
            client: row.client.and_then(given),
            touchpoint: row
                .touchpoint
                .map(|touchpoint| touchpoint.as_str().to_owned()),
            channel: row.channel.as_str().to_owned(),
            locale: row.locale.map(|lang| lang.code().to_owned()),
            received_at: row.received_at,
            day: row.day,
            answers,
            cursor: Cursor {
                received_at_ms: row.received_at_ms,
                id: row.id,
            },
        }
    }

    /// The cursor of a page that ends with this response.
    pub fn cursor(&self) -> &Cursor {
        &self.cursor
    }
}

fn answers(survey: &str, version: u32, rows: Vec<StoredAnswer>) -> Vec<AnswerEntry> {
    let survey = surveys::answered(survey, version);
    let mut answers: Vec<AnswerEntry> = Vec::new();
    for row in rows {
        let question = row.question;
        let known = answers.iter().position(|it| it.question == question);
        let index = known.unwrap_or_else(|| {
            let question = question.clone();
            answers.push(AnswerEntry {
                question,
                ..AnswerEntry::default()
            });
            answers.len() - 1
        });
        let answer = &mut answers[index];
        answer.score = answer.score.or(row.score);
        answer.options.extend(given(row.option));
        let text = row.text.map(|text| redacted(&text));
        answer.text = answer.text.take().or(text.and_then(given));
    }
    if let Some(survey) = survey {
        let questions = survey.questions();
        answers.sort_by_key(|answer| questions.iter().position(|it| it.id == answer.question));
        for answer in &mut answers {
            let question = survey.question(&answer.question);
            let options = question.map_or(&[][..], |question| question.options());
            answer
                .options
                .sort_by_key(|option| options.iter().position(|it| it == option));
        }
    }
    answers
}

fn given(text: String) -> Option<String> {
    Some(text).filter(|text| !text.is_empty())
}
