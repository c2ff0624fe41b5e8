//! `/v1/aggregates` parsed into plain counts, the one place that knows its shape.

use crate::app::App;
use serde_json::Value;
use std::collections::BTreeMap;

/// By question, then by answer (a score, an option, or empty for an answer without a score): how many.
pub type Tally = BTreeMap<String, BTreeMap<String, u64>>;

/// One question of one survey in one group and one source.
#[derive(Clone, Debug, Default)]
pub struct Question {
    /// Counted answers; quarantined and partial ones are separate.
    pub n: u64,
    pub quarantined: u64,
    pub partial: u64,
    pub score: Option<f64>,
    /// Of a scored question: every value of its scale.
    pub values: BTreeMap<i64, u64>,
    /// Of a choice: every option.
    pub options: BTreeMap<String, u64>,
}

#[derive(Debug)]
pub struct Numbers {
    raw: Value,
    /// By `group/survey/source/question`.
    questions: BTreeMap<String, Question>,
}

impl Numbers {
    /// The director's numbers for a filter such as `survey=guest&event=ev-01`.
    pub async fn read(app: &App, filter: &str) -> Numbers {
        let raw = app.director().aggregates(filter).await;
        let mut questions = BTreeMap::new();
        for group in list(&raw["groups"]) {
            for question in list(&group["questions"]) {
                for source in list(&question["sources"]) {
                    let word = |value: &Value| value.as_str().expect("a word").to_owned();
                    let keys: Vec<String> = list(&group["keys"]).iter().map(word).collect();
                    let own = [
                        &question["survey"],
                        &source["source"],
                        &question["question"],
                    ];
                    let key = format!("{}/{}", keys.join("+"), own.map(word).join("/"));
                    let twice = questions.insert(key.clone(), Question::read(source));
                    assert!(twice.is_none(), "{key} occurs twice");
                }
            }
        }
        Numbers { raw, questions }
    }

    /// The one question of that name in that source; empty where the reply does not contain it.
    #[track_caller]
    pub fn question(&self, source: &str, question: &str) -> Question {
        let end = format!("/{source}/{question}");
        let mut found = self.questions.iter().filter(|(key, _)| key.ends_with(&end));
        let one = found.next().map(|(_, question)| question.clone());
        assert!(
            found.next().is_none(),
            "one {end} in {:?}",
            self.questions.keys()
        );
        one.unwrap_or_default()
    }

    /// The difference to `before`: by `group/survey/source/question`, then by score, without zeros.
    pub fn difference_to(&self, before: &Numbers) -> BTreeMap<String, BTreeMap<i64, u64>> {
        let mut grown = BTreeMap::new();
        for (key, question) in &self.questions {
            let was = |value| {
                let before = before.questions.get(key);
                before
                    .and_then(|before| before.values.get(value))
                    .copied()
                    .unwrap_or(0)
            };
            let values: BTreeMap<i64, u64> = question
                .values
                .iter()
                .map(|(value, n)| (*value, n - was(value)))
                .filter(|(_, n)| *n > 0)
                .collect();
            if !values.is_empty() {
                grown.insert(key.clone(), values);
            }
        }
        grown
    }

    /// Checks that each score follows from its distribution, by the definitions of the three metrics.
    pub fn scores_follow_from_counts(&self) {
        let scored = self
            .questions
            .iter()
            .filter(|(_, question)| !question.values.is_empty());
        for (key, question) in scored {
            let n: u64 = question.values.values().sum();
            assert_eq!(n, question.n, "{key}");
            match question.score {
                None => assert_eq!(question.n, 0, "{key}"),
                // The reply has two decimals.
                Some(score) => assert!(
                    (score - question.expected_score()).abs() < 0.0051,
                    "{key}: {question:?}"
                ),
            }
        }
    }

    /// The zone in which days are counted.
    pub fn zone(&self) -> String {
        self.raw["zone"].as_str().expect("a zone").to_owned()
    }

