//! Numbers equal the rows, whichever rollups the worker reads.

use crate::deployments::Deployment;
use crate::faults::deployments::deployment;
use serde_json::{Value, json};
use std::collections::BTreeMap;

const SEED: u64 = 7;
const QUESTIONS: usize = 150;

/// Responses of two and a half years, of 40 events and of none; so many that the worker reads random groups
/// where a query does not need single events.
const ROWS: [&str; 4] = [
    "insert into event (id, title, date, kind, manager, client, format, guests, zone)
     with recursive e (i) as (select 0 union all select i + 1 from e where i < 39)
     select 'svadba-' || i || '-16-05-2026', 'Event', '2025-01-01', 'k', 'm' || (i % 3), 'c' || (i % 7), 'f' || (i % 2), 500, 'UTC' from e",
    "insert into response (id, rev, payload_hash, attempt_id, survey, version, audience, source, status, event,
       touchpoint, channel, locale, received_at_ms, day)
     with recursive r (i) as (select 0 union all select i + 1 from r where i < 2999),
       d as (select i, (i * 2654435761 + 12345) % 4294967296 >> 4 as x from r)
     select printf('%08x-0000-4000-8000-000000000000', i), 1, '', '', iif(x % 5, 'guest', 'stage'), 1,
       iif(x % 5, 'guest', 'client'), iif(x % 11 = 0, 'open', iif(x % 3, 'event_link', 'invite')),
       iif(x % 23 = 0, 'quarantined', iif(x % 29 = 0, 'partial', 'accepted')),
       iif(x % 11 = 0, null, 'svadba-' || (x % 40) || '-16-05-2026'), iif(x % 5, iif(x % 2, 'event', 'after'), 'consult'),
       iif(x % 3, 'qr', iif(x % 7, 'email', 'sms')), iif(x % 13, iif(x % 4, 'ru', 'uk'), null), 0,
       date('2023-10-10', '+' || (x % 850) || ' days')
     from d",
    "insert into answer (response, question, option, score)
     select id, iif(survey = 'guest', 'enjoyed', 'satisfied'), '', 1 + (unicode(substr(id, 8, 1)) + rowid) % 5
     from (select id, survey, row_number() over () as rowid from response)",
    "insert into answer (response, question, option)
     select r.id, 'liked', o.value from response as r, json_each('[\"\",\"food\",\"music\"]') as o
     where survey = 'guest' and (o.value <> 'music' or r.id like '%1-%' or r.id like '%7-%')",
];

const FILTERS: [(&str, &[&str]); 10] = [
    ("survey", &["guest", "stage"]),
    ("audience", &["guest", "client"]),
    ("question", &["enjoyed", "liked", "satisfied"]),
    ("event", &["svadba-3-16-05-2026", "svadba-17-16-05-2026"]),
    ("client", &["c2", "c5"]),
    ("manager", &["m0", "m1"]),
    ("format", &["f0", "f1"]),
    ("touchpoint", &["event", "consult"]),
    ("channel", &["qr", "email"]),
    ("locale", &["ru", "uk"]),
];

/// All that answers can be grouped by, the periods last.
pub(super) const DIMENSIONS: [&str; 15] = [
    "survey",
    "audience",
    "question",
    "event",
    "touchpoint",
    "manager",
    "client",
    "format",
    "channel",
    "locale",
    "day",
    "week",
    "month",
    "quarter",
    "year",
];

const PERIODS: [[&str; 2]; 5] = [
    ["", ""],
    ["2024-03-01", "2024-05-31"],
    ["2023-11-20", "2025-02-09"],
    ["2024-12-30", "2025-01-02"],
    ["2024-01-01", "2025-12-31"],
];

/// A query and its numbers: by group, survey, question and source, or by the chosen option.
type Numbers = BTreeMap<String, [u64; 4]>;

