//! Takes addresses apart: those that guests open as mails and messengers deliver them, all others as they are.
//!
//! A link arrives with what followed it in its sentence: a dot, a bracket, a quote, a space, a slash, the next word. No
//! code, survey or id ends in those signs, so that they mean nothing and are dropped. Whoever adds parameters to an address
//! without looking at it writes a second `?`, an `&` without a `?`, or `&amp;`: each begins a parameter.
//!
//! Nothing redirects, so that nothing can redirect in a circle: the page is the response to the address as it came, and its
//! form posts to the same address, which is read in the same way.

use otklik_embed::fields::Fields;

/// The paths that guests open. A program that sends another path than it means gets an error.
const GUEST_PATHS: [&str; 5] = ["/s/", "/c/", "/e/", "/r/", "/cancel/"];

/// Takes apart an absolute address that the platform has already parsed and normalized.
///
/// `worker::Request::url` would parse it once more, with the tables of international domain names.
pub fn path_and_query(url: &str) -> (String, Fields) {
    let address = url.split('#').next().unwrap_or_default();
    let (address, query) = address.split_once('?').unwrap_or((address, ""));
    let path = match address.split_once("://") {
        Some((_, rest)) => rest.find('/').map_or("/", |start| &rest[start..]),
        None => address,
    };
    let prefixes = GUEST_PATHS.iter();
    let mut named = prefixes.filter_map(|prefix| Some((*prefix, path.strip_prefix(prefix)?)));
    match named.next() {
        Some((prefix, name)) => as_delivered(prefix, name, query),
        None => (path.to_owned(), Fields::parse(query.as_bytes())),
    }
}

/// The path and the query of a guest's address, whose path is a prefix and a name.
fn as_delivered(prefix: &str, name: &str, query: &str) -> (String, Fields) {
    let (name, before_query) = name.split_once('&').unwrap_or((name, ""));
    let path = [prefix, without_tail(name)].concat();
    let query = ["", before_query, query].join("&");
    let query = query.replace('?', "&").replace("&amp;", "&");
    (path, Fields::parse(query.as_bytes()))
}

/// A name without the signs at its end that no code, survey or id has.
fn without_tail(name: &str) -> &str {
    let mut kept = name;
    while let Some(shorter) = without_last(kept) {
        kept = shorter;
    }
    kept
}

/// A name without its last sign, which may be percent-encoded; `None` where a name can have that sign, or where nothing
/// is left.
fn without_last(name: &str) -> Option<&str> {
    let start = name.len().saturating_sub(3);
    let encoded = name.get(start..).and_then(|end| end.strip_prefix('%'));
    let byte = encoded.and_then(|digits| u8::from_str_radix(digits, 16).ok());
    match byte {
        Some(byte) => (!is_of_names(char::from(byte))).then(|| &name[..start]),
        None => name.strip_suffix(|sign| !is_of_names(sign)),
    }
}

/// Codes are base58, surveys `[a-z0-9-]`, ids UUIDs.
fn is_of_names(sign: char) -> bool {
    sign.is_ascii_alphanumeric() || sign == '-'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_taken_apart() {
        for (url, path, lang) in [
            (
                "http://localhost:8787/s/guest?lang=uk&x=a%3Fb",
                "/s/guest",
                "uk",
            ),
            ("https://a.example/", "/", ""),
            ("https://a.example", "/", ""),
            ("https://a.example?lang=en", "/", "en"),
            ("https://a.example/a?lang=ru?#lang=en", "/a", "ru?"),
        ] {
            let (found, query) = path_and_query(url);
            assert_eq!((found.as_str(), query.get("lang")), (path, lang), "{url}");
        }
    }

    /// What follows a link in a mail or a messenger, as the platform passes it on.
    const TAILS: [&str; 30] = [
        "",
        "/",
        "//",
        ".",
        "...",
        ",",
        ";",
        ":",
        "!",
        ")",
        ").",
        "]",
        "'",
        "*",
        "_",
        "%",
        "%20",
        "%20%20",
        "%0D%0A",
        "%3E",
        "%3e,",
        "%22",
        "%22%3E",
        "%2E",
        "%29",
        // A space that does not break, », ” and …, no width.
        "%C2%A0",
        "%C2%BB",
        "%E2%80%9D.",
        "%E2%80%A6/",
        "%E2%80%8B",
    ];

    #[test]
    fn the_signs_after_a_guests_link_are_dropped() {
        for path in [
            "/s/guest",
            "/s/team-2026",
            "/c/site",
            "/e/N7PUP5BRdPBK",
            "/r/N7PUP5BRdPBK",
            "/cancel/0190b5a0-0000-7000-8000-000000000001",
        ] {
            for tail in TAILS {
                for query in [
                    "",
                    "?score=4",
                    "?utm=1?score=4",
                    "&score=4",
                    "?a=b&amp;score=4",
                ] {
                    let url = format!("https://a.example{path}{tail}{query}");
                    let (found, fields) = path_and_query(&url);
                    let score = if query.is_empty() { "" } else { "4" };
                    assert_eq!((&*found, fields.get("score")), (path, score), "{url}");
                }
            }
        }
    }

    #[test]
    fn each_question_mark_of_a_guests_link_begins_a_parameter() {
        for (query, expected) in [
            ("?utm=1?x=2", [("utm", "1"), ("x", "2"), ("lang", "")]),
            ("??utm=1&?x=2?", [("utm", "1"), ("x", "2"), ("lang", "")]),
            (
                "?lang=uk?utm=1?x=2",
                [("utm", "1"), ("x", "2"), ("lang", "uk")],
            ),
            (
                "&lang=uk?utm=1&amp;x=2",
                [("utm", "1"), ("x", "2"), ("lang", "uk")],
            ),
            (
                "&amp;lang=uk&utm=1",
                [("utm", "1"), ("x", ""), ("lang", "uk")],
            ),
            // Written out, it is part of a value.
            ("?utm=1%3Fx=2", [("utm", "1?x=2"), ("x", ""), ("lang", "")]),
        ] {
            let url = format!("https://a.example/r/N7PUP5BRdPBK{query}");
            let (path, fields) = path_and_query(&url);
            assert_eq!(path, "/r/N7PUP5BRdPBK", "{url}");
            for (name, value) in expected {
                assert_eq!(fields.get(name), value, "{url} {name}");
            }
        }
    }

    #[test]
    fn other_addresses_are_taken_as_they_are() {
        for path in [
            "/",
            "/s",
            "/s/",
            "/e/",
            "/s/guest/more",
            "/s/%67uest",
            "/e/a%2Fb",
            "/v1/surveys/guest.",
            "/v1/responses/",
            "/v1/events/a%20",
            "/embed/guest.js)",
            "/widget/a_b.wasm.",
            "/director/",
            "/director/events/ball).",
            "/healthz.",
        ] {
            let (found, fields) =
                path_and_query(&format!("https://a.example{path}?a=1?b=2&amp;c=3"));
            assert_eq!(found, path);
            let is_guests = GUEST_PATHS.iter().any(|prefix| path.starts_with(prefix));
            assert_eq!(fields.get("b"), if is_guests { "2" } else { "" }, "{path}");
            assert_eq!(
                fields.get("amp;c"),
                if is_guests { "" } else { "3" },
                "{path}"
            );
        }
    }
}
