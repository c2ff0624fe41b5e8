//! The open link of an event: which votes it accepts, for how long, and the reply to all others.

use super::events::{day_from_now, draft, form, fresh_id, path_of, put, stored_event, votes};
use crate::actors::{responses, urlencoded, vote};
use crate::app::App;
use crate::database::rows;
use crate::reply::Reply;
use serde_json::json;

#[tokio::test]
async fn vote_by_the_link_belongs_to_its_event() {
    let app = App::enter().await;
    let event = stored_event(&app, 0).await;
    let path = path_of(&event);
    let id = event["id"].as_str().expect("an id");
    let page =
        Reply::to(app.get(&format!("{path}?lang=uk&score=4&event=other&reference=A-1"))).await;
    page.is(200)
        .holds("<html lang=\"uk\"")
        .holds("name=\"q.enjoyed\"");
    page.holds("name=\"channel\" value=\"qr\"");
    page.holds("name=\"event\" value=\"\"");
    assert!(!page.body.contains("A-1"), "the address names no reference");
    let by_chat = Reply::to(app.get(&format!("{path}?channel=messenger"))).await;
    by_chat
        .is(200)
        .holds("name=\"channel\" value=\"messenger\"");
    // The link's event wins over the form's event field.
    for (forged, score) in [("", "5"), ("ev-other", "4")] {
        let fields = form(forged, score);
        votes(&app, &path, &fields).await.is(200);
        votes(&app, &path, &fields).await.is(200);
        let sql = format!(
            "select event, event_raw, source, channel from response where id = '{}'",
            fields[0].1
        );
        assert_eq!(
            rows(&sql).await,
            [json!({"event": id, "event_raw": null, "source": "event_link", "channel": "qr"})]
        );
    }
    // The typed input is kept, and the invalid submission is not stored.
    votes(&app, &path, &form("", "9"))
        .await
        .is(422)
        .holds("otklik-error");
    let read = app
        .director()
        .reads(&format!("/v1/events/{id}"))
        .await
        .json();
    assert_eq!(read["votes"], 2);
}

/// By the address as it came, without a redirect, and the form by the same one.
#[tokio::test]
async fn link_as_a_messenger_delivers_it_accepts_votes() {
    let app = App::enter().await;
    let event = stored_event(&app, 0).await;
    let path = path_of(&event);
    for (tail, score) in [
        (").?utm=1?lang=uk", "5"),
        ("/&amp;lang=uk", "4"),
        ("%20%3E,?lang=uk", "3"),
        ("%C2%BB.&lang=uk", "2"),
    ] {
        let delivered = format!("{path}{tail}");
        let page = Reply::to(app.get(&delivered)).await;
        page.is(200).holds("<html lang=\"uk\"");
        let vote = form("", score);
        votes(&app, &delivered, &vote).await.is(200);
        let sql = format!(
            "select source, flag from response where id = '{}'",
            vote[0].1
        );
        let stored = json!({"source": "event_link", "flag": null});
        assert_eq!(rows(&sql).await, [stored], "{delivered}");
    }
    for path in ["/s/guest).", "/c/site/", "/s/guest%22?utm=1?score=4"] {
        Reply::to(app.get(path)).await.is(200);
    }
    // A program sends what it means.
    for path in [
        "/v1/surveys/guest/qr.svg)",
        "/v1/surveys/guest./email",
        "/embed/guest.js.",
    ] {
        Reply::to(app.get(path)).await.is(404);
    }
}