struct Query {
    filters: BTreeMap<&'static str, &'static str>,
    group_by: Vec<&'static str>,
    period: [&'static str; 2],
}

impl Query {
    fn random(random: &mut fastrand::Rng) -> Query {
        let filters = FILTERS.iter().filter(|_| random.u8(..6) == 0);
        let filters: Vec<_> = filters.collect();
        let filters = filters
            .into_iter()
            .map(|(name, values)| (*name, values[random.usize(..values.len())]));
        let filters = filters.collect();
        let first = DIMENSIONS[random.usize(..DIMENSIONS.len())];
        let second = DIMENSIONS[random.usize(..10)];
        let group_by = match random.u8(..3) {
            0 => vec![],
            1 => vec![first],
            _ if first == second => vec![first],
            _ => vec![second, first],
        };
        Query {
            filters,
            group_by,
            period: PERIODS[random.usize(..PERIODS.len())],
        }
    }

    fn address(&self) -> String {
        let filters = self
            .filters
            .iter()
            .map(|(name, value)| (*name, (*value).to_owned()));
        let group_by = ("group_by", self.group_by.join(","));
        let [from, to] = self.period.map(str::to_owned);
        let all = filters.chain([group_by, ("from", from), ("to", to)]);
        let all = all.filter(|(_, value)| !value.is_empty());
        let all: Vec<String> = all.map(|(name, value)| format!("{name}={value}")).collect();
        format!("/v1/aggregates?{}", all.join("&"))
    }

    fn n_named(&self, names: &[&str]) -> usize {
        let all = self.filters.keys().chain(&self.group_by);
        let named = names
            .iter()
            .filter(|name| all.clone().any(|it| it == *name));
        named.count()
    }

    /// Whether no rollup holds this query by day.
    fn needs_whole_months(&self) -> bool {
        let n_ways = self.n_named(&["touchpoint", "channel", "locale"]);
        let of_events = self.n_named(&["event", "client", "manager", "format"]) > 0;
        n_ways > 1 || self.n_named(&["locale"]) > 0 || (of_events && n_ways > 0)
    }

    fn has_days(&self) -> bool {
        let part = |day: &str, ends: &[&str]| {
            !day.is_empty() && !ends.iter().any(|end| day.ends_with(end))
        };
        let [from, to] = self.period;
        part(from, &["-01"]) || part(to, &["-31"]) || self.n_named(&["day", "week"]) > 0
    }

