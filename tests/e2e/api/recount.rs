//! A thousand random questions about an awkward agency, answered by the worker and by a script in JavaScript that reads the
//! rows: scores, intervals, verdicts, ranks and response rates are the same to the last digit.

use super::rollups::{DIMENSIONS, count};
use crate::app::parts;
use crate::clock::Clock;
use crate::deployments::Deployment;
use crate::faults::deployments::deployment;
use fastrand::Rng;
use serde_json::{Value, json};
use std::fmt::Write;
use std::process::Command;

const SEED: u64 = 20;
const QUESTIONS: usize = 1_000;
/// Wednesday, 2026-05-20, 09:00 UTC: within a week, a month, a quarter and a year.
const NOW_MS: i64 = 1_779_267_600_000;
const FIRST_DAY: &str = "2025-01-01";
const N_EVENTS: usize = 60;
/// Rows of one statement, which D1 takes up to 100 KB.
const ROWS_AT_ONCE: usize = 200;

/// The awkward agency: ids that end alike, events of 3 and of 300 guests, guest lists that are unknown, empty, too short
/// or full, answers from imports and of no event, two versions of a survey, invites that were revoked.
struct Agency {
    at: Deployment,
    rng: Rng,
    responses: Vec<String>,
    answers: Vec<String>,
    invites: Vec<String>,
}

