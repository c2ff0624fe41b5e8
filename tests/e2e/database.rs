//! The local database, read beside the running worker; written only to tell it the agency's events.

use crate::world::{World, files_below, parts};
use serde_json::Value;
use std::ffi::OsStr;
use std::path::PathBuf;
use std::process::Stdio;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::Command;
use tokio::sync::OnceCell;

/// Runs one statement and prints its rows as JSON. Node has SQLite built in; wrangler needs
/// seconds for the same.
const RUN: &str = "
const { DatabaseSync } = require('node:sqlite');
const [file, sql] = process.argv.slice(1);
const db = new DatabaseSync(file);
db.exec('PRAGMA busy_timeout = 10000');
console.log(JSON.stringify(db.prepare(sql).all()));
";

/// Keeps every other writer out until its input ends.
const LOCK: &str = "
const { DatabaseSync } = require('node:sqlite');
const db = new DatabaseSync(process.argv[1]);
db.exec('PRAGMA busy_timeout = 10000; BEGIN IMMEDIATE');
console.log('locked');
process.stdin.resume().on('end', () => process.exit());
";

/// The calendar day of a moment in a zone, by a library that is not ours.
const DAY: &str = "
const [ms, timeZone] = process.argv.slice(1);
console.log(JSON.stringify(new Intl.DateTimeFormat('sv-SE', { timeZone }).format(+ms)));
";

/// One statement; its rows as objects.
pub async fn rows(sql: &str) -> Vec<Value> {
    let rows = node(RUN, &[file().as_os_str(), sql.as_ref()]).await;
    rows.as_array().expect("rows").clone()
}

/// Does something while nothing can be written.
pub async fn while_locked<T>(work: impl Future<Output = T>) -> T {
    let mut command = Command::new(&parts().node);
    command.args(["--no-warnings", "-e", LOCK]).arg(file());
    command.stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut node = command.spawn().expect("node runs");
    let mut told = BufReader::new(node.stdout.take().expect("an output")).lines();
    let line = told.next_line().await.expect("a line");
    assert_eq!(line.as_deref(), Some("locked"));
    let done = work.await;
    drop(node.stdin.take());
    node.wait().await.expect("node ends");
    done
}

/// `YYYY-MM-DD` of a Unix time in milliseconds.
pub async fn day_in_zone(unix_ms: u64, zone: &str) -> String {
    let day = node(DAY, &[unix_ms.to_string().as_ref(), zone.as_ref()]).await;
    day.as_str().expect("a day").to_owned()
}

/// A moment as the clocks of a zone and a language tell it, by a library that is not ours.
const TELL: &str = "
const [ms, timeZone, locale] = process.argv.slice(1);
const tell = (locale, options) => new Intl.DateTimeFormat(locale, { timeZone, ...options }).format(+ms);
console.log(JSON.stringify({
  day: tell('sv-SE', {}),
  time: tell('sv-SE', { timeStyle: 'short' }),
  weekday: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'].indexOf(tell('en', { weekday: 'short' })) + 1,
  date: tell(locale, { day: 'numeric', month: 'long' }),
  offset: tell('en', { timeZoneName: 'shortOffset' }).split('GMT')[1],
}));
";

/// `day`, `time`, ISO `weekday`, `date` in words and `offset` from UTC of a Unix time in milliseconds.
pub async fn told_in_zone(unix_ms: i64, zone: &str, locale: &str) -> Value {
    let ms = unix_ms.to_string();
    node(TELL, &[ms.as_ref(), zone.as_ref(), locale.as_ref()]).await
}

/// What the key of the deployment opens, by AES that is not the worker's.
const OPEN: &str = "
const { createDecipheriv } = require('node:crypto');
const [secrets, sealed, callback] = process.argv.slice(1);
const key = require('node:fs').readFileSync(secrets, 'utf8').match(/^CONTACT_KEY=(.*)$/m)[1];
const bytes = Buffer.from(sealed, 'base64');
const cipher = createDecipheriv('aes-256-gcm', Buffer.from(key, 'base64'), bytes.subarray(0, 12));
cipher.setAAD(Buffer.from(callback)).setAuthTag(bytes.subarray(-16));
try {
  console.log(cipher.update(bytes.subarray(12, -16), null, 'utf8') + cipher.final('utf8'));
} catch {
  console.log('null');
}
";

/// A contact as it lies in the database, opened for a callback; `null` where it is not that callback's.
pub async fn opened_contact(sealed: &str, callback: &str) -> Value {
    let secrets = parts().state.join(".dev.vars");
    node(
        OPEN,
        &[secrets.as_ref(), sealed.as_ref(), callback.as_ref()],
    )
    .await
}