    /// Counts the rows, by SQL that does not know rollups.
    fn counted(&self, at: &Deployment) -> Numbers {
        let column = |name: &str| match name {
            "survey" | "audience" | "question" | "event" | "touchpoint" | "channel" | "locale" => {
                format!("coalesce({name}, '')")
            }
            "manager" | "client" | "format" => format!("coalesce(e.{name}, '')"),
            "day" => "day".to_owned(),
            "week" => "date(day, '-6 days', 'weekday 1')".to_owned(),
            "month" => "date(day, 'start of month')".to_owned(),
            "quarter" => {
                "date(day, 'start of month', '-' || ((strftime('%m', day) + 2) % 3) || ' months')"
                    .to_owned()
            }
            _ => "date(day, 'start of year')".to_owned(),
        };
        // Of the response, where both tables have the column.
        let column = |name: &str| column(name).replace("(event,", "(r.event,");
        let [from, to] = self.period;
        let mut wanted = vec![
            format!("day >= '{from}'"),
            format!("day <= '{}'", if to.is_empty() { "9" } else { to }),
        ];
        wanted.extend(
            self.filters
                .iter()
                .map(|(name, value)| format!("{} = '{value}'", column(name))),
        );
        let keys: Vec<String> = self.group_by.iter().map(|name| column(name)).collect();
        let sql = format!(
            "select json_array({}) || r.survey || '/' || a.question || '/' || r.source || '/' || a.option as name,
               sum(status = 'accepted') as n, sum(status = 'quarantined' and option = '') as quarantined,
               sum(status = 'partial' and option = '') as partial,
               coalesce(sum(score) filter (where status = 'accepted'), 0) as score
             from response as r join answer as a on a.response = r.id left join event as e on e.id = r.event
             where {} group by 1 having n + quarantined + partial > 0",
            keys.join(","),
            wanted.join(" and ")
        );
        let number = |row: &Value, name: &str| row[name].as_u64().expect("a number");
        let rows = at.rows(&sql).into_iter();
        let numbers = rows.map(|row| {
            let name = row["name"].as_str().expect("a name").to_owned();
            (
                name,
                ["n", "quarantined", "partial", "score"].map(|it| number(&row, it)),
            )
        });
        numbers.collect()
    }
}

fn numbers_of(raw: &Value) -> Numbers {
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let number = |value: &Value| value.as_u64().expect("a number");
    let word = |value: &Value| value.as_str().expect("a word").to_owned();
    let mut numbers = Numbers::new();
    for group in list(&raw["groups"]) {
        for question in list(&group["questions"]) {
            for source in list(&question["sources"]) {
                let own = [
                    &question["survey"],
                    &question["question"],
                    &source["source"],
                ]
                .map(word);
                let name = format!("{}{}/", group["keys"], own.join("/"));
                let values = list(&source["summary"]["distribution"]);
                let sum = values
                    .iter()
                    .map(|it| number(&it["value"]) * number(&it["count"]))
                    .sum();
                let [n, quarantined, partial] =
                    ["n", "quarantined", "partial"].map(|it| number(&source[it]));
                numbers.insert(name.clone(), [n, quarantined, partial, sum]);
                for option in list(&source["options"]) {
                    let count = number(&option["count"]);
                    if count > 0 {
                        numbers.insert(
                            format!("{name}{}", word(&option["option"])),
                            [count, 0, 0, 0],
                        );
                    }
                }
            }
        }
    }
    numbers
}

/// The same numbers without their groups.
fn whole(numbers: &Numbers) -> Numbers {
    let mut whole = Numbers::new();
    for (name, counts) in numbers {
        let rest = name.rsplit_once(']').expect("keys").1;
        let sums = whole.entry(format!("[]{rest}")).or_default();
        for (sum, count) in sums.iter_mut().zip(counts) {
            *sum += count;
        }
    }
    whole
}

async fn read(at: &Deployment, asked: &Query) -> Option<Numbers> {
    let reply = at.orders("GET", &asked.address(), &json!(null)).await;
    if reply.status == 422 {
        assert_eq!(reply.json()["error"]["code"], "query_too_wide");
        assert!(
            asked.needs_whole_months() && asked.has_days(),
            "{}",
            asked.address()
        );
        return None;
    }
    Some(numbers_of(&reply.is(200).json()))
}

fn fill(at: &Deployment) {
    for sql in ROWS {
        at.rows(sql);
    }
    // Ids that end alike are not one group. That 40 events are dealt into fewer than eight has a probability of 3e-7.
    let groups = at.row("select count(distinct random_group) as n from event");
    assert!(groups["n"].as_u64() >= Some(8), "{groups}");
    count(at);
}

/// As `cargo xtask recount --rebuild` does.
pub(super) fn count(at: &Deployment) {
    let rebuild = concat!(
        include_str!("../../../worker/src/store/sql/recount_clear.sql"),
        include_str!("../../../worker/src/store/sql/tally_insert.sql"),
        include_str!("../../../worker/src/store/sql/tally_of_rollup.sql"),
    );
    for rollup in at.rows("select name from rollup") {
        let statements = rebuild.replace(
            ":rollup",
            &format!("'{}'", rollup["name"].as_str().expect("a name")),
        );
        for sql in statements
            .split_inclusive(';')
            .filter(|sql| sql.contains(';'))
        {
            at.rows(sql);
        }
    }
}

/// Excluding and including a response again leaves every number unchanged.
async fn include_undoes_exclude(at: &Deployment, random: &mut fastrand::Rng) {
    let questions: Vec<Query> = (0..8).map(|_| Query::random(random)).collect();
    let whole = Query {
        filters: BTreeMap::new(),
        group_by: vec!["survey", "month"],
        period: PERIODS[0],
    };
    let before = read(at, &whole).await;
    let counted = at.rows("select id from response where status = 'accepted'");
    let ids: Vec<&str> = (0..15)
        .filter_map(|_| counted[random.usize(..counted.len())]["id"].as_str())
        .collect();
    for (action, is_as_before) in [("exclude", false), ("include", true)] {
        for id in &ids {
            let path = format!("/v1/responses/{id}/{action}");
            at.orders("POST", &path, &json!({"reason": "tried"}))
                .await
                .is(200);
        }
        assert_eq!(read(at, &whole).await == before, is_as_before, "{action}");
        for asked in questions.iter().chain([&whole]) {
            if let Some(numbers) = read(at, asked).await {
                assert_eq!(numbers, asked.counted(at), "{}", asked.address());
            }
        }
    }
}

/// The filters' numbers sum to the whole and groups partition it, since both equal the rows; the partition is
/// also checked by itself.
#[tokio::test]
async fn random_queries_equal_the_rows() {
    let at = deployment("rollups");
    fill(&at);
    let mut random = fastrand::Rng::with_seed(SEED);
    let (mut n_answered, mut n_partitions) = (0, 0);
    for _ in 0..QUESTIONS {
        let mut asked = Query::random(&mut random);
        let Some(numbers) = read(&at, &asked).await else {
            continue;
        };
        assert_eq!(numbers, asked.counted(&at), "{}", asked.address());
        n_answered += usize::from(!numbers.is_empty());
        asked.group_by.clear();
        if let Some(all) = read(&at, &asked).await {
            assert_eq!(whole(&numbers), all, "{}", asked.address());
            n_partitions += 1;
        }
    }
    assert!(
        n_answered > QUESTIONS / 3 && n_partitions > QUESTIONS / 2,
        "{n_answered}, {n_partitions}"
    );
    include_undoes_exclude(&at, &mut random).await;
}

/// Callbacks by state, on the days of the query; a reader gets their number, and no content.
#[tokio::test]
async fn callbacks_are_counted_by_day() {
    let at = deployment("rollups");
    at.rows(
        "insert into callback (id, rev, payload_hash, attempt_id, survey, request, phone_hash, state, channel, locale,
           call_window, received_at_ms, day, consent_url, consent_text, due_at_ms)
         select printf('%08x-0000-4000-9000-000000000000', key), 1, '', '', 'site',
           printf('%08x-0000-4000-9000-000000000000', key), printf('%032d', key), value ->> 0, 'site', 'ru', 'any',
           unixepoch(value ->> 1) * 1000, value ->> 1, '', '', (unixepoch() - (value ->> 2)) * 1000
         from json_each('[[\"new\",\"2019-03-01\",3600],[\"in_work\",\"2019-03-31\",-3600],
           [\"in_work\",\"2019-03-31\",700000],[\"done\",\"2019-03-15\",3600],[\"cancelled\",\"2019-03-15\",3600],
           [\"spam\",\"2019-02-28\",3600],[\"new\",\"2019-04-01\",3600]]')",
    );
    let callbacks = |query: &'static str| {
        let at = at.clone();
        async move {
            let path = format!("/v1/aggregates?{query}");
            let report = at.orders("GET", &path, &json!(null)).await.is(200).json();
            report["callbacks"].clone()
        }
    };
    let march = json!({
        "n": 5, "new": 1, "in_work": 2, "done": 1, "cancelled": 1, "spam": 0, "overdue": 1,
    });
    assert_eq!(callbacks("from=2019-03-01&to=2019-03-31").await, march);
    assert_eq!(callbacks("from=2019-02-28&to=2019-04-01").await["n"], 7);
    assert_eq!(callbacks("from=2018-01-01&to=2018-12-31").await["n"], 0);
    // They belong to no event and to no survey of guests.
    assert_eq!(
        callbacks("from=2019-03-01&to=2019-03-31&channel=qr").await,
        Value::Null
    );
    assert_eq!(
        callbacks("from=2019-03-01&to=2019-03-31&group_by=month").await,
        Value::Null
    );
}
