//! The letter: small, supported by all mail programs, with the right links.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use otklik_embed::email::letter::Letter;
use otklik_embed::email::service::Service;
use otklik_embed::email::{self, Invites, Order};
use otklik_embed::look::{Drawing, Look};
use otklik_embed::survey_doc::surveys;
use otklik_survey::{Lang, Touchpoint};
use std::io::Write as _;
use std::process::{Command, Stdio};
use support::settings;

const SIZE_MAX_BYTES: usize = 20 * 1024;

fn order(survey: &str) -> Order<'static> {
    Order {
        survey: surveys::find(survey).unwrap(),
        lang: Lang::Ru,
        service: Service::Generic,
        invites: Invites::Personal,
        brand: Look::default().brand,
        event: "",
        touchpoint: None,
    }
}

/// Every letter there is, reminders too, with its name.
fn all() -> Vec<(String, Letter)> {
    let mut all = Vec::new();
    for survey in surveys::current() {
        for lang in Lang::ALL {
            for service in Service::ALL {
                for invites in [Invites::Personal, Invites::None] {
                    let order = Order {
                        lang,
                        service,
                        invites,
                        ..order(survey.id())
                    };
                    let letters = email::letters(&order, &settings()).unwrap();
                    let name = format!(
                        "{} {} {} {invites:?}",
                        survey.id(),
                        lang.code(),
                        service.word()
                    );
                    all.push((format!("{name} reminder"), letters.reminder));
                    all.push((name, letters.first));
                }
            }
        }
    }
    all
}

fn first(order: &Order<'_>) -> Letter {
    email::letters(order, &settings()).unwrap().first
}

/// Every `href` of a document, as a program reads it.
fn links(html: &str) -> Vec<String> {
    let links = html.split("href=\"").skip(1);
    links
        .map(|rest| rest.split('"').next().unwrap().replace("&amp;", "&"))
        .collect()
}

#[test]
fn letters_are_small_whole_and_load_nothing() {
    for (name, letter) in all() {
        let html = letter.html();
        assert!(html.len() < SIZE_MAX_BYTES, "{name}: {} bytes", html.len());
        for text in [&html, &letter.plain(), &letter.subject, &letter.preheader] {
            assert!(
                !text.contains("email-") && !text.contains("{agency}"),
                "{name}: {text}"
            );
            assert!(
                !text.contains("{n}") && !text.contains("{title}"),
                "{name}: {text}"
            );
        }
        for loads in [
            "<img", "<script", "<link", "url(", "src=", "@import", "<form",
        ] {
            assert!(!html.contains(loads), "{name}: {loads}");
        }
        for needed in [
            "<meta name=\"color-scheme\"",
            "<meta name=\"supported-color-schemes\"",
            "prefers-color-scheme:dark",
        ] {
            assert!(html.contains(needed), "{name}: {needed}");
        }
        let lowered = [html.to_lowercase(), letter.plain().to_lowercase()].concat();
        for word in ["анонимн", "анонімн", "anonym"] {
            assert!(!lowered.contains(word), "{name} is no anonymous letter");
        }
        assert!(html.contains(&letter.who_sees) && letter.plain().contains(&letter.who_sees));
        assert!(html.contains(&letter.reason) && letter.plain().contains(&letter.reason));
        assert!(letter.plain().contains(letter.unsubscribe));
    }
}

#[test]
fn every_score_has_its_link_and_both_ends_are_named() {
    for (survey, values) in [
        ("guest", 1..=5),
        ("client", 0..=10),
        ("effort", 1..=7),
        ("stage", 1..=5),
    ] {
        let letter = first(&order(survey));
        let urls: Vec<String> = values
            .map(|value| format!("{{{{otklik_url}}}}?score={value}&lang=ru&channel=email"))
            .collect();
        let rest = [
            "{{otklik_url}}?lang=ru&channel=email",
            "{{unsubscribe_url}}",
        ];
        let expected: Vec<&str> = urls.iter().map(String::as_str).chain(rest).collect();
        assert_eq!(links(&letter.html()), expected, "{survey}");
        for end in &letter.ends {
            assert!(
                !end.is_empty() && letter.html().contains(end.as_str()),
                "{survey}"
            );
            assert!(
                letter.plain().contains(end.as_str()),
                "{survey}: {}",
                letter.plain()
            );
        }
    }
}

#[test]
fn each_service_reads_its_own_tags() {
    for (service, address, unsubscribe) in [
        (
            Service::UniSender,
            "{{otklik_url}}?score=5",
            "{{UnsubscribeUrl}}",
        ),
        (
            Service::SendPulse,
            "{{otklik_url}}?score=5",
            "{{unsubscribe_url}}",
        ),
        (Service::Mailchimp, "*|OTKLIK_URL|*?score=5", "*|UNSUB|*"),
        (
            Service::Generic,
            "{{otklik_url}}?score=5",
            "{{unsubscribe_url}}",
        ),
    ] {
        let letter = first(&Order {
            service,
            ..order("guest")
        });
        let links = links(&letter.html());
        assert!(
            links.iter().any(|link| link.starts_with(address)),
            "{links:?}"
        );
        assert!(links.iter().any(|link| link == unsubscribe), "{links:?}");
        assert!(letter.plain().contains(address) && letter.plain().contains(unsubscribe));
        // Mailchimp takes ten characters of a tag at most.
        assert!(service.field().len() <= 10 && service.address().contains(service.field()));
    }
}

