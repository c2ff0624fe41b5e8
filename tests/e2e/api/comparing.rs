//! `GET /v1/aggregates` with periods and comparisons, checked against an independent script in JavaScript.

use super::past::{ENJOYED, Past, QuestionKey};
use crate::app::parts;
use crate::faults::deployments::deployment;
use serde_json::{Value, json};
use std::process::Command;

/// Answers to one question on one day: the event, the day, and how many chose each score.
type Answers<'a> = (&'a str, &'a str, &'a [(u8, usize)]);

/// The script's result for counts by value of each event, of the period and of the one before.
fn counted_elsewhere(scale: &str, now: &[Vec<u64>], before: &[Vec<u64>]) -> Value {
    let script = parts().root.join("tests/e2e/api/comparing.mjs");
    let asked = json!({"scale": scale, "now": now, "before": before});
    let output = Command::new(&parts().node)
        .arg(script)
        .arg(asked.to_string())
        .output()
        .expect("node runs");
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{errors}");
    floats(serde_json::from_slice(&output.stdout).expect("JSON"))
}

/// JavaScript prints 45 for 45.0.
fn floats(value: Value) -> Value {
    match value {
        Value::Number(number) => json!(number.as_f64()),
        Value::Object(fields) => fields
            .into_iter()
            .map(|(name, it)| (name, floats(it)))
            .collect(),
        other => other,
    }
}

fn counts(scores: &[(u8, usize)]) -> Vec<u64> {
    let mut counts = vec![0; 11];
    for (score, n) in scores {
        counts[usize::from(*score)] += *n as u64;
    }
    counts
}

/// Score, interval and change equal the independent computation to the last digit shown.
#[track_caller]
fn check_equal(headline: &Value, elsewhere: &Value) {
    let summary = &headline["summary"];
    let change = &headline["change"];
    let ours = json!({
        "score": summary["score"], "interval": summary["interval"],
        "difference": change["difference"], "change": change["interval"], "verdict": change["verdict"],
    });
    assert_eq!(&ours, elsewhere);
}

/// Six events in each of two months, with scores that vary by event.
const SPRING: [Answers<'_>; 12] = [
    ("a1", "2025-03-03", &[(5, 20), (4, 9), (2, 3)]),
    ("a2", "2025-03-09", &[(5, 11), (4, 14), (3, 6), (1, 2)]),
    ("a3", "2025-03-15", &[(5, 30), (4, 2)]),
    ("a4", "2025-03-16", &[(4, 8), (3, 7), (2, 5)]),
    ("a5", "2025-03-22", &[(5, 17), (4, 17), (3, 1)]),
    ("a6", "2025-03-31", &[(5, 6), (4, 3), (1, 4)]),
    ("b1", "2025-04-01", &[(5, 12), (3, 9), (2, 8)]),
    ("b2", "2025-04-06", &[(5, 4), (4, 10), (3, 11)]),
    ("b3", "2025-04-12", &[(4, 6), (2, 9), (1, 5)]),
    ("b4", "2025-04-13", &[(5, 3), (4, 5), (3, 8), (1, 6)]),
    ("b5", "2025-04-20", &[(5, 9), (4, 4), (2, 6)]),
    ("b6", "2025-04-30", &[(4, 10), (3, 12), (2, 3)]),
];

