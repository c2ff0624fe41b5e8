//! Fills an empty database with a plausible year, through the endpoints that guests use.
//!
//! 1. events, by SQL (there is no route for past ones);
//! 2. personal links for the clients, by the API;
//! 3. responses and callbacks, posted to the API;
//! 4. their times moved back to the plausible ones, by SQL;
//! 5. tallies rebuilt, since they are kept by day.
//!
//! Ids and bodies are the same every time, so an interrupted seeding is simply repeated.

mod agency;
mod calls;
mod comments;
mod invites;
pub mod rng;
mod votes;

use crate::env::http;
use crate::env::progress::{Detail, step};
use crate::env::project::Project;
use crate::local::database::Database;
use crate::local::recount;
use crate::local::settings::Settings;
use crate::local::state::State;
use anyhow::{Context, Result, anyhow, bail};
use jiff::civil::{Date, time};
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};
use rng::Rng;
use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

const SEED: u64 = 20_261_122;
const N_CONNECTIONS: usize = 8;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Table {
    Response,
    Callback,
}

impl Table {
    fn name(self) -> &'static str {
        match self {
            Self::Response => "response",
            Self::Callback => "callback",
        }
    }
}

/// One submission, and its plausible time.
pub struct Post {
    path: String,
    /// The table of its row's id.
    table: Table,
    id: String,
    body: String,
    received: Timestamp,
    /// For a callback.
    callback_state: Option<CallbackState>,
    /// For a personal link.
    invited: Option<Invited>,
}

/// The owner of a personal link, and its survey.
#[derive(Clone)]
pub struct Invited {
    event: String,
    survey: &'static str,
    reference: String,
}

/// The state of a callback of that year.
struct CallbackState {
    /// `new`, `done`, ...
    state: &'static str,
    due_at: Option<Timestamp>,
}

/// People answer between 10:00 and 21:00.
fn moment_on(rng: &mut Rng, day: Date, zone: &TimeZone) -> Timestamp {
    let (hour, minute, second) = (rng.between(10, 20), rng.between(0, 59), rng.between(0, 59));
    let local = day.to_datetime(time(hour as i8, minute as i8, second as i8, 0));
    // The hours of a clock change are at night: every local time here exists once.
    zone.to_ambiguous_timestamp(local)
        .compatible()
        .unwrap_or(Timestamp::UNIX_EPOCH)
}

/// The work that seeding this database needs.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Need {
    Seed,
    Nothing,
}

/// Queries the database only where no note exists.
pub fn need(project: &Project, state: &State) -> Result<Need> {
    if state.note("seeded").exists() {
        return Ok(Need::Nothing);
    }
    if state.note("seeding").exists() {
        return Ok(Need::Seed);
    }
    let rows = Database::local(project, state)
        .query("SELECT (SELECT count(*) FROM event) + (SELECT count(*) FROM response) + (SELECT count(*) FROM callback) AS n")?;
    let n = rows
        .first()
        .and_then(|row| row.get("n"))
        .and_then(serde_json::Value::as_u64);
    if n.context("the database does not say how many rows it holds")? == 0 {
        return Ok(Need::Seed);
    }
    mark(state, "seeded", "held rows of its own")?;
    Ok(Need::Nothing)
}

fn mark(state: &State, note: &str, text: &str) -> Result<()> {
    let path = state.note(note);
    fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))
}

