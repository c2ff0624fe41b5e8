//! A survey's document: its structure with texts in three languages, look, targets, sites.
//!
//! In scope: the document and its JSON output. `reader` reads and checks it; `docs/survey.md` documents it.

use crate::i18n::texts;
use crate::look::{Look, Theme};
use crate::settings::Settings;
use otklik_survey::calendar::day::Day;
use otklik_survey::question::{After, KindName, QuestionDraft};
use otklik_survey::{Audience, Bucket, Lang, Question, Survey, Touchpoint};
use serde::{Serialize, Serializer};
use serde_json::Value;
use std::ops::Deref;

/// A version of a survey, immutable once published. Wherever only its structure matters, it is its
/// [`Survey`].
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    pub(crate) survey: Survey,
    pub(crate) title: Texts<String>,
    /// One for each question, in the survey's order.
    pub(crate) words: Vec<Texts<Words>>,
    pub(crate) theme: Theme,
    /// Targets by question, in the score's unit.
    pub(crate) targets: Vec<(String, f64)>,
    /// Empty: all origins of the settings.
    pub(crate) allowed_origins: Vec<String>,
}

impl Deref for Document {
    type Target = Survey;

    fn deref(&self) -> &Survey {
        &self.survey
    }
}

/// The same text in several languages, as a JSON object by language tag. It is never empty.
#[derive(Clone, Debug)]
pub struct Texts<T>(Vec<(Lang, T)>);

impl<T> Texts<T> {
    /// In each language that guests are offered.
    pub fn each(mut text: impl FnMut(Lang) -> T) -> Texts<T> {
        Texts(Lang::ALL.map(|lang| (lang, text(lang))).into())
    }

    /// In each language that the catalogs have.
    fn of_catalogs(mut text: impl FnMut(Lang) -> T) -> Texts<T> {
        Texts(Lang::WITH_TEXTS.map(|lang| (lang, text(lang))).into())
    }

    /// The text in `lang`, or in the first of its fallbacks.
    pub fn of(&self, lang: Lang) -> &T {
        let exact = self.find(lang);
        let text = exact.or_else(|| lang.fallbacks().find_map(|other| self.find(other)));
        text.unwrap_or(&self.0[0].1)
    }

    fn offered(&self) -> impl Iterator<Item = &(Lang, T)> {
        self.0.iter().filter(|(lang, _)| Lang::ALL.contains(lang))
    }

    fn find(&self, lang: Lang) -> Option<&T> {
        let mut all = self.0.iter();
        all.find_map(|(its, text)| (*its == lang).then_some(text))
    }
}

impl<T: Default> Default for Texts<T> {
    fn default() -> Texts<T> {
        Texts::each(|_| T::default())
    }
}

/// The pseudo-language is no part of a document: it is not compared and not written.
impl<T: PartialEq> PartialEq for Texts<T> {
    fn eq(&self, other: &Texts<T>) -> bool {
        self.offered().eq(other.offered())
    }
}

impl<T: Serialize> Serialize for Texts<T> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_map(self.offered().map(|(lang, text)| (lang.code(), text)))
    }
}

/// The texts of a question in one language. `{agency}` is replaced by the agency's name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Words {
    /// 200 characters at most.
    pub text: String,
    /// The question's text at some touchpoints.
    #[serde(skip_serializing_if = "Named::is_empty")]
    #[cfg_attr(feature = "openapi", schema(value_type = std::collections::BTreeMap<String, String>))]
    pub touchpoints: Named,
    /// A follow-up's text after a `low`, `middle` or `high` answer.
    #[serde(skip_serializing_if = "Named::is_empty")]
    #[cfg_attr(feature = "openapi", schema(value_type = std::collections::BTreeMap<String, String>))]
    pub after: Named,
    /// The meanings of the lowest and the highest value: two of 60 characters at most.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub ends: Vec<String>,
    /// The name of each value of a scale, from low to high, where they have names.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<String>,
    /// The name of each option.
    #[serde(skip_serializing_if = "Named::is_empty")]
    #[cfg_attr(feature = "openapi", schema(value_type = std::collections::BTreeMap<String, String>))]
    pub options: Named,
}

