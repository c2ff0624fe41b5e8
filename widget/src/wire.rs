//! A submission as the server reads it.
//!
//! Written out here and not by `JSON.stringify` over objects: host pages with old libraries give
//! `Array.prototype` a `toJSON` that would turn our lists into strings.

use crate::state::Draft;
use otklik_survey::question::OTHER;
use otklik_survey::{AnswerDraft, CallbackDraft, Kind, Question, Submission, Survey};

/// All that was answered, at revision `rev`. What is not asked given the other answers, and what
/// is empty, stays out.
pub(crate) fn submission(survey: &Survey, draft: &Draft, rev: u8) -> String {
    let Submission {
        id,
        rev: _,
        version,
        lang,
        event,
        touchpoint,
        channel,
        answers,
    } = &draft.submission;
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
            && draft.asks(survey, question)
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
pub(crate) fn callback(draft: &CallbackDraft, rev: u8) -> String {
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
    use crate::state::Mark;

    fn survey() -> Survey {
        serde_json::from_str(
            r#"{"id":"s","version":2,"audience":"guest","questions":[
                {"id":"nps","kind":"nps"},
                {"id":"why","kind":"text","after":{"question":"nps","buckets":["low"]}},
                {"id":"liked","kind":"choice","options":["food","other"],"several":true}]}"#,
        )
        .unwrap()
    }

    fn written(fields: &[(&str, &str)]) -> Submission {
        let survey = survey();
        let mut draft = Draft::default();
        for (name, value) in fields {
            draft.note(&survey, name, value, Mark::On);
        }
        serde_json::from_str(&submission(&survey, &draft, 3)).unwrap()
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
        ]);
        assert_eq!((submission.id.as_str(), submission.rev), ("abc", 3));
        assert_eq!(submission.version, 2);
        assert_eq!(submission.event, None);
        assert_eq!(submission.channel.as_deref(), Some("qr"));
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
        assert!(written(&[("q.why", " \n")]).answers.is_empty());
    }

    #[test]
    fn a_callback_survives_the_way() {
        let draft = CallbackDraft {
            id: "x".to_owned(),
            rev: 1,
            phone: "+7 (912) 345-67-89".to_owned(),
            comment: "после \"шести\"".to_owned(),
            consent: true,
            ..CallbackDraft::default()
        };
        let read: CallbackDraft = serde_json::from_str(&callback(&draft, 1)).unwrap();
        assert_eq!(read, draft);
    }
}
