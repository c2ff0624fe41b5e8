//! The local database, read and written through workerd, which is the only one to have it open; see
//! `front/control.mjs`.

use crate::app::{App, files_below, parts};
use serde_json::{Value, json};
use std::path::PathBuf;
use std::process::Stdio;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::Command;
use tokio::sync::OnceCell;

/// Holds a write lock until its input ends.
const LOCK: &str = "
const { DatabaseSync } = require('node:sqlite');
const db = new DatabaseSync(process.argv[1]);
db.exec('PRAGMA busy_timeout = 10000; BEGIN IMMEDIATE');
console.log('locked');
process.stdin.resume().on('end', () => process.exit());
";

/// One statement; its rows as objects.
pub async fn rows(sql: &str) -> Vec<Value> {
    let rows = control(json!({"do": "sql", "sql": sql})).await;
    rows.as_array().expect("rows").clone()
}

/// Runs something while no write is possible.
pub async fn while_locked<T>(work: impl Future<Output = T>) -> T {
    let mut command = Command::new(&parts().node);
    command.args(["--no-warnings", "-e", LOCK]).arg(file());
    command.stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut node = command.spawn().expect("node runs");
    let mut output = BufReader::new(node.stdout.take().expect("an output")).lines();
    let line = output.next_line().await.expect("a line");
    assert_eq!(line.as_deref(), Some("locked"));
    let done = work.await;
    drop(node.stdin.take());
    node.wait().await.expect("node ends");
    done
}

/// `YYYY-MM-DD` of a Unix time in milliseconds, computed by V8.
pub async fn day_in_zone(unix_ms: u64, zone: &str) -> String {
    let unix_ms = i64::try_from(unix_ms).expect("before 300,000,000");
    let day = local_time(unix_ms, zone, "ru").await["day"].take();
    day.as_str().expect("a day").to_owned()
}

/// `day`, `time`, ISO `weekday`, `date` in words and `offset` from UTC of a Unix time in milliseconds, in a
/// zone and a language, computed by V8.
pub async fn local_time(unix_ms: i64, zone: &str, locale: &str) -> Value {
    control(json!({"do": "local_time", "ms": unix_ms, "zone": zone, "locale": locale})).await
}

/// A stored contact, decrypted for a callback by an AES that is not the worker's; `null` where the contact is
/// another callback's.
pub async fn opened_contact(sealed: &str, callback: &str) -> Value {
    control(json!({"do": "open", "sealed": sealed, "callback": callback})).await
}

/// The result of a command.
async fn control(command: Value) -> Value {
    let client = reqwest::Client::builder().no_proxy().build();
    let client = client.expect("the HTTP client builds");
    let request = client.post(format!("{}/e2e-control", parts().url));
    let answer = request.body(command.to_string()).send().await;
    let answer = answer.expect("an answer");
    let status = answer.status().as_u16();
    let text = answer.text().await.expect("a text");
    assert_eq!(status, 200, "{command}\n{text}");
    serde_json::from_str(&text).expect("JSON")
}

/// The number of rows in each of the product's tables, but those that log who reads and who signs in.
pub async fn counts() -> Vec<(String, u64)> {
    let tables = rows(
        "select name from sqlite_schema where type = 'table'
         and name not in ('audit', 'failed_sign_in', 'session')
         and name not like 'sqlite_%' and name not like '\\_cf\\_%' escape '\\' order by name",
    )
    .await;
    assert!(tables.len() >= 6, "{tables:?}");
    let counts: Vec<String> = tables
        .iter()
        .map(|table| table["name"].as_str().expect("a name"))
        .map(|name| format!("select '{name}' as name, count(*) as n from \"{name}\""))
        .collect();
    let mut all = Vec::new();
    for sql in counts {
        let row = &rows(&sql).await[0];
        let name = row["name"].as_str().expect("a name").to_owned();
        all.push((name, row["n"].as_u64().expect("a count")));
    }
    all
}

