//! A reconstruction attack: an attacker who knows who answered which question, and when, sends every allowed query on
//! every day, and solves for the value of each answer.
//!
//! Each number in a response is an equation: so many of these answers have this value. The attacker learns something of a
//! group of answers where a combination of equations contains no other answer. What else a response shows is for the
//! attack in `worlds.rs`.

use super::groups;
use super::history::{History, IDS, N_QUESTIONS, days, queries};
use super::linear::solved;
use crate::stats::tallies::TallyRow;
use crate::store::Counts;
use otklik_survey::calendar::day::Day;
use otklik_survey::limits;
use otklik_survey::stats::anonymous::Rule;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

const SEEDS: u64 = 6;
/// Values of the longest question, from 0.
const VALUES: usize = 8;

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

/// By question and the submissions that are counted: how many of their answers have each value.
type Equations = BTreeMap<(usize, BTreeSet<usize>), [i128; VALUES]>;

impl History {
    /// The equations of all responses on all days, and the number of counts that changed after they were released.
    fn released(&self, rule: Rule) -> (Equations, usize) {
        let (mut released, mut n_changed) = (Equations::new(), 0);
        for today in days() {
            let mut whole: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
            for (only, by_quarter) in queries() {
                if by_quarter {
                    whole.clear();
                }
                for group in list(&self.response(rule, today, (only, by_quarter))) {
                    for aggregate in list(&group["questions"]) {
                        let question = IDS.iter().position(|it| aggregate["question"] == *it);
                        let question = question.unwrap();
                        let of = if by_quarter {
                            self.within(question, &group, today)
                        } else {
                            whole[&question].clone()
                        };
                        whole.entry(question).or_default().extend(&of);
                        let counts = counts(&aggregate);
                        assert_eq!(counts, self.counted(question, &of, today), "{group}");
                        let before = released.insert((question, of), counts);
                        n_changed += usize::from(before.is_some_and(|it| it != counts));
                    }
                }
            }
        }
        (released, n_changed)
    }

    /// The submissions of a group's days that answer a question.
    fn within(&self, question: usize, group: &Value, today: Day) -> BTreeSet<usize> {
        let day = |raw: &Value| Day::parse(raw.as_str().unwrap()).unwrap();
        let days = day(&group["keys"][0])..=day(&group["until"]);
        let all = self.submissions.iter().enumerate();
        let counted = all.filter(|(_, it)| it.counts_on(today) && days.contains(&it.day));
        counted
            .filter(|(_, it)| it.sheet_on(today)[question].is_some())
            .map(|(index, _)| index)
            .collect()
    }

    fn counted(&self, question: usize, of: &BTreeSet<usize>, today: Day) -> [i128; VALUES] {
        let mut counts = [0; VALUES];
        for index in of {
            let value = self.submissions[*index].sheet_on(today)[question];
            counts[usize::from(value.unwrap())] += 1;
        }
        counts
    }

    /// The answers, which the attacker solves for, by question and submission.
    fn unknowns(&self) -> Vec<(usize, usize)> {
        let each = |question| (0..self.submissions.len()).map(move |index| (question, index));
        (0..N_QUESTIONS).flat_map(each).collect()
    }
}

pub fn list(value: &Value) -> Vec<Value> {
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
    let unknowns = history.unknowns();
    let n_unknowns = unknowns.len();
    let rows = equations.iter().map(|((question, of), counts)| {
        let is_member = |(of_question, index)| of_question == *question && of.contains(&index);
        let members = unknowns.iter().map(|it| i128::from(is_member(*it)));
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
    let unknowns = history.unknowns();
    let mut n_revealed = 0;
    for (members, row) in isolated(history, equations) {
        if let [alone] = members.into_iter().collect::<Vec<_>>()[..] {
            let counts = &row[unknowns.len()..];
            let value = counts
                .iter()
                .position(|count| *count == row[alone])
                .unwrap();
            let (question, index) = unknowns[alone];
            let answer = history.submissions[index].sheet[question];
            assert_eq!(Some(value), answer.map(usize::from));
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
                for submission in &mut history.submissions {
                    submission.at_first = submission.sheet;
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
                let survey = &history.surveys[0];
                json!(groups(
                    Rule::OURS,
                    survey,
                    None,
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
