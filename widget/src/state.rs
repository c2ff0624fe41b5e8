//! What the guest has answered so far, and on which step they are. Knows no browser.

use crate::plan::Plan;
use otklik_survey::question::OTHER;
use otklik_survey::{Bucket, CallbackDraft, Kind, Question, Submission, Survey};

/// Whether a value of a field was chosen or given up again; what is typed is always `On`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mark {
    On,
    Off,
}

/// A survey being answered.
#[derive(Clone, Debug, Default)]
pub(crate) struct Draft {
    /// As typed, answers to questions that are no longer asked included.
    pub submission: Submission,
    pub step: usize,
}

impl Draft {
    /// Takes over one field of the form, hidden ones too, by the names that `embed` gives them.
    pub fn note(&mut self, survey: &Survey, name: &str, value: &str, mark: Mark) {
        if let Some(field) = name.strip_prefix("q.") {
            return self.answer(survey, field, value, mark);
        }
        let it = &mut self.submission;
        match name {
            "id" => value.clone_into(&mut it.id),
            "rev" => it.rev = value.parse().unwrap_or(1),
            "version" => it.version = value.parse().unwrap_or(1),
            "lang" => it.lang = Some(value.to_owned()),
            "event" => it.event = Some(value.to_owned()),
            "touchpoint" => it.touchpoint = Some(value.to_owned()),
            "channel" => it.channel = Some(value.to_owned()),
            _ => {}
        }
    }

    /// `field` is a question's id, or that of its free field: `liked.other`.
    fn answer(&mut self, survey: &Survey, field: &str, value: &str, mark: Mark) {
        let (id, is_other) = match field.split_once('.') {
            Some((id, _)) => (id, true),
            None => (field, false),
        };
        let Some(question) = survey.question(id) else {
            return;
        };
        let answer = self.submission.answers.entry(id.to_owned()).or_default();
        match &question.kind {
            Kind::Scored(_) => answer.score = value.parse().ok(),
            Kind::Text => answer.text = Some(value.to_owned()),
            Kind::Choice { .. } if is_other => answer.other = Some(value.to_owned()),
            Kind::Choice { several, .. } => {
                let chosen = answer.options.get_or_insert_default();
                chosen.retain(|option| *several && option != value);
                if mark == Mark::On {
                    chosen.push(value.to_owned());
                }
            }
        }
    }

    fn score_of(&self, id: &str) -> Option<u8> {
        let score = self.submission.answers.get(id)?.score?;
        u8::try_from(score).ok()
    }

    /// Whether the question is asked, given the answers so far.
    pub fn asks(&self, survey: &Survey, question: &Question) -> bool {
        survey.asks(question, |id| self.score_of(id))
    }

    /// The bucket of the answer that the question follows, where it follows one.
    pub fn bucket_before(&self, survey: &Survey, question: &Question) -> Option<Bucket> {
        let after = question.after.as_ref()?;
        survey.bucket(&after.question, |id| self.score_of(id))
    }

    pub fn has_chosen(&self, id: &str, option: &str) -> bool {
        let chosen = self.submission.answers.get(id);
        let chosen = chosen.and_then(|answer| answer.options.as_deref());
        chosen.is_some_and(|chosen| chosen.iter().any(|it| it == option))
    }

    pub fn has_chosen_other(&self, id: &str) -> bool {
        self.has_chosen(id, OTHER)
    }

    /// The number of the first question on this step, and of all questions asked by now.
    pub fn progress(&self, plan: &Plan) -> (usize, usize) {
        let asked = plan
            .items()
            .filter(|(question, _, _)| self.asks(plan.survey(), question));
        let (mut number, mut total) = (1, 0);
        for (_, _, step) in asked {
            total += 1;
            if step < self.step {
                number += 1;
            }
        }
        (number, total)
    }
}

/// Takes over one field of the callback form.
pub(crate) fn note_callback(draft: &mut CallbackDraft, name: &str, value: &str, mark: Mark) {
    let text = match name {
        "id" => &mut draft.id,
        "phone" => &mut draft.phone,
        "name" => &mut draft.name,
        "topic" => &mut draft.topic,
        "window" => &mut draft.window,
        "comment" => &mut draft.comment,
        "lang" => draft.lang.get_or_insert_default(),
        "channel" => draft.channel.get_or_insert_default(),
        "rev" => {
            draft.rev = value.parse().unwrap_or(1);
            return;
        }
        "consent" => {
            draft.consent = mark == Mark::On;
            return;
        }
        _ => return,
    };
    value.clone_into(text);
}