/// Texts by id, in the order of the ids. One type for all kinds of id keeps the worker small.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Named(pub(crate) Vec<(String, String)>);

impl Named {
    pub fn get(&self, id: &str) -> Option<&str> {
        let mut all = self.0.iter();
        all.find_map(|(named, text)| (named == id).then_some(text.as_str()))
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Serialize for Named {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_map(self.0.iter().map(|(id, text)| (id, text)))
    }
}

impl Document {
    /// A built-in survey, with its texts from the catalogs.
    pub(crate) fn built_in(survey: Survey) -> Document {
        let title = format!("{}-title", survey.id());
        let words = survey.questions().iter();
        Document {
            title: Texts::of_catalogs(|lang| texts::text(lang, &title).to_owned()),
            words: words
                .map(|question| Texts::of_catalogs(|lang| catalogued(survey.id(), question, lang)))
                .collect(),
            theme: Theme::default(),
            targets: Vec::new(),
            allowed_origins: Vec::new(),
            survey,
        }
    }

    pub fn title(&self, lang: Lang) -> &str {
        self.title.of(lang)
    }

    /// The texts of its questions, in the survey's order.
    pub fn words(&self, lang: Lang) -> impl Iterator<Item = (&Question, &Words)> {
        let words = self.words.iter().map(move |words| words.of(lang));
        self.survey.questions().iter().zip(words)
    }

    /// The look of its forms where their address sets nothing else.
    pub fn look(&self, settings: &Settings) -> Look {
        settings.look.themed(&self.theme)
    }

    /// Whether a browser page of `origin` may send answers to it.
    pub fn allows(&self, origin: &str, settings: &Settings) -> bool {
        let own = &self.allowed_origins;
        let is_listed = own.is_empty() || own.iter().any(|listed| listed == origin);
        settings.allows(origin) && (is_listed || origin == settings.public_url)
    }

    /// The target of a question, where this survey sets one.
    pub fn target(&self, question: &str) -> Option<f64> {
        let mut targets = self.targets.iter();
        targets.find_map(|(of, score)| (of == question).then_some(*score))
    }

    /// The document as JSON, which can be published again.
    pub fn written(&self) -> Written<'_> {
        let questions = self.survey.questions().iter().zip(&self.words);
        Written {
            id: self.id(),
            version: self.version(),
            audience: self.audience(),
            touchpoint: self.touchpoint(),
            anonymous: self.is_anonymous(),
            title: &self.title,
            theme: &self.theme,
            targets: Targets(&self.targets),
            allowed_origins: &self.allowed_origins,
            questions: questions
                .map(|(question, texts)| WrittenQuestion::new(question, texts))
                .collect(),
        }
    }
}

/// The catalog's texts of a built-in survey's question.
fn catalogued(survey: &str, question: &Question, lang: Lang) -> Words {
    let key = format!("{survey}-{}", question.id);
    let part = |part: &str| texts::find(lang, &format!("{key}.{part}")).map(str::to_owned);
    let named = |ids: &[&str], prefix: &str| {
        let found = ids.iter().filter_map(|id| {
            let text = part(&[prefix, id].concat())?;
            Some(((*id).to_owned(), text))
        });
        Named(found.collect())
    };
    let values = question.kind.scale().map(|scale| scale.range());
    let values = values.into_iter().flatten();
    let options: Vec<&str> = question.options().iter().map(String::as_str).collect();
    Words {
        text: texts::text(lang, &key).to_owned(),
        // An option may have the name of a touchpoint.
        touchpoints: if options.is_empty() {
            named(&touchpoints(), "")
        } else {
            Named::default()
        },
        after: named(&Bucket::ALL.map(Bucket::name), "after-"),
        ends: ["low", "high"].into_iter().filter_map(part).collect(),
        values: values
            .filter_map(|value| part(&format!("v{value}")))
            .collect(),
        options: named(&options, ""),
    }
}

