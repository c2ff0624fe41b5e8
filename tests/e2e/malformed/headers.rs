//! Headers that are odd, broken or too long, and the director's token and session, intact or mutated.

use super::requests::RawRequest;
use super::routes::pick;
use fastrand::Rng;

/// Headers that the worker, the platform or a cache reads, with values that are odd.
const HEADERS: [(&str, &[&str]); 17] = [
    (
        "Accept-Language",
        &[
            "uk",
            "en;q=0.9,ru",
            "*;q=0",
            ";;q=,",
            "en;q=9999999",
            "x-klingon",
            "",
        ],
    ),
    (
        "Accept-Encoding",
        &["br", "gzip", "identity;q=0", "br;q=0, *;q=0", "nosuch", ""],
    ),
    ("Accept", &["*/*", "application/json", "text/html;q=x", ""]),
    (
        "Origin",
        &["null", "https://evil.example", "", "http://[::1", "file://"],
    ),
    ("Referer", &["https://evil.example/", "\"", ""]),
    (
        "Content-Type",
        &[
            "application/json",
            "application/x-www-form-urlencoded",
            "text/plain",
            "multipart/form-data",
            ";",
            "",
        ],
    ),
    ("Content-Encoding", &["gzip", "br", "identity", "nosuch"]),
    (
        "Range",
        &[
            "bytes=0-0",
            "bytes=-1",
            "bytes=9-1",
            "bytes=0-,0-,0-",
            "chars=1-",
            "bytes=99999999999999999999-",
        ],
    ),
    ("If-None-Match", &["*", "\"x\"", "W/\"x\"", "\"", ""]),
    (
        "If-Modified-Since",
        &["Thu, 01 Jan 1970 00:00:00 GMT", "yesterday", ""],
    ),
    ("If-Match", &["*", "\"x\""]),
    (
        "X-HTTP-Method-Override",
        &["DELETE", "PUT", "POST", "nosuch"],
    ),
    (
        "Sec-Fetch-Site",
        &["cross-site", "same-origin", "none", "x"],
    ),
    ("Sec-Fetch-Mode", &["navigate", "cors", "x"]),
    ("CF-Connecting-IP", &["127.0.0.1", "::1", "x"]),
    ("X-Forwarded-For", &["127.0.0.1, x", "x"]),
    ("Access-Control-Request-Method", &["PUT", "x", ""]),
];

/// Adds up to four headers; `token` and `session` are the director's.
pub fn add(random: &mut Rng, token: &str, session: &str, sent: &mut RawRequest) {
    // Half of the requests for the director's pages are authorized.
    match random.u8(0..8) {
        0..3 => sent.header("Authorization", format!("Bearer {token}")),
        3 => sent.header("Cookie", session),
        4 => {
            let value = broken_session(random, session);
            sent.header("Cookie", value);
        }
        5 => {
            let broken = [
                "Bearer",
                "Bearer ",
                "bearer x",
                "Basic Og==",
                "Bearer \u{ff}",
                "",
                "x",
            ];
            sent.header("Authorization", pick(random, &broken));
        }
        _ => {}
    }
    for _ in 0..random.usize(0..=3) {
        let (name, values) = HEADERS[random.usize(0..HEADERS.len())];
        let value = match random.u8(0..6) {
            0 => "x,".repeat(random.usize(1..2_000)),
            1 => String::from("\u{ff}\u{f0000}"),
            _ => pick(random, values).to_owned(),
        };
        sent.header(name, value);
    }
}

/// The director's cookie with one error, among others.
fn broken_session(random: &mut Rng, session: &str) -> String {
    let (name, value) = session.split_once('=').unwrap_or_default();
    let (until, seal) = value.split_once('.').unwrap_or_default();
    let cut = &seal[..random.usize(0..=seal.len())];
    let values = [
        format!("{until}.{cut}"),
        format!("{until}."),
        format!(".{seal}"),
        until.to_owned(),
        format!("-{until}.{seal}"),
        format!("9{until}.{seal}"),
        "9223372036854775808.x".to_owned(),
        format!("{until}.{seal}x"),
        format!("\"{value}\""),
        format!("{until}.{}", "f".repeat(4_000)),
    ];
    let value = &values[random.usize(0..values.len())];
    format!("a=b; {name}={value}; ;;{name}; {name}=;=")
}