#[cfg(test)]
mod tests {
    use super::*;
    use otklik_survey::Lang;
    use otklik_survey::sheet::{Sheet, Wording};

    fn plan(questions: &str) -> Plan {
        let json = r#"{"id":"s","version":1,"audience":"client","questions":[QUESTIONS]}"#;
        let survey: Survey = serde_json::from_str(&json.replace("QUESTIONS", questions)).unwrap();
        let wordings = vec![Wording::default(); survey.questions().len()];
        let sheet = Sheet {
            survey,
            lang: Lang::Ru,
            wordings,
            words: Default::default(),
        };
        Plan::new(sheet, String::new())
    }

    const CLIENT: &str = r#"
        {"id":"nps","kind":"nps","required":true},
        {"id":"why","kind":"text","after":{"question":"nps","buckets":["low","middle"]}},
        {"id":"liked","kind":"choice","options":["food","other"],"several":true},
        {"id":"one","kind":"choice","options":["a","b"]}"#;

    fn steps(plan: &Plan) -> Vec<usize> {
        plan.items().map(|(_, _, step)| step).collect()
    }

    #[test]
    fn a_follow_up_stands_on_the_step_of_its_question() {
        let plan = plan(CLIENT);
        assert_eq!(steps(&plan), [0, 0, 1, 2]);
        assert_eq!(plan.last_step(), 2);
        assert_eq!(plan.step_of_field("answers.one"), Some(2));
        assert_eq!(plan.step_of_field("one"), None);
    }

    #[test]
    fn a_follow_up_of_a_follow_up_does_too() {
        let plan = plan(
            r#"{"id":"a","kind":"csat"},{"id":"b","kind":"csat"},
               {"id":"c","kind":"csat","after":{"question":"a","buckets":["low"]}},
               {"id":"d","kind":"text","after":{"question":"c","buckets":["low"]}}"#,
        );
        assert_eq!(steps(&plan), [0, 1, 0, 0]);
    }

    #[test]
    fn the_total_counts_what_is_asked() {
        let plan = plan(CLIENT);
        let mut draft = Draft::default();
        assert_eq!(draft.progress(&plan), (1, 3));
        draft.note(plan.survey(), "q.nps", "4", Mark::On);
        assert_eq!(draft.progress(&plan), (1, 4));
        draft.step = 1;
        assert_eq!(draft.progress(&plan), (3, 4));
        draft.note(plan.survey(), "q.nps", "9", Mark::On);
        assert_eq!(draft.progress(&plan), (2, 3));
    }

    #[test]
    fn boxes_add_up_and_radios_replace() {
        let plan = plan(CLIENT);
        let mut draft = Draft::default();
        for (name, value, mark) in [
            ("q.liked", "food", Mark::On),
            ("q.liked", "other", Mark::On),
            ("q.liked", "food", Mark::Off),
            ("q.one", "a", Mark::On),
            ("q.one", "b", Mark::On),
            ("q.unknown", "b", Mark::On),
        ] {
            draft.note(plan.survey(), name, value, mark);
        }
        assert!(draft.has_chosen_other("liked"));
        assert!(!draft.has_chosen("liked", "food"));
        assert!(!draft.has_chosen("one", "a"));
        assert!(draft.has_chosen("one", "b"));
        assert_eq!(draft.submission.answers.len(), 2);
    }

    #[test]
    fn a_callback_takes_its_fields() {
        let mut draft = CallbackDraft::default();
        for (name, value, mark) in [
            ("rev", "1", Mark::On),
            ("phone", "8 912", Mark::On),
            ("consent", "yes", Mark::On),
            ("consent", "yes", Mark::Off),
            ("stranger", "x", Mark::On),
        ] {
            note_callback(&mut draft, name, value, mark);
        }
        assert_eq!((draft.rev, draft.consent), (1, false));
        assert_eq!(draft.phone, "8 912");
    }
}
