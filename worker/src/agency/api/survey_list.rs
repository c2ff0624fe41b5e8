//! `GET /v1/surveys`: what is asked, and how it reads in each language.

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
    /// What a response counts for that names none itself.
    pub touchpoint: Option<Touchpoint>,
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
    /// The scored question that it follows: it is asked of whoever answered that one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<&'static str>,
    pub texts: Texts<QuestionTextEntry>,
}

/// How a question reads.
#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema))]
#[cfg_attr(test, schema(as = QuestionText))]
pub struct QuestionTextEntry {
    pub text: String,
    /// As it reads after a low, a middle and a high answer to the question that it follows.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub after: Vec<String>,
    /// What the lowest and the highest value mean.
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

/// 200, or 304 for who has it. Everybody may read what everybody is asked.
#[cfg_attr(test, utoipa::path(get, path = "/v1/surveys", operation_id = "surveys", tag = "agency",
    responses((status = 200, description = "The surveys, and how they read in each language", body = SurveyList),
        (status = 304, description = "The same as the `ETag` in `If-None-Match`"))))]
pub async fn list(ctx: Ctx<Public>) -> Result<Response> {
    let surveys = surveys::current()
        .map(|survey| entry(survey, &ctx.settings))
        .collect();
    Ok(response::tagged(&ctx.request, &SurveyList { surveys })?)
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
            .map(|(place, question)| QuestionEntry {
                id: &question.id,
                kind: question.kind.name(),
                required: question.required,
                scale: question.kind.scale().map(|it| [it.low(), it.high()]),
                options: question.options(),
                several: question.is_several(),
                after: question.after.as_ref().map(|after| after.question.as_str()),
                texts: texts(&localized_surveys, |localized| {
                    QuestionTextEntry::of(&localized.question_texts[place])
                }),
            })
            .collect(),
    }
}

fn texts<T>(
    localized_surveys: &[LocalizedSurvey; 3],
    text: impl Fn(&LocalizedSurvey) -> T,
) -> Texts<T> {
    let [ru, uk, en] = localized_surveys;
    Texts {
        ru: text(ru),
        uk: text(uk),
        en: text(en),
    }
}
