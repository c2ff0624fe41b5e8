//! A query that would read more tallies than the limit is answered for the sources of headlines alone, or refused with a
//! message; every other query is answered.

use crate::deployments::Deployment;
use crate::faults::deployments::deployment;
use serde_json::{Value, json};
use std::ops::RangeInclusive;

/// Tallies readable by random groups, after those that were tried by event.
const AT_MOST: u32 = 4_500;

/// More tallies than any plan may read.
const TOO_MANY: u32 = 5_001;

/// The excess over the limit when reading by event.
const BY_EVENT: u32 = 501;

const WHOLE_MONTHS: &str = "from=2018-03-01&to=2018-04-30";

const ENJOYED: [&str; 2] = ["guest", "enjoyed"];
const NPS: [&str; 2] = ["client", "nps"];

/// Stores tallies of one month, or of its year, as many responses would produce them: only tallies are read here.
fn store_tallies(
    at: &Deployment,
    rollup: &str,
    [survey, question]: [&str; 2],
    source: &str,
    rows: RangeInclusive<u32>,
) {
    let columns = match rollup {
        "event_month" => "'ev-' || i, '', ''",
        "event_only_month" => "'', 't' || i, 'qr'",
        _ => "'#1', 't' || i, ''",
    };
    let event = if rollup == "event_only_month" {
        "ev-1"
    } else {
        ""
    };
    let day = if rollup.ends_with("_year") {
        "2018-01-01"
    } else {
        "2018-03-01"
    };
    let (first, last) = rows.into_inner();
    at.rows(&format!(
        "insert into tally
         with recursive row (i) as (select {first} union all select i + 1 from row where i < {last})
         select '{rollup}', '{event}', '{survey}', '{question}', '{day}', '{source}', {columns}, '',
           1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, '{{}}' from row"
    ));
}

async fn reads(at: &Deployment, query: &str) -> Value {
    let path = format!("/v1/aggregates?{query}");
    at.orders("GET", &path, &json!(null)).await.is(200).json()
}

/// What the director's page says of these months, in each language.
async fn says(at: &Deployment, sentences: [(&str, &str); 3]) {
    for (lang, sentence) in sentences {
        let path = format!("/director?lang={lang}&by=received&{WHOLE_MONTHS}");
        let page = at.orders("GET", &path, &json!(null)).await;
        page.is(200).holds(sentence);
        assert!(!page.body.contains("\"error\""), "{lang}");
    }
}

#[tokio::test]
async fn tally_read_limit_holds_at_its_boundary() {
    let at = deployment("wide");
    store_tallies(&at, "event_month", ENJOYED, "event_link", 1..=BY_EVENT);
    store_tallies(&at, "touchpoint_month", ENJOYED, "event_link", 1..=AT_MOST);
    let query = format!("survey=guest&{WHOLE_MONTHS}");
    let reply = reads(&at, &query).await;
    assert_eq!(reply["groups"][0]["questions"][0]["headline"]["n"], AT_MOST);
    let one_more = AT_MOST + 1..=AT_MOST + 1;
    store_tallies(&at, "touchpoint_month", ENJOYED, "event_link", one_more);
    let numbers = format!("/v1/aggregates?{query}");
    let refused = at.orders("GET", &numbers, &json!(null)).await;
    assert_eq!(refused.is(422).json()["error"]["code"], "query_too_wide");
    // The director's page shows the same message, and the audiences that can be read.
    let sentences = [
        ("ru", "Столько за один раз не прочитать"),
        ("uk", "Стільки за один раз не прочитати"),
        ("en", "That is too much to read at once"),
    ];
    says(&at, sentences).await;
    // Nor can all periods be read: everything else on the page is there.
    for rollup in ["event_month", "touchpoint_year"] {
        store_tallies(&at, rollup, NPS, "invite", 1..=TOO_MANY);
    }
    let page = at.orders("GET", "/director?lang=en", &json!(null)).await;
    page.is(200)
        .holds("That is too much to read at once")
        .holds("name=\"from\"")
        .holds("id=\"callback\"");
}