/// Needs the server at `base` running on this very state.
pub fn seed(project: &Project, state: &State, base: &str, token: &str) -> Result<()> {
    let settings = Settings::read(project)?;
    let zone = settings.zone()?;
    let today = Zoned::now().with_time_zone(zone.clone()).date();
    let mut rng = Rng::new(SEED);
    let events = agency::events(&mut rng, today);
    let mut posts = votes::votes(&mut rng, &events, today, &zone);
    posts.extend(calls::calls(&mut rng, today, &settings)?);

    let database = Database::local(project, state);
    mark(state, "seeding", "started")?;
    step("seed: events", |detail| {
        detail.set(format!("{} events", events.len()));
        let zone = zone.iana_name().context("the agency's zone has no name")?;
        run_sql(
            &database,
            &state.dir.join("seed-events.sql"),
            &agency::sql(&events, zone),
        )
    })?;
    step("seed: personal links", |_| {
        invites::issue(base, token, &mut posts)
    })?;
    step("seed: responses and callbacks", |detail| {
        post_all(base, &posts, detail)
    })?;
    step("seed: times of a year", |_| {
        run_sql(
            &database,
            &state.dir.join("seed-times.sql"),
            &(moves(&posts, &zone) + MOVE_LOW_ANSWERS + agency::CLOSE_LINKS),
        )?;
        recount::rebuild(project, &database)
    })?;
    mark(state, "seeded", "by xtask")?;
    fs::remove_file(state.note("seeding")).context("a note beside the database cannot be removed")
}

fn run_sql(database: &Database<'_>, file: &Path, sql: &str) -> Result<()> {
    fs::write(file, sql).with_context(|| format!("cannot write {}", file.display()))?;
    database.run_file(file)?;
    fs::remove_file(file).with_context(|| format!("cannot remove {}", file.display()))
}

fn post_all(base: &str, posts: &[Post], detail: &Detail) -> Result<()> {
    let next = AtomicUsize::new(0);
    let results: Vec<Result<()>> = thread::scope(|scope| {
        let workers: Vec<_> = (0..N_CONNECTIONS)
            .map(|_| scope.spawn(|| post_some(base, posts, &next, detail)))
            .collect();
        workers
            .into_iter()
            .map(|worker| {
                worker
                    .join()
                    .unwrap_or_else(|_| Err(anyhow!("a seeding thread broke")))
            })
            .collect()
    });
    detail.set(format!("{} posted", posts.len()));
    results.into_iter().collect()
}

fn post_some(base: &str, posts: &[Post], next: &AtomicUsize, detail: &Detail) -> Result<()> {
    let agent = http::agent();
    loop {
        let index = next.fetch_add(1, Ordering::Relaxed);
        let Some(post) = posts.get(index) else {
            return Ok(());
        };
        // Addresses of test networks, neighbours far apart: many people of many networks.
        let address = format!(
            "198.{}.{}.{}",
            18 + (index >> 16),
            index & 0xff,
            (index >> 8) & 0xff
        );
        let answer = http::post(
            &agent,
            &format!("{base}{}", post.path),
            "text/plain",
            &address,
            &post.body,
        )?;
        if answer.status != 201 && answer.status != 200 {
            // Stops the other connections too.
            next.store(posts.len(), Ordering::Relaxed);
            bail!(
                "{} answered {} to {}: {}",
                post.path,
                answer.status,
                post.body,
                answer.body
            );
        }
        if index.is_multiple_of(50) {
            detail.set(format!("{index} of {}", posts.len()));
        }
    }
}

/// The id of a post's row, as SQL: only the server knows the id of an invite's response.
fn row_of(post: &Post) -> String {
    match &post.invited {
        None => format!("'{}'", post.id),
        Some(Invited {
            event,
            survey,
            reference,
        }) => format!(
            "(SELECT response FROM invite WHERE event = '{event}' AND survey = '{survey}' AND reference = '{reference}')"
        ),
    }
}

/// Low answers came when their responses did; the product keeps those of 30 days.
const MOVE_LOW_ANSWERS: &str =
    "UPDATE low_answer SET at_ms = (SELECT received_at_ms FROM response WHERE id = low_answer.response);
DELETE FROM low_answer WHERE at_ms < (unixepoch() - 30 * 86400) * 1000;\n";

/// Rows of one statement: 300 take 75 KB at most of the 100 KB that D1 allows.
const N_MOVED_AT_ONCE: usize = 300;

