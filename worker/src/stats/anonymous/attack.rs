//! Somebody who knows who answered, and when, asks everything that may be asked, every day, and solves for what
//! each answer says.
//!
//! Each number told is an equation: so many of these answers have this value. What can be told of a group of
//! answers is a combination of equations in which no other answer is left.

use super::groups;
use crate::auth::scope::Scope;
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

struct Answer {
    question: usize,
    day: Day,
    value: u8,
    /// What it said on the day that it came.
    at_first: u8,
    source: Source,
    event: &'static str,
}

struct History {
    survey: Survey,
    answers: Vec<Answer>,
}

/// By question and the answers that are counted: how many of them have each value.
type Equations = BTreeMap<(usize, BTreeSet<usize>), [i128; VALUES]>;

impl History {
    /// A few people a quarter, who leave questions out and sometimes correct themselves on the next day.
    fn random(random: &mut fastrand::Rng) -> History {
        let survey: Survey = serde_json::from_str(SURVEY).unwrap();
        let first = Day::parse(FIRST_DAY).unwrap();
        let mut answers = Vec::new();
        for quarter in 0..N_QUARTERS {
            let start = first.plus_months(quarter * 3).unwrap();
            let n_days = start.days_until(Unit::Quarter.last(start).unwrap());
            for _ in 0..random.u8(..8) {
                // Often on the last day.
                let day = start.plus_days(random.i64(0..n_days * 3 / 2).min(n_days));
                let (source, event) = (
                    *random.choice(Source::ALL).unwrap(),
                    random.choice(["", "ev-1", "ev-2", "#3"]).unwrap(),
                );
                for (question, values) in [1..=5, 0..=2, 1..=7].into_iter().enumerate() {
                    if random.u8(..4) > 0 {
                        let value = random.u8(values.clone());
                        answers.push(Answer {
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
                        });
                    }
                }
            }
        }
        History { survey, answers }
    }

