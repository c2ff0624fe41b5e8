//! A survey: questions in their order for one audience, immutable once published.

pub mod audience;
pub mod touchpoint;

use crate::limits;
use crate::question::draft::is_false;
pub use crate::question::part_id::is_part_id;
use crate::question::{Bucket, Question};
use crate::survey::audience::Audience;
use crate::survey::touchpoint::Touchpoint;
use crate::validation_error::{Code, ValidationError};
use serde::{Deserialize, Serialize};

/// A published version of a survey. Built by parsing a [`SurveyDraft`]; never changed after.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "SurveyDraft", into = "SurveyDraft")]
pub struct Survey {
    id: String,
    version: u32,
    audience: Audience,
    touchpoint: Option<Touchpoint>,
    anonymous: bool,
    questions: Vec<Question>,
}

/// A survey as written in a file or posted: nothing is checked yet.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SurveyDraft {
    /// Lower-case letters, digits and dashes, 32 at most: it is part of addresses.
    pub id: String,
    /// From 1, one more with each edit.
    pub version: u32,
    pub audience: Audience,
    /// The touchpoint of responses that name none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub touchpoint: Option<Touchpoint>,
    /// Whether the agency promises its respondents that answers cannot be attributed to them.
    #[serde(default, skip_serializing_if = "is_false")]
    pub anonymous: bool,
    pub questions: Vec<Question>,
}

impl SurveyDraft {
    /// All errors, in reading order.
    pub fn errors(&self) -> Vec<ValidationError> {
        let mut errors = Vec::new();
        let mut refuse = |code, field: String| errors.push(ValidationError { code, field });
        if !is_part_id(&self.id) {
            refuse(Code::BadPartId, "id".to_owned());
        }
        if self.version == 0 {
            refuse(Code::BadVersion, "version".to_owned());
        }
        if !(1..=limits::QUESTIONS_MAX).contains(&self.questions.len()) {
            refuse(Code::QuestionsOutOfRange, "questions".to_owned());
        }
        for (index, question) in self.questions.iter().enumerate() {
            let earlier = &self.questions[..index];
            check_question(question, earlier, |code, part| {
                refuse(code, [&path(index), part].concat());
            });
        }
        // Its answers count the people of the survey: see `stats::anonymous`.
        let is_optional = |first: &Question| !first.required;
        if self.anonymous && self.questions.first().is_some_and(is_optional) {
            errors.push(ValidationError::new(
                Code::FirstOptional,
                "questions[0].required",
            ));
        }
        errors
    }
}

/// The path of a question, as the JSON is nested.
fn path(index: usize) -> String {
    ["questions[", &index.to_string(), "]"].concat()
}

impl TryFrom<SurveyDraft> for Survey {
    type Error = ValidationError;

    /// # Errors
    /// The first error in reading order.
    fn try_from(draft: SurveyDraft) -> Result<Self, ValidationError> {
        if let Some(first) = draft.errors().into_iter().next() {
            return Err(first);
        }
        Ok(Survey {
            id: draft.id,
            version: draft.version,
            audience: draft.audience,
            touchpoint: draft.touchpoint,
            anonymous: draft.anonymous,
            questions: draft.questions,
        })
    }
}

impl From<Survey> for SurveyDraft {
    fn from(survey: Survey) -> Self {
        SurveyDraft {
            id: survey.id,
            version: survey.version,
            audience: survey.audience,
            touchpoint: survey.touchpoint,
            anonymous: survey.anonymous,
            questions: survey.questions,
        }
    }
}

impl Survey {
    pub fn id(&self) -> &str {
        &self.id
    }

    pub fn version(&self) -> u32 {
        self.version
    }

    pub fn audience(&self) -> Audience {
        self.audience
    }

    pub fn touchpoint(&self) -> Option<Touchpoint> {
        self.touchpoint
    }

    /// Whether the agency promises its respondents that answers cannot be attributed to them.
    pub fn is_anonymous(&self) -> bool {
        self.anonymous
    }

    /// In the order in which they are asked; one at least.
    pub fn questions(&self) -> &[Question] {
        &self.questions
    }

    pub fn question(&self, id: &str) -> Option<&Question> {
        self.questions.iter().find(|question| question.id == id)
    }

    /// Whether `question` is asked after the answers so far; `score_of` returns the score of a question.
    pub fn asks(&self, question: &Question, score_of: impl Fn(&str) -> Option<u8>) -> bool {
        let Some(after) = &question.after else {
            return true;
        };
        self.bucket(&after.question, score_of)
            .is_some_and(|bucket| after.buckets.contains(&bucket))
    }

