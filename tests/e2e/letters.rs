//! Material that an agency takes from the product: the invitation letter, the QR code, the preview of a link.

use crate::app::App;
use crate::browser::{Browser, Console, Size, Theme};
use crate::database::fresh_event;
use crate::reply::Reply;
use serde_json::{Value, json};

/// The narrowest phone, the width of a letter on a desktop, and a desktop.
const WIDTHS_PX: [u32; 3] = [320, 600, 1280];
/// WCAG 2.2, 2.5.8: the minimum target size.
const TAP_MIN_PX: f64 = 24.0;
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";

async fn letter(app: &App, query: &str) -> Value {
    let reply = Reply::to(app.get(&format!("/v1/surveys/{query}"))).await;
    reply.is(200);
    assert_eq!(reply.header("cache-control"), "public, max-age=300");
    assert_eq!(reply.header("access-control-allow-origin"), "*");
    reply.json()
}

#[tokio::test]
async fn letter_is_complete_for_every_mailing_service() {
    let app = App::enter().await;
    let html = letter(&app, "guest/email?lang=uk&esp=unisender&invites=personal").await;
    assert_eq!(html["lang"], "uk");
    assert_eq!(html["esp"], "unisender");
    assert_eq!(html["format"], "html");
    assert_eq!(html["field"], "otklik_url");
    assert_eq!(html["unsubscribe"], "{{UnsubscribeUrl}}");
    assert_eq!(html["scores"].as_array().map(Vec::len), Some(5));
    let url = "{{otklik_url}}?score=5&lang=uk&channel=email";
    assert_eq!(html["scores"][4]["url"], url);
    let body = html["body"].as_str().expect("a body");
    assert!(body.starts_with("<!DOCTYPE html>") && body.len() < 20 * 1024);
    for part in ["subject", "preheader", "reason"] {
        let text = html[part].as_str().expect("a text");
        assert!(body.contains(text), "{part}: {text}");
    }
    let reminder = &html["reminder"];
    assert_ne!(reminder["subject"], html["subject"]);
    let lead = reminder["lead"].as_str().expect("a lead");
    assert!(reminder["body"].as_str().expect("a body").contains(lead));

    let query = "client/email?lang=en&format=text&esp=mailchimp&invites=personal";
    let text = letter(&app, query).await;
    assert_eq!(text["scores"].as_array().map(Vec::len), Some(11));
    let body = text["body"].as_str().expect("a body");
    assert!(!body.contains('<') && body.contains("*|OTKLIK_URL|*") && body.contains("*|UNSUB|*"));

    let public = letter(&app, "effort/email?lang=ru&event=ev-01&invites=none").await;
    let url = public["scores"][0]["url"].as_str().expect("an address");
    let page = format!(
        "{}/s/effort?score=1&lang=ru&channel=email&event=ev-01",
        app.parts.public_url
    );
    assert_eq!(url, page);
    assert!(public.get("field").is_none(), "no field is needed");
}

#[tokio::test]
async fn unknown_letter_parameters_are_refused_by_name() {
    let app = App::enter().await;
    let long = "x".repeat(65);
    for (path, field) in [
        ("email?lang=de", "lang"),
        ("email?format=pdf", "format"),
        ("email?esp=nosuch", "esp"),
        ("email?invites=all", "invites"),
        ("email?brand=red", "brand"),
        ("email?touchpoint=nosuch", "touchpoint"),
        (&format!("email?event={long}"), "event"),
        ("qr.svg?lang=de", "lang"),
        ("qr.png?touchpoint=nosuch", "touchpoint"),
        (&format!("qr.svg?event={long}"), "event"),
    ] {
        let reply = Reply::to(app.get(&format!("/v1/surveys/guest/{path}"))).await;
        reply.refused(422, "bad_parameter", field);
    }
    for path in ["email", "qr.svg", "qr.png"] {
        let reply = Reply::to(app.get(&format!("/v1/surveys/nosuch/{path}"))).await;
        reply.refused(404, "unknown_survey", "survey");
        let reply = Reply::to(app.request("POST", &format!("/v1/surveys/guest/{path}"))).await;
        reply.refused(405, "method_not_allowed", "");
    }
    for path in [
        "/v1/surveys/guest/qr.gif",
        "/preview/nosuch.png",
        "/preview/..%2fwidget",
    ] {
        Reply::to(app.get(path)).await.refused(404, "not_found", "");
    }
}

/// The measures of a row of scores: the smallest cell's width and height, its number of lines and of cells, and
/// by how much the page is too wide.
const MEASURE: &str = "
    const cells = [...document.querySelectorAll('a[href*=\"score=\"]')].map(a => a.getBoundingClientRect());
    const html = document.documentElement;
    return {
      width: Math.min(...cells.map(cell => cell.width)),
      height: Math.min(...cells.map(cell => cell.height)),
      lines: new Set(cells.map(cell => cell.top)).size,
      cells: cells.length,
      over: html.scrollWidth - html.clientWidth,
      cut: [...document.querySelectorAll('a[href*=\"score=\"]')].filter(a => a.scrollWidth > a.clientWidth).length,
    }";

