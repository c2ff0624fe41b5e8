//! An agency's history, stored by SQL, for tests of its numbers.

use crate::app::fresh;
use crate::deployments::Deployment;
use crate::faults::deployments::deployment;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Touchpoint, survey and question.
pub(super) type QuestionKey<'a> = [&'a str; 3];

/// Answers of one statement, which D1 takes up to 100 KB.
const ANSWERS_AT_ONCE: usize = 300;

pub(super) const ENJOYED: QuestionKey<'_> = ["event", "guest", "enjoyed"];

/// An agency's history, stored by SQL in the form that the worker would store.
pub(super) struct Past {
    pub(super) at: Deployment,
    pub(super) manager: String,
    /// All its events.
    pub(super) format: String,
}

impl Past {
    /// Adds `events` of one manager, each with its number of guests.
    pub(super) fn new(events: &[(&str, u32)]) -> (Past, BTreeMap<String, String>) {
        let (at, run) = (deployment("past"), fresh());
        let (manager, format) = (format!("manager {run}"), format!("format-{run}"));
        let names: BTreeMap<String, String> = events
            .iter()
            .map(|(name, _)| ((*name).to_owned(), format!("{name}-{}", &run[..8])))
            .collect();
        let values: Vec<String> = events
            .iter()
            .map(|(name, guests)| {
                let id = &names[*name];
                format!("('{id}','{id}','2025-06-01','corporate','{manager}','c {id}','{format}','',{guests},'UTC')")
            })
            .collect();
        at.rows(&format!(
            "insert into event (id, title, date, kind, manager, client, format, venue, guests, zone) values {}",
            values.join(",")
        ));
        let past = Past {
            at,
            manager,
            format,
        };
        (past, names)
    }

    pub(super) fn answered(
        &self,
        asked: QuestionKey<'_>,
        event: &str,
        day: &str,
        scores: &[(u8, usize)],
    ) {
        // The sources that headlines use: guests by the event's link, clients by personal invites.
        let source = if asked[1] == "guest" {
            "event_link"
        } else {
            "invite"
        };
        self.answered_by(source, asked, event, day, scores);
    }

    pub(super) fn answered_by(
        &self,
        source: &str,
        asked: QuestionKey<'_>,
        event: &str,
        day: &str,
        scores: &[(u8, usize)],
    ) {
        let [touchpoint, survey, question] = asked;
        let audience = if survey == "guest" { "guest" } else { "client" };
        let each = |(score, n): &(u8, usize)| std::iter::repeat_n(*score, *n);
        let all: Vec<u8> = scores.iter().flat_map(each).collect();
        for scores in all.chunks(ANSWERS_AT_ONCE) {
            let about = [survey, question, audience, source, event, touchpoint, day];
            self.store(about, scores);
        }
    }

    fn store(&self, about: [&str; 7], scores: &[u8]) {
        let [survey, question, audience, source, event, touchpoint, day] = about;
        let (mut responses, mut answers, mut ids) = (vec![], vec![], vec![]);
        for score in scores {
            let id = fresh();
            responses.push(format!(
                "('{id}',1,'','','{survey}',1,'{audience}','{source}','accepted','{event}','{touchpoint}','qr','ru',0,'{day}')"
            ));
            answers.push(format!("('{id}','{question}','',{score})"));
            ids.push(id);
        }
        for sql in [
            format!(
                "insert into response (id, rev, payload_hash, attempt_id, survey, version, audience, source, status,
                 event, touchpoint, channel, locale, received_at_ms, day) values {}",
                responses.join(",")
            ),
            format!(
                "insert into answer (response, question, option, score) values {}",
                answers.join(",")
            ),
            counting(&ids),
        ] {
            self.at.rows(&sql);
        }
    }

    pub(super) async fn reads(&self, query: &str) -> Value {
        let query = format!("manager={}&{query}", self.manager.replace(' ', "%20"));
        let path = format!("/v1/aggregates?{query}");
        self.at
            .orders("GET", &path, &json!(null))
            .await
            .is(200)
            .json()
    }

    /// The headline of the one question there is, by the group's keys.
    pub(super) async fn headlines(&self, query: &str) -> BTreeMap<String, Value> {
        let found = self.reads(query).await;
        let groups = found["groups"].as_array().expect("groups").iter();
        let headline = |group: &Value| {
            let keys = group["keys"].as_array().expect("keys").iter();
            let keys: Vec<&str> = keys.map(|key| key.as_str().expect("a key")).collect();
            let asked = group["questions"].as_array().expect("questions");
            assert_eq!(asked.len(), 1, "{group}");
            (keys.join("+"), asked[0]["headline"].clone())
        };
        groups.map(headline).collect()
    }
}

/// The worker's own SQL that derives tallies from responses.
pub fn counting(ids: &[String]) -> String {
    let sql = concat!(
        include_str!("../../../worker/src/store/sql/tally_insert.sql"),
        include_str!("../../../worker/src/store/sql/tally_of_many.sql"),
        include_str!("../../../worker/src/store/sql/tally_add.sql")
    );
    let ids = format!("'{}'", json!(ids));
    sql.replace(":ids", &ids)
        .replace(":attempt_id", "''")
        .replace(":sign", "1")
}
