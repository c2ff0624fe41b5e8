//! A query that would read more tallies than the limit is refused with a message; every other query is
//! answered.

use crate::deployments::Deployment;
use crate::faults::deployments::deployment;
use serde_json::json;

/// Tallies readable by random groups, after those that were tried by event.
const AT_MOST: u32 = 4_500;

/// Tallies readable where no random groups can answer.
const IN_ALL: u32 = 5_000;

/// The excess over the limit when reading by event.
const BY_EVENT: u32 = 501;

const WHOLE_MONTHS: &str = "from=2018-03-01&to=2018-04-30";

/// Stores tallies of one month, as many responses would produce them: only tallies are read here.
fn store_tallies(at: &Deployment, rollup: &str, source: &str, first: u32, last: u32) {
    let clusters = if rollup == "event_month" {
        "'ev-' || i, ''"
    } else {
        "'#1', 't' || i"
    };
    at.rows(&format!(
        "insert into tally
         with recursive row (i) as (select {first} union all select i + 1 from row where i < {last})
         select '{rollup}', '', 'guest', 'enjoyed', '2018-03-01', '{source}', {clusters}, '', '',
           1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, '{{}}' from row"
    ));
}

#[tokio::test]
async fn tally_read_limit_holds_at_its_boundary() {
    let at = deployment("wide");
    store_tallies(&at, "event_month", "event_link", 1, BY_EVENT);
    store_tallies(&at, "touchpoint_month", "event_link", 1, AT_MOST);
    let numbers = format!("/v1/aggregates?survey=guest&{WHOLE_MONTHS}");
    let reply = at
        .orders("GET", &numbers, &json!(null))
        .await
        .is(200)
        .json();
    assert_eq!(reply["groups"][0]["questions"][0]["headline"]["n"], AT_MOST);
    store_tallies(
        &at,
        "touchpoint_month",
        "event_link",
        AT_MOST + 1,
        AT_MOST + 1,
    );
    let refused = at.orders("GET", &numbers, &json!(null)).await;
    assert_eq!(refused.is(422).json()["error"]["code"], "query_too_wide");
    // The director's page shows the same message, and the numbers that can be read.
    for (lang, sentence) in [
        ("ru", "Столько за один раз не прочитать"),
        ("uk", "Стільки за один раз не прочитати"),
        ("en", "That is too much to read at once"),
    ] {
        let path = format!("/director?lang={lang}&{WHOLE_MONTHS}");
        let page = at.orders("GET", &path, &json!(null)).await;
        assert!(page.is(422).body.contains(sentence), "{lang}");
        assert!(!page.body.contains("\"error\""), "{lang}");
    }
}

/// Whoever sends open votes about every event, touchpoint, channel and language makes the numbers of those whom the
/// agency asked no less readable.
#[tokio::test]
async fn open_votes_keep_no_headline_from_being_read() {
    let at = deployment("wide-open");
    for rollup in ["event_month", "touchpoint_month"] {
        store_tallies(&at, rollup, "open", 1, IN_ALL);
        store_tallies(&at, rollup, "event_link", 1, 1);
    }
    for group_by in ["", "&group_by=manager"] {
        let numbers = format!("/v1/aggregates?survey=guest&{WHOLE_MONTHS}{group_by}");
        let reply = at.orders("GET", &numbers, &json!(null)).await;
        let reply = reply.is(200).json();
        assert_eq!(reply["open_omitted"], true, "{group_by}");
        let question = &reply["groups"][0]["questions"][0];
        assert_eq!(question["headline"]["n"], 1, "{group_by}");
        assert_eq!(question["sources"][0]["source"], "event_link", "{group_by}");
        assert_eq!(question["sources"][1], json!(null), "{group_by}");
    }
    for (lang, sentence) in [
        ("ru", "Ответы с сайта здесь не показаны"),
        ("uk", "Відповіді з сайту тут не показано"),
        ("en", "Answers from the site are not shown here"),
    ] {
        let path = format!("/director?lang={lang}&{WHOLE_MONTHS}");
        let page = at.orders("GET", &path, &json!(null)).await;
        page.is(200).holds(sentence);
    }
    // Of another month they are few, and read.
    let before = "/v1/aggregates?survey=guest&from=2018-01-01&to=2018-02-28";
    let reply = at.orders("GET", before, &json!(null)).await;
    assert_eq!(reply.is(200).json()["open_omitted"], json!(null));
}
