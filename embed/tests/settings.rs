//! The settings of a deployment, and their errors.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use otklik_embed::settings::Settings;
use support::{settings, settings_json};

#[test]
fn only_listed_origins_and_our_own_are_allowed() {
    let settings = settings();
    for (origin, allowed) in [
        ("https://agency.example", true),
        ("https://otklik.example", true),
        ("https://agency.example.evil.example", false),
        ("http://agency.example", false),
        ("null", false),
        ("", false),
    ] {
        assert_eq!(settings.allows(origin), allowed, "{origin}");
    }
}

/// Keys and secrets for tests are published: a deployment with one would challenge nobody.
#[test]
fn test_keys_of_turnstile_are_refused_outside_of_localhost() {
    let error = |public_url: &str, turnstile: serde_json::Value| {
        let mut json = settings_json();
        json["public_url"] = public_url.into();
        json["turnstile"] = turnstile;
        let settings: Settings = serde_json::from_value(json).unwrap();
        settings.error()
    };
    let (open, local) = ("https://otklik.example", "http://localhost:8787");
    let key = |key: &str| serde_json::json!({"site_key": key});
    let real = "0x4AAAAAAADnPIDROrmt1Wwj";
    assert_eq!(error(open, key(real)), None);
    assert_eq!(error(open, serde_json::Value::Null), None);
    for dummy in [
        "1x00000000000000000000AA",
        "2x00000000000000000000AB",
        "1x00000000000000000000BB",
        "2x00000000000000000000BB",
        "3x00000000000000000000FF",
    ] {
        assert!(error(open, key(dummy)).is_some(), "{dummy}");
        assert_eq!(error(local, key(dummy)), None, "{dummy}");
        assert_eq!(error("http://127.0.0.1:1", key(dummy)), None, "{dummy}");
        let lookalike = "https://localhost.evil.example";
        assert!(error(lookalike, key(dummy)).is_some(), "{dummy}");
    }
    assert!(error(local, key("")).is_some());
    let verifier = serde_json::json!({"site_key": real, "verify_url": "http://127.0.0.1:1/"});
    assert_eq!(error(local, verifier.clone()), None);
    assert!(error(open, verifier).is_some(), "a secret in the open");
    for first in ["1", "2", "3"] {
        let secret = [first, "x0000000000000000000000000000000AA"].concat();
        assert!(otklik_embed::settings::is_for_tests(&secret), "{secret}");
    }
    assert!(!otklik_embed::settings::is_for_tests(real));
}

/// A limit of none would set every request aside, and a number without its unit would be guessed.
#[test]
fn a_flood_of_callbacks_has_a_number_for_hour_and_day() {
    let error = |hour: u32, day: u32| {
        let mut json = settings_json();
        json["callback_flood"] = serde_json::json!({"hour": hour, "day": day});
        let settings: Settings = serde_json::from_value(json).unwrap();
        settings.error()
    };
    assert_eq!([error(1, 1), error(100_000, 100_000)], [None, None]);
    for wrong in [
        error(0, 1),
        error(1, 0),
        error(100_001, 1),
        error(1, 100_001),
    ] {
        assert!(wrong.unwrap().contains("callback_flood"));
    }
    let default = settings().callback_flood;
    assert_eq!((default.hour, default.day), (30, 100));
    let mut json = settings_json();
    json["callback_flood"] = serde_json::json!({"hour": 5});
    assert!(serde_json::from_value::<Settings>(json).is_err());
}

#[test]
fn malformed_addresses_are_refused() {
    assert_eq!(settings().error(), None);
    let link = |url: &str| serde_json::json!([{"title": "t", "url": url}]);
    for (name, value, about) in [
        (
            "public_url",
            serde_json::json!("https://otklik.example/"),
            "public_url",
        ),
        (
            "public_url",
            serde_json::json!("otklik.example"),
            "public_url",
        ),
        (
            "public_url",
            serde_json::json!("http://otklik.example"),
            "public_url must start with https://",
        ),
        (
            "allowed_origins",
            serde_json::json!(["https://a.example/path"]),
            "allowed_origins",
        ),
        (
            "allowed_origins",
            serde_json::json!(["*"]),
            "allowed_origins",
        ),
        (
            "consent_url",
            serde_json::json!("javascript:alert(1)"),
            "consent_url",
        ),
        ("review_links", link("data:text/html,x"), "review_links"),
    ] {
        let mut json = settings_json();
        json[name] = value;
        let settings: Settings = serde_json::from_value(json).unwrap();
        let error = settings.error();
        assert!(
            error.is_some_and(|it| it.contains(about)),
            "{name}: {error:?}"
        );
    }
}

