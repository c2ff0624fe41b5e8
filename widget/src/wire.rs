//! From the form's fields to a submission, and from there to the JSON that the server reads.
//!
//! The JSON is written out here and not by `JSON.stringify` over objects: host pages with old
//! libraries give `Array.prototype` a `toJSON` that would turn our lists into strings.

use crate::state::{Field, is_asked};
use otklik_survey::question::OTHER;
use otklik_survey::{AnswerDraft, CallbackDraft, Kind, Question, Submission, Survey};

/// By the names that `embed` gives the fields.
pub(crate) fn read_submission(survey: &Survey, fields: &[Field]) -> Submission {
    let mut it = Submission::default();
    for (name, value) in fields {
        match name.as_str() {
            "id" => value.clone_into(&mut it.id),
            "version" => it.version = value.parse().unwrap_or(1),
            "lang" => it.lang = Some(value.clone()),
            "event" => it.event = Some(value.clone()),
            "touchpoint" => it.touchpoint = Some(value.clone()),
            "channel" => it.channel = Some(value.clone()),
            name => {
                if let Some(field) = name.strip_prefix("q.") {
                    read_answer(&mut it, survey, field, value);
                }
            }
        }
    }
    it
}

/// `field` is a question's id, or that of its free field: `liked.other`.
fn read_answer(submission: &mut Submission, survey: &Survey, field: &str, value: &str) {
    let (id, is_other) = match field.strip_suffix(".other") {
        Some(id) => (id, true),
        None => (field, false),
    };
    let Some(question) = survey.question(id) else {
        return;
    };
    let answer = submission.answers.entry(id.to_owned()).or_default();
    match &question.kind {
        Kind::Scored(_) => answer.score = value.parse().ok(),
        Kind::Text => answer.text = Some(value.to_owned()),
        Kind::Choice { .. } if is_other => answer.other = Some(value.to_owned()),
        Kind::Choice { .. } => {
            let chosen = answer.options.get_or_insert_default();
            chosen.push(value.to_owned());
        }
    }
}

pub(crate) fn read_callback(fields: &[Field]) -> CallbackDraft {
    let mut it = CallbackDraft::default();
    for (name, value) in fields {
        let place = match name.as_str() {
            "id" => &mut it.id,
            "phone" => &mut it.phone,
            "name" => &mut it.name,
            "topic" => &mut it.topic,
            "window" => &mut it.window,
            "comment" => &mut it.comment,
            "lang" => it.lang.get_or_insert_default(),
            "channel" => it.channel.get_or_insert_default(),
            "consent" => {
                // An unticked box is no field at all.
                it.consent = true;
                continue;
            }
            _ => continue,
        };
        value.clone_into(place);
    }
    it
}

/// All that was answered, at revision `rev`. What is not asked given the other answers, and what
/// is empty, stays out.
pub(crate) fn write_submission(survey: &Survey, submission: &Submission, rev: u8) -> String {
    let Submission {
        id,
        rev: _,
        version,
        lang,
        event,
        touchpoint,
        channel,
        answers,
    } = submission;
    let mut json = Json::new();
    json.text("id", id);
    json.number("rev", rev.into());
    json.number("version", *version);
    for (key, value) in [
        ("lang", lang),
        ("event", event),
        ("touchpoint", touchpoint),
        ("channel", channel),
    ] {
        json.text(key, value.as_deref().unwrap_or_default());
    }
    json.open("answers");
    for question in survey.questions() {
        if let Some(answer) = answers.get(&question.id)
            && is_asked(survey, submission, question)
        {
            answer_of(&mut json, question, answer);
        }
    }
    json.close();
    json.end()
}

fn answer_of(json: &mut Json, question: &Question, answer: &AnswerDraft) {
    let AnswerDraft {
        score,
        options,
        other,
        text,
    } = answer;
    match &question.kind {
        Kind::Scored(_) => {
            if let Some(score) = score.and_then(|score| u32::try_from(score).ok()) {
                json.open(&question.id);
                json.number("score", score);
                json.close();
            }
        }
        Kind::Choice { .. } => {
            let options = options.as_deref().unwrap_or_default();
            if !options.is_empty() {
                json.open(&question.id);
                json.list("options", options);
                if options.iter().any(|option| option == OTHER) {
                    json.text("other", other.as_deref().unwrap_or_default());
                }
                json.close();
            }
        }
        Kind::Text => {
            let text = text.as_deref().unwrap_or_default();
            if !text.trim().is_empty() {
                json.open(&question.id);
                json.text("text", text);
                json.close();
            }
        }
    }
}

/// The request to be called, at revision `rev`.
pub(crate) fn write_callback(draft: &CallbackDraft, rev: u8) -> String {
    let CallbackDraft {
        id,
        rev: _,
        lang,
        phone,
        name,
        topic,
        window,
        comment,
        consent,
        channel,
    } = draft;
    let mut json = Json::new();
    json.text("id", id);
    json.number("rev", rev.into());
    for (key, value) in [
        ("lang", lang.as_deref().unwrap_or_default()),
        ("phone", phone),
        ("name", name),
        ("topic", topic),
        ("window", window),
        ("comment", comment),
        ("channel", channel.as_deref().unwrap_or_default()),
    ] {
        json.text(key, value);
    }
    json.key("consent");
    json.0.push_str(if *consent { "true" } else { "false" });
    json.end()
}