#[test]
fn the_row_is_numbers_whatever_forms_look_like() {
    let mut faces = settings();
    faces.look.scale = Drawing::Faces;
    // A survey of five points that names none of them.
    let letters = email::letters(&order("stage"), &faces).unwrap();
    let scores = letters.first.scores;
    assert_eq!(scores.len(), 5);
    assert!(scores.iter().all(|score| score.label.is_none()));
}

#[test]
fn without_invites_the_links_are_the_public_page() {
    let letter = first(&Order {
        invites: Invites::None,
        event: "весілля & co",
        touchpoint: Some(Touchpoint::Event),
        lang: Lang::Uk,
        ..order("guest")
    });
    let coded = "%D0%B2%D0%B5%D1%81%D1%96%D0%BB%D0%BB%D1%8F+%26+co";
    let rest = format!("lang=uk&channel=email&event={coded}&touchpoint=event");
    let expected = format!("https://otklik.example/s/guest?score=1&{rest}");
    assert_eq!(links(&letter.html())[0], expected);
    assert!(letter.plain().contains(&expected));
    assert_eq!(letter.personal, None, "a link for all is nobody's own");
}

#[test]
fn eleven_values_are_one_address_in_plain_text() {
    let plain = first(&order("client")).plain();
    assert!(!plain.contains("score="), "{plain}");
    assert_eq!(plain.matches("{{otklik_url}}").count(), 1, "{plain}");
    let plain = first(&order("guest")).plain();
    assert_eq!(plain.matches("{{otklik_url}}?score=").count(), 5, "{plain}");
}

/// Markup that the letter uses although some programs lack it, and their fallback.
const GRACEFUL: [(&str, &str); 11] = [
    (
        "@media",
        "the light colours, or dark ones of their own making",
    ),
    ("color-scheme meta tag", "the same"),
    (
        "<style> element",
        "the same: every style that is needed stands on its element",
    ),
    ("display:none", "the preheader as the letter's first line"),
    ("border-radius", "square cells"),
    ("role attribute", "a screen reader there tells of tables"),
    (
        "aria-label attribute",
        "a screen reader there says the digit alone",
    ),
    (
        "lang attribute",
        "a screen reader there guesses the language",
    ),
    ("width attribute", "the widths of the styles"),
    (
        "<body> element",
        "an element of their own, with the background of the first cell",
    ),
    ("text-decoration", "underlined digits"),
];

/// Asks the table of caniemail, which is an npm package and works without a network.
#[test]
fn mail_programs_support_the_markup_of_letters() {
    let script = "
        import { caniemail } from 'caniemail';
        import { readFileSync } from 'node:fs';
        // Only features that the table has complete data about; it fails for the others.
        const clients = ['apple-mail.*', 'gmail.*', 'outlook.*', 'yahoo.*', 'aol.*', 'samsung-email.*',
          'thunderbird.macos', 'protonmail.*', 'mail-ru.*', 'fastmail.*', 'hey.*'];
        const found = new Map();
        for (const html of JSON.parse(readFileSync(0, 'utf8'))) {
          const { errors } = caniemail({ clients, html }).issues;
          for (const [client, issues] of errors)
            for (const { title } of issues)
              found.set(title, (found.get(title) ?? new Set()).add(client));
        }
        console.log(JSON.stringify([...found].map(([title, at]) => [title, [...at].sort().join(' ')])))";
    // The markup is the same in every language, and this service has the most of it.
    let letters = all().into_iter();
    let letters = letters.filter(|(name, _)| name.contains("ru mailchimp"));
    let letters: Vec<String> = letters.map(|(_, letter)| letter.html()).collect();
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
    let mut node = Command::new("node")
        .current_dir(root)
        .args(["--input-type=module", "-e", script])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("Node is in PATH, as npm is");
    let input = serde_json::to_vec(&letters).unwrap();
    node.stdin.take().unwrap().write_all(&input).unwrap();
    let output = node.wait_with_output().unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let found: Vec<(String, String)> = serde_json::from_slice(&output.stdout).unwrap();
    let known = |title: &str| GRACEFUL.iter().any(|(known, _)| *known == title);
    let unknown: Vec<_> = found.iter().filter(|(title, _)| !known(title)).collect();
    assert!(unknown.is_empty(), "{unknown:#?}");
    let unused = GRACEFUL
        .iter()
        .filter(|(known, _)| !found.iter().any(|(title, _)| title == known));
    assert_eq!(
        unused.count(),
        0,
        "an exception that nothing needs: {found:#?}"
    );
}