/// Forged, malformed, expired and cancelled links get one and the same reply.
#[tokio::test]
async fn links_without_votes_get_the_same_reply() {
    let mut app = App::enter().await;
    let event = stored_event(&app, 0).await;
    let path = path_of(&event);
    let missing = Reply::to(app.get("/e/111111111111?lang=en")).await;
    missing.is(404).holds("This link does not work");
    let same = |reply: &Reply, what: &str| {
        reply.is(404);
        assert_eq!(reply.body, missing.body, "{what}");
        for name in [
            "content-type",
            "content-length",
            "cache-control",
            "content-security-policy",
        ] {
            assert_eq!(reply.header(name), missing.header(name), "{what}: {name}");
        }
    };
    let expired = stored_event(&app, -15).await;
    let mut cancelled = draft(&day_from_now(&app, 0).await);
    cancelled["state"] = json!("cancelled");
    let cancelled = put(&app, &fresh_id(), &cancelled).await.is(201).json();
    let closed = [path_of(&expired), path_of(&cancelled)];
    let malformed = [
        "0",
        "OOOOOOOOOOOO",
        "1111111111111",
        "%20",
        "a%2Fb",
        "%00",
        "х",
    ];
    let malformed = malformed.iter().map(|code| format!("/e/{code}"));
    let swapped = |sign: char| {
        if sign.is_ascii_lowercase() {
            sign.to_ascii_uppercase()
        } else {
            sign.to_ascii_lowercase()
        }
    };
    let other_case: String = path[3..].chars().map(swapped).collect();
    let others = [
        format!("/e/{other_case}"),
        path[..path.len() - 1].to_owned(),
        format!("{path}1"),
    ];
    for path in closed.into_iter().chain(malformed).chain(others) {
        let path = format!("{path}?lang=en");
        same(&Reply::to(app.get(&path)).await, &path);
        same(&votes(&app, &path, &form("", "5")).await, &path);
    }
    // Every substitution of one character.
    let alphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    for place in 0..12 {
        // After that many guesses, the network is rate limited.
        app.moves();
        for sign in alphabet.chars().skip(place).step_by(5) {
            let mut code: Vec<char> = path[3..].chars().collect();
            if code[place] == sign {
                continue;
            }
            code[place] = sign;
            let code: String = code.into_iter().collect();
            same(
                &Reply::to(app.get(&format!("/e/{code}?lang=en"))).await,
                &code,
            );
        }
    }
    Reply::to(app.get(&path)).await.is(200);
}

#[tokio::test]
async fn link_accepts_votes_until_the_end_of_its_last_day() {
    let app = App::enter().await;
    for (days, status) in [
        (400, 200),
        (1, 200),
        (0, 200),
        (-14, 200),
        (-15, 404),
        (-400, 404),
    ] {
        let event = stored_event(&app, days).await;
        let until = day_from_now(&app, days + 14).await;
        assert_eq!(event["guest_link_until"], until);
        Reply::to(app.get(&path_of(&event))).await.is(status);
    }
}

/// An event stored before open links existed stays valid, and gets its link when it is stored again.
#[tokio::test]
async fn older_event_gets_its_link_when_stored_again() {
    let app = App::enter().await;
    let event = crate::database::fresh_event(&app).await;
    let path = format!("/v1/events/{}", event.id);
    rows(&format!(
        "update event set code = null where id = '{}'",
        event.id
    ))
    .await;
    let read = app.director().reads(&path).await.is(200).json();
    assert!(read.get("guest_url").is_none(), "{read}");
    assert_eq!(read["guests"], 80);
    app.guest()
        .posts(&responses("guest"), vote(&event.id, 5).to_string())
        .await
        .is(201);
    let reply = put(&app, &event.id, &draft(&day_from_now(&app, 0).await)).await;
    let reply = reply.is(200).json();
    assert_eq!(reply["votes"], 0, "its id alone makes no guest");
    Reply::to(app.get(&path_of(&reply))).await.is(200);
}

#[tokio::test]
async fn qr_code_needs_an_existing_link() {
    let app = App::enter().await;
    let event = stored_event(&app, 0).await;
    let public = &app.parts.public_url;
    for (address, kind) in [("qr_svg", "image/svg+xml"), ("qr_png", "image/png")] {
        let url = event[address].as_str().expect("an address");
        let picture = Reply::to(app.get(&url[public.len()..])).await;
        assert_eq!(picture.is(200).header("content-type"), kind);
    }
    for code in ["1", "OOOOOOOOOOOO", "1111111111111"] {
        let path = format!("/v1/surveys/guest/qr.svg?{}", urlencoded(&[("code", code)]));
        Reply::to(app.get(&path))
            .await
            .refused(422, "bad_parameter", "code");
    }
}