    /// The data of a survey's headline, by its first question: answers by source, and whether all of them were
    /// invited.
    pub fn headline(&self, survey: &str) -> (BTreeMap<String, u64>, bool) {
        let questions = list(&self.raw["groups"][0]["questions"]);
        let question = questions
            .iter()
            .find(|question| question["survey"] == survey);
        let question = question.unwrap_or_else(|| panic!("no {survey} in {}", self.raw));
        let headline = &question["headline"];
        let parts = list(&headline["composition"]).iter().map(|part| {
            let source = part["source"].as_str().expect("a source").to_owned();
            (source, part["n"].as_u64().expect("n"))
        });
        let parts: BTreeMap<String, u64> = parts.collect();
        assert_eq!(headline["n"], parts.values().sum::<u64>(), "{headline}");
        (parts, headline["verified"].as_bool().expect("verified"))
    }
}

impl Question {
    fn read(json: &Value) -> Question {
        let summary = &json["summary"];
        let n = json["n"].as_u64().expect("n");
        assert!(
            summary.is_null() || summary["n"] == n,
            "two different n: {json}"
        );
        let count = |status: &str| json[status].as_u64().expect("n");
        Question {
            n,
            quarantined: count("quarantined"),
            partial: count("partial"),
            score: summary["score"].as_f64(),
            values: list(&summary["distribution"])
                .iter()
                .map(|count| (count["value"].as_i64(), count["count"].as_u64()))
                .map(|(value, count)| (value.expect("a value"), count.expect("a count")))
                .collect(),
            options: list(&json["options"])
                .iter()
                .map(|count| (count["option"].as_str(), count["count"].as_u64()))
                .map(|(option, count)| {
                    (
                        option.expect("an option").to_owned(),
                        count.expect("a count"),
                    )
                })
                .collect(),
        }
    }

    /// NPS, CES or CSAT, by the end of the scale.
    fn expected_score(&self) -> f64 {
        let share = |range: std::ops::RangeInclusive<i64>| {
            let within = self
                .values
                .iter()
                .filter(|(value, _)| range.contains(value));
            let n: u64 = within.map(|(_, n)| n).sum();
            100.0 * n as f64 / self.n as f64
        };
        match self.values.keys().max() {
            Some(10) => share(9..=10) - share(0..=6),
            Some(7) => {
                let sum: i64 = self.values.iter().map(|(value, n)| value * *n as i64).sum();
                sum as f64 / self.n as f64
            }
            _ => share(4..=5),
        }
    }

    /// The answers with a count above 0.
    fn answered(&self) -> BTreeMap<String, u64> {
        let scores = self.values.iter().map(|(value, n)| (value.to_string(), *n));
        let options = self.options.iter().map(|(option, n)| (option.clone(), *n));
        let itself = self.values.is_empty().then(|| (String::new(), self.n));
        scores
            .chain(options)
            .chain(itself)
            .filter(|(_, n)| *n > 0)
            .collect()
    }
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

/// The counts of a survey and an event.
pub async fn tally_of(app: &App, survey: &str, event: &str) -> Tally {
    let numbers = Numbers::read(app, &format!("survey={survey}&event={event}")).await;
    let mut tally = Tally::new();
    for (key, question) in numbers.questions {
        let name = key.rsplit('/').next().unwrap_or_default().to_owned();
        let answered = question.answered();
        if !answered.is_empty() {
            tally.insert(name, answered);
        }
    }
    tally
}

/// A tally of one scored question.
pub fn scores(question: &str, counts: &[(i64, u64)]) -> Tally {
    if counts.is_empty() {
        return Tally::new();
    }
    let counts = counts.iter().map(|(score, n)| (score.to_string(), *n));
    Tally::from([(question.to_owned(), counts.collect())])
}

/// Adds a question that has no score: `("", 2), ("food", 1)` is two answers, one of which chose food. Without
/// answers, nothing is added.
pub fn and_answers(mut tally: Tally, question: &str, counts: &[(&str, u64)]) -> Tally {
    let counts = counts.iter().filter(|(_, n)| *n > 0);
    let counts: BTreeMap<String, u64> = counts
        .map(|(answer, n)| ((*answer).to_owned(), *n))
        .collect();
    if !counts.is_empty() {
        tally.insert(question.to_owned(), counts);
    }
    tally
}

/// One vote of the guests' survey with a score, one liked thing and a comment.
pub fn whole_vote(score: i64, liked: &str) -> Tally {
    let tally = scores("enjoyed", &[(score, 1)]);
    let tally = and_answers(tally, "liked", &[("", 1), (liked, 1)]);
    and_answers(tally, "comment", &[("", 1)])
}
