//! An attack by everything that responses show: ends of intervals, the day on which each appears, questions that are
//! absent, counts and shares.
//!
//! The attacker knows who answered, and when, and compares **worlds**: what all these people may have answered. A world
//! whose responses differ on some day from those that were read is not the true one. Where all remaining worlds agree
//! about a person, that person's answer is revealed.

use super::attack::list;
use super::history::{History, Sheet, Submission, days, first_day, queries, random_sheet};
use otklik_survey::calendar::day::Day;
use otklik_survey::calendar::period::Unit;
use otklik_survey::stats::anonymous::Rule;
use serde_json::Value;

const HISTORIES: u64 = 12;
const TRUTHS: u64 = 30;
/// Of a world.
const N_QUARTERS: usize = 4;

/// A low score with its follow-up, and a high one without.
const LOW: Sheet = [Some(1), Some(0), Some(4)];
const HIGH: Sheet = [Some(5), Some(0), None];

fn last_day() -> Day {
    days().last().unwrap()
}

/// The submissions of each interval that has been released to the last day, by the question that everybody answers.
fn released(history: &History) -> Vec<Vec<usize>> {
    let groups = history.response(Rule::OURS, last_day(), (Some("satisfied"), true));
    let day = |raw: &Value| Day::parse(raw.as_str().unwrap()).unwrap();
    let of = |group: Value| {
        let days = day(&group["keys"][0])..=day(&group["until"]);
        let all = history.submissions.iter().enumerate();
        let counted = all.filter(|(_, it)| it.counts_on(last_day()) && days.contains(&it.day));
        counted.map(|(index, _)| index).collect()
    };
    list(&groups).into_iter().map(of).collect()
}

/// A world in which the people of each released interval have exchanged their answers, and all others gave any.
fn exchanged(history: &History, random: &mut fastrand::Rng) -> History {
    let mut world = history.clone();
    for submission in &mut world.submissions {
        (submission.at_first, submission.sheet) = (random_sheet(random), random_sheet(random));
    }
    for members in released(history) {
        let mut others = members.clone();
        random.shuffle(&mut others);
        for (member, other) in members.into_iter().zip(others) {
            let other = &history.submissions[other];
            let member = &mut world.submissions[member];
            (member.at_first, member.sheet) = (other.at_first, other.sheet);
        }
    }
    world
}

fn are_distinct(history: &History, world: &History) -> bool {
    days().any(|today| {
        let response = |of: &History, query| of.response(Rule::OURS, today, query);
        queries().any(|query| response(history, query) != response(world, query))
    })
}

fn histories() -> impl Iterator<Item = (History, fastrand::Rng)> {
    (0..HISTORIES).map(|seed| {
        let mut random = fastrand::Rng::with_seed(seed);
        (History::random(&mut random), random)
    })
}

/// In how many histories some response on some day differs between the truth and a world that it must not differ from.
fn n_distinct(rule: fn(History) -> History) -> usize {
    let distinct = histories().filter(|(history, random)| {
        let history = rule(history.clone());
        are_distinct(&history, &exchanged(&history, &mut random.clone()))
    });
    distinct.count()
}

/// So nothing in any response depends on who of an interval answered what, or on answers that have not been released.
#[test]
fn exchanged_answers_change_no_response() {
    assert_eq!(n_distinct(|history| history), 0);
    let n_released: usize = histories().map(|(it, _)| released(&it).len()).sum();
    assert!(n_released > 15, "{n_released}");
}

#[test]
fn intervals_of_each_question_alone_distinguish_worlds() {
    let n = n_distinct(History::each_alone);
    assert!(n > 3, "{n}");
}

/// People by quarter: how many, and how many of them are dissatisfied.
#[derive(Clone, Debug, PartialEq)]
struct World {
    people: Vec<usize>,
    low: Vec<usize>,
}

impl World {
    fn random(random: &mut fastrand::Rng) -> World {
        let people: Vec<usize> = (0..N_QUARTERS).map(|_| random.usize(0..=4)).collect();
        let low = people.iter().map(|n| random.usize(0..=*n)).collect();
        World { people, low }
    }