    fn rows(&self, today: Day) -> Vec<TallyRow> {
        let there = self.answers.iter().filter(|it| it.day <= today);
        let row = |answer: &Answer| {
            let mut counts = Counts {
                n: 1,
                ..Counts::default()
            };
            match (answer.question, answer.said(today)) {
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
        there.map(row).collect()
    }

    /// What is answered: as JSON, as whoever asks reads it.
    fn asked(&self, rule: Rule, today: Day, only: Option<&str>, by_quarter: bool) -> Value {
        let mut rows = self.rows(today);
        rows.retain(|row| only.is_none_or(|question| row.question == question));
        json!(groups(rule, &self.survey, &rows, today, by_quarter))
    }

    /// Everything that is answered on every day, and how often something told was told otherwise before.
    fn told(&self, rule: Rule) -> (Equations, usize) {
        let (mut told, mut n_changed) = (Equations::new(), 0);
        let first = Day::parse(FIRST_DAY).unwrap();
        let questions = self.survey.questions().iter();
        let questions: Vec<_> = questions.map(|it| Some(it.id.as_str())).collect();
        for today in (0..N_DAYS).map(|days| first.plus_days(days).unwrap()) {
            for only in [None].into_iter().chain(questions.clone()) {
                let mut whole: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
                for by_quarter in [true, false] {
                    for group in list(&self.asked(rule, today, only, by_quarter)) {
                        for told_of in list(&group["questions"]) {
                            let question = questions
                                .iter()
                                .position(|it| *it == told_of["question"].as_str());
                            let question = question.unwrap();
                            let of = match by_quarter {
                                true => self.within(question, &group, today),
                                false => whole[&question].clone(),
                            };
                            whole.entry(question).or_default().extend(&of);
                            let counts = counts(&told_of);
                            assert_eq!(counts, self.counted(&of, today), "{group}");
                            let before = told.insert((question, of), counts);
                            n_changed += usize::from(before.is_some_and(|it| it != counts));
                        }
                    }
                }
            }
        }
        (told, n_changed)
    }

    fn within(&self, question: usize, group: &Value, today: Day) -> BTreeSet<usize> {
        let day = |raw: &Value| Day::parse(raw.as_str().unwrap()).unwrap();
        let days = day(&group["keys"][0])..=day(&group["until"]);
        let all = self.answers.iter().enumerate();
        let own = all.filter(|(_, it)| it.question == question && it.day <= today);
        own.filter(|(_, it)| days.contains(&it.day))
            .map(|(place, _)| place)
            .collect()
    }

    fn counted(&self, of: &BTreeSet<usize>, today: Day) -> [i128; VALUES] {
        let mut counts = [0; VALUES];
        for place in of {
            counts[usize::from(self.answers[*place].said(today))] += 1;
        }
        counts
    }
}

impl Answer {
    fn said(&self, today: Day) -> u8 {
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

/// How many answers have each value; nothing else is told but what follows from it.
fn counts(question: &Value) -> [i128; VALUES] {
    let headline = &question["headline"];
    assert_eq!(
        (&question["bases"], &headline["composition"]),
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

/// Gauss and Jordan's elimination in whole numbers: rows of as many unknowns as `n_unknowns`, and what they come
/// to behind them. What is left has one unknown in each row that is in no other.
fn solved(mut rows: Vec<Vec<i128>>, n_unknowns: usize) -> Vec<Vec<i128>> {
    let mut n_solved = 0;
    for unknown in 0..n_unknowns {
        let rest = &rows[n_solved..];
        let Some(found) = rest.iter().position(|row| row[unknown] != 0) else {
            continue;
        };
        rows.swap(n_solved, n_solved + found);
        let pivot = rows[n_solved].clone();
        for (place, row) in rows.iter_mut().enumerate() {
            let by = row[unknown];
            if place != n_solved && by != 0 {
                for (number, of_pivot) in row.iter_mut().zip(&pivot) {
                    *number = *number * pivot[unknown] - of_pivot * by;
                }
                let divisor = row.iter().fold(0, |all, number| gcd(all, number.abs()));
                row.iter_mut().for_each(|number| *number /= divisor.max(1));
            }
        }
        n_solved += 1;
    }
    rows.truncate(n_solved);
    rows
}

fn gcd(a: i128, b: i128) -> i128 {
    if b == 0 { a } else { gcd(b, a % b) }
}

/// The groups of answers that the equations come down to, with what is known of each.
fn isolated(history: &History, told: &Equations) -> Vec<(BTreeSet<usize>, Vec<i128>)> {
    let n_unknowns = history.answers.len();
    let rows = told.iter().map(|((_, of), counts)| {
        let members = (0..n_unknowns).map(|place| i128::from(of.contains(&place)));
        members.chain(*counts).collect()
    });
    let rows = solved(rows.collect(), n_unknowns).into_iter();
    let group = |row: Vec<i128>| {
        let members = (0..n_unknowns).filter(|place| row[*place] != 0);
        (members.collect(), row)
    };
    rows.map(group).collect()
}

/// How many answers are found out, each rightly.
fn n_found(history: &History, told: &Equations) -> usize {
    let n_unknowns = history.answers.len();
    let mut n_found = 0;
    for (members, row) in isolated(history, told) {
        if let [alone] = members.into_iter().collect::<Vec<_>>()[..] {
            let says = &row[n_unknowns..];
            let value = says.iter().position(|count| *count == row[alone]).unwrap();
            assert_eq!(value, usize::from(history.answers[alone].value));
            n_found += 1;
        }
    }
    n_found
}

fn histories() -> impl Iterator<Item = History> {
    (0..SEEDS).map(|seed| History::random(&mut fastrand::Rng::with_seed(seed)))
}

#[test]
fn nobody_finds_out_what_fewer_than_five_people_say() {
    let mut n_groups = 0;
    for history in histories() {
        let (told, n_changed) = history.told(Rule::OURS);
        assert_eq!(n_changed, 0, "what was told once stays");
        let mut seen = BTreeSet::new();
        for (members, _) in isolated(&history, &told) {
            assert!(
                members.len() as u64 >= limits::ANONYMOUS_ANSWERS_MIN,
                "{members:?}"
            );
            // Where no two share an answer, any combination of them is about all answers of each: no smaller
            // group can be made.
            for member in members {
                assert!(seen.insert(member), "two groups share answer {member}");
            }
            n_groups += 1;
        }
    }
    assert!(n_groups > 15, "{n_groups}");
}

#[test]
fn with_weaker_rules_people_are_found_out() {
    for rule in [NO_MERGING, BEFORE_ITS_END] {
        let n_found: usize = histories()
            .map(|mut history| {
                for answer in &mut history.answers {
                    answer.at_first = answer.value;
                }
                n_found(&history, &history.told(rule).0)
            })
            .sum();
        assert!(n_found > 5, "{rule:?}: {n_found}");
    }
    let n_changed: usize = histories().map(|it| it.told(WITHOUT_PAUSE).1).sum();
    assert!(n_changed > 0, "corrections show in what was told before");
}

/// Neither by events, ways nor answers set aside: the interval too follows from the sums alone.
#[test]
fn what_is_told_says_nothing_of_where_answers_came_from() {
    let today = Day::parse("2027-01-01").unwrap();
    for history in histories() {
        let rows = history.rows(today);
        let mut others = rows.clone();
        for row in &mut others {
            (row.source, row.cluster, row.guests) = ("invite".to_owned(), String::new(), None);
        }
        let mut aside = rows[0].clone();
        aside.counts = Counts {
            quarantined: 3,
            partial: 2,
            ..Counts::default()
        };
        aside.keys = vec!["2026-07-01".to_owned()];
        aside.period = Day::parse("2026-07-01");
        others.push(aside);
        for by_quarter in [true, false] {
            let told = |rows: &[TallyRow]| {
                json!(groups(Rule::OURS, &history.survey, rows, today, by_quarter))
            };
            assert_eq!(told(&rows), told(&others));
        }
    }
}

#[test]
fn only_the_whole_and_quarters_may_be_asked_for() {
    use crate::stats::dimension::Dimension;
    use crate::stats::filter::Filter;
    use otklik_embed::fields::Fields;
    let check_as = |scope: &Scope, query: &str| {
        let filter = Filter::parse(&Fields::parse(query.as_bytes()), scope);
        super::check(&filter.unwrap()).is_ok()
    };
    let check = |query: &str| check_as(&Scope::WHOLE_AGENCY, query);
    for allowed in [
        "survey=guest",
        "survey=guest&question=enjoyed",
        "survey=guest&group_by=quarter",
        "survey=guest&group_by=quarter&question=enjoyed",
    ] {
        assert!(check(allowed), "{allowed}");
        assert!(
            !check_as(&Scope::only("m"), allowed),
            "a manager: {allowed}"
        );
    }
    let dimensions = Dimension::ALL.map(Dimension::as_str).into_iter();
    let refused = dimensions.filter(|it| *it != "quarter");
    let refused =
        refused.flat_map(|it| [format!("group_by={it}"), format!("group_by={it},quarter")]);
    let refused = refused.filter(|it| {
        !["day", "week", "month", "year"]
            .iter()
            .any(|unit| it.contains(&format!("{unit},")))
    });
    let others = [
        "audience=guest",
        "event=e",
        "touchpoint=event",
        "manager=m",
        "client=c",
        "format=f",
        "channel=qr",
        "locale=ru",
        "from=2025-01-01",
        "to=2025-03-31",
        "group_by=quarter&compare=year",
    ];
    for query in refused.chain(others.map(str::to_owned)) {
        assert!(!check(&format!("survey=guest&{query}")), "{query}");
    }
}
