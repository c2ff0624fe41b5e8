//! A reconstruction attack: an attacker who knows who answered, and when, sends every allowed query on every day, and
//! solves for the value of each answer.
//!
//! Each number in a response is an equation: so many of these answers have this value. The attacker learns something of a
//! group of answers where a combination of equations contains no other answer.

use super::groups;
use super::linear::solved;
use crate::stats::tallies::TallyRow;
use crate::store::Counts;
use otklik_survey::calendar::day::Day;
use otklik_survey::calendar::period::Unit;
use otklik_survey::stats::anonymous::Rule;
use otklik_survey::{Source, Survey, limits};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

const SEEDS: u64 = 6;
const FIRST_DAY: &str = "2025-01-01";
const N_QUARTERS: i64 = 5;
const N_DAYS: i64 = 500;
/// Values of the longest question, from 0.
const VALUES: usize = 8;

const SURVEY: &str = r#"{"id":"team","version":1,"audience":"guest","anonymous":true,"questions":[
    {"id":"satisfied","kind":"csat"},
    {"id":"liked","kind":"choice","options":["o0","o1","o2"]},
    {"id":"easy","kind":"ces","after":{"question":"satisfied","buckets":["low"]}}]}"#;

const NO_MERGING: Rule = Rule {
    answers: 1,
    ..Rule::OURS
};
const BEFORE_ITS_END: Rule = Rule {
    days: -100,
    ..Rule::OURS
};
const WITHOUT_PAUSE: Rule = Rule {
    days: -1,
    ..Rule::OURS
};

struct KnownAnswer {
    question: usize,
    day: Day,
    value: u8,
    /// Its value on the day of receipt, before a correction.
    at_first: u8,
    source: Source,
    event: &'static str,
    /// Set aside by a limit, until the director's decision about its quarter.
    held: Option<Decision>,
}

/// What the director decides about all answers of a quarter that a limit set aside.
#[derive(Clone, Copy)]
struct Decision {
    day: Day,
    includes: bool,
}

struct History {
    survey: Survey,
    answers: Vec<KnownAnswer>,
    /// Whether a quarter waits for the director's decision.
    waits: bool,
}

/// By question and the answers that are counted: how many of them have each value.
type Equations = BTreeMap<(usize, BTreeSet<usize>), [i128; VALUES]>;

impl History {
    /// A few people a quarter, who leave questions out and sometimes correct themselves on the next day. Some answers are
    /// set aside until the director decides, within the quarter or long after it.
    fn random(random: &mut fastrand::Rng) -> History {
        let survey: Survey = serde_json::from_str(SURVEY).unwrap();
        let first = Day::parse(FIRST_DAY).unwrap();
        let mut answers = Vec::new();
        for quarter in 0..N_QUARTERS {
            let start = first.plus_months(quarter * 3).unwrap();
            let n_days = start.days_until(Unit::Quarter.last(start).unwrap());
            let decision = Decision {
                day: start.plus_days(random.i64(0..n_days * 2)).unwrap(),
                includes: random.bool(),
            };
            for _ in 0..random.u8(..8) {
                // Often on the last day.
                let day = start.plus_days(random.i64(0..n_days * 3 / 2).min(n_days));
                let is_held = day.is_some_and(|day| day <= decision.day) && random.u8(..4) == 0;
                let (source, event) = (
                    *random.choice(Source::ALL).unwrap(),
                    random.choice(["", "ev-1", "ev-2", "#3"]).unwrap(),
                );
                for (question, values) in [1..=5, 0..=2, 1..=7].into_iter().enumerate() {
                    if random.u8(..4) > 0 {
                        let value = random.u8(values.clone());
                        answers.push(KnownAnswer {
                            question,
                            day: day.unwrap(),
                            value,
                            at_first: if random.bool() {
                                value
                            } else {
                                random.u8(values)
                            },
                            source,
                            event,
                            held: is_held.then_some(decision),
                        });
                    }
                }
            }
        }
        History {
            survey,
            answers,
            waits: true,
        }
    }

    fn rows(&self, today: Day) -> Vec<TallyRow> {
        let received = self.answers.iter().filter(|it| it.counts_on(today));
        let row = |answer: &KnownAnswer| {
            let mut counts = Counts {
                n: 1,
                ..Counts::default()
            };
            match (answer.question, answer.value_on(today)) {
                (1, option) => drop(counts.options.insert(format!("o{option}"), 1)),
                (_, score) => counts.scores[usize::from(score)] = 1,
            }
            let quarter = Unit::Quarter.start(answer.day).unwrap();
            TallyRow {
                keys: vec![quarter.to_string()],
                period: Some(quarter),
                survey: self.survey.id().to_owned(),
                question: self.survey.questions()[answer.question].id.clone(),
                source: answer.source.as_str().to_owned(),
                cluster: answer.event.to_owned(),
                guests: Some(7),
                counts,
            }
        };
        received.map(row).collect()
    }

