//! Each bot over many links, on an event of its own: half of the people answer before its visit, half after it.
//! No answer of the bot counts, and every person counts once.

use super::profiles::{self, Profile, WAIT};
use crate::app::App;
use crate::client::Client;
use crate::database::{recount_agrees, rows};
use crate::invites::Invited;
use crate::share;
use futures_util::stream::{self, StreamExt};
use std::fmt;
use std::time::{Duration, Instant};

/// Links that each bot visits.
const LINKS: usize = 6;
const LINKS_IN_FULL: usize = 1_000;

/// Bots at work at one time; with `cargo xtask stress` each has the server for itself.
const MACHINES: usize = 4;

/// Concurrent visits of one bot.
const AT_ONCE: usize = 8;

/// The score of every person, which no bot with a single answer gives.
pub const SCORE: i64 = 4;

/// A person's time from opening the page to sending.
const GLANCE: Duration = Duration::from_millis(1_150);

#[tokio::test]
async fn no_bot_is_counted_and_every_person_is() {
    let app = App::enter().await;
    let count = share::of(LINKS, LINKS_IN_FULL);
    let at_once = share::of(MACHINES, 1);
    let mut wrongs = Vec::new();
    let mut outcomes = stream::iter(profiles::ALL)
        .map(|profile| {
            let app = &app;
            async move { (profile.name(), of_profile(app, profile, count).await) }
        })
        .buffer_unordered(at_once);
    while let Some((name, outcome)) = outcomes.next().await {
        match outcome {
            Ok(figures) => share::report(&format!("bot profiles, {name}"), &figures.to_string()),
            Err(wrong) => wrongs.push(format!("{name}: {wrong}")),
        }
    }
    assert!(wrongs.is_empty(), "{wrongs:#?}");
    recount_agrees(&app).await;
}

/// The result of one bot's visits.
#[derive(Debug)]
pub struct Figures {
    pub links: usize,
    /// Quarantined responses of the bot, by flag.
    pub quarantined: String,
    pub seconds: f64,
}

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Figures {
            links,
            quarantined,
            seconds,
        } = self;
        let quarantined = if quarantined.is_empty() {
            "nothing"
        } else {
            quarantined
        };
        write!(
            f,
            "{links} links in {seconds:.0} s, 0 counted; quarantined: {quarantined}; {links} people before or after it counted once each"
        )
    }
}

async fn of_profile(app: &App, profile: Profile, count: usize) -> Result<Figures, String> {
    let event = Invited::event(app).await;
    let codes = event.codes_of(count + 1).await;
    let (other, codes) = codes.split_last().expect("links");
    let bot = Client::of(app);
    let works = async |codes: &[String]| {
        let visits = codes
            .iter()
            .map(|code| async { profile.visits(&bot.apart(), code, other).await });
        stream::iter(visits).buffer_unordered(AT_ONCE).count().await;
        app.passes(WAIT + GLANCE);
    };
    of_bot(
        &event,
        codes,
        profile.is_like_a_person(),
        profile.is_kept(),
        works,
    )
    .await
}

/// People, the bot, people. `works` lets the bot visit some links.
pub async fn of_bot(
    event: &Invited<'_>,
    codes: &[String],
    is_like_a_person: bool,
    is_kept: bool,
    works: impl AsyncFn(&[String]),
) -> Result<Figures, String> {
    let pause = || {
        if is_like_a_person {
            event.pause_between_ids();
        }
    };
    let started = Instant::now();
    let (before, after) = codes.split_at(codes.len() / 2);
    people_answer(event, before).await;
    pause();
    works(codes).await;
    counted(event, before.len(), "after the bot").await?;
    let quarantined = quarantined_by_flag(codes).await;
    if quarantined.is_empty() == is_kept {
        return Err(format!("kept of it: {quarantined:?}"));
    }
    pause();
    people_answer(event, after).await;
    counted(event, codes.len(), "at the end").await?;
    one_each(event, codes.len()).await?;
    Ok(Figures {
        links: codes.len(),
        quarantined,
        seconds: started.elapsed().as_secs_f64(),
    })
}

/// By turns as the widget and as the plain form.
pub async fn people_answer(event: &Invited<'_>, codes: &[String]) {
    let person = Client::of(event.app);
    let answers = codes.iter().enumerate().map(|(place, code)| {
        let person = person.apart();
        async move {
            if place % 2 == 0 {
                let reply = person.posts_json(&event.submission(code, SCORE)).await;
                assert!(matches!(reply.status, 200 | 201), "{reply:?}");
            } else {
                let page = person.opens(&format!("/r/{code}")).await;
                person.looks(GLANCE);
                let reply = person.posts_form(&page.path, &page.form(SCORE)).await;
                reply.is(200).holds("otklik-thanks");
            }
        }
    });
    stream::iter(answers)
        .buffer_unordered(AT_ONCE)
        .count()
        .await;
    event.app.passes(GLANCE);
}

/// Checks that this many answers count, all with the people's score.
pub async fn counted(event: &Invited<'_>, people: usize, when: &str) -> Result<(), String> {
    let enjoyed = event.enjoyed().await;
    let theirs = enjoyed.values.get(&SCORE).copied().unwrap_or_default();
    let people = people as u64;
    if (enjoyed.n, theirs) == (people, people) {
        return Ok(());
    }
    Err(format!("{when}, of {people} people: {enjoyed:?}"))
}

/// Checks that every link has one response, which is the person's.
async fn one_each(event: &Invited<'_>, people: usize) -> Result<(), String> {
    let sql = format!(
        "select count(*) as n, count(distinct invite) as links,
           sum(status = 'accepted' and source = 'invite') as counted
         from response where event = '{}'",
        event.id
    );
    let found = &rows(&sql).await[0];
    let people = people as u64;
    let is_one_each = ["n", "links", "counted"]
        .iter()
        .all(|name| found[name] == people);
    if is_one_each {
        Ok(())
    } else {
        Err(format!(
            "not one response for each of {people} links: {found}"
        ))
    }
}

/// Quarantined responses of some links, such as `12 too_fast, 1 honeypot`.
pub async fn quarantined_by_flag(codes: &[String]) -> String {
    let sql = format!(
        "select group_concat(n || ' ' || word, ', ') as summary from (
           select count(*) as n, coalesce(v.flag, v.status) as word
           from revision as v join invite as i on i.response = v.response
           where i.code in ('{}') and v.status <> 'accepted' group by word order by n desc)",
        codes.join("','")
    );
    let summary = &rows(&sql).await[0]["summary"];
    summary.as_str().unwrap_or_default().to_owned()
}