/// An object under construction.
struct Json(String);

impl Json {
    fn new() -> Json {
        Json(String::from("{"))
    }

    fn key(&mut self, key: &str) {
        if !self.0.ends_with('{') {
            self.0.push(',');
        }
        self.quoted(key);
        self.0.push(':');
    }

    /// Left out where empty: absent and empty mean the same everywhere in our wire format.
    fn text(&mut self, key: &str, value: &str) {
        if !value.is_empty() {
            self.key(key);
            self.quoted(value);
        }
    }

    fn number(&mut self, key: &str, value: u32) {
        self.key(key);
        self.0.push_str(&value.to_string());
    }

    fn list(&mut self, key: &str, items: &[String]) {
        self.key(key);
        for (place, item) in items.iter().enumerate() {
            self.0.push(if place == 0 { '[' } else { ',' });
            self.quoted(item);
        }
        self.0.push(']');
    }

    fn open(&mut self, key: &str) {
        self.key(key);
        self.0.push('{');
    }

    fn close(&mut self) {
        self.0.push('}');
    }

    fn end(mut self) -> String {
        self.close();
        self.0
    }

    fn quoted(&mut self, text: &str) {
        self.0.push('"');
        for letter in text.chars() {
            match letter {
                '"' | '\\' => {
                    self.0.push('\\');
                    self.0.push(letter);
                }
                '\n' => self.0.push_str("\\n"),
                // No field of ours may hold another control character; the server drops them too.
                '\0'..='\u{1f}' => {}
                letter => self.0.push(letter),
            }
        }
        self.0.push('"');
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::{client, fields};

    fn written(pairs: &[(&str, &str)]) -> Submission {
        let survey = client();
        let pairs = [&[("id", "abc")], pairs].concat();
        let submission = read_submission(&survey, &fields(&pairs));
        serde_json::from_str(&write_submission(&survey, &submission, 3)).unwrap()
    }

    #[test]
    fn the_server_reads_what_was_typed() {
        let text = "«Ура»: \"да\"\\ \n\u{1F389}\t.";
        let submission = written(&[
            ("id", "abc"),
            ("version", "2"),
            ("lang", "ru"),
            ("event", ""),
            ("channel", "qr"),
            ("q.nps", "3"),
            ("q.why", text),
            ("q.liked", "food"),
            ("q.liked", "other"),
            ("q.liked.other", "танцы"),
            ("q.stranger", "x"),
        ]);
        assert_eq!((submission.id.as_str(), submission.rev), ("abc", 3));
        assert_eq!(submission.version, 2);
        assert_eq!(submission.event, None);
        assert_eq!(submission.channel.as_deref(), Some("qr"));
        assert_eq!(submission.answers.len(), 3);
        assert_eq!(submission.answers["nps"].score, Some(3));
        let why = submission.answers["why"].text.as_deref();
        assert_eq!(why, Some(text.replace('\t', "").as_str()));
        assert_eq!(submission.answers["liked"].other.as_deref(), Some("танцы"));
        let liked = submission.answers["liked"].options.as_deref();
        assert_eq!(liked.unwrap_or_default(), ["food", "other"]);
    }

    #[test]
    fn what_is_not_asked_or_not_chosen_stays_at_home() {
        let submission = written(&[
            ("q.nps", "10"),
            ("q.why", "typed before the score was raised"),
            ("q.liked", "food"),
            ("q.liked.other", "unticked again"),
        ]);
        assert!(!submission.answers.contains_key("why"));
        assert_eq!(submission.answers["liked"].other, None);
        let blank = written(&[("q.nps", "1"), ("q.why", " \n")]);
        assert!(!blank.answers.contains_key("why"));
        assert!(written(&[("q.liked.other", "x")]).answers.is_empty());
    }

    #[test]
    fn a_callback_survives_the_way() {
        let typed = fields(&[
            ("id", "x"),
            ("rev", "1"),
            ("phone", "+7 (912) 345-67-89"),
            ("comment", "после \"шести\""),
            ("window", "any"),
            ("consent", "yes"),
            ("stranger", "x"),
        ]);
        let read: CallbackDraft =
            serde_json::from_str(&write_callback(&read_callback(&typed), 4)).unwrap();
        let expected = CallbackDraft {
            id: "x".to_owned(),
            rev: 4,
            phone: "+7 (912) 345-67-89".to_owned(),
            window: "any".to_owned(),
            comment: "после \"шести\"".to_owned(),
            consent: true,
            ..CallbackDraft::default()
        };
        assert_eq!(read, expected);
        assert!(!read_callback(&fields(&[("phone", "1")])).consent);
    }
}