    /// The groups of a response, as JSON.
    fn response(&self, rule: Rule, today: Day, only: Option<&str>, by_quarter: bool) -> Value {
        let mut rows = self.rows(today);
        rows.retain(|row| only.is_none_or(|question| row.question == question));
        let held_since = self.held_since(today).filter(|_| self.waits);
        json!(groups(
            rule,
            &self.survey,
            &rows,
            held_since,
            today,
            by_quarter
        ))
    }

    /// The first day of answers that the director has not decided about.
    fn held_since(&self, today: Day) -> Option<Day> {
        let received = self.answers.iter().filter(|it| it.day <= today);
        let held = received.filter(|it| it.held.is_some_and(|decision| today < decision.day));
        held.map(|it| it.day).min()
    }

    /// The equations of all responses on all days, and the number of counts that changed after they were released.
    fn released(&self, rule: Rule) -> (Equations, usize) {
        let (mut released, mut n_changed) = (Equations::new(), 0);
        let first = Day::parse(FIRST_DAY).unwrap();
        let questions = self.survey.questions().iter();
        let questions: Vec<_> = questions.map(|it| Some(it.id.as_str())).collect();
        for today in (0..N_DAYS).map(|days| first.plus_days(days).unwrap()) {
            for only in [None].into_iter().chain(questions.clone()) {
                let mut whole: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
                for by_quarter in [true, false] {
                    for group in list(&self.response(rule, today, only, by_quarter)) {
                        for aggregate in list(&group["questions"]) {
                            let question = questions
                                .iter()
                                .position(|it| *it == aggregate["question"].as_str());
                            let question = question.unwrap();
                            let of = if by_quarter {
                                self.within(question, &group, today)
                            } else {
                                whole[&question].clone()
                            };
                            whole.entry(question).or_default().extend(&of);
                            let counts = counts(&aggregate);
                            assert_eq!(counts, self.counted(&of, today), "{group}");
                            let before = released.insert((question, of), counts);
                            n_changed += usize::from(before.is_some_and(|it| it != counts));
                        }
                    }
                }
            }
        }
        (released, n_changed)
    }

    fn within(&self, question: usize, group: &Value, today: Day) -> BTreeSet<usize> {
        let day = |raw: &Value| Day::parse(raw.as_str().unwrap()).unwrap();
        let days = day(&group["keys"][0])..=day(&group["until"]);
        let all = self.answers.iter().enumerate();
        let own = all.filter(|(_, it)| it.question == question && it.counts_on(today));
        own.filter(|(_, it)| days.contains(&it.day))
            .map(|(index, _)| index)
            .collect()
    }

    fn counted(&self, of: &BTreeSet<usize>, today: Day) -> [i128; VALUES] {
        let mut counts = [0; VALUES];
        for answer in of {
            counts[usize::from(self.answers[*answer].value_on(today))] += 1;
        }
        counts
    }
}

impl KnownAnswer {
    fn counts_on(&self, today: Day) -> bool {
        let is_included = |decision: Decision| decision.includes && decision.day <= today;
        self.day <= today && self.held.is_none_or(is_included)
    }

    fn value_on(&self, today: Day) -> u8 {
        if self.day < today {
            self.value
        } else {
            self.at_first
        }
    }
}

fn list(value: &Value) -> Vec<Value> {
    value.as_array().cloned().unwrap_or_default()
}

/// The number of answers with each value. Everything else in the response follows from these.
fn counts(question: &Value) -> [i128; VALUES] {
    let headline = &question["headline"];
    assert_eq!(
        (&question["sources"], &headline["composition"]),
        (&json!([]), &json!([]))
    );
    let mut counts = [0; VALUES];
    for value in list(&headline["summary"]["distribution"]) {
        counts[value["value"].as_u64().unwrap() as usize] = value["count"].as_u64().unwrap().into();
    }
    for (value, option) in list(&headline["options"]).iter().enumerate() {
        counts[value] = option["count"].as_u64().unwrap().into();
    }
    let n = headline["n"].as_u64().unwrap();
    assert_eq!(counts.iter().sum::<i128>(), i128::from(n));
    counts
}

