//! Reads the loader's payload. By hand: a derived reader of these few shapes would be among the
//! largest parts of the widget.

use crate::form::plan::{FormKind, Plan};
use crate::js::{flag, get, list, number, text};
use crate::sentences::sentence;
use js_sys::Object;
use otklik_survey::calendar::day::Day;
use otklik_survey::question::{After, KindName, QuestionDraft};
use otklik_survey::{Audience, Bucket, Question, Survey, SurveyDraft};
use wasm_bindgen::{JsCast, JsValue};

/// `None` where a part is missing or unknown, as when a newer server speaks to a cached widget.
pub(crate) fn read(payload: &JsValue) -> Option<Plan> {
    let kind = match text(payload, "form")?.as_str() {
        "survey" => FormKind::Survey,
        "callback" => FormKind::Callback,
        _ => return None,
    };
    let survey = survey(&get(payload, "survey"))?;
    let mut words = words(payload)?;
    let lang = text(payload, "lang")?;
    for key in [
        "next",
        "back",
        "send",
        "progress",
        "error-missing_answer",
        "error-text_too_long",
    ] {
        words.push((key.to_owned(), sentence(&lang, key).to_owned()));
    }
    Some(Plan::new(kind, survey, words))
}

fn survey(value: &JsValue) -> Option<Survey> {
    let mut questions = Vec::new();
    for value in list(value, "questions") {
        questions.push(question(&value)?);
    }
    let draft = SurveyDraft {
        id: text(value, "id")?,
        // A cast from float saturates, and `Survey` refuses what is out of range.
        version: number(value, "version")? as u32,
        // Not used by the checks of answers.
        audience: Audience::Guest,
        touchpoint: None,
        anonymous: false,
        questions,
    };
    Survey::try_from(draft).ok()
}

fn question(value: &JsValue) -> Option<Question> {
    let kind = KindName::parse(&text(value, "kind")?)?;
    let after = get(value, "after");
    let draft = QuestionDraft {
        id: text(value, "id")?,
        kind,
        required: flag(value, "required"),
        after: text(&after, "question").map(|question| After {
            question,
            buckets: buckets(&after),
        }),
        options: texts(value, "options"),
        several: flag(value, "several"),
        min: day(value, "min"),
        max: day(value, "max"),
    };
    Some(draft.into())
}

fn buckets(after: &JsValue) -> Vec<Bucket> {
    let names = texts(after, "buckets");
    let mut buckets = Bucket::ALL.to_vec();
    buckets.retain(|bucket| names.iter().any(|name| name == bucket.name()));
    buckets
}

fn words(payload: &JsValue) -> Option<Vec<(String, String)>> {
    let words = get(payload, "words");
    let keys = Object::keys(words.dyn_ref::<Object>()?);
    let mut found = Vec::new();
    for key in keys.iter() {
        let key = key.as_string()?;
        let word = text(&words, &key)?;
        found.push((key, word));
    }
    Some(found)
}

fn day(value: &JsValue, key: &str) -> Option<Day> {
    Day::parse(&text(value, key)?)
}

fn texts(value: &JsValue, key: &str) -> Vec<String> {
    let mut texts = Vec::new();
    for item in list(value, key) {
        texts.extend(item.as_string());
    }
    texts
}
