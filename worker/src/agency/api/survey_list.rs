//! `GET /v1/surveys`: the current surveys, with their texts in each language.

use crate::auth::principal::Public;
use crate::ctx::Ctx;
use crate::http::error::Result;
use crate::http::response;
use otklik_embed::settings::Settings;
use otklik_embed::survey_doc::document::{Document, Texts};
use otklik_embed::survey_doc::localized_survey::{self, LocalizedSurvey, QuestionText};
use otklik_embed::survey_doc::surveys;
use otklik_survey::question::KindName;
use otklik_survey::{Audience, Lang, Touchpoint};
use serde::Serialize;
use worker::Response;

#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema))]
pub struct SurveyList {
    pub surveys: Vec<SurveyEntry>,
}

/// The current version of a survey.
#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema))]
#[cfg_attr(test, schema(as = Survey))]
pub struct SurveyEntry {
    pub id: &'static str,
    pub version: u32,
    pub audience: Audience,
    /// The touchpoint of a response that names none.
    pub touchpoint: Option<Touchpoint>,
    #[cfg_attr(test, schema(value_type = std::collections::BTreeMap<String, String>))]
    pub title: Texts<String>,
    pub questions: Vec<QuestionEntry>,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema))]
#[cfg_attr(test, schema(as = Question))]
pub struct QuestionEntry {
    pub id: &'static str,
    pub kind: KindName,
    pub required: bool,
    /// Of a scored question: its lowest and its highest value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scale: Option<[u8; 2]>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    pub options: &'static [String],
    /// Whether several options may be chosen.
    pub several: bool,
    /// The scored question that it follows: it is shown only after an answer to that one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<&'static str>,
    #[cfg_attr(test, schema(value_type = std::collections::BTreeMap<String, QuestionTextEntry>))]
    pub texts: Texts<QuestionTextEntry>,
}

/// The texts of a question.
#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema))]
#[cfg_attr(test, schema(as = QuestionText))]
pub struct QuestionTextEntry {
    pub text: String,
    /// Its text after a low, a middle and a high answer to the question that it follows.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub after: Vec<String>,
    /// The meaning of the lowest and the highest value.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub ends: Vec<String>,
    /// The name of each value, from low to high.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<String>,
    /// The name of each option, in their order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<String>,
}

impl QuestionTextEntry {
    fn of(question_text: &QuestionText) -> QuestionTextEntry {
        let QuestionText {
            text,
            after,
            ends,
            values,
            options,
        } = question_text.clone();
        QuestionTextEntry {
            text,
            after,
            ends,
            values,
            options,
        }
    }
}

/// 200, or 304 where the client has it. Public, as the surveys are.
#[cfg_attr(test, utoipa::path(get, path = "/v1/surveys", operation_id = "surveys", tag = "agency",
    responses((status = 200, description = "The current surveys, with their texts in each language", body = SurveyList),
        (status = 304, description = "The same as the `ETag` in `If-None-Match`"))))]
pub async fn list(ctx: Ctx<Public>) -> Result<Response> {
    let surveys = surveys::current()
        .map(|survey| entry(survey, &ctx.settings))
        .collect();
    Ok(response::tagged(
        &ctx.request,
        response::REVALIDATED,
        &SurveyList { surveys },
    )?)
}

fn entry(survey: &'static Document, settings: &Settings) -> SurveyEntry {
    let localized_surveys = [Lang::Ru, Lang::Uk, Lang::En].map(|lang| {
        localized_survey::of_survey(
            survey,
            lang,
            survey.touchpoint(),
            survey.look(settings),
            settings,
        )
    });
    let questions = survey.questions().iter().enumerate();
    SurveyEntry {
        id: survey.id(),
        version: survey.version(),
        audience: survey.audience(),
        touchpoint: survey.touchpoint(),
        title: texts(&localized_surveys, |localized| {
            localized.word("title").to_owned()
        }),
        questions: questions
            .map(|(index, question)| QuestionEntry {
                id: &question.id,
                kind: question.kind.name(),
                required: question.required,
                scale: question.kind.scale().map(|it| [it.low(), it.high()]),
                options: question.options(),
                several: question.is_several(),
                after: question.after.as_ref().map(|after| after.question.as_str()),
                texts: texts(&localized_surveys, |localized| {
                    QuestionTextEntry::of(&localized.question_texts[index])
                }),
            })
            .collect(),
    }
}

/// One text of the survey in each language.
fn texts<T>(
    localized_surveys: &[LocalizedSurvey; Lang::ALL.len()],
    text: impl Fn(&LocalizedSurvey) -> T,
) -> Texts<T> {
    Texts::each(|lang| text(&localized_surveys[lang as usize]))
}