pub(crate) fn touchpoints() -> Vec<&'static str> {
    Touchpoint::ALL.iter().map(|it| it.as_str()).collect()
}

/// A document as JSON.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = SurveyDocument))]
pub struct Written<'a> {
    /// 1-32 of `[a-z0-9-]`: it is part of addresses.
    id: &'a str,
    /// One more than the version before; 1 of a new survey.
    version: u32,
    audience: Audience,
    /// The touchpoint of responses that name none.
    #[serde(skip_serializing_if = "Option::is_none")]
    touchpoint: Option<Touchpoint>,
    #[serde(skip_serializing_if = "is_false")]
    #[cfg_attr(feature = "openapi", schema(required = false))]
    anonymous: bool,
    /// 80 characters at most.
    #[cfg_attr(feature = "openapi", schema(inline))]
    #[cfg_attr(feature = "openapi", schema(value_type = std::collections::BTreeMap<String, String>))]
    title: &'a Texts<String>,
    #[serde(skip_serializing_if = "is_default")]
    #[cfg_attr(feature = "openapi", schema(required = false))]
    theme: &'a Theme,
    /// Targets by the id of a scored question: an NPS above it, any other score of at least it.
    #[serde(skip_serializing_if = "Targets::is_empty")]
    #[cfg_attr(feature = "openapi", schema(required = false, value_type = std::collections::BTreeMap<String, f64>))]
    targets: Targets<'a>,
    /// The origins, of those in the settings, whose pages can send answers; all of them where absent. 20 at most.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    allowed_origins: &'a [String],
    /// 1-20.
    questions: Vec<WrittenQuestion<'a>>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = DocumentQuestion))]
struct WrittenQuestion<'a> {
    /// 1-32 of `[a-z0-9-]`. It keeps its kind in later versions.
    id: String,
    kind: KindName,
    #[serde(skip_serializing_if = "is_false")]
    #[cfg_attr(feature = "openapi", schema(required = false))]
    required: bool,
    /// Whether several options may be chosen.
    #[serde(skip_serializing_if = "is_false")]
    #[cfg_attr(feature = "openapi", schema(required = false))]
    several: bool,
    /// 2-20 of a choice; `other` opens a free field.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    options: Vec<String>,
    /// Of a date: the first day that can be answered, `YYYY-MM-DD`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    min: Option<Day>,
    /// Of a date: the last day that can be answered, `YYYY-MM-DD`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    max: Option<Day>,
    /// The earlier scored answer that it follows; always asked without it.
    #[serde(skip_serializing_if = "Option::is_none")]
    after: Option<After>,
    #[cfg_attr(feature = "openapi", schema(inline))]
    #[cfg_attr(feature = "openapi", schema(value_type = std::collections::BTreeMap<String, Words>))]
    texts: &'a Texts<Words>,
}

impl<'a> WrittenQuestion<'a> {
    fn new(question: &Question, texts: &'a Texts<Words>) -> WrittenQuestion<'a> {
        let QuestionDraft {
            id,
            kind,
            required,
            after,
            options,
            several,
            min,
            max,
        } = question.clone().into();
        WrittenQuestion {
            id,
            kind,
            required,
            several,
            options,
            min,
            max,
            after,
            texts,
        }
    }
}

#[derive(Debug)]
struct Targets<'a>(&'a [(String, f64)]);

impl Targets<'_> {
    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Serialize for Targets<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        // A whole number is written as such, as people do.
        let number = |score: f64| {
            if score.fract() == 0.0 {
                Value::from(score as i64)
            } else {
                Value::from(score)
            }
        };
        to.collect_map(self.0.iter().map(|(of, score)| (of, number(*score))))
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde's way of asking")]
fn is_false(flag: &bool) -> bool {
    !flag
}

fn is_default(theme: &&Theme) -> bool {
    **theme == Theme::default()
}