    /// The step of each question, from 0. A follow-up is on the step of the question that it follows: it appears where
    /// the guest is looking.
    pub fn steps(&self) -> Vec<usize> {
        let mut steps: Vec<usize> = Vec::new();
        let mut n_leaders = 0;
        for question in &self.questions {
            let leader = question.after.as_ref().and_then(|after| {
                let mut all = self.questions.iter();
                let place = all.position(|it| it.id == after.question)?;
                steps.get(place).copied()
            });
            steps.push(leader.unwrap_or_else(|| {
                n_leaders += 1;
                n_leaders - 1
            }));
        }
        steps
    }

    /// The number of steps; one at least.
    pub fn n_steps(&self) -> usize {
        let last = self.steps().into_iter().max();
        last.map_or(1, |last| last + 1)
    }

    /// Errors for each forbidden change of an earlier version: tallies add the versions up.
    pub fn breaks_with(&self, earlier: &Survey) -> Vec<ValidationError> {
        let mut errors = Vec::new();
        if self.audience != earlier.audience {
            errors.push(ValidationError::new(Code::AudienceChanged, "audience"));
        }
        if self.anonymous != earlier.anonymous {
            errors.push(ValidationError::new(Code::AnonymityChanged, "anonymous"));
        }
        let first = |survey: &Survey| survey.questions.first().map(|it| it.id.clone());
        if self.anonymous && first(self) != first(earlier) {
            // Released intervals would be cut by another question from now on.
            errors.push(ValidationError::new(Code::FirstChanged, "questions[0].id"));
        }
        for (index, question) in self.questions.iter().enumerate() {
            let before = earlier.question(&question.id);
            if before.is_some_and(|it| it.kind.name() != question.kind.name()) {
                let field = [&path(index), ".kind"].concat();
                errors.push(ValidationError::new(Code::KindChanged, field));
            }
        }
        errors
    }

    /// This version with the questions and options of earlier versions behind its own: everything that a stored answer
    /// can refer to.
    #[must_use]
    pub fn with_earlier(mut self, earlier: &Survey) -> Survey {
        self.anonymous |= earlier.anonymous;
        for question in &earlier.questions {
            match self.questions.iter_mut().find(|it| it.id == question.id) {
                Some(known) => known.kind.merge(&question.clone().into()),
                None => self.questions.push(question.clone()),
            }
        }
        self
    }

    /// Bytes of a posted submission at most, as the fields of a form or as JSON: all texts at their limits in the longest
    /// characters, so that a text past its limit gets its own error.
    pub fn body_max_bytes(&self) -> usize {
        let questions = self.questions.iter();
        limits::form_max_bytes(questions.map(|it| it.kind.posted_max_bytes()).sum())
    }

    /// The bucket of the answer to the scored question `id`, where there is one.
    pub fn bucket(&self, id: &str, score_of: impl Fn(&str) -> Option<u8>) -> Option<Bucket> {
        let scale = self.question(id)?.kind.scale()?;
        Some(scale.bucket(score_of(id)?))
    }
}

