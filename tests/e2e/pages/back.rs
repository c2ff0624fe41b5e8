//! The way back to a site whose form was sent by navigation.

use crate::actors::{fresh_phone, urlencoded};
use crate::app::{App, fresh};
use crate::reply::Reply;

const SITE: &str = "https://party.example";

/// Sends a form as the browser of a visitor of a site does, with the address of the page.
async fn sends(app: &App, path: &str, origin: &str, fields: &[(&str, &str)]) -> Reply {
    let id = fresh();
    let own = [("id", &*id), ("rev", "1"), ("version", "1"), ("lang", "en")];
    let fields: Vec<(&str, &str)> = own.iter().chain(fields).copied().collect();
    let request = app.request("POST", path);
    let request = request
        .header("content-type", "application/x-www-form-urlencoded")
        .header("accept", "text/html")
        .header("accept-language", "en")
        .header("origin", origin)
        .header("referer", format!("{origin}/thanks/"));
    Reply::to(request.body(urlencoded(&fields))).await
}

fn link(to: &str) -> String {
    let host = to.trim_start_matches("https://");
    format!("<a href=\"{to}/thanks/\" rel=\"nofollow noopener\">Back to {host}</a>")
}

#[tokio::test]
async fn thanks_and_errors_lead_back_to_the_site() {
    let app = App::enter().await;
    let phone = fresh_phone();
    let back = link(SITE);
    let stored = sends(&app, "/s/guest", SITE, &[("q.enjoyed", "5")]).await;
    stored.is(200).holds("otklik-thanks").holds(&back);
    let refused = sends(&app, "/s/guest", SITE, &[]).await;
    refused.is(422).holds("err-answers.enjoyed").holds(&back);
    let call = [("phone", &*phone), ("consent", "yes")];
    let stored = sends(&app, "/c/site", SITE, &call).await;
    stored.is(200).holds("otklik-due").holds(&back);
    for (path, status) in [
        ("/s/nowhere", 404),
        ("/e/N7PUP5BRdPBK", 404),
        ("/nope", 404),
    ] {
        let missing = sends(&app, path, SITE, &[]).await;
        missing.is(status).holds(&back).holds("Kivall agency");
    }
    let comment = "a".repeat(40 * 1024);
    let large = sends(&app, "/s/guest", SITE, &[("q.comment", &comment)]).await;
    large.is(413).holds(&back);
}

#[tokio::test]
async fn own_pages_lead_nowhere_back() {
    let app = App::enter().await;
    let own = app.parts.public_url.clone();
    let stored = sends(&app, "/s/guest", &own, &[("q.enjoyed", "5")]).await;
    let lacks = |reply: &Reply, text: &str| assert!(!reply.body.contains(text), "{}", reply.body);
    lacks(stored.is(200), "otklik-return\"");
    // Nor does any parameter.
    let path = "/s/guest?back=https://party.example&referer=https://party.example";
    let own = app.guest().submits(path, &[("q.enjoyed", "9")]).await;
    lacks(own.is(422), "party.example");
    lacks(app.guest().reads(path).await.is(200), "party.example");
}
