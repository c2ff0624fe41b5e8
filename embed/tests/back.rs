//! The way back to the site whose page sent a form.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use otklik_embed::page::back::Back;
use otklik_embed::page::message;
use otklik_survey::Lang;
use support::settings;

/// The link on a page after a form with these headers; empty where there is none.
fn link(origin: &str, referer: &str) -> String {
    let settings = settings();
    let back = Back::of(origin, referer, &settings);
    let page = message(Lang::En, &settings, "Stored.", back.as_ref());
    let found = page.html.split_once("otklik-return\"><a ");
    let link = found.and_then(|(_, rest)| rest.split_once("</a>"));
    link.map_or(String::new(), |(link, _)| link.to_owned())
}

fn to(url: &str, host: &str) -> String {
    format!("href=\"{url}\" rel=\"nofollow noopener\">Back to {host}")
}

#[test]
fn the_site_is_the_origins() {
    let site = "https://party.example";
    for referer in [
        "",
        "https://other.example/a",
        "https://party.example",
        "about:blank",
    ] {
        assert_eq!(
            link(site, referer),
            to("https://party.example/", "party.example"),
            "{referer}"
        );
    }
    let page = "https://party.example/a/?b=1&c=2";
    let escaped = "https://party.example/a/?b=1&amp;c=2";
    assert_eq!(link(site, page), to(escaped, "party.example"));
    let local = "http://localhost:3000";
    assert_eq!(
        link(local, ""),
        to("http://localhost:3000/", "localhost:3000")
    );
}

/// A page of a policy of its own, or of a browser that names no origin.
#[test]
fn the_referer_names_the_site_where_the_origin_does_not() {
    for origin in ["", "null"] {
        let found = link(origin, "https://party.example/a");
        assert_eq!(found, to("https://party.example/a", "party.example"));
    }
}

#[test]
fn an_odd_address_is_cut_to_its_site() {
    let site = "https://party.example";
    let long = format!("{site}/{}", "a".repeat(2_000));
    for referer in [
        &long,
        "https://party.example/\"onclick=",
        "https://party.example/é",
    ] {
        assert_eq!(
            link(site, referer),
            to("https://party.example/", "party.example")
        );
    }
}

#[test]
fn nothing_else_is_a_way_back() {
    let long = format!("https://{}.example", "a".repeat(300));
    for (origin, referer) in [
        ("", ""),
        ("null", ""),
        ("javascript:alert(1)", ""),
        ("data:text/html,x", "javascript://party.example/%0aalert(1)"),
        ("https://", ""),
        ("https://party.example@evil.example", ""),
        ("https://party.example\" onclick=\"alert(1)", ""),
        (&long, ""),
        ("file://", "file:///etc/passwd"),
        // A page of this server.
        ("https://otklik.example", "https://otklik.example/s/guest"),
        ("", "https://otklik.example/s/guest"),
    ] {
        assert_eq!(link(origin, referer), "", "{origin} {referer}");
    }
}