/// The groups of answers that the equations isolate, with the solved row of each.
fn isolated(history: &History, equations: &Equations) -> Vec<(BTreeSet<usize>, Vec<i128>)> {
    let n_unknowns = history.answers.len();
    let rows = equations.iter().map(|((_, of), counts)| {
        let members = (0..n_unknowns).map(|answer| i128::from(of.contains(&answer)));
        members.chain(*counts).collect()
    });
    let rows = solved(rows.collect(), n_unknowns).into_iter();
    let group = |row: Vec<i128>| {
        let members = (0..n_unknowns).filter(|answer| row[*answer] != 0);
        (members.collect(), row)
    };
    rows.map(group).collect()
}

/// The number of answers whose value is revealed. Each is checked.
fn n_revealed(history: &History, equations: &Equations) -> usize {
    let n_unknowns = history.answers.len();
    let mut n_revealed = 0;
    for (members, row) in isolated(history, equations) {
        if let [alone] = members.into_iter().collect::<Vec<_>>()[..] {
            let counts = &row[n_unknowns..];
            let value = counts
                .iter()
                .position(|count| *count == row[alone])
                .unwrap();
            assert_eq!(value, usize::from(history.answers[alone].value));
            n_revealed += 1;
        }
    }
    n_revealed
}

fn histories() -> impl Iterator<Item = History> {
    (0..SEEDS).map(|seed| History::random(&mut fastrand::Rng::with_seed(seed)))
}

/// The number of answers that two isolated groups share, or that are in a group under five.
fn overlapping(history: &History, equations: &Equations) -> usize {
    let mut seen = BTreeSet::new();
    let mut n_overlapping = 0;
    for (members, _) in isolated(history, equations) {
        if (members.len() as u64) < limits::ANONYMOUS_ANSWERS_MIN {
            n_overlapping += members.len();
        }
        n_overlapping += members.into_iter().filter(|it| !seen.insert(*it)).count();
    }
    n_overlapping
}

#[test]
fn responses_isolate_no_group_under_five_people() {
    let mut n_groups = 0;
    for history in histories() {
        let (equations, n_changed) = history.released(Rule::OURS);
        assert_eq!(n_changed, 0, "released counts never change");
        // Disjoint groups of five or more: every combination of them contains all answers of each, so that no smaller group
        // can be isolated.
        assert_eq!(overlapping(&history, &equations), 0);
        n_groups += isolated(&history, &equations).len();
    }
    assert!(n_groups > 15, "{n_groups}");
}

#[test]
fn weaker_rules_reveal_answers() {
    for rule in [NO_MERGING, BEFORE_ITS_END] {
        let n_revealed: usize = histories()
            .map(|mut history| {
                for answer in &mut history.answers {
                    answer.at_first = answer.value;
                }
                n_revealed(&history, &history.released(rule).0)
            })
            .sum();
        assert!(n_revealed > 5, "{rule:?}: {n_revealed}");
    }
    let n_changed: usize = histories().map(|it| it.released(WITHOUT_PAUSE).1).sum();
    assert!(n_changed > 0, "corrections change released counts");
    let without_waiting = histories().map(|history| History {
        waits: false,
        ..history
    });
    let groups_differ = without_waiting
        .map(|history| overlapping(&history, &history.released(Rule::OURS).0))
        .sum::<usize>();
    assert!(groups_differ > 0, "decisions change released intervals");
}

/// The response does not depend on sources, events or quarantined answers: even the interval follows from the sums.
#[test]
fn responses_reveal_no_source_and_no_event() {
    let today = Day::parse("2027-01-01").unwrap();
    for history in histories() {
        let rows = history.rows(today);
        let mut others = rows.clone();
        for row in &mut others {
            (row.source, row.cluster, row.guests) = ("invite".to_owned(), String::new(), None);
        }
        let mut quarantined = rows[0].clone();
        quarantined.counts = Counts {
            quarantined: 3,
            partial: 2,
            ..Counts::default()
        };
        quarantined.keys = vec!["2026-07-01".to_owned()];
        quarantined.period = Day::parse("2026-07-01");
        others.push(quarantined);
        for by_quarter in [true, false] {
            let response = |rows: &[TallyRow]| {
                json!(groups(
                    Rule::OURS,
                    &history.survey,
                    rows,
                    None,
                    today,
                    by_quarter
                ))
            };
            assert_eq!(response(&rows), response(&others));
        }
    }
}
