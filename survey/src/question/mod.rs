//! What can be asked: the kinds of question, their scales and the buckets of a score.

use serde::{Deserialize, Serialize};

/// A scale of whole numbers from low to high, with the metric it feeds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum Scale {
    /// 0-10, how likely to recommend.
    Nps,
    /// 1-5, how satisfied.
    Csat,
    /// 1-7, how easy.
    Ces,
}

impl Scale {
    pub const fn low(self) -> u8 {
        match self {
            Scale::Nps => 0,
            Scale::Csat | Scale::Ces => 1,
        }
    }

    pub const fn high(self) -> u8 {
        match self {
            Scale::Nps => 10,
            Scale::Csat => 5,
            Scale::Ces => 7,
        }
    }

    /// Every value that can be tapped, from low to high.
    pub const fn range(self) -> core::ops::RangeInclusive<u8> {
        self.low()..=self.high()
    }

    /// The name of the metric that answers add up to.
    pub const fn metric_name(self) -> &'static str {
        match self {
            Scale::Nps => "NPS",
            Scale::Csat => "CSAT",
            Scale::Ces => "CES",
        }
    }

    /// Written right behind a value of the metric; empty for a plain number.
    pub const fn metric_unit(self) -> &'static str {
        match self {
            Scale::Csat => " %",
            Scale::Nps | Scale::Ces => "",
        }
    }

    /// Whether the metric is written with its sign, also above zero.
    pub const fn is_signed(self) -> bool {
        matches!(self, Scale::Nps)
    }

    /// The bucket of a score on this scale; a score above the scale counts as its top.
    pub const fn bucket(self, score: u8) -> Bucket {
        let (low_to, middle_to) = match self {
            Scale::Nps => (6, 8),
            Scale::Csat => (2, 3),
            Scale::Ces => (3, 4),
        };
        if score <= low_to {
            Bucket::Low
        } else if score <= middle_to {
            Bucket::Middle
        } else {
            Bucket::High
        }
    }
}

/// The part of a scale that a score falls into; follow-ups and metrics go by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum Bucket {
    Low,
    Middle,
    High,
}

impl Bucket {
    pub const ALL: [Bucket; 3] = [Bucket::Low, Bucket::Middle, Bucket::High];

    pub const fn name(self) -> &'static str {
        match self {
            Bucket::Low => "low",
            Bucket::Middle => "middle",
            Bucket::High => "high",
        }
    }

    /// The field's own word for this bucket of `scale`.
    pub const fn term(self, scale: Scale) -> &'static str {
        match (scale, self) {
            (Scale::Nps, Bucket::Low) => "detractor",
            (Scale::Nps, Bucket::Middle) => "passive",
            (Scale::Nps, Bucket::High) => "promoter",
            (Scale::Csat, Bucket::Low) => "dissatisfied",
            (Scale::Csat, Bucket::Middle) => "neutral",
            (Scale::Csat, Bucket::High) => "satisfied",
            (Scale::Ces, Bucket::Low) => "hard",
            (Scale::Ces, Bucket::Middle) => "neutral",
            (Scale::Ces, Bucket::High) => "easy",
        }
    }
}

/// What an answer looks like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A whole number on a scale.
    Scored(Scale),
    /// Options of a list; `several` may be chosen at once where set. The option [`OTHER`], where
    /// listed, opens a field for what the list lacks.
    Choice { options: Vec<String>, several: bool },
    /// A free comment.
    Text,
}

impl Kind {
    /// The scale of a scored question; `None` for choice and text.
    pub const fn scale(&self) -> Option<Scale> {
        match self {
            Kind::Scored(scale) => Some(*scale),
            Kind::Choice { .. } | Kind::Text => None,
        }
    }

    /// The word for this kind on the wire and in survey files.
    pub const fn name(&self) -> KindName {
        match self {
            Kind::Scored(Scale::Nps) => KindName::Nps,
            Kind::Scored(Scale::Csat) => KindName::Csat,
            Kind::Scored(Scale::Ces) => KindName::Ces,
            Kind::Choice { .. } => KindName::Choice,
            Kind::Text => KindName::Text,
        }
    }
}

