//! A survey: questions in their order for one audience, immutable once published.

use crate::context::{Audience, Touchpoint};
use crate::limits;
use crate::question::{Bucket, Kind, OTHER, Question};
use crate::response::Response;
use serde::{Deserialize, Serialize};

/// A published version of a survey. Built by parsing a [`SurveyDraft`]; never changed after.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "SurveyDraft", into = "SurveyDraft")]
pub struct Survey {
    id: String,
    version: u32,
    audience: Audience,
    touchpoint: Option<Touchpoint>,
    questions: Vec<Question>,
}

/// A survey as written in a file or posted: nothing is checked yet.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SurveyDraft {
    /// Lower-case letters, digits and dashes, 32 at most: it stands in addresses.
    pub id: String,
    /// From 1, one more with each edit.
    pub version: u32,
    pub audience: Audience,
    /// What a response counts for that names no touchpoint itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub touchpoint: Option<Touchpoint>,
    pub questions: Vec<Question>,
}

/// What is wrong with a draft, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// As the JSON is nested: `questions[1].options`.
    pub path: String,
    pub reason: &'static str,
}

impl core::fmt::Display for Mistake {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(&self.path)?;
        f.write_str(": ")?;
        f.write_str(self.reason)
    }
}

impl TryFrom<SurveyDraft> for Survey {
    type Error = Mistake;

    /// # Errors
    /// The first mistake in reading order.
    fn try_from(draft: SurveyDraft) -> Result<Self, Mistake> {
        if !is_part_name(&draft.id) {
            return Err(mistake("id", PART_NAME));
        }
        if draft.version == 0 {
            return Err(mistake("version", "versions start at 1"));
        }
        if draft.questions.is_empty() || draft.questions.len() > limits::QUESTIONS_MAX {
            return Err(mistake("questions", "one question at least, 20 at most"));
        }
        for (place, question) in draft.questions.iter().enumerate() {
            check_question(question, place, &draft.questions[..place])?;
        }
        Ok(Survey {
            id: draft.id,
            version: draft.version,
            audience: draft.audience,
            touchpoint: draft.touchpoint,
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

    /// In the order in which they are asked; one at least.
    pub fn questions(&self) -> &[Question] {
        &self.questions
    }

    pub fn question(&self, id: &str) -> Option<&Question> {
        self.questions.iter().find(|question| question.id == id)
    }

    /// Whether `question` is asked of somebody whose scores so far are given by `score_of`.
    pub fn asks(&self, question: &Question, score_of: impl Fn(&str) -> Option<u8>) -> bool {
        let Some(after) = &question.after else {
            return true;
        };
        self.bucket(&after.question, score_of)
            .is_some_and(|bucket| after.buckets.contains(&bucket))
    }

    /// For each question the step it stands on, from 0. A question that follows another stands on
    /// that one's step: it appears where the guest is looking.
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

    /// How many steps there are; one at least.
    pub fn n_steps(&self) -> usize {
        let last = self.steps().into_iter().max();
        last.map_or(1, |last| last + 1)
    }

    /// Whether any score of a response to this survey fell into the low bucket.
    pub fn is_low(&self, response: &Response) -> bool {
        let mut questions = self.questions.iter();
        questions
            .any(|question| self.bucket(&question.id, |id| response.score(id)) == Some(Bucket::Low))
    }

    /// The bucket of the answer to the scored question `id`, where there is one.
    pub fn bucket(&self, id: &str, score_of: impl Fn(&str) -> Option<u8>) -> Option<Bucket> {
        let scale = self.question(id)?.kind.scale()?;
        Some(scale.bucket(score_of(id)?))
    }
}

fn check_question(question: &Question, place: usize, earlier: &[Question]) -> Result<(), Mistake> {
    let at = |part: &str| {
        let mut path = String::from("questions[");
        path.push_str(&place.to_string());
        path.push(']');
        path.push_str(part);
        path
    };
    if !is_part_name(&question.id) {
        return Err(mistake(at(".id"), PART_NAME));
    }
    if earlier.iter().any(|other| other.id == question.id) {
        return Err(mistake(at(".id"), "another question has this id"));
    }
    if let Kind::Choice { options, .. } = &question.kind {
        let known = |place: usize| options[..place].contains(&options[place]);
        if options.len() < 2 || options.len() > limits::OPTIONS_MAX {
            return Err(mistake(at(".options"), "two options at least, 20 at most"));
        }
        if (0..options.len()).any(|place| !is_part_name(&options[place]) || known(place)) {
            return Err(mistake(
                at(".options"),
                "each option needs an id of its own",
            ));
        }
    }
    if let Some(after) = &question.after {
        let asked_before = earlier
            .iter()
            .any(|other| other.id == after.question && other.kind.scale().is_some());
        if !asked_before {
            return Err(mistake(at(".after"), "names no earlier scored question"));
        }
        if after.buckets.is_empty() {
            return Err(mistake(at(".after.buckets"), "one bucket at least"));
        }
    }
    Ok(())
}

impl Question {
    /// The options of a choice; none for every other kind.
    pub fn options(&self) -> &[String] {
        match &self.kind {
            Kind::Choice { options, .. } => options,
            Kind::Scored(_) | Kind::Text => &[],
        }
    }

    /// Whether the choice has a free field.
    pub fn has_other(&self) -> bool {
        self.options().iter().any(|option| option == OTHER)
    }
}

const PART_NAME: &str = "1 to 32 lower-case letters, digits or dashes";

fn is_part_name(id: &str) -> bool {
    (1..=limits::PART_ID_MAX_CHARS).contains(&id.len())
        && id
            .bytes()
            .all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-'))
}

fn mistake(path: impl Into<String>, reason: &'static str) -> Mistake {
    Mistake {
        path: path.into(),
        reason,
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
    fn mistakes_name_their_place() {
        for (questions, place) in [
            ("", "questions: one question"),
            (r#"{"id":"A","kind":"nps"}"#, "questions[0].id: 1 to 32"),
            (
                r#"{"id":"a","kind":"nps"},{"id":"a","kind":"text"}"#,
                "questions[1].id: another",
            ),
            (
                r#"{"id":"a","kind":"choice","options":["x"]}"#,
                "questions[0].options: two options",
            ),
            (
                r#"{"id":"a","kind":"choice","options":["x","x"]}"#,
                "questions[0].options: each",
            ),
            (
                r#"{"id":"a","kind":"text","after":{"question":"b","buckets":["low"]}}"#,
                "questions[0].after: names no",
            ),
            (r#"{"id":"a","kind":"stars"}"#, "unknown variant"),
            (r#"{"id":"a","kind":"nps","colour":1}"#, "unknown field"),
        ] {
            let error = parse(questions).unwrap_err();
            assert!(error.contains(place), "{questions}: {error}");
        }
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
