//! Mutated paths, methods and headers, at every route and at some unknown paths.

use super::bases;
use super::checks::{self, NOT_ASKED, RawReply};
use super::headers;
use super::requests::RawRequest;
use super::routes::{self, EventIds, Route, honest_value, pick};
use super::sockets;
use crate::app::App;
use crate::database::counts;
use crate::proxy::authority;
use crate::share;
use fastrand::Rng;

const SEED: u64 = 22_112_026;

/// Query strings of the longest mutants: the maximum of browsers and servers.
const LONG_BYTES: usize = 8 * 1024;

/// Bytes of paths as they are sent: none that ends the request line.
const SNAGS: [&str; 40] = [
    "%00",
    "%0",
    "%",
    "%%",
    "%zz",
    "%ff",
    "%fe%ff",
    "%c0%ae",
    "%c0%af",
    "%e0%80%af",
    "%ed%a0%80",
    "%f4%90%80%80",
    "%2e%2e",
    "%2e%2e%2f",
    "..",
    "../..",
    ".",
    "%2f",
    "%252f",
    "%5c",
    "\\",
    "//",
    "%0d%0aX-Injected:%201",
    "%23",
    "#",
    "?",
    "&",
    "=",
    ";",
    "+",
    "%20",
    "*",
    "~",
    "'--",
    "\"",
    "<script>",
    "{}",
    "[]",
    "-1",
    "99999999999999999999999999",
];

/// Bytes that no path may contain: the HTTP parser may close the connection.
const BREAKERS: [&[u8]; 6] = [b"\0", b" ", b"\r", b"\n", b"\t", b"\x7f"];

#[tokio::test]
async fn malformed_addresses_and_headers_neither_fail_nor_store() {
    let app = App::enter_alone().await;
    let (link, event) = bases::event(&app).await;
    let target = Mutator {
        authority: authority(&app.parts.url),
        routes: routes::all(&app).await,
        event_ids: EventIds {
            event,
            code: link.trim_start_matches("/e/").to_owned(),
        },
        session: bases::session(&app).await,
        app: &app,
    };
    let before = counts().await;
    let count = share::of(300, 20_000);
    let target = &target;
    let outcome = checks::send_all(count, |number| async move {
        let sent = target.mutant(number);
        deliver(target, &sent).await
    })
    .await;
    assert_eq!(counts().await, before, "a mutant was stored");
    // Most mutants are well formed, and many are authorized: otherwise only the HTTP parser and the guards
    // would be tested.
    let served: usize = outcome
        .statuses
        .range(200..400)
        .map(|(_, count)| count)
        .sum();
    assert!(served * 5 > count, "{}", outcome.summary());
    let (summary, seconds) = (outcome.summary(), outcome.seconds);
    share::report(
        "mutated addresses and headers",
        &format!("{count} sent in {seconds:.0} s, 0 of 5xx, 0 rows; by status {summary}"),
    );
}

async fn deliver(target: &Mutator<'_>, sent: &RawRequest) -> Result<u16, String> {
    match sockets::answer(&target.authority, sent).await {
        Ok(Some(answer)) if sent.is_malformed && is_of_platform(&answer) => Ok(NOT_ASKED),
        Ok(Some(answer)) => checks::check_reply(sent, &answer),
        Ok(None) if sent.is_malformed => Ok(NOT_ASKED),
        Ok(None) => Err(format!("closed without an answer\n{sent}")),
        Err(error) => Err(format!("{error}\n{sent}")),
    }
}

/// Whether the reply is not the worker's: it is that of workerd's parser, or of the program around it that
/// stands for Cloudflare on this machine.
fn is_of_platform(answer: &RawReply) -> bool {
    let body = String::from_utf8_lossy(&answer.body);
    let is_cut_off = body.contains("Network connection lost.") && body.contains("/miniflare/dist/");
    body.starts_with("ERROR: ") || is_cut_off
}

struct Mutator<'w> {
    authority: String,
    routes: Vec<Route>,
    event_ids: EventIds,
    session: String,
    app: &'w App,
}

