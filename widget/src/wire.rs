//! From the form's fields to what `otklik-survey` checks, and to the JSON that the server reads.
//!
//! The JSON is written out here and not by `JSON.stringify` over objects: host pages with old
//! libraries give `Array.prototype` a `toJSON` that would turn our lists into strings.

use otklik_survey::question::OTHER;
use otklik_survey::{CallbackDraft, Kind, Question, Submission, Survey};

/// The fields of the form that have a value, by the names that `embed` gives them, hidden ones too.
/// Boxes and radios are there while they are ticked.
pub(crate) type Fields = [(String, String)];

/// The values of one field, in the form's order.
fn values<'a>(fields: &'a Fields, name: &'a str) -> impl Iterator<Item = &'a str> {
    let named = fields.iter().filter(move |(known, _)| known == name);
    named.map(|(_, value)| value.as_str())
}

fn value<'a>(fields: &'a Fields, name: &'a str) -> &'a str {
    values(fields, name).next().unwrap_or_default()
}

fn control(id: &str) -> String {
    ["q.", id].concat()
}

/// The name of a choice's free field.
fn free(id: &str) -> String {
    ["q.", id, ".other"].concat()
}

/// The score given to the question `id`.
pub(crate) fn score_of(fields: &Fields, id: &str) -> Option<u8> {
    value(fields, &control(id)).parse().ok()
}

/// For the check that the server will repeat.
pub(crate) fn submission(survey: &Survey, fields: &Fields, rev: u8) -> Submission {
    let word = |name| Some(value(fields, name).to_owned());
    let mut it = Submission {
        id: value(fields, "id").to_owned(),
        rev,
        version: value(fields, "version").parse().unwrap_or(0),
        lang: word("lang"),
        event: word("event"),
        touchpoint: word("touchpoint"),
        channel: word("channel"),
        // Manager, reference and invite are never refused here.
        ..Submission::default()
    };
    for question in survey.questions() {
        let name = control(&question.id);
        let answer = it.answers.entry(question.id.clone()).or_default();
        match &question.kind {
            Kind::Scored(_) => answer.score = value(fields, &name).parse().ok(),
            Kind::Text => answer.text = Some(value(fields, &name).to_owned()),
            Kind::Choice { .. } => {
                answer.options = Some(values(fields, &name).map(str::to_owned).collect());
                answer.other = Some(value(fields, &free(&question.id)).to_owned());
            }
        }
    }
    it
}

/// For the check that the server will repeat.
pub(crate) fn callback(fields: &Fields, rev: u8) -> CallbackDraft {
    let text = |name| value(fields, name).to_owned();
    CallbackDraft {
        id: text("id"),
        rev,
        lang: Some(text("lang")),
        phone: text("phone"),
        name: text("name"),
        topic: text("topic"),
        window: text("window"),
        comment: text("comment"),
        consent: !value(fields, "consent").is_empty(),
        channel: Some(text("channel")),
        by: Some(text("by")),
    }
}

/// All that was answered, at revision `rev`. What is not asked given the other answers, and what
/// is empty, stays out.
pub(crate) fn write_submission(survey: &Survey, fields: &Fields, rev: u8) -> String {
    let mut json = Json::new();
    json.fields(
        fields,
        &[
            "id",
            "lang",
            "event",
            "touchpoint",
            "channel",
            "manager",
            "reference",
            "invite",
        ],
    );
    let gesture = value(fields, "gesture");
    if !gesture.is_empty() {
        json.raw("gesture", if gesture == "1" { "true" } else { "false" });
    }
    json.raw("rev", &rev.to_string());
    json.raw("version", &survey.version().to_string());
    json.open("answers");
    for question in survey.questions() {
        if survey.asks(question, |id| score_of(fields, id)) {
            json.answer(question, fields);
        }
    }
    json.close();
    json.end()
}

/// The request to be called, at revision `rev`.
pub(crate) fn write_callback(fields: &Fields, rev: u8) -> String {
    let mut json = Json::new();
    json.fields(
        fields,
        &[
            "id", "lang", "phone", "name", "topic", "window", "comment", "channel", "by",
        ],
    );
    json.raw("rev", &rev.to_string());
    let consent = value(fields, "consent");
    json.raw("consent", if consent.is_empty() { "false" } else { "true" });
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

    /// A value that needs no quotes.
    fn raw(&mut self, key: &str, value: &str) {
        self.key(key);
        self.0.push_str(value);
    }

    /// Left out where empty: absent and empty mean the same everywhere in our wire format.
    fn text(&mut self, key: &str, value: &str) {
        if !value.is_empty() {
            self.key(key);
            self.quoted(value);
        }
    }

    fn fields(&mut self, fields: &Fields, names: &[&str]) {
        for name in names {
            self.text(name, value(fields, name));
        }
    }

    fn answer(&mut self, question: &Question, fields: &Fields) {
        let id = &question.id;
        let name = control(id);
        let first = value(fields, &name);
        if first.trim().is_empty() {
            return;
        }
        self.open(id);
        match &question.kind {
            Kind::Scored(_) => self.raw("score", first),
            Kind::Text => self.text("text", first),
            Kind::Choice { .. } => {
                self.key("options");
                let mut mark = '[';
                for option in values(fields, &name) {
                    self.0.push(mark);
                    self.quoted(option);
                    mark = ',';
                }
                self.0.push(']');
                if values(fields, &name).any(|option| option == OTHER) {
                    self.text("other", value(fields, &free(id)));
                }
            }
        }
        self.close();
    }

    fn open(&mut self, key: &str) {
        self.raw(key, "{");
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
        serde_json::from_str(&write_submission(&survey, &fields(&pairs), 3)).unwrap()
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
    fn what_the_loader_saw_of_the_guest_goes_along() {
        assert_eq!(written(&[("gesture", "")]).gesture, None);
        assert_eq!(written(&[("gesture", "0")]).gesture, Some(false));
        let invited = written(&[("gesture", "1"), ("invite", "111111111111")]);
        assert_eq!(invited.gesture, Some(true));
        assert_eq!(invited.invite.as_deref(), Some("111111111111"));
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
        let read: CallbackDraft = serde_json::from_str(&write_callback(&typed, 4)).unwrap();
        let checked = CallbackDraft {
            lang: None,
            channel: None,
            by: None,
            ..callback(&typed, 4)
        };
        assert_eq!(read, checked);
        assert_eq!(read.phone, "+7 (912) 345-67-89");
        assert_eq!(read.comment, "после \"шести\"");
        assert!(read.consent);
        assert!(!callback(&fields(&[("phone", "1")]), 1).consent);
    }
}