fn check_question(question: &Question, earlier: &[Question], mut refuse: impl FnMut(Code, &str)) {
    if !is_part_id(&question.id) {
        refuse(Code::BadPartId, ".id");
    }
    if earlier.iter().any(|other| other.id == question.id) {
        refuse(Code::SameId, ".id");
    }
    question.kind.check(&mut refuse);
    if let Some(after) = &question.after {
        let asked_before = earlier
            .iter()
            .any(|other| other.id == after.question && other.kind.scale().is_some());
        if !asked_before {
            refuse(Code::NotScored, ".after.question");
        }
        if after.buckets.is_empty() {
            refuse(Code::MissingBucket, ".after.buckets");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(questions: &str) -> Result<Survey, String> {
        let json = r#"{"id":"s","version":1,"audience":"guest","questions":[QUESTIONS]}"#;
        serde_json::from_str(&json.replace("QUESTIONS", questions)).map_err(|e| e.to_string())
    }

    #[test]
    fn every_error_has_its_path() {
        for (questions, expected) in [
            ("", "questions: questions_out_of_range"),
            (r#"{"id":"A","kind":"nps"}"#, "questions[0].id: bad_part_id"),
            (
                r#"{"id":"a","kind":"nps"},{"id":"a","kind":"text"}"#,
                "questions[1].id: same_id",
            ),
            (
                r#"{"id":"a","kind":"choice","options":["x"]}"#,
                "questions[0].options: options_out_of_range",
            ),
            (
                r#"{"id":"a","kind":"choice","options":["x","x","Y"]}"#,
                "questions[0].options[1]: same_id, questions[0].options[2]: bad_part_id",
            ),
            (
                r#"{"id":"a","kind":"text","after":{"question":"b","buckets":[]}}"#,
                "questions[0].after.question: not_scored, questions[0].after.buckets: missing_bucket",
            ),
        ] {
            let json = r#"{"id":"s","version":1,"audience":"guest","questions":[QUESTIONS]}"#;
            let json = json.replace("QUESTIONS", questions);
            let draft: SurveyDraft = serde_json::from_str(&json).unwrap();
            let errors: Vec<_> = draft.errors().iter().map(|it| it.to_string()).collect();
            assert_eq!(errors.join(", "), expected);
            let first = parse(questions).unwrap_err();
            assert!(expected.starts_with(&first), "{first}");
        }
        assert!(parse(r#"{"id":"a","kind":"stars"}"#).is_err());
        assert!(parse(r#"{"id":"a","kind":"nps","colour":1}"#).is_err());
    }

    #[test]
    fn versions_add_up() {
        let choice = |options: &str| {
            let question = r#"{"id":"c","kind":"choice","required":true,"options":[OPTIONS]},"#;
            question.replace("OPTIONS", options)
        };
        let first = parse(&(choice(r#""x","y""#) + r#"{"id":"old","kind":"text"}"#)).unwrap();
        let next = parse(&(choice(r#""z","y""#) + r#"{"id":"new","kind":"nps"}"#)).unwrap();
        assert_eq!(next.breaks_with(&first), []);
        let both = next.with_earlier(&first);
        let ids: Vec<&str> = both.questions().iter().map(|it| it.id.as_str()).collect();
        assert_eq!(ids, ["c", "new", "old"]);
        assert_eq!(both.questions()[0].options(), ["z", "y", "x"]);
        let changed = parse(r#"{"id":"new","kind":"csat"},{"id":"old","kind":"text"}"#).unwrap();
        let errors: Vec<_> = changed
            .breaks_with(&both)
            .iter()
            .map(|it| it.to_string())
            .collect();
        assert_eq!(errors, ["questions[0].kind: kind_changed"]);
        let other = SurveyDraft {
            audience: Audience::Client,
            ..first.clone().into()
        };
        let errors = Survey::try_from(other).unwrap().breaks_with(&first);
        assert_eq!(
            errors,
            [ValidationError::new(Code::AudienceChanged, "audience")]
        );
        let anonymous = SurveyDraft {
            anonymous: true,
            ..first.clone().into()
        };
        let anonymous = Survey::try_from(anonymous).unwrap();
        let changed = [ValidationError::new(Code::AnonymityChanged, "anonymous")];
        assert_eq!(anonymous.breaks_with(&first), changed);
        assert_eq!(first.breaks_with(&anonymous), changed);
        assert_eq!(anonymous.breaks_with(&anonymous), []);
        assert!(first.clone().with_earlier(&anonymous).is_anonymous());
    }

    #[test]
    fn everybody_answers_the_first_question_of_an_anonymous_survey() {
        let anonymous = |questions: &str| {
            let json = r#"{"id":"s","version":1,"audience":"guest","anonymous":true,"questions":[QUESTIONS]}"#;
            serde_json::from_str::<SurveyDraft>(&json.replace("QUESTIONS", questions)).unwrap()
        };
        let (required, optional) = (
            r#"{"id":"a","kind":"nps","required":true}"#,
            r#"{"id":"b","kind":"text"}"#,
        );
        let first_optional = ValidationError::new(Code::FirstOptional, "questions[0].required");
        assert_eq!(anonymous(optional).errors(), [first_optional]);
        let one = anonymous(&[required, optional].join(","));
        assert_eq!(one.errors(), []);
        let one = Survey::try_from(one).unwrap();
        let other = optional.replace("}", r#","required":true}"#);
        let other = Survey::try_from(anonymous(&[&other, required].join(","))).unwrap();
        let first_changed = ValidationError::new(Code::FirstChanged, "questions[0].id");
        assert_eq!(other.breaks_with(&one), [first_changed]);
        assert_eq!(one.breaks_with(&one), []);
    }

    #[test]
    fn follow_ups_are_asked_of_their_bucket() {
        let survey = parse(
            r#"{"id":"nps","kind":"nps"},
               {"id":"why","kind":"text","after":{"question":"nps","buckets":["low","middle"]}}"#,
        )
        .unwrap();
        let why = survey.question("why").unwrap();
        assert_eq!(survey.steps(), [0, 0]);
        assert_eq!(survey.n_steps(), 1);
        for (score, asked) in [
            (None, false),
            (Some(6), true),
            (Some(8), true),
            (Some(9), false),
        ] {
            assert_eq!(survey.asks(why, |_| score), asked, "{score:?}");
        }
    }

    #[test]
    fn json_survives_a_round_trip() {
        let survey = parse(r#"{"id":"c","kind":"choice","options":["x","other"],"several":true}"#);
        let survey = survey.unwrap();
        let again: Survey = serde_json::from_str(&serde_json::to_string(&survey).unwrap()).unwrap();
        assert_eq!(survey, again);
        assert!(survey.questions()[0].has_other());
    }
}