#[tokio::test]
async fn comparison_of_months_equals_the_independent_computation() {
    let events: Vec<(&str, u32)> = SPRING.iter().map(|(event, _, _)| (*event, 80)).collect();
    let (past, names) = Past::new(&events);
    for (event, day, scores) in SPRING {
        past.answered(ENJOYED, &names[event], day, scores);
    }
    let of = |month: &str| -> Vec<Vec<u64>> {
        let here = SPRING.iter().filter(|(_, day, _)| day.starts_with(month));
        here.map(|(_, _, scores)| counts(scores)).collect()
    };
    let (march, april) = (of("2025-03"), of("2025-04"));
    let elsewhere = counted_elsewhere("csat", &april, &march);
    assert_eq!(elsewhere["verdict"], "worse", "{elsewhere}");

    let by_month = past.headlines("group_by=month&compare=previous").await;
    assert_eq!(by_month.len(), 2);
    check_equal(&by_month["2025-04-01"], &elsewhere);
    assert_eq!(by_month["2025-03-01"]["change"], Value::Null);
    // The same period by its days, with and without the first month among them.
    for query in [
        "from=2025-04-01&to=2025-04-30&compare=previous",
        "from=2025-04-10&to=2025-04-30&group_by=quarter&compare=previous",
    ] {
        let found = past.headlines(query).await;
        assert_eq!(found.len(), 1, "{query}");
    }
    let april_alone = past
        .headlines("from=2025-04-01&to=2025-04-30&compare=previous")
        .await;
    check_equal(&april_alone[""], &elsewhere);
    let late = past
        .headlines("from=2025-04-01&group_by=month&compare=previous")
        .await;
    check_equal(&late["2025-04-01"], &elsewhere);
    // The survey did not exist a year before.
    let year = past
        .headlines("from=2025-04-01&to=2025-04-30&compare=year")
        .await;
    assert_eq!(year[""]["change"], Value::Null);
}

/// Events of unequal sizes, one of them with most answers, and none with a detractor in the second month.
#[tokio::test]
async fn comparison_of_nps_of_unequal_events_equals_the_independent_computation() {
    const RECOMMEND: QuestionKey<'_> = ["after", "client", "nps"];
    const YEAR: [Answers<'_>; 11] = [
        ("c1", "2025-03-03", &[(10, 120), (9, 40), (8, 30), (3, 9)]),
        ("c2", "2025-03-09", &[(10, 5), (7, 3)]),
        ("c3", "2025-03-15", &[(9, 7), (8, 4), (6, 2)]),
        ("c4", "2025-03-16", &[(10, 11), (0, 1)]),
        ("c5", "2025-03-22", &[(10, 4), (8, 6), (5, 3)]),
        ("c6", "2025-03-31", &[(9, 1)]),
        ("d1", "2025-04-01", &[(10, 90), (8, 10)]),
        ("d2", "2025-04-06", &[(9, 6), (7, 1)]),
        ("d3", "2025-04-12", &[(10, 8)]),
        ("d4", "2025-04-13", &[(10, 12), (8, 3)]),
        ("d5", "2025-04-20", &[(9, 2), (8, 1)]),
    ];
    let events: Vec<(&str, u32)> = YEAR.iter().map(|(event, _, _)| (*event, 300)).collect();
    let (past, names) = Past::new(&events);
    for (event, day, scores) in YEAR {
        past.answered(RECOMMEND, &names[event], day, scores);
    }
    let of = |month: &str| -> Vec<Vec<u64>> {
        let here = YEAR.iter().filter(|(_, day, _)| day.starts_with(month));
        here.map(|(_, _, scores)| counts(scores)).collect()
    };
    let elsewhere = counted_elsewhere("nps", &of("2025-04"), &of("2025-03"));
    let by_month = past
        .headlines("survey=client&group_by=month&compare=previous")
        .await;
    check_equal(&by_month["2025-04-01"], &elsewhere);
}

#[tokio::test]
async fn comparison_of_one_event_ignores_its_guest_count() {
    let (past, names) = Past::new(&[("one", 60)]);
    let event = &names["one"];
    let (before, now) = (
        &[(5, 20), (4, 10), (1, 10)][..],
        &[(5, 26), (4, 12), (3, 4)][..],
    );
    past.answered(ENJOYED, event, "2024-05-06", before);
    past.answered(ENJOYED, event, "2025-05-06", now);
    let elsewhere = counted_elsewhere("csat", &[counts(now)], &[counts(before)]);
    let query = "from=2025-05-01&to=2025-05-31&compare=year";
    let found = past.headlines(&format!("{query}&event={event}")).await;
    let change = &found[""]["change"];
    assert_eq!(change["unit"], "answer", "it is judged by its votes");
    assert_eq!(change["difference"], elsewhere["difference"]);
    assert_eq!(change["interval"], elsewhere["change"]);
    assert_eq!(change["verdict"], elsewhere["verdict"]);
    assert_eq!(
        (&change["n_before"], &change["score_before"]),
        (&json!(40), &json!(75.0))
    );
    // Its months are those of one event, whose votes say nothing about other events.
    let month = &past.headlines(query).await[""]["change"];
    assert_eq!(
        (&month["verdict"], &month["interval"]),
        (&json!("too_few_events"), &Value::Null)
    );
}

