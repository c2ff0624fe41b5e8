//! `GET /v1/aggregates` by days, weeks and longer periods, of answers and of their events.

use super::past::{ENJOYED, Past, counting};
use crate::app::fresh;
use serde_json::{Value, json};

#[tokio::test]
async fn weeks_and_quarters_follow_iso_8601() {
    let (past, names) = Past::new(&[("old", 50), ("new", 50)]);
    past.answered(ENJOYED, &names["old"], "2025-12-28", &[(5, 1)]);
    past.answered(ENJOYED, &names["old"], "2025-12-29", &[(4, 2)]);
    past.answered(ENJOYED, &names["new"], "2026-01-04", &[(3, 3)]);
    past.answered(ENJOYED, &names["new"], "2026-01-05", &[(2, 4)]);
    for (group_by, expected) in [
        (
            "week",
            &[("2025-12-22", 1), ("2025-12-29", 5), ("2026-01-05", 4)][..],
        ),
        ("month", &[("2025-12-01", 3), ("2026-01-01", 7)]),
        ("quarter", &[("2025-10-01", 3), ("2026-01-01", 7)]),
        ("year", &[("2025-01-01", 3), ("2026-01-01", 7)]),
        ("audience", &[("guest", 10)]),
        ("question", &[("enjoyed", 10)]),
        ("format", &[(&*past.format, 10)]),
    ] {
        let found = past.headlines(&format!("group_by={group_by}")).await;
        let found: Vec<(&str, u64)> = found
            .iter()
            .map(|(key, headline)| (&**key, headline["n"].as_u64().expect("a number")))
            .collect();
        assert_eq!(found, expected, "{group_by}");
    }
    let found = past.headlines("group_by=event,year").await;
    let expected = [
        format!("{}+2026-01-01", names["new"]),
        format!("{}+2025-01-01", names["old"]),
    ];
    assert_eq!(found.into_keys().collect::<Vec<_>>(), expected);
}

/// Guests answer after their event: the last event of March is March's, whenever they do.
#[tokio::test]
async fn answers_count_by_the_date_of_their_event_where_asked() {
    let (past, names) = Past::new(&[("march", 50), ("april", 50)]);
    for (name, date) in [("march", "2025-03-31"), ("april", "2025-04-30")] {
        let id = &names[name];
        past.at.rows(&format!(
            "update event set date = '{date}' where id = '{id}'"
        ));
    }
    past.answered(ENJOYED, &names["march"], "2025-03-31", &[(5, 1)]);
    past.answered(ENJOYED, &names["march"], "2025-04-02", &[(4, 6)]);
    past.answered(ENJOYED, &names["april"], "2025-05-03", &[(3, 9)]);
    for (query, expected) in [
        (
            "group_by=month",
            &[("2025-03-01", 1), ("2025-04-01", 6), ("2025-05-01", 9)][..],
        ),
        (
            "group_by=month&by=event_date",
            &[("2025-03-01", 7), ("2025-04-01", 9)],
        ),
        (
            "group_by=week&by=event_date",
            &[("2025-03-31", 7), ("2025-04-28", 9)],
        ),
        ("by=event_date&from=2025-03-05&to=2025-03-31", &[("", 7)]),
        ("by=event_date&from=2025-04-01", &[("", 9)]),
        ("by=received&from=2025-04-01&to=2025-04-30", &[("", 6)]),
        ("by=event_date&from=2025-05-01&to=2025-05-31", &[]),
        (
            "by=event_date&to=2025-04-30&group_by=touchpoint,quarter",
            &[("event+2025-01-01", 7), ("event+2025-04-01", 9)],
        ),
        (
            "by=event_date&from=2025-03-31&to=2025-03-31&channel=qr",
            &[("", 7)],
        ),
    ] {
        let found = past.headlines(query).await;
        let found: Vec<(&str, u64)> = found
            .iter()
            .map(|(key, headline)| (&**key, headline["n"].as_u64().expect("a number")))
            .collect();
        assert_eq!(found, expected, "{query}");
    }
    // An event's answers are all in the period of its date, so that its guest list counts.
    let id = &names["march"];
    past.answered_by("invite", ENJOYED, &names["april"], "2025-05-04", &[(3, 9)]);
    let of = async |query: &str| past.reads(query).await["filter"]["by"].clone();
    assert_eq!(of("group_by=month").await, "received");
    assert_eq!(of(&format!("event={id}&by=event_date")).await, "event_date");
    let change = past
        .headlines("group_by=month&by=event_date&compare=previous")
        .await;
    assert_eq!(change["2025-04-01"]["change"]["n_before"], 7);
}