/// Runs a script; what it prints as JSON.
async fn node(script: &str, arguments: &[&OsStr]) -> Value {
    let mut command = Command::new(&parts().node);
    command
        .args(["--no-warnings", "-e", script])
        .args(arguments);
    let output = command.output().await.expect("node runs");
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{arguments:?}\n{errors}");
    serde_json::from_slice(&output.stdout).expect("JSON")
}

/// How many rows each table of ours has.
pub async fn counts() -> Vec<(String, u64)> {
    let tables = rows(
        "select name from sqlite_schema where type = 'table'
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

/// The deployment's own check of its derived data finds nothing.
pub async fn recount_agrees(world: &World) {
    let file = world
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
    pub manager: String,
    pub client: String,
}

/// More than the tests need; a run that runs out says so.
const EVENTS: usize = 340;

static STORED: OnceCell<Vec<Event>> = OnceCell::const_new();

/// Stores the events of this run and what a director's page shows, once and before anything is posted: a writer beside workerd
/// would make it refuse a vote.
pub async fn prepare(alone: impl Future) {
    let store = async {
        let _alone = alone.await;
        store_events().await
    };
    STORED.get_or_init(|| store).await;
}

/// Hands out an event of this run.
pub async fn fresh_event(_: &World) -> Event {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    let stored = STORED.get().expect("a world prepares the events");
    let next = NEXT.fetch_add(1, Ordering::Relaxed);
    stored.get(next).expect("raise EVENTS").clone()
}

async fn store_events() -> Vec<Event> {
    let run = &crate::world::fresh()[..8];
    let events: Vec<Event> = (0..EVENTS)
        .map(|place| Event {
            id: format!("ev-{run}-{place:03}"),
            manager: format!("manager-{run}-{:03}", place / 2),
            client: format!("client-{run}-{place:03}"),
        })
        .collect();
    let values: Vec<String> = events
        .iter()
        .map(|event| {
            let Event { id, manager, client } = event;
            format!("('{id}','Праздник {id}','2026-06-01','corporate','{manager}','{client}',80,'Europe/Moscow')")
        })
        .collect();
    let sql = format!(
        "insert into event (id, title, date, kind, manager, client, guests, zone) values {}",
        values.join(",")
    );
    rows(&sql).await;
    // So that the director's page has what could not be told, which nobody sends here.
    let subject = crate::world::fresh();
    let sql = format!(
        "insert into notice (target, kind, subject, made_at_ms, next_at_ms, state, attempts, error) values
         ('webhook', 'callback', '{subject}', 1780000000000, 9000000000000, 'dead', 12, '503'),
         ('telegram', 'low_answer', '{subject}', 1780000000000, 9000000000000, 'waiting', 3, 'silent')"
    );
    rows(&sql).await;
    events
}

/// Stores a token as `cargo xtask token` does, and prints it. Hashed by SHA-256 that is not the worker's.
const TOKEN: &str = "
const { DatabaseSync } = require('node:sqlite');
const { createHash, randomBytes } = require('node:crypto');
const [file, role, manager, expires, revoked] = process.argv.slice(1);
const token = 'otk_' + randomBytes(32).toString('hex');
const db = new DatabaseSync(file);
db.exec('PRAGMA busy_timeout = 10000');
db.prepare(`insert into token (hash, name, role, manager, made_at_ms, expires_at_ms, revoked_at_ms)
  values (?, 'a test', ?, ?, 1, ?, ?)`).run(
  createHash('sha256').update(token).digest('hex'), role, manager || null,
  Date.now() + Number(expires), revoked === 'revoked' ? 1 : null);
console.log(JSON.stringify(token));
";

/// A token of a role; of a manager's, whose. Only for who has entered alone: it writes beside workerd.
pub async fn token(role: &str, manager: &str) -> String {
    token_that(role, manager, 3_600_000, "stands").await
}

/// As [`token`], of one that ends so many milliseconds from now, or is `revoked`.
pub async fn token_that(role: &str, manager: &str, ends_in_ms: i64, state: &str) -> String {
    let (database, ends) = (file(), ends_in_ms.to_string());
    let words = [role, manager, &ends, state].map(OsStr::new);
    let words = [&[database.as_os_str()], words.as_slice()].concat();
    let token = node(TOKEN, &words).await;
    token.as_str().expect("a token").to_owned()
}