/// Whoever sends answers about every event, touchpoint, channel and language, by open forms, links of events or a manager's
/// invites, makes the numbers of those whom the agency asked no less readable.
#[tokio::test]
async fn other_sources_keep_no_headline_from_being_read() {
    let at = deployment("wide-open");
    let headlines = [(ENJOYED, "event_link"), (NPS, "invite")];
    let others = [
        (ENJOYED, "open"),
        (ENJOYED, "manager_invite"),
        (NPS, "event_link"),
        (NPS, "manager_invite"),
    ];
    for rollup in ["event_month", "touchpoint_month"] {
        for (question, source) in others {
            store_tallies(&at, rollup, question, source, 1..=TOO_MANY);
        }
        for (question, source) in headlines {
            store_tallies(&at, rollup, question, source, 1..=1);
        }
    }
    for ([survey, question], source) in headlines {
        for more in ["", "&group_by=manager", &format!("&question={question}")] {
            let query = format!("survey={survey}&{WHOLE_MONTHS}{more}");
            let reply = reads(&at, &query).await;
            assert_eq!(reply["only_headline_sources"], true, "{query}");
            let found = &reply["groups"][0]["questions"][0];
            assert_eq!(found["headline"]["n"], 1, "{query}");
            assert_eq!(found["sources"][0]["source"], source, "{query}");
            assert_eq!(found["sources"][1], json!(null), "{query}");
        }
    }
    let sentences = [
        ("ru", "Показаны только ответы, которые входят в оценки"),
        ("uk", "Показано лише відповіді, які входять в оцінки"),
        ("en", "Only the answers that count for the scores are shown"),
    ];
    says(&at, sentences).await;
    // Of another month they are few, and read.
    let reply = reads(&at, "survey=guest&from=2018-01-01&to=2018-02-28").await;
    assert_eq!(reply["only_headline_sources"], json!(null));
}

/// One manager's numbers are read from the rollups of single events; where these have too many rows, from that of all.
#[tokio::test]
async fn one_managers_numbers_are_read_whatever_channels_answers_name() {
    let at = deployment("wide-manager");
    at.rows(
        "insert into event (id, title, date, kind, manager, client, zone)
         values ('ev-1', 'Бал', '2018-03-10', '', 'Anna', '7', 'UTC')",
    );
    store_tallies(&at, "event_only_month", ENJOYED, "event_link", 1..=TOO_MANY);
    store_tallies(&at, "event_month", ENJOYED, "event_link", 1..=1);
    let reply = reads(&at, &format!("survey=guest&manager=Anna&{WHOLE_MONTHS}")).await;
    assert_eq!(reply["groups"][0]["questions"][0]["headline"]["n"], 1);
    assert_eq!(reply["only_headline_sources"], true);
}

/// A flood of guests' answers leaves clients' numbers readable, also where no survey is named.
#[tokio::test]
async fn one_audience_takes_no_other_along() {
    let at = deployment("wide-guests");
    for rollup in ["event_month", "touchpoint_month"] {
        store_tallies(&at, rollup, ENJOYED, "event_link", 1..=TOO_MANY);
        store_tallies(&at, rollup, NPS, "invite", 1..=1);
    }
    let reply = reads(&at, WHOLE_MONTHS).await;
    assert_eq!(reply["unread_audiences"], json!(["guest"]));
    let question = &reply["groups"][0]["questions"][0];
    assert_eq!(question["question"], "nps");
    assert_eq!(question["headline"]["n"], 1);
    let path = format!("/director?lang=en&by=received&{WHOLE_MONTHS}");
    let page = at.orders("GET", &path, &json!(null)).await;
    page.is(200)
        .holds("That is too much to read at once")
        .holds("data-question=\"nps\"");
}
