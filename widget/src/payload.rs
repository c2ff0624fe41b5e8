//! Reads the loader's payload. By hand, because a derived reader of these few shapes costs a
//! tenth of the widget's bytes.

use js_sys::{Array, Object, Reflect};
use otklik_survey::question::After;
use otklik_survey::sheet::{Sheet, Wording};
use otklik_survey::{
    Audience, Bucket, Kind, Lang, Question, Scale, Survey, SurveyDraft, Touchpoint,
};
use std::collections::BTreeMap;
use wasm_bindgen::{JsCast, JsValue};

/// Which of a survey's two forms is taken over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FormKind {
    Survey,
    Callback,
}

/// `None` where a part is missing or unknown, as when a newer server speaks to a cached widget.
pub(crate) fn read(payload: &JsValue) -> Option<(FormKind, Sheet)> {
    let kind = match text(payload, "form")?.as_str() {
        "survey" => FormKind::Survey,
        "callback" => FormKind::Callback,
        _ => return None,
    };
    let sheet = sheet(&get(payload, "sheet"))?;
    Some((kind, sheet))
}

fn sheet(value: &JsValue) -> Option<Sheet> {
    Some(Sheet {
        survey: survey(&get(value, "survey"))?,
        lang: Lang::from_tag(&text(value, "lang")?)?,
        wordings: list(value, "wordings").into_iter().map(wording).collect(),
        words: words(&get(value, "words")),
    })
}

fn survey(value: &JsValue) -> Option<Survey> {
    let questions: Option<Vec<Question>> = list(value, "questions").into_iter().map(question).collect();
    let draft = SurveyDraft {
        id: text(value, "id")?,
        version: number(value, "version")?,
        audience: Audience::from_word(&text(value, "audience")?)?,
        touchpoint: text(value, "touchpoint").and_then(|word| Touchpoint::from_word(&word)),
        callback: flag(value, "callback"),
        questions: questions?,
    };
    Survey::try_from(draft).ok()
}

fn question(value: JsValue) -> Option<Question> {
    let value = &value;
    let kind = match text(value, "kind")?.as_str() {
        "nps" => Kind::Scored(Scale::Nps),
        "csat" => Kind::Scored(Scale::Csat),
        "ces" => Kind::Scored(Scale::Ces),
        "choice" => Kind::Choice {
            options: texts(value, "options"),
            several: flag(value, "several"),
        },
        "text" => Kind::Text,
        _ => return None,
    };
    let after = get(value, "after");
    Some(Question {
        id: text(value, "id")?,
        kind,
        required: flag(value, "required"),
        after: text(&after, "question").map(|question| After {
            question,
            buckets: buckets(&after),
        }),
    })
}

fn buckets(after: &JsValue) -> Vec<Bucket> {
    let names = texts(after, "buckets");
    let all = Bucket::ALL.into_iter();
    all.filter(|bucket| names.iter().any(|name| name == bucket.name()))
        .collect()
}

fn wording(value: JsValue) -> Wording {
    Wording {
        text: text(&value, "text").unwrap_or_default(),
        after: texts(&value, "after"),
        ends: texts(&value, "ends"),
        values: texts(&value, "values"),
        options: texts(&value, "options"),
    }
}

fn words(value: &JsValue) -> BTreeMap<String, String> {
    let Some(object) = value.dyn_ref::<Object>() else {
        return BTreeMap::new();
    };
    let mut words = BTreeMap::new();
    for key in Object::keys(object).iter().filter_map(|key| key.as_string()) {
        if let Some(word) = text(value, &key) {
            words.insert(key, word);
        }
    }
    words
}

/// A property; undefined where there is none, or where `value` is no object.
pub(crate) fn get(value: &JsValue, key: &str) -> JsValue {
    Reflect::get(value, &JsValue::from_str(key)).unwrap_or(JsValue::UNDEFINED)
}

pub(crate) fn text(value: &JsValue, key: &str) -> Option<String> {
    get(value, key).as_string()
}

fn number(value: &JsValue, key: &str) -> Option<u32> {
    // A cast from float saturates, and `Survey` refuses what is out of range.
    get(value, key).as_f64().map(|number| number as u32)
}

fn flag(value: &JsValue, key: &str) -> bool {
    get(value, key).is_truthy()
}

fn list(value: &JsValue, key: &str) -> Vec<JsValue> {
    let value = get(value, key);
    value
        .dyn_ref::<Array>()
        .map_or(Vec::new(), |array| array.to_vec())
}

fn texts(value: &JsValue, key: &str) -> Vec<String> {
    list(value, key)
        .iter()
        .filter_map(JsValue::as_string)
        .collect()
}