fn moves(posts: &[Post], zone: &TimeZone) -> String {
    let mut sql = String::new();
    for table in [Table::Response, Table::Callback] {
        let of_table: Vec<&Post> = posts.iter().filter(|post| post.table == table).collect();
        for some in of_table.chunks(N_MOVED_AT_ONCE) {
            let rows: Vec<String> = some
                .iter()
                .map(|post| {
                    let day = zone.to_datetime(post.received).date();
                    let callback_state = match &post.callback_state {
                        None => String::new(),
                        Some(CallbackState { state, due_at }) => {
                            let due_at = due_at.map(Timestamp::as_millisecond);
                            let due_at =
                                due_at.map_or_else(|| "NULL".to_owned(), |ms| ms.to_string());
                            format!(", '{state}', {due_at}")
                        }
                    };
                    let received = post.received.as_millisecond();
                    format!("({}, {received}, '{day}'{callback_state})", row_of(post))
                })
                .collect();
            let name = table.name();
            let callback_state = match table {
                Table::Response => "",
                Table::Callback => ", state = moved.column4, due_at_ms = moved.column5",
            };
            sql += &format!(
                "UPDATE {name} SET received_at_ms = moved.column2, day = moved.column3{callback_state} FROM (VALUES {}) AS moved WHERE {name}.id = moved.column1;\n",
                rows.join(", ")
            );
        }
    }
    sql
}

#[cfg(test)]
mod tests {
    use super::*;
    use otklik_embed::survey_doc::surveys;
    use otklik_survey::CallbackDraft;
    use otklik_survey::callback::Callback;
    use otklik_survey::event::invite::{InviteDraft, InviteOrder};

    /// README's first command fails if the worker refuses a seeded submission.
    #[test]
    fn every_seeded_submission_is_accepted() -> Result<()> {
        let settings = Settings::read(&Project::find()?)?;
        let (zone, today) = (settings.zone()?, Zoned::now().date());
        let mut rng = Rng::new(SEED);
        let events = agency::events(&mut rng, today);
        let mut posts = votes::votes(&mut rng, &events, today, &zone);
        posts.extend(calls::calls(&mut rng, today, &settings)?);
        let mut references = Vec::new();
        for post in &posts {
            let refused = match post.table {
                Table::Response => {
                    let (_, survey) = post.path.split_once('=').context("a survey")?;
                    let survey = surveys::find(survey).context("no such survey")?;
                    survey.accept(serde_json::from_str(&post.body)?).err()
                }
                Table::Callback => {
                    let draft: CallbackDraft = serde_json::from_str(&post.body)?;
                    Callback::accept(draft).err()
                }
            };
            assert!(refused.is_none(), "{refused:?}: {}", post.body);
            references.extend(post.invited.iter().map(|invited| invited.reference.clone()));
        }
        assert!(posts.len() > 1_000 && references.len() > 100);
        let draft = InviteDraft {
            references,
            ..InviteDraft::default()
        };
        let refused = InviteOrder::accept(&draft, 0).err();
        assert!(refused.is_none(), "{refused:?}");
        Ok(())
    }

    #[test]
    fn days_are_in_the_agencys_zone() -> Result<()> {
        let zone = TimeZone::get("Asia/Vladivostok")?;
        let received = jiff::civil::date(2026, 3, 1)
            .at(10, 0, 0, 0)
            .to_zoned(zone.clone())?
            .timestamp();
        let post = Post {
            path: String::new(),
            table: Table::Response,
            id: "a".to_owned(),
            body: String::new(),
            received,
            callback_state: None,
            invited: None,
        };
        let call = Post {
            path: String::new(),
            table: Table::Callback,
            id: "b".to_owned(),
            body: String::new(),
            received,
            callback_state: Some(CallbackState {
                state: "done",
                due_at: Some(received),
            }),
            invited: None,
        };
        let sql = moves(&[post, call], &zone);
        let ms = received.as_millisecond();
        assert!(
            sql.contains(&format!("('b', {ms}, '2026-03-01', 'done', {ms})")),
            "{sql}"
        );
        assert!(sql.contains("'2026-03-01'"), "{sql}");
        assert!(
            sql.contains(&received.as_millisecond().to_string()),
            "{sql}"
        );
        Ok(())
    }
}