impl Agency {
    fn open() -> Agency {
        let mut agency = Agency {
            at: deployment("recount").by(&Clock::at(NOW_MS)),
            rng: Rng::with_seed(SEED),
            responses: vec![],
            answers: vec![],
            invites: vec![],
        };
        let events: Vec<String> = (0..N_EVENTS).map(|number| agency.event(number)).collect();
        agency.insert(
            "event (id, title, date, kind, manager, client, format, guests, zone)",
            &events,
        );
        for _ in 0..250 {
            let day = agency.later(0, 500);
            agency.response(None, day, 0.0, None);
        }
        for (into, rows) in [
            (
                "response (id, rev, payload_hash, attempt_id, survey, version, audience, source, status, event, invite,
                 touchpoint, channel, locale, received_at_ms, day)",
                std::mem::take(&mut agency.responses),
            ),
            ("answer (response, question, option, score)", std::mem::take(&mut agency.answers)),
            (
                "invite (code, response, survey, event, reference, channel, issuer, issued_at_ms, sent_at_ms, until,
                 revoked_at_ms)",
                std::mem::take(&mut agency.invites),
            ),
        ] {
            agency.insert(into, &rows);
        }
        count(&agency.at);
        for number in 0..N_EVENTS {
            for sql in [
                include_str!("../../../worker/src/store/sql/invite_count_refresh.sql"),
                include_str!("../../../worker/src/store/sql/invite_count_sum.sql"),
            ] {
                let event = format!("'{}'", id_of(number));
                agency
                    .at
                    .rows(&sql.replace(":event", &event).replace(":sign", "1"));
            }
        }
        agency
    }

    fn insert(&self, into: &str, rows: &[String]) {
        for rows in rows.chunks(ROWS_AT_ONCE) {
            self.at
                .rows(&format!("insert into {into} values {}", rows.join(",")));
        }
    }

    /// An event with its answers.
    fn event(&mut self, number: usize) -> String {
        let id = id_of(number);
        let date = self.later(9, 495);
        let luck = self.rng.f64() - 0.5;
        let n_answers = match number % 6 {
            0 => self.rng.usize(1..4),
            1 => self.rng.usize(100..300),
            _ => self.rng.usize(5..50),
        };
        for nth in 0..n_answers {
            let day = self.later(date, 40);
            self.response(Some((&id, nth)), day, luck, None);
        }
        let guests = match number % 5 {
            0 => "null".to_owned(),
            1 => "0".to_owned(),
            2 => "1".to_owned(),
            3 => n_answers.to_string(),
            _ => "320".to_owned(),
        };
        let invites = if number.is_multiple_of(3) {
            self.rng.usize(3..25)
        } else {
            0
        };
        for nth in 0..invites {
            self.invite(&id, number, nth, date, luck);
        }
        let (manager, client, format) = (number % 5, number % 7, number % 3);
        let date = sql_of(date);
        format!("('{id}','Event',{date},'k','m{manager}','c{client}','f{format}',{guests},'UTC')")
    }

    /// One person asked, who answers or not.
    fn invite(&mut self, event: &str, number: usize, nth: usize, date: usize, luck: f64) {
        let code = format!("{number:05}x{nth:06}");
        let response = format!("{number:08}-{nth:04}-4000-9000-000000000000");
        let survey = if self.rng.u8(..3) == 0 {
            "client"
        } else {
            "guest"
        };
        let issuer = if self.rng.u8(..6) == 0 {
            "manager"
        } else {
            "agency"
        };
        let revoked = if self.rng.u8(..5) == 0 { "1" } else { "null" };
        self.invites.push(format!(
            "('{code}','{response}','{survey}','{event}','p-{nth}','email','{issuer}',0,0,'2027-01-01',{revoked})"
        ));
        if self.rng.bool() {
            let day = self.later(date, 14);
            let invited = [survey, issuer, &code, &response];
            self.response(Some((event, nth)), day, luck, Some(invited));
        }
    }

    fn response(
        &mut self,
        event: Option<(&str, usize)>,
        day: usize,
        luck: f64,
        invited: Option<[&str; 4]>,
    ) {
        let rng = &mut self.rng;
        let pick = |rng: &mut Rng, from: &[&str]| from[rng.usize(..from.len())].to_owned();
        let survey = match invited {
            Some([survey, ..]) => survey.to_owned(),
            None => pick(
                rng,
                &[
                    "guest", "guest", "guest", "guest", "client", "stage", "effort",
                ],
            ),
        };
        let (audience, sources, touchpoints): (_, &[&str], &[&str]) = match survey.as_str() {
            "guest" => (
                "guest",
                &["event_link", "event_link", "invite", "open"],
                &["event", "after"],
            ),
            _ => (
                "client",
                &["invite", "invite", "invite", "manager_invite", "open"],
                &["consult", "after", "loyalty"],
            ),
        };
        // Through an own invite, by an import, or by a link.
        let source = match invited {
            Some([_, "manager", ..]) => "manager_invite".to_owned(),
            Some(_) => "invite".to_owned(),
            None => pick(rng, sources),
        };
        let statuses = ["accepted"; 18]
            .into_iter()
            .chain(["quarantined", "partial"]);
        let status = pick(rng, &statuses.collect::<Vec<_>>());
        let id = match invited {
            Some([.., response]) => response.to_owned(),
            None => format!("{:08x}-0000-4000-8000-000000000000", self.responses.len()),
        };
        let quoted = |value: Option<&str>| value.map_or("null".to_owned(), |it| format!("'{it}'"));
        let (event, code) = (
            quoted(event.map(|it| it.0)),
            quoted(invited.map(|it| it[2])),
        );
        let touchpoint = pick(rng, touchpoints);
        let channel = pick(rng, &["qr", "email", "sms"]);
        let locale = pick(rng, &["'ru'", "'ru'", "'uk'", "null"]);
        let version = rng.u8(1..3);
        let day = sql_of(day);
        self.responses.push(format!(
            "('{id}',1,'','','{survey}',{version},'{audience}','{source}','{status}',{event},{code},'{touchpoint}',\
             '{channel}',{locale},0,{day})"
        ));
        let mut score = |lowest: f64, highest: f64| {
            let place = (self.rng.f64() + self.rng.f64() + luck).clamp(0.0, 1.0);
            (lowest + place * (highest - lowest)).round() as u8
        };
        let questions = match survey.as_str() {
            "guest" => vec![("enjoyed", score(1.0, 5.0))],
            "stage" => vec![("satisfied", score(1.0, 5.0))],
            "effort" => vec![("ease", score(1.0, 7.0))],
            _ => vec![("nps", score(0.0, 10.0)), ("satisfied", score(1.0, 5.0))],
        };
        for (question, score) in questions {
            self.answers
                .push(format!("('{id}','{question}','',{score})"));
        }
    }

    /// Within so many days after a day, most of them soon.
    fn later(&mut self, day: usize, within: usize) -> usize {
        day + (self.rng.f64() * self.rng.f64() * within as f64) as usize
    }
}

/// The day as SQL, by its number from [`FIRST_DAY`] on.
fn sql_of(day: usize) -> String {
    format!("date('{FIRST_DAY}', '+{day} days')")
}

fn id_of(number: usize) -> String {
    format!("svadba-{number}-16-05-2026")
}

