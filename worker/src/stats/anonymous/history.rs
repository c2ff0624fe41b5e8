//! Made-up submissions to an anonymous survey, and what is shown of them on each day.

use super::groups;
use crate::stats::tallies::TallyRow;
use crate::store::Counts;
use otklik_survey::calendar::day::Day;
use otklik_survey::calendar::period::Unit;
use otklik_survey::stats::anonymous::Rule;
use otklik_survey::{Source, Survey};
use serde_json::{Value, json};

const FIRST_DAY: &str = "2025-01-01";
const N_QUARTERS: i64 = 5;
const N_DAYS: i64 = 500;
pub const N_QUESTIONS: usize = 3;

pub const IDS: [&str; N_QUESTIONS] = ["satisfied", "liked", "easy"];
const KINDS: [&str; N_QUESTIONS] = [
    r#""kind":"csat""#,
    r#""kind":"choice","options":["o0","o1","o2"]"#,
    r#""kind":"ces""#,
];
const EVERYBODY: &str = r#","required":true"#;
/// The first question is asked of everybody, the second is optional, the third follows low scores.
const ASKED: [&str; N_QUESTIONS] = [
    EVERYBODY,
    "",
    r#","after":{"question":"satisfied","buckets":["low"]}"#,
];
const LOW_MAX: u8 = 2;

/// The value of each question that was answered.
pub type Sheet = [Option<u8>; N_QUESTIONS];

/// Everything that one person answered.
#[derive(Clone)]
pub struct Submission {
    pub day: Day,
    /// On the day of receipt, before a correction.
    pub at_first: Sheet,
    pub sheet: Sheet,
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

#[derive(Clone)]
pub struct History {
    /// The survey; by a weaker rule each question, released as if it were a survey of its own.
    pub surveys: Vec<Survey>,
    pub submissions: Vec<Submission>,
    /// Whether a quarter waits for the director's decision.
    pub waits: bool,
}

/// What an allowed query may name: one question, and whether it groups by quarter.
pub type Query = (Option<&'static str>, bool);

/// Every query that is allowed.
pub fn queries() -> impl Iterator<Item = Query> {
    let questions = [None].into_iter().chain(IDS.map(Some));
    questions.flat_map(|only| [(only, true), (only, false)])
}

pub fn first_day() -> Day {
    Day::parse(FIRST_DAY).unwrap()
}

pub fn days() -> impl Iterator<Item = Day> {
    (0..N_DAYS).map(|days| first_day().plus_days(days).unwrap())
}

fn question(index: usize, asked: &str) -> String {
    format!(r#"{{"id":"{}",{}{asked}}}"#, IDS[index], KINDS[index])
}

fn survey(questions: &[String]) -> Survey {
    let questions = questions.join(",");
    let document = format!(
        r#"{{"id":"team","version":1,"audience":"guest","anonymous":true,"questions":[{questions}]}}"#
    );
    serde_json::from_str(&document).unwrap()
}

/// What somebody answers: the first question always, a follow-up only where it is asked.
pub fn random_sheet(random: &mut fastrand::Rng) -> Sheet {
    let satisfied = random.u8(1..=4);
    let liked = (random.u8(..4) > 0).then(|| random.u8(0..=2));
    let is_answered = satisfied <= LOW_MAX && random.u8(..4) > 0;
    let easy = is_answered.then(|| random.u8(1..=7));
    [Some(satisfied), liked, easy]
}

impl Submission {
    pub fn on(day: Day, sheet: Sheet) -> Submission {
        Submission {
            day,
            at_first: sheet,
            sheet,
            source: Source::Open,
            event: "",
            held: None,
        }
    }

    pub fn counts_on(&self, today: Day) -> bool {
        let is_included = |decision: Decision| decision.includes && decision.day <= today;
        self.day <= today && self.held.is_none_or(is_included)
    }

    pub fn sheet_on(&self, today: Day) -> &Sheet {
        if self.day < today {
            &self.sheet
        } else {
            &self.at_first
        }
    }
}

impl History {
    pub fn of(submissions: Vec<Submission>) -> History {
        History {
            surveys: vec![survey(
                &[0, 1, 2].map(|index| question(index, ASKED[index])),
            )],
            submissions,
            waits: true,
        }
    }

    /// The same under a weaker rule, which cuts the intervals of each question by itself.
    pub fn each_alone(self) -> History {
        let alone = (0..N_QUESTIONS).map(|index| survey(&[question(index, EVERYBODY)]));
        History {
            surveys: alone.collect(),
            ..self
        }
    }

    /// A few people a quarter, who sometimes correct themselves on the next day. Some answers are set aside until the
    /// director decides, within the quarter or long after it.
    pub fn random(random: &mut fastrand::Rng) -> History {
        let mut submissions = Vec::new();
        for quarter in 0..N_QUARTERS {
            let start = first_day().plus_months(quarter * 3).unwrap();
            let n_days = start.days_until(Unit::Quarter.last(start).unwrap());
            let decision = Decision {
                day: start.plus_days(random.i64(0..n_days * 2)).unwrap(),
                includes: random.bool(),
            };
            for _ in 0..random.u8(..8) {
                // Often on the last day.
                let day = start.plus_days(random.i64(0..n_days * 3 / 2).min(n_days));
                let day = day.unwrap();
                let is_held = day <= decision.day && random.u8(..4) == 0;
                let sheet = random_sheet(random);
                submissions.push(Submission {
                    day,
                    at_first: if random.bool() {
                        sheet
                    } else {
                        random_sheet(random)
                    },
                    sheet,
                    source: *random.choice(Source::ALL).unwrap(),
                    event: random.choice(["", "ev-1", "ev-2", "#3"]).unwrap(),
                    held: is_held.then_some(decision),
                });
            }
        }
        History::of(submissions)
    }

    pub fn rows(&self, today: Day) -> Vec<TallyRow> {
        let received = self.submissions.iter().filter(|it| it.counts_on(today));
        let rows = received.flat_map(|submission| {
            let answers = submission.sheet_on(today).iter().enumerate();
            answers.filter_map(move |(question, value)| {
                Some(History::row(submission, question, (*value)?))
            })
        });
        rows.collect()
    }

    fn row(submission: &Submission, question: usize, value: u8) -> TallyRow {
        let mut counts = Counts {
            n: 1,
            ..Counts::default()
        };
        if question == 1 {
            counts.options.insert(format!("o{value}"), 1);
        } else {
            counts.scores[usize::from(value)] = 1;
        }
        let quarter = Unit::Quarter.start(submission.day).unwrap();
        TallyRow {
            keys: vec![quarter.to_string()],
            period: Some(quarter),
            survey: "team".to_owned(),
            question: IDS[question].to_owned(),
            source: submission.source.as_str().to_owned(),
            cluster: submission.event.to_owned(),
            guests: Some(7),
            counts,
        }
    }

    /// The groups of a response, as JSON.
    pub fn response(&self, rule: Rule, today: Day, (only, by_quarter): Query) -> Value {
        let rows = self.rows(today);
        let held_since = self.held_since(today).filter(|_| self.waits);
        let shown = self
            .surveys
            .iter()
            .flat_map(|survey| groups(rule, survey, only, &rows, held_since, today, by_quarter));
        json!(shown.collect::<Vec<_>>())
    }

    /// The first day of answers that the director has not decided about.
    fn held_since(&self, today: Day) -> Option<Day> {
        let received = self.submissions.iter().filter(|it| it.day <= today);
        let held = received.filter(|it| it.held.is_some_and(|decision| today < decision.day));
        held.map(|it| it.day).min()
    }
}