/// The number of answers still needed is returned only while more answers can arrive.
#[tokio::test]
async fn closed_period_asks_for_no_more_answers() {
    let events = ["a", "b", "c", "d", "e"].map(|name| (name, 500));
    let (past, names) = Past::new(&events);
    for event in names.values() {
        past.answered(ENJOYED, event, "2018-05-06", &[(5, 48), (1, 32)]);
        past.answered(ENJOYED, event, "2024-05-06", &[(5, 3), (1, 1)]);
    }
    let next_year = past.at.row("select strftime('%Y', 'now') + 1 as year");
    let running = format!(
        "from=2021-01-01&to={}-12-31&compare=previous",
        next_year["year"]
    );
    for (query, may_come) in [
        (running.as_str(), true),
        ("from=2020-01-01&to=2024-12-31&compare=previous", false),
    ] {
        let change = &past.headlines(query).await[""]["change"];
        assert_eq!(change["verdict"], "unclear", "{query}: {change}");
        assert_eq!(
            change["more_answers"].is_u64(),
            may_come,
            "{query}: {change}"
        );
    }
}

/// More answers to one event than its guests can still give are not asked for.
#[tokio::test]
async fn more_answers_than_guests_are_not_asked_for() {
    let (past, names) = Past::new(&[("one", 40)]);
    let id = &names["one"];
    past.answered(ENJOYED, id, "2018-05-06", &[(5, 600), (1, 400)]);
    past.answered(ENJOYED, id, "2024-05-06", &[(5, 15), (1, 5)]);
    let year = past.at.row("select strftime('%Y', 'now') + 1 as next");
    let days = format!("from=2021-01-01&to={}-12-31", year["next"]);
    let query = format!("event={id}&{days}&compare=previous");
    for (date, guests, may_come) in [
        ("2098-01-01", 100_000, true),
        ("2098-01-01", 1_021, false),
        ("2025-06-01", 100_000, false),
    ] {
        past.at.rows(&format!(
            "update event set date = '{date}', guests = {guests} where id = '{id}'"
        ));
        let change = &past.headlines(&query).await[""]["change"];
        assert_eq!(change["verdict"], "unclear", "{change}");
        let more = &change["more_answers"];
        assert_eq!(more.is_u64(), may_come, "{date} {guests}: {change}");
    }
}

/// Invited guests can answer once each, so that their answers approach the whole list; whoever has the link can answer
/// as often as he likes.
#[tokio::test]
async fn guest_count_narrows_answers_of_invites_alone() {
    let scores = [(5, 31), (1, 7)];
    let ends = |headline: &Value| {
        let interval = &headline["summary"]["interval"];
        ["low", "high"].map(|end| interval[end].as_f64().expect("an interval"))
    };
    let (past, names) = Past::new(&[("invited", 40), ("linked", 40), ("all", 38)]);
    for (name, source) in [
        ("invited", "invite"),
        ("linked", "event_link"),
        ("all", "invite"),
    ] {
        past.answered_by(source, ENJOYED, &names[name], "2025-05-06", &scores);
    }
    let of = async |name: &str, more: &str| {
        let query = format!("event={}{more}", names[name]);
        past.headlines(&query)
            .await
            .into_values()
            .next()
            .expect("a group")
    };
    let (invited, linked) = (of("invited", "").await, of("linked", "").await);
    let [low, high] = ends(&invited);
    assert_eq!(invited["summary"]["guests"], 40);
    assert_eq!(linked["summary"]["guests"], Value::Null);
    assert!(
        low > ends(&linked)[0] && high < ends(&linked)[1],
        "{invited}"
    );
    let [low, high] = ends(&of("all", "").await);
    assert!(low < high, "everybody answered, and still: {low} to {high}");
    // A part of an event's answers is no part of the list.
    for more in [
        "&group_by=touchpoint",
        "&channel=qr",
        "&group_by=month",
        "&from=2025-01-01",
    ] {
        let part = of("invited", more).await;
        assert_eq!(part["summary"]["guests"], Value::Null, "{more}");
        assert_eq!(ends(&part), ends(&linked), "{more}");
    }
    // Among other events each is narrowed as by itself.
    let found = past.headlines("group_by=event").await;
    assert_eq!(found[&names["invited"]]["summary"], invited["summary"]);
}

