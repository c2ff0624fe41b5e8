//! Mutated bodies, at every route that takes one.

use super::bases::{self, Base};
use super::checks::{self, RawReply};
use super::mutations;
use super::requests::RawRequest;
use crate::app::{App, TIMEOUT};
use crate::database::counts;
use crate::share;
use fastrand::Rng;
use reqwest::Client;

const SEED: u64 = 20_261_122;

/// Content types; they decide the parser.
const CONTENT_TYPES: [&str; 12] = [
    "application/json",
    "text/plain;charset=UTF-8",
    "text/plain;charset=utf-16le",
    "application/json; charset=windows-1251",
    "application/x-www-form-urlencoded",
    "application/x-www-form-urlencoded; charset=koi8-r",
    "application/x-www-form-urlencodedX",
    "multipart/form-data; boundary=x",
    "multipart/form-data",
    "application/octet-stream",
    "\u{ff}\u{fe}",
    "",
];

#[tokio::test]
async fn mutated_bodies_neither_fail_nor_store() {
    let app = App::enter_alone().await;
    let bases = bases::all(&app).await;
    let client = client();
    let before = counts().await;
    let count = share::of(300, 100_000);
    let outcome = checks::send_all(count, |number| {
        let sent = mutant(number, &bases, &app);
        deliver(&app, &client, sent)
    })
    .await;
    assert_eq!(counts().await, before, "a mutant was stored");
    app.get("/healthz").send().await.expect("it still answers");
    let (summary, seconds) = (outcome.summary(), outcome.seconds);
    share::report(
        "mutated bodies",
        &format!("{count} sent in {seconds:.0} s, 0 of 5xx, 0 rows; by status {summary}"),
    );
}

/// With a valid id, some mutants are honest enough: those are stored, each once, and no other.
#[tokio::test]
async fn exactly_the_acknowledged_mutants_are_stored() {
    let app = App::enter_alone().await;
    // Hundreds of callbacks would push those of other tests off the director's page.
    let bases = bases::of_programs(&app, share::is_full());
    let client = client();
    let before = n_stored().await;
    let count = share::of(100, 10_000);
    let outcome = checks::send_all(count, |number| {
        let sent = with_id(number, mutant(number, &bases, &app));
        let (app, client) = (&app, &client);
        async move {
            let answer = answer(app, client, &sent).await;
            let answer = answer.map_err(|error| format!("{error:?}\n{sent}"))?;
            checks::check_reply(&sent, &answer)
        }
    })
    .await;
    let n_acknowledged = outcome.statuses.get(&201).copied().unwrap_or_default();
    assert!(n_acknowledged * 50 > count, "{}", outcome.summary());
    assert_eq!(n_stored().await - before, n_acknowledged as u64);
    let (summary, seconds) = (outcome.summary(), outcome.seconds);
    share::report(
        "mutated bodies with an id",
        &format!(
            "{count} sent in {seconds:.0} s, 0 of 5xx, {n_acknowledged} acknowledged and as many stored; by status {summary}"
        ),
    );
}

/// Responses and callbacks together.
async fn n_stored() -> u64 {
    let counts = counts().await.into_iter();
    let stored = counts.filter(|(table, _)| matches!(table.as_str(), "response" | "callback"));
    stored.map(|(_, count)| count).sum()
}

/// The mutant with an id of its own wherever the mutations left the placeholder.
fn with_id(number: usize, mut sent: RawRequest) -> RawRequest {
    let id = format!("0190b5a0-0000-7000-8000-{number:012}");
    let no_id = bases::NO_ID.as_bytes();
    let mut at = 0;
    while let Some(found) = sent.body[at..]
        .windows(no_id.len())
        .position(|it| it == no_id)
    {
        let start = at + found;
        sent.body.splice(start..start + no_id.len(), id.bytes());
        at = start + id.len();
    }
    sent
}

/// A client for one test: its connections belong to this test's runtime.
fn client() -> Client {
    Client::builder()
        .no_proxy()
        .redirect(reqwest::redirect::Policy::none())
        .timeout(TIMEOUT)
        .build()
        .expect("the HTTP client builds")
}

/// The mutant of a number: the same in every run, except for the ids of this run's event and session.
fn mutant(number: usize, bases: &[Base], app: &App) -> RawRequest {
    let mut random = Rng::with_seed(SEED + number as u64);
    // By turns, so that a small share reaches every route too.
    let base = &bases[number % bases.len()];
    let stranger = &bases[random.usize(0..bases.len())];
    let mut body = base.sealed.as_bytes().to_vec();
    body.extend(mutations::of(&mut random, &base.body, &stranger.body));
    let mut sent = RawRequest {
        method: base.method.to_owned(),
        target: base.path.clone().into_bytes(),
        headers: Vec::new(),
        body,
        is_malformed: false,
    };
    for (name, value) in &base.headers {
        sent.header(name, value.as_str());
    }
    let content_type = match random.u8(0..5) {
        0 => CONTENT_TYPES[random.usize(0..CONTENT_TYPES.len())],
        _ => &base.content_type,
    };
    sent.header("content-type", content_type);
    if random.u8(0..6) == 0 {
        let (demo, own) = (app.parts.demo_url.as_str(), app.parts.url.as_str());
        let origins = [demo, own, "null", "https://evil.example", "", "\u{ff}"];
        sent.header("origin", origins[random.usize(0..origins.len())]);
    }
    if random.u8(0..6) == 0 {
        let languages = [
            "uk",
            "en;q=0.9,ru;q=1.0",
            "*",
            ";;;q=,,",
            "en;q=99999999999",
            "\u{ff}",
        ];
        sent.header(
            "accept-language",
            languages[random.usize(0..languages.len())],
        );
    }
    sent
}

/// Every mutant must be refused: even the well-formed ones are invalid.
async fn deliver(app: &App, client: &Client, sent: RawRequest) -> Result<u16, String> {
    let mut lost = String::new();
    // The server may have closed a kept connection: then once more, over a new one.
    for _ in 0..2 {
        match answer(app, client, &sent).await {
            Ok(answer) => {
                let status = checks::check_reply(&sent, &answer)?;
                return match status {
                    400..500 if answer.is_json || !sent.target.starts_with(b"/v1/") => Ok(status),
                    _ => Err(format!("{status} is not a 4xx\n{sent}")),
                };
            }
            Err(error) => lost = format!("{error:?}"),
        }
    }
    Err(format!("no answer: {lost}\n{sent}"))
}

async fn answer(app: &App, client: &Client, sent: &RawRequest) -> reqwest::Result<RawReply> {
    let path = std::str::from_utf8(&sent.target).expect("paths of bases are text");
    let method = sent.method.parse().expect("a method's name");
    let mut request = client.request(method, format!("{}{path}", app.parts.url));
    for (name, value) in &sent.headers {
        request = request.header(name, value.as_slice());
    }
    let response = request.body(sent.body.clone()).send().await?;
    let is_json = |value: &reqwest::header::HeaderValue| {
        value
            .to_str()
            .is_ok_and(|kind| kind.starts_with("application/json"))
    };
    Ok(RawReply {
        status: response.status().as_u16(),
        is_json: response.headers().get("content-type").is_some_and(is_json),
        body: response.bytes().await?.to_vec(),
    })
}