/// Checks that the deployment's own recount finds no difference.
pub async fn recount_agrees(app: &App) {
    let file = app
        .parts
        .root
        .join("worker/src/store/sql/recount_check.sql");
    let sql = std::fs::read_to_string(file).expect("the recount's SQL");
    assert_eq!(rows(&sql).await, Vec::<Value>::new());
}

fn file() -> PathBuf {
    let folder = parts().state.join("d1");
    let databases: Vec<PathBuf> = files_below(&folder)
        .into_iter()
        .filter(|path| path.extension().is_some_and(|end| end == "sqlite"))
        .filter(|path| {
            path.parent()
                .is_some_and(|folder| folder.ends_with("miniflare-D1DatabaseObject"))
        })
        .filter(|path| !path.ends_with("metadata.sqlite"))
        .collect();
    match databases.as_slice() {
        [one] => one.clone(),
        many => panic!("one database under {}, not {many:?}", folder.display()),
    }
}

/// An event of the agency that no other test uses.
#[derive(Clone, Debug)]
pub struct Event {
    pub id: String,
    /// In its guest link, which takes votes today.
    pub code: String,
    pub manager: String,
    pub client: String,
}

/// More than the tests need; a run that exhausts them fails with a message.
const EVENTS: usize = 400;

static STORED: OnceCell<Vec<Event>> = OnceCell::const_new();

/// Stores this run's events and one dead letter, once and before any post: another writer beside workerd would
/// make it refuse a vote.
pub async fn prepare(alone: impl Future) {
    let store = async {
        let _alone = alone.await;
        store_events().await
    };
    STORED.get_or_init(|| store).await;
}

/// Takes an event of this run.
pub async fn fresh_event(_: &App) -> Event {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    let stored = STORED.get().expect("an app prepares the events");
    let next = NEXT.fetch_add(1, Ordering::Relaxed);
    stored.get(next).expect("raise EVENTS").clone()
}

async fn store_events() -> Vec<Event> {
    let run = &crate::app::fresh()[..8];
    let events: Vec<Event> = (0..EVENTS)
        .map(|place| Event {
            id: format!("ev-{run}-{place:03}"),
            code: link_code(),
            manager: format!("manager-{run}-{:03}", place / 2),
            client: format!("client-{run}-{place:03}"),
        })
        .collect();
    let values: Vec<String> = events
        .iter()
        .map(|event| {
            let Event {
                id,
                code,
                manager,
                client,
            } = event;
            format!("('{id}','{code}','Праздник {id}',date('now'),'corporate','{manager}','{client}',80,'Europe/Moscow')")
        })
        .collect();
    let sql = format!(
        "insert into event (id, code, title, date, kind, manager, client, guests, zone) values {}",
        values.join(",")
    );
    rows(&sql).await;
    // A dead letter for the director's page: these servers send no messages.
    let subject = crate::app::fresh();
    let sql = format!(
        "insert into outbox (destination, kind, subject, made_at_ms, next_at_ms, state, attempts, error) values
         ('webhook', 'callback', '{subject}', 1780000000000, 9000000000000, 'dead', 12, '503'),
         ('telegram', 'low_answer', '{subject}', 1780000000000, 9000000000000, 'waiting', 3, 'silent')"
    );
    rows(&sql).await;
    events
}

/// A code as links have them, of twelve base58 characters.
fn link_code() -> String {
    let digits = crate::app::fresh().replace('-', "");
    digits.replace('0', "z").chars().take(12).collect()
}

/// Stores a token of a role, and of a manager where the role is that.
pub async fn token(role: &str, manager: &str) -> String {
    token_that(role, manager, 3_600_000, "valid").await
}

/// As [`token`], one that ends in so many milliseconds, or is `revoked`.
pub async fn token_that(role: &str, manager: &str, ends_in_ms: i64, state: &str) -> String {
    let token = control(json!({
        "do": "token", "role": role, "manager": manager, "expires_in_ms": ends_in_ms,
        "is_revoked": state == "revoked",
    }))
    .await;
    token.as_str().expect("a token").to_owned()
}