/// A query that the API takes.
fn question(rng: &mut Rng) -> String {
    const FILTERS: [(&str, &[&str]); 10] = [
        ("survey", &["guest", "client", "stage", "effort"]),
        ("audience", &["guest", "client"]),
        ("question", &["enjoyed", "satisfied", "nps", "ease"]),
        (
            "event",
            &[
                "svadba-1-16-05-2026",
                "svadba-3-16-05-2026",
                "svadba-7-16-05-2026",
            ],
        ),
        ("client", &["c2", "c5"]),
        ("manager", &["m0", "m1"]),
        ("format", &["f0", "f1"]),
        ("touchpoint", &["event", "after"]),
        ("channel", &["qr", "email"]),
        ("locale", &["ru", "uk"]),
    ];
    const PERIODS: [[&str; 2]; 8] = [
        ["", ""],
        ["", ""],
        ["2026-05-01", "2026-05-31"],
        ["2026-01-01", "2026-12-31"],
        ["2025-03-01", "2025-08-31"],
        ["2025-02-10", "2026-04-11"],
        ["2026-03-30", "2026-06-05"],
        ["2025-12-29", "2026-05-20"],
    ];
    let mut query = String::new();
    let mut add = |name: &str, value: &str| {
        if !value.is_empty() {
            write!(query, "&{name}={value}").expect("a text grows");
        }
    };
    for (name, values) in FILTERS {
        if rng.u8(..7) == 0 {
            add(name, values[rng.usize(..values.len())]);
        }
    }
    let first = DIMENSIONS[rng.usize(..DIMENSIONS.len())];
    let second = DIMENSIONS[rng.usize(..10)];
    let group_by = match rng.u8(..4) {
        0 => String::new(),
        1 if first != second => format!("{second},{first}"),
        _ => first.to_owned(),
    };
    add("group_by", &group_by);
    let [from, to] = PERIODS[rng.usize(..PERIODS.len())];
    add("from", from);
    add("to", to);
    add("by", ["", "received", "event_date"][rng.usize(..3)]);
    let is_by_period = ["day", "week", "month", "quarter", "year"]
        .iter()
        .any(|unit| group_by.ends_with(unit));
    if is_by_period || !from.is_empty() {
        add("compare", ["", "previous", "year"][rng.usize(..3)]);
    }
    query.split_off(usize::from(!query.is_empty()))
}

#[tokio::test]
async fn a_thousand_questions_equal_an_independent_recount() {
    let mut agency = Agency::open();
    let (mut asked, mut n_too_wide) = (vec![], 0);
    while asked.len() < QUESTIONS && n_too_wide < QUESTIONS {
        let query = question(&mut agency.rng);
        let path = format!("/v1/aggregates?{query}");
        let reply = agency.at.orders("GET", &path, &json!(null)).await;
        if reply.status == 422 {
            assert_eq!(reply.json()["error"]["code"], "query_too_wide", "{query}");
            n_too_wide += 1;
        } else {
            let reply = reply.is(200).json();
            let is_whole = reply["only_headline_sources"] == Value::Null;
            assert!(
                is_whole || reply["unread_audiences"] == Value::Null,
                "{query}"
            );
            asked.push(json!({"query": query, "reply": reply}));
        }
    }
    assert!(n_too_wide < QUESTIONS / 2, "{n_too_wide} were too wide");
    let rows = |sql: &str| agency.at.rows(sql);
    let input = json!({
        "now_ms": NOW_MS,
        "events": rows("select id, date, manager, client, format, guests, random_group from event"),
        "responses": rows(
            "select id, survey, source, status, event, touchpoint, channel, locale, day from response"
        ),
        "answers": rows("select response, question, score from answer where option = '' and score is not null"),
        "invites": rows(
            "select response, survey, event, touchpoint, channel, issuer, revoked_at_ms from invite"
        ),
        "asked": asked,
    });
    let path = parts().state.join("recount.json");
    std::fs::write(&path, input.to_string()).expect("a file is written");
    let script = parts().root.join("tests/e2e/api/recount.mjs");
    let output = Command::new(&parts().node).arg(script).arg(&path).output();
    let output = output.expect("node runs");
    let said = [output.stdout, output.stderr].map(|it| String::from_utf8_lossy(&it).into_owned());
    println!("{}", said[0]);
    assert!(output.status.success(), "{}", said.concat());
}