/// A group is ranked only where no intervals overlap, and only with five events or more.
#[tokio::test]
async fn ranking_is_returned_only_where_intervals_are_disjoint() {
    let (bad, good) = (&[(1, 30), (2, 5)][..], &[(5, 33), (4, 2)][..]);
    let (sure, names) = Past::new(&["a", "b", "c", "d", "e"].map(|name| (name, 50)));
    for (touchpoint, scores) in [("contract", bad), ("consult", good), ("concept", good)] {
        for event in names.values() {
            let asked = [touchpoint, "stage", "satisfied"];
            sure.answered(asked, event, "2025-05-01", scores);
        }
    }
    let found = sure.reads("survey=stage&group_by=touchpoint").await;
    let places: Vec<(&str, &Value)> = found["groups"]
        .as_array()
        .expect("groups")
        .iter()
        .map(|group| {
            let question = group["questions"].as_array().expect("questions").first();
            let headline = &question.expect("one")["headline"];
            (group["keys"][0].as_str().expect("a key"), &headline["rank"])
        })
        .collect();
    let none = &Value::Null;
    let journey = [
        ("consult", none),
        ("concept", none),
        ("contract", &json!("worst")),
    ];
    assert_eq!(places, journey, "{found}");

    // Two managers: too few where one has one event, or four.
    for (n_events, expected) in [(1, Value::Null), (4, Value::Null), (5, json!("worst"))] {
        let events = ["a", "b", "c", "d", "e"].map(|name| (name, 50));
        let (first, of_first) = Past::new(&events);
        let (second, of_second) = Past::new(&events[..n_events]);
        for (past, names, scores) in [(&first, &of_first, good), (&second, &of_second, bad)] {
            for name in names.values() {
                past.answered(ENJOYED, name, "2025-05-01", scores);
            }
        }
        let path = format!(
            "/v1/aggregates?survey=guest&format={}&group_by=manager",
            first.format
        );
        let at = &first.at;
        at.rows(&format!(
            "update event set format = '{}' where manager = '{}'",
            first.format, second.manager
        ));
        let found = at.orders("GET", &path, &json!(null)).await.is(200).json();
        let groups = found["groups"].as_array().expect("groups");
        let group = groups.iter().find(|it| it["keys"][0] == *second.manager);
        let headline = &group.expect("the second")["questions"][0]["headline"];
        assert_eq!(headline["rank"], expected, "{n_events} events: {found}");
    }
}

#[tokio::test]
async fn invalid_comparisons_are_refused() {
    let at = deployment("past");
    for (query, field) in [
        ("compare=previous", "compare"),
        ("from=2025-01-01&compare=year", "compare"),
        ("from=2025-01-01&to=2025-01-31&compare=last", "compare"),
        ("group_by=month,week", "group_by"),
        ("by=date", "by"),
        ("group_by=event,event", "group_by"),
        ("group_by=event,manager,client", "group_by"),
        ("group_by=event,", "group_by"),
    ] {
        let path = format!("/v1/aggregates?{query}");
        let found = at.orders("GET", &path, &json!(null)).await;
        found.refused(422, "bad_parameter", field);
    }
}
