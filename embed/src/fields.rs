//! The fields of the plain forms: stored as typed, and read as a submission.

use otklik_survey::question::answer::FormAnswer;
pub use otklik_survey::question::answer::{field_name, other_name};
use otklik_survey::{AnswerDraft, CallbackDraft, Submission, Survey};

/// The fields of a form, in order. A page that is shown again is filled from them, so that no typed text is lost.
#[derive(Clone, Debug, Default)]
pub struct Fields(Vec<(String, String)>);

impl Fields {
    /// Reads an urlencoded body or query.
    pub fn parse(encoded: &[u8]) -> Fields {
        Fields(form_urlencoded::parse(encoded).into_owned().collect())
    }

    pub fn set(&mut self, name: &str, value: impl Into<String>) {
        self.0.retain(|(key, _)| key != name);
        self.0.push((name.to_owned(), value.into()));
    }

    /// The first value of a field; empty where there is none.
    pub fn get(&self, name: &str) -> &str {
        self.all(name).next().unwrap_or_default()
    }

    /// Every value of a field.
    pub fn all(&self, name: &str) -> impl Iterator<Item = &str> {
        self.0
            .iter()
            .filter(move |(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    /// The names of the fields, in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(key, _)| key.as_str())
    }

    /// Removes every field of another name.
    pub fn keep(&mut self, names: &[&str]) {
        self.0.retain(|(key, _)| names.contains(&key.as_str()));
    }

    pub fn has(&self, name: &str, value: &str) -> bool {
        self.all(name).any(|held| held == value)
    }

    fn optional(&self, name: &str) -> Option<String> {
        Some(self.get(name).to_owned()).filter(|value| !value.is_empty())
    }

    /// The submission that these fields of `survey`'s form hold.
    ///
    /// A value that cannot be read becomes one that `Survey::accept` refuses with the right code: a score that
    /// is no number is off its scale.
    pub fn submission(&self, survey: &Survey) -> Submission {
        let mut submission = Submission {
            id: self.get("id").to_owned(),
            rev: self.get("rev").parse().unwrap_or(0),
            version: self.get("version").parse().unwrap_or(0),
            lang: self.optional("lang"),
            event: self.optional("event"),
            touchpoint: self.optional("touchpoint"),
            channel: self.optional("channel"),
            manager: self.optional("manager"),
            reference: self.optional("reference"),
            invite: self.optional("invite"),
            user_activation: self.optional("user_activation").map(|seen| seen == "1"),
            partial: self.optional("partial").map(|_| true),
            challenge: self.optional(CHALLENGE),
            ..Submission::default()
        };
        for question in survey.questions() {
            let form_answer = FormAnswer::read(&question.id, |name| self.all(name).collect());
            let draft = question.kind.answer_of_form(&form_answer);
            if draft != AnswerDraft::default() {
                submission.answers.insert(question.id.clone(), draft);
            }
        }
        submission
    }

    /// The request to be called that these fields hold.
    pub fn callback(&self) -> CallbackDraft {
        CallbackDraft {
            id: self.get("id").to_owned(),
            rev: self.get("rev").parse().unwrap_or(0),
            lang: self.optional("lang"),
            phone: self.get("phone").to_owned(),
            name: self.get("name").to_owned(),
            topic: self.get("topic").to_owned(),
            window: self.get("window").to_owned(),
            comment: self.get("comment").to_owned(),
            consent: self.has("consent", "yes"),
            channel: self.optional("channel"),
            by: self.optional("by"),
            challenge: self.optional(CHALLENGE),
        }
    }
}

/// The field that Turnstile adds to a form.
const CHALLENGE: &str = "cf-turnstile-response";