#[tokio::test]
async fn score_row_is_one_line_on_every_screen() {
    let app = App::enter().await;
    let page = Browser::open(&app, Size::Phone).await;
    for (survey, n_cells) in [("guest", 5), ("effort", 7), ("client", 11)] {
        for lang in ["ru", "uk", "en"] {
            let letter = letter(&app, &format!("{survey}/email?lang={lang}&invites=none")).await;
            page.goto("about:blank").await;
            let write = "document.open(); document.write(arguments[0]); document.close()";
            page.run(write, vec![letter["body"].clone()]).await;
            for width_px in WIDTHS_PX {
                for theme in Theme::BOTH {
                    page.dress(theme).await;
                    let metrics = json!({
                        "width": width_px, "height": 640, "deviceScaleFactor": 1, "mobile": width_px < 600,
                    });
                    page.cdp("Emulation.setDeviceMetricsOverride", metrics)
                        .await;
                    let found = page.run(MEASURE, vec![]).await;
                    let at = format!("{survey} {lang} {width_px} {}: {found}", theme.as_str());
                    assert_eq!(found["cells"], n_cells, "{at}");
                    assert_eq!(
                        (&found["lines"], &found["over"], &found["cut"]),
                        (&json!(1), &json!(0), &json!(0)),
                        "{at}"
                    );
                    for side in ["width", "height"] {
                        let side_px = found[side].as_f64().expect("a length");
                        assert!(side_px >= TAP_MIN_PX, "{at}");
                    }
                }
            }
        }
    }
    page.close(Console::Silent).await;
}

#[tokio::test]
async fn tap_in_the_letter_preselects_and_does_not_vote() {
    let app = App::enter().await;
    let event = fresh_event(&app).await.id;
    let letter = letter(
        &app,
        &format!("guest/email?lang=ru&invites=none&event={event}"),
    )
    .await;
    let page = Browser::open(&app, Size::Phone).await;
    page.goto("about:blank").await;
    let write = "document.open(); document.write(arguments[0]); document.close()";
    page.run(write, vec![letter["body"].clone()]).await;
    page.tap("a[href*='score=4']").await;
    page.wait_for("form.otklik-form").await;
    assert_eq!(
        page.prop("input[name='q.enjoyed'][value='4']", "checked")
            .await,
        "true"
    );
    let fields = "return [...document.querySelectorAll('input[name=event], input[name=channel]')].map(it => it.value)";
    let carried = page.run(fields, vec![]).await;
    assert_eq!(carried, json!([event, "email"]));
    page.close(Console::Silent).await;
    let tally = crate::numbers::tally_of(&app, "guest", &event).await;
    assert_eq!(tally, crate::numbers::scores("enjoyed", &[]));
}

/// A binary reply: its type, its relevant headers, its bytes.
async fn fetched(app: &App, url: &str) -> (String, String, Vec<u8>) {
    let answer = app.request_at("GET", url).send().await.expect("an answer");
    assert_eq!(answer.status(), 200, "{url}");
    let header = |name: &str| {
        let value = answer
            .headers()
            .get(name)
            .and_then(|value| value.to_str().ok());
        value.unwrap_or_default().to_owned()
    };
    let (kind, cache) = (header("content-type"), header("cache-control"));
    assert_eq!(cache, "public, max-age=86400", "{url}");
    let name = header("content-disposition");
    (kind, name, answer.bytes().await.expect("a body").to_vec())
}

#[tokio::test]
async fn qr_codes_are_served_as_print_files() {
    let app = App::enter().await;
    let url = |file: &str| {
        format!(
            "{}/v1/surveys/guest/{file}?event=ev-01&lang=uk",
            app.parts.url
        )
    };
    let (kind, name, bytes) = fetched(&app, &url("qr.png")).await;
    assert_eq!(kind, "image/png");
    assert_eq!(name, "inline; filename=\"otklik-guest-ev-01.png\"");
    assert!(bytes.starts_with(PNG) && bytes.len() < 100_000);
    let width = u32::from_be_bytes([bytes[16], bytes[17], bytes[18], bytes[19]]);
    assert!(width >= 600, "{width} px");
    let (kind, name, bytes) = fetched(&app, &url("qr.svg")).await;
    assert_eq!(kind, "image/svg+xml");
    assert_eq!(name, "inline; filename=\"otklik-guest-ev-01.svg\"");
    assert!(bytes.starts_with(b"<svg "));
}

#[tokio::test]
async fn a_link_shows_its_picture_in_the_guests_language() {
    let app = App::enter().await;
    for (path, picture, locale) in [
        ("/s/guest?lang=uk", "guest-uk", "uk_UA"),
        ("/s/client?lang=en&event=ev-01", "client-en", "en_US"),
        ("/c/site?lang=ru", "callback-ru", "ru_RU"),
    ] {
        let reply = Reply::to(app.get(path)).await;
        let image = format!("{}/preview/{picture}.png", app.parts.public_url);
        reply
            .is(200)
            .holds("name=\"robots\" content=\"noindex\"")
            .holds(&format!("property=\"og:locale\" content=\"{locale}\""))
            .holds(&format!("property=\"og:image\" content=\"{image}\""))
            .holds(&format!("name=\"twitter:image\" content=\"{image}\""));
        assert!(
            reply
                .header("content-security-policy")
                .starts_with("default-src 'none';")
        );
        let (kind, _, bytes) = fetched(&app, &image).await;
        assert_eq!(kind, "image/png");
        assert!(
            bytes.starts_with(PNG) && bytes.len() <= 30 * 1024,
            "{picture}"
        );
    }
}