/// An origin is written into pages, scripts, letters and headers.
#[test]
fn odd_origins_are_refused() {
    let error = |name: &str, value: serde_json::Value| {
        let mut json = settings_json();
        json[name] = value;
        let settings: Settings = serde_json::from_value(json).unwrap();
        settings.error()
    };
    for host in [
        "otklik.example\"",
        "otklik.example'",
        "<otklik.example>",
        "otklik .example",
        "otklik.example\n",
        "director@otklik.example",
        "localhost:80@otklik.example",
        "otklik.example\\",
        "отклик.example",
    ] {
        let origin = format!("https://{host}");
        assert!(
            error("public_url", origin.clone().into()).is_some(),
            "{host}"
        );
        let listed = serde_json::json!([origin]);
        assert!(error("allowed_origins", listed).is_some(), "{host}");
    }
    let disguised = "http://localhost:80@otklik.example";
    assert!(error("public_url", disguised.into()).is_some());
    for origin in [
        "https://xn--80apaohbc.example",
        "http://localhost:8787",
        "http://127.0.0.1:1",
    ] {
        assert_eq!(error("public_url", origin.into()), None, "{origin}");
    }
}

#[test]
fn unreadable_hours_only_disable_due_times() {
    let day = |json: serde_json::Value| serde_json::json!([json]);
    for (name, value, about) in [
        ("hours", serde_json::json!([]), "hours"),
        ("callback_minutes", serde_json::json!(0), "callback_minutes"),
        (
            "callback_minutes",
            serde_json::json!(481),
            "callback_minutes",
        ),
        (
            "hours",
            serde_json::json!([{"days": [1, 8], "from": "10:00", "to": "19:00"}]),
            "hours must name days",
        ),
        (
            "hours",
            serde_json::json!([{"days": [1, 5], "from": "19:00", "to": "10:00"}]),
            "hours must be from",
        ),
        (
            "special_days",
            day(serde_json::json!({"date": "31.12.2026"})),
            "special_days must have dates",
        ),
        (
            "special_days",
            day(serde_json::json!({"date": "2026-02-29"})),
            "special_days must have dates",
        ),
        (
            "special_days",
            day(serde_json::json!({"date": "2026-12-31", "from": "10:00"})),
            "both from and to",
        ),
        (
            "special_days",
            day(serde_json::json!({"date": "2026-12-31", "from": "10", "to": "15:00"})),
            "special_days must be from",
        ),
        (
            "special_days",
            serde_json::json!([
                {"date": "2026-12-31"},
                {"date": "2026-12-31", "from": "10:00", "to": "15:00"},
            ]),
            "both open and close",
        ),
        (
            "special_days",
            serde_json::json!(vec![serde_json::json!({"date": "2026-12-31"}); 201]),
            "200 at most",
        ),
        ("calling_number", serde_json::json!("нет"), "calling_number"),
        (
            "calling_number",
            serde_json::json!("1".repeat(33)),
            "calling_number",
        ),
    ] {
        let mut json = settings_json();
        json[name] = value;
        let settings: Settings = serde_json::from_value(json).unwrap();
        assert_eq!(settings.error(), None, "{name}");
        let error = settings.schedule().err();
        assert!(
            error.is_some_and(|it| it.contains(about)),
            "{name}: {error:?}"
        );
    }
    for (name, value) in [
        ("callback_minutes", serde_json::json!(1)),
        ("callback_minutes", serde_json::json!(480)),
        ("calling_number", serde_json::json!("0 800 123-456")),
        // Over the end of the week, and until midnight.
        (
            "hours",
            serde_json::json!([{"days": [6, 1], "from": "9:00", "to": "24:00"}]),
        ),
        (
            "special_days",
            serde_json::json!(vec![serde_json::json!({"date": "2026-12-31"}); 200]),
        ),
    ] {
        let mut json = settings_json();
        json[name] = value;
        let settings: Settings = serde_json::from_value(json).unwrap();
        assert_eq!(settings.schedule().err(), None, "{name}");
    }
}

#[test]
fn the_radius_is_limited() {
    for (set, radius_px) in [(24, 24), (25, 24), (0, 0)] {
        let mut json = settings_json();
        json["look"] = serde_json::json!({"radius_px": set});
        let settings: Settings = serde_json::from_value(json).unwrap();
        assert_eq!(settings.look.radius_px, radius_px);
    }
}