    /// The worlds of the same people.
    fn all(people: &[usize]) -> Vec<World> {
        let mut all = vec![Vec::new()];
        for n in people {
            let longer = |low: Vec<usize>| (0..=*n).map(move |more| [&low[..], &[more]].concat());
            all = all.into_iter().flat_map(longer).collect();
        }
        let worlds = all.into_iter().map(|low| World {
            people: people.to_vec(),
            low,
        });
        worlds.collect()
    }

    fn history(&self) -> History {
        let submissions = (0..self.people.len()).flat_map(|quarter| {
            let sheet = move |index| if index < self.low[quarter] { LOW } else { HIGH };
            (0..self.people[quarter]).map(move |index| Submission::on(start(quarter), sheet(index)))
        });
        History::of(submissions.collect())
    }

    /// Whether everybody of the quarter, or nobody, is dissatisfied: then each person's answer is known.
    fn is_unanimous(&self, quarters: &[usize]) -> bool {
        let sum = |counts: &[usize]| {
            quarters
                .iter()
                .map(|quarter| counts[*quarter])
                .sum::<usize>()
        };
        [0, sum(&self.people)].contains(&sum(&self.low))
    }
}

/// The first day of a quarter, from 0.
fn start(quarter: usize) -> Day {
    let months = i64::try_from(quarter * 3).unwrap();
    first_day().plus_months(months).unwrap()
}

/// The days on which something may appear: the third after each quarter, with the days around it.
fn release_days() -> impl Iterator<Item = Day> {
    let ends = (0..N_QUARTERS).map(|quarter| Unit::Quarter.last(start(quarter)).unwrap());
    ends.flat_map(|end| (2..=4).filter_map(move |days| end.plus_days(days)))
}

/// The number of people whose answer is the same in every world that fits all responses. Where a whole interval is
/// unanimous, its sum says so, and these people are not counted.
fn n_revealed(truth: &World, rule: fn(History) -> History) -> usize {
    let history = rule(truth.history());
    let mut worlds: Vec<(World, History)> = World::all(&truth.people)
        .into_iter()
        .map(|world| (world.clone(), rule(world.history())))
        .collect();
    for today in release_days() {
        for query in queries() {
            let read = history.response(Rule::OURS, today, query);
            worlds.retain(|(_, world)| world.response(Rule::OURS, today, query) == read);
        }
    }
    assert!(worlds.iter().any(|(world, _)| world == truth));
    let is_known = |quarter: usize| {
        let is_low = |world: &World| world.low[quarter] > 0;
        let mut all = worlds.iter().map(|(world, _)| world);
        all.all(|world| world.is_unanimous(&[quarter]) && is_low(world) == is_low(truth))
    };
    let quarter_of = |index: usize| {
        let day = history.submissions[index].day;
        (0..).find(|quarter| start(*quarter) == day).unwrap()
    };
    let intervals = released(&history);
    let is_said_by_the_sum = |quarter: usize| {
        let mut intervals = intervals.iter().map(|members| {
            let mut quarters: Vec<usize> = members.iter().map(|it| quarter_of(*it)).collect();
            quarters.dedup();
            quarters
        });
        intervals.any(|quarters| quarters.contains(&quarter) && truth.is_unanimous(&quarters))
    };
    let known = (0..truth.people.len()).filter(|it| is_known(*it) && !is_said_by_the_sum(*it));
    known.map(|quarter| truth.people[quarter]).sum()
}

fn n_revealed_in_all(rule: fn(History) -> History) -> usize {
    let truths = (0..TRUTHS).map(|seed| World::random(&mut fastrand::Rng::with_seed(seed)));
    truths.map(|truth| n_revealed(&truth, rule)).sum()
}

#[test]
fn no_world_is_the_only_one() {
    assert_eq!(n_revealed_in_all(|history| history), 0);
}

#[test]
fn intervals_of_each_question_alone_reveal_answers() {
    let n = n_revealed_in_all(History::each_alone);
    assert!(n > 5, "{n}");
}