/// The kinds by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum KindName {
    Nps,
    Csat,
    Ces,
    Choice,
    Text,
}

impl KindName {
    pub const fn as_str(self) -> &'static str {
        match self {
            KindName::Nps => "nps",
            KindName::Csat => "csat",
            KindName::Ces => "ces",
            KindName::Choice => "choice",
            KindName::Text => "text",
        }
    }

    /// `None` for a word that is no kind.
    pub fn parse(word: &str) -> Option<KindName> {
        use KindName::{Ces, Choice, Csat, Nps, Text};
        [Nps, Csat, Ces, Choice, Text]
            .into_iter()
            .find(|kind| kind.as_str() == word)
    }

    /// What is asked so; the options are those of a choice.
    pub fn kind(self, options: Vec<String>, several: bool) -> Kind {
        match self {
            KindName::Nps => Kind::Scored(Scale::Nps),
            KindName::Csat => Kind::Scored(Scale::Csat),
            KindName::Ces => Kind::Scored(Scale::Ces),
            KindName::Choice => Kind::Choice { options, several },
            KindName::Text => Kind::Text,
        }
    }
}

/// The id of the option that opens the free field of a choice.
pub const OTHER: &str = "other";

/// The part of a stored answer that a column of an export holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AnswerPart {
    Score,
    Options,
    Text,
    /// The text of a choice's free field.
    Other,
}

impl Question {
    /// The columns of an export for answers to this question, in their order.
    pub fn export_columns(&self) -> &'static [AnswerPart] {
        match &self.kind {
            Kind::Scored(_) => &[AnswerPart::Score],
            Kind::Text => &[AnswerPart::Text],
            Kind::Choice { .. } if self.has_other() => &[AnswerPart::Options, AnswerPart::Other],
            Kind::Choice { .. } => &[AnswerPart::Options],
        }
    }

    /// Whether several options may be chosen.
    pub const fn is_several(&self) -> bool {
        matches!(self.kind, Kind::Choice { several: true, .. })
    }
}

/// When a question is asked: after an earlier scored answer that fell into one of `buckets`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct After {
    pub question: String,
    pub buckets: Vec<Bucket>,
}

/// One question of a survey. Its texts live beside it, in the language of the reader.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "QuestionDraft", into = "QuestionDraft")]
pub struct Question {
    pub id: String,
    pub kind: Kind,
    pub required: bool,
    /// `None`: always asked.
    pub after: Option<After>,
}

/// A [`Question`] as written in JSON: flat, because an enum with fields inside a flattened struct
/// costs the widget more bytes than the rest of its reading.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct QuestionDraft {
    id: String,
    kind: KindName,
    #[serde(default, skip_serializing_if = "is_false")]
    required: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    after: Option<After>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    options: Vec<String>,
    #[serde(default, skip_serializing_if = "is_false")]
    several: bool,
}

pub(crate) fn is_false(flag: &bool) -> bool {
    !flag
}

impl From<QuestionDraft> for Question {
    fn from(draft: QuestionDraft) -> Self {
        Question {
            id: draft.id,
            kind: draft.kind.kind(draft.options, draft.several),
            required: draft.required,
            after: draft.after,
        }
    }
}

impl From<Question> for QuestionDraft {
    fn from(question: Question) -> Self {
        let kind = question.kind.name();
        let (options, several) = match question.kind {
            Kind::Choice { options, several } => (options, several),
            Kind::Scored(_) | Kind::Text => (Vec::new(), false),
        };
        QuestionDraft {
            id: question.id,
            kind,
            required: question.required,
            after: question.after,
            options,
            several,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn buckets_follow_the_metrics() {
        let names = |scale: Scale| -> String {
            scale
                .range()
                .map(|score| scale.bucket(score).term(scale).as_bytes()[0] as char)
                .collect()
        };
        assert_eq!(names(Scale::Nps), "dddddddpppp");
        assert_eq!(Scale::Nps.bucket(8).term(Scale::Nps), "passive");
        assert_eq!(Scale::Nps.bucket(9).term(Scale::Nps), "promoter");
        assert_eq!(names(Scale::Csat), "ddnss");
        assert_eq!(names(Scale::Ces), "hhhneee");
    }
}