impl Mutator<'_> {
    /// The mutant of a number: the same in every run, except for this run's event and session.
    fn mutant(&self, number: usize) -> RawRequest {
        let random = &mut Rng::with_seed(SEED + number as u64);
        // By turns, so that a small share reaches every route too.
        let route = &self.routes[number % self.routes.len()];
        let mut sent = RawRequest {
            method: method(random, route),
            target: self.address(random, route),
            headers: Vec::new(),
            body: Vec::new(),
            is_malformed: false,
        };
        headers::add(random, &self.app.parts.token, &self.session, &mut sent);
        if matches!(sent.method.as_str(), "POST" | "PUT" | "PATCH" | "DELETE") {
            sent.body = body(random);
        }
        if !sent.body.is_empty() || random.u8(0..10) == 0 {
            sent.header("Content-Length", sent.body.len().to_string());
        }
        if random.u8(0..12) == 0 {
            break_http(random, &mut sent);
        }
        sent
    }

    fn address(&self, random: &mut Rng, route: &Route) -> Vec<u8> {
        let mut path = route.filled(random, &self.event_ids);
        // A mutated path rarely matches a route: two of three stay unchanged.
        for _ in 0..random.usize(0..6).saturating_sub(3) {
            path = mutated_path(random, &path);
        }
        match random.u8(0..5) {
            0 | 1 => {}
            2 => path.push_str(&format!("?{}", pick(random, &SNAGS))),
            _ => path.push_str(&self.query(random, route)),
        }
        path.into_bytes()
    }

    fn query(&self, random: &mut Rng, route: &Route) -> String {
        let mut query = String::from("?");
        for _ in 0..random.usize(1..8) {
            let known_name = (!route.parameters.is_empty()).then(|| {
                let place_of_name = random.usize(0..route.parameters.len());
                route.parameters[place_of_name].as_str()
            });
            let name = match random.u8(0..6) {
                0 => pick(
                    random,
                    &[
                        "x",
                        "",
                        "%00",
                        "survey",
                        "survey[]",
                        "__proto__",
                        "lang%00",
                        "id",
                        "token",
                    ],
                ),
                _ => known_name.unwrap_or("lang"),
            };
            let value = match random.u8(0..8) {
                0..4 => honest_value(random, name, &self.event_ids),
                4..6 => pick(random, &SNAGS).replace(['#', '&'], "%26"),
                6 => {
                    let piece = pick(random, &["a", "%D1%91", "%F0%9F%98%80", "9", "%00", "+"]);
                    piece.repeat(random.usize(1..LONG_BYTES / piece.len()))
                }
                _ => String::new(),
            };
            query.push_str(&format!("{name}={value}&"));
            if query.len() > LONG_BYTES {
                query.truncate(LONG_BYTES);
                break;
            }
        }
        query
    }
}

fn method(random: &mut Rng, route: &Route) -> String {
    let listed = &route.methods;
    if !listed.is_empty() && random.u8(0..3) > 0 {
        return listed[random.usize(0..listed.len())].clone();
    }
    pick(
        random,
        &[
            "GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "PROPFIND", "TRACE",
        ],
    )
    .to_owned()
}

fn mutated_path(random: &mut Rng, path: &str) -> String {
    let mut parts: Vec<String> = path.split('/').map(str::to_owned).collect();
    let position = random.usize(0..parts.len());
    let snag = pick(random, &SNAGS);
    match random.u8(0..9) {
        0 => parts[position] = snag.to_owned(),
        1 => parts[position].push_str(snag),
        2 => parts.insert(position, snag.to_owned()),
        3 => {
            parts.remove(position);
        }
        4 => parts[position] = escaped(&parts[position]),
        5 => parts[position] = parts[position].to_uppercase(),
        6 => parts.push(String::new()),
        7 => {
            parts[position] =
                pick(random, &["a", "%D1%91", "-", "%"]).repeat(random.usize(1..1_500))
        }
        _ => parts[position].truncate(random.usize(0..3)),
    }
    // The request line needs its slash; the rest may be mutated.
    format!("/{}", parts.join("/").trim_start_matches('/'))
}

/// Percent-encodes every letter: the same path to a server that decodes before routing.
fn escaped(part: &str) -> String {
    part.bytes().map(|byte| format!("%{byte:02x}")).collect()
}

/// Small and never valid: bodies have a test of their own.
fn body(random: &mut Rng) -> Vec<u8> {
    let bodies: [&[u8]; 6] = [
        b"",
        b"{}",
        b"id=nobody&rev=1",
        b"{\"id\":\"nobody\",\"rev\":1}",
        b"\0",
        b"\xff\xfe",
    ];
    bodies[random.usize(0..bodies.len())].to_vec()
}

/// Breaks the HTTP syntax itself.
fn break_http(random: &mut Rng, sent: &mut RawRequest) {
    sent.is_malformed = true;
    match random.u8(0..7) {
        0 => {
            let position = random.usize(0..=sent.target.len());
            let breaker = BREAKERS[random.usize(0..BREAKERS.len())];
            sent.target
                .splice(position..position, breaker.iter().copied());
        }
        1 => sent.target = b"http://evil.example/s/guest".to_vec(),
        2 => sent.target.clear(),
        3 => {
            sent.method =
                pick(random, &["BREW", "get", "", "G\0T", "PUT/", "POSTPOSTPOST"]).to_owned()
        }
        4 => sent.header(
            "Content-Length",
            pick(random, &["-1", "x", "5", "99999999999999999999", "0x10"]),
        ),
        5 => sent.header(
            "Transfer-Encoding",
            pick(random, &["chunked", "chunked, chunked", "nosuch"]),
        ),
        _ => sent.header("X-\0Y:", "\r\n\r\nGET /"),
    }
}
