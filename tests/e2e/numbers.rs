//! `/v1/aggregates` read into plain counts, the one place that knows its shape.

use crate::world::World;
use serde_json::Value;
use std::collections::BTreeMap;

/// By question, then by score: how many.
pub type Tally = BTreeMap<String, BTreeMap<i64, u64>>;

#[derive(Clone, Debug)]
pub struct Question {
    pub n: u64,
    pub score: Option<f64>,
    pub values: BTreeMap<i64, u64>,
}

#[derive(Debug)]
pub struct Numbers {
    raw: Value,
    /// By `group/survey/basis/question`.
    questions: BTreeMap<String, Question>,
}

impl Numbers {
    /// What the director reads for a filter such as `survey=guest&event=ev-01`.
    pub async fn read(world: &World, filter: &str) -> Numbers {
        let raw = world.director().aggregates(filter).await;
        let mut questions = BTreeMap::new();
        walk(&raw, &Place::default(), &mut questions);
        Numbers { raw, questions }
    }

    /// The one question of that name in that basis; without answers where nothing is told of it.
    #[track_caller]
    pub fn question(&self, basis: &str, question: &str) -> Question {
        let end = format!("/{basis}/{question}");
        let mut found = self.questions.iter().filter(|(key, _)| key.ends_with(&end));
        let one = found.next().map(|(_, question)| question.clone());
        assert!(
            found.next().is_none(),
            "one {end} in {:?}",
            self.questions.keys()
        );
        one.unwrap_or(Question {
            n: 0,
            score: None,
            values: BTreeMap::new(),
        })
    }

    /// The most answers that any question of a basis has.
    pub fn n_of_basis(&self, basis: &str) -> u64 {
        let part = format!("/{basis}/");
        let of_basis = self.questions.iter().filter(|(key, _)| key.contains(&part));
        of_basis.map(|(_, question)| question.n).max().unwrap_or(0)
    }

    /// What came since `before`: by `group/survey/basis/question`, then by score, none of them 0.
    pub fn less(&self, before: &Numbers) -> BTreeMap<String, BTreeMap<i64, u64>> {
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

    /// Each score is the one that its distribution gives, by the definitions of the three metrics.
    pub fn scores_follow_from_counts(&self) {
        for (key, question) in self
            .questions
            .iter()
            .filter(|(_, question)| question.scored())
        {
            let share = |range: std::ops::RangeInclusive<i64>| {
                let within = question
                    .values
                    .iter()
                    .filter(|(value, _)| range.contains(value));
                let n: u64 = within.map(|(_, n)| n).sum();
                100.0 * n as f64 / question.n as f64
            };
            let n: u64 = question.values.values().sum();
            assert_eq!(n, question.n, "{key}");
            let expected = match question.values.keys().max() {
                Some(10) => share(9..=10) - share(0..=6),
                Some(7) => {
                    let sum: i64 = question
                        .values
                        .iter()
                        .map(|(value, n)| value * *n as i64)
                        .sum();
                    sum as f64 / question.n as f64
                }
                _ => share(4..=5),
            };
            match question.score {
                None => assert_eq!(question.n, 0, "{key}"),
                Some(score) => assert!(
                    (score - expected).abs() < 0.006,
                    "{key}: {score}, not {expected}"
                ),
            }
        }
    }

    /// The basis on which the headline of an audience stands, and whether it is marked unverified.
    pub fn headline(&self, audience: &str) -> (String, bool) {
        let headline = &self.raw["headline"];
        assert!(self.raw.to_string().contains(audience), "{}", self.raw);
        let basis = headline["basis"].as_str().unwrap_or_default().to_owned();
        (basis, headline["verified"] == Value::Bool(false))
    }
}

impl Question {
    fn scored(&self) -> bool {
        !self.values.is_empty()
    }
}

/// Where in the answer a question was found.
#[derive(Clone, Debug, Default)]
struct Place {
    group: String,
    survey: String,
    basis: String,
}

fn walk(value: &Value, place: &Place, questions: &mut BTreeMap<String, Question>) {
    match value {
        Value::Array(items) => {
            for item in items {
                walk(item, place, questions);
            }
        }
        Value::Object(object) => {
            let text = |key: &str, inherited: &str| {
                let own = object.get(key).and_then(Value::as_str);
                own.unwrap_or(inherited).to_owned()
            };
            let place = Place {
                group: text("group", &place.group),
                survey: text("survey", &place.survey),
                basis: text("basis", &place.basis),
            };
            if let Some(question) = object.get("question").and_then(Value::as_str) {
                let Place {
                    group,
                    survey,
                    basis,
                } = &place;
                let key = format!("{group}/{survey}/{basis}/{question}");
                let twice = questions.insert(key.clone(), read_question(value));
                assert!(twice.is_none(), "{key} is told twice");
                return;
            }
            for item in object.values() {
                walk(item, &place, questions);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn read_question(told: &Value) -> Question {
    let counts = told["distribution"].as_array().cloned().unwrap_or_default();
    Question {
        n: told["n"].as_u64().expect("n"),
        score: told["score"].as_f64(),
        values: counts
            .iter()
            .map(|count| (count["value"].as_i64(), count["count"].as_u64()))
            .map(|(value, count)| (value.expect("a value"), count.expect("a count")))
            .collect(),
    }
}

/// What is counted for a survey and an event: by question, the scores that were given.
pub async fn tally_of(world: &World, survey: &str, event: &str) -> Tally {
    let numbers = Numbers::read(world, &format!("survey={survey}&event={event}")).await;
    let mut tally = Tally::new();
    for (key, question) in numbers.questions {
        let name = key.rsplit('/').next().unwrap_or_default().to_owned();
        let given = question.values.into_iter().filter(|(_, n)| *n > 0);
        let given: BTreeMap<i64, u64> = given.collect();
        if !given.is_empty() {
            tally.insert(name, given);
        }
    }
    tally
}

/// A tally of one scored question.
pub fn scores(question: &str, counts: &[(i64, u64)]) -> Tally {
    if counts.is_empty() {
        return Tally::new();
    }
    Tally::from([(question.to_owned(), counts.iter().copied().collect())])
}