/// Days of one event are read from its own responses, with touchpoints and languages, which no rollup has by the day.
#[tokio::test]
async fn days_of_one_event_are_read_from_its_responses() {
    let (past, names) = Past::new(&[("one", 50), ("other", 50)]);
    past.answered(ENJOYED, &names["one"], "2025-03-31", &[(5, 2), (1, 1)]);
    let after = ["after", "guest", "enjoyed"];
    past.answered(after, &names["one"], "2025-04-01", &[(4, 3)]);
    past.answered(ENJOYED, &names["other"], "2025-04-01", &[(4, 30)]);
    let id = &names["one"];
    for (query, expected) in [
        (
            "group_by=touchpoint,day",
            &[("after+2025-04-01", 3), ("event+2025-03-31", 3)][..],
        ),
        ("group_by=locale,week", &[("ru+2025-03-31", 6)]),
        ("from=2025-04-01&to=2025-04-02&channel=qr", &[("", 3)]),
        ("from=2025-03-30&to=2025-03-31", &[("", 3)]),
        ("from=2025-04-02&group_by=day", &[]),
    ] {
        let found = past.headlines(&format!("event={id}&{query}")).await;
        let found: Vec<(&str, u64)> = found
            .iter()
            .map(|(key, headline)| (&**key, headline["n"].as_u64().expect("a number")))
            .collect();
        assert_eq!(found, expected, "{query}");
    }
    let day = past
        .headlines(&format!("event={id}&to=2025-03-31&group_by=day"))
        .await;
    assert_eq!(day["2025-03-31"]["summary"]["score"], 66.67);
}

/// An answer about no event has no other day than that of its receipt.
#[tokio::test]
async fn answers_about_no_event_count_by_their_receipt() {
    let (past, names) = Past::new(&[("one", 50)]);
    past.answered(ENJOYED, &names["one"], "2031-02-03", &[(5, 2)]);
    let mut ids = vec![];
    for day in ["2031-01-31", "2031-02-01", "2031-02-28", "2031-03-01"] {
        let id = fresh();
        past.at.rows(&format!(
            "insert into response (id, rev, payload_hash, attempt_id, survey, version, audience, source, status,
             touchpoint, channel, locale, received_at_ms, day)
             values ('{id}',1,'','','guest',1,'guest','open','accepted','event','qr','ru',0,'{day}')"
        ));
        past.at.rows(&format!(
            "insert into answer (response, question, option, score) values ('{id}','enjoyed','',5)"
        ));
        ids.push(id);
    }
    past.at.rows(&counting(&ids));
    let n_open = async |query: &str| {
        let path = format!("/v1/aggregates?by=event_date&survey=guest&{query}");
        let found = past
            .at
            .orders("GET", &path, &json!(null))
            .await
            .is(200)
            .json();
        let groups = found["groups"].as_array().expect("groups").clone();
        let open = |group: &Value| -> u64 {
            let sources = group["questions"][0]["sources"]
                .as_array()
                .expect("sources")
                .clone();
            let open = sources.iter().filter(|it| it["source"] == "open");
            open.map(|it| it["n"].as_u64().expect("a number")).sum()
        };
        groups.iter().map(open).sum::<u64>()
    };
    for (query, n) in [
        ("from=2031-02-01&to=2031-02-28", 2),
        ("from=2031-01-31&to=2031-02-27", 2),
        ("from=2031-01-31&to=2031-03-01&group_by=touchpoint", 4),
        ("from=2031-02-28&to=2031-03-01&group_by=channel,week", 2),
        ("from=2031-02-01&to=2031-02-28&group_by=locale", 2),
    ] {
        assert_eq!(n_open(query).await, n, "{query}");
    }
}
