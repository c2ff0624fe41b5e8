//! A line that cuts a connection after 16 KB, as some providers do with Cloudflare's: a whole vote by the plain
//! form fits.

use super::line::CutLine;
use super::network;
use crate::actors::urlencoded;
use crate::app::{App, until};
use crate::client::hidden_fields;
use crate::database::fresh_event;
use crate::numbers::{scores, tally_of};
use crate::reply::Reply;
use crate::share;
use flate2::read::GzDecoder;
use reqwest::{Client, Response};
use std::io::Read;

/// The decompressed body of a page, requested with the encodings of a browser.
async fn unpacked(response: Response) -> String {
    assert_eq!(response.status(), 200, "{}", response.url());
    assert_eq!(response.headers()["content-encoding"], "gzip");
    let packed = response.bytes().await.expect("a whole page");
    let mut page = String::new();
    GzDecoder::new(&*packed)
        .read_to_string(&mut page)
        .expect("a packed page");
    page
}

/// One guest, over one connection that a browser would keep.
async fn votes(line: &CutLine, event: &str, number: usize) {
    let client = Client::builder().no_proxy().pool_max_idle_per_host(1);
    let client = client.build().expect("the HTTP client builds");
    let page = format!("http://{}/s/guest", line.address);
    let lang = ["ru", "uk", "en"][number % 3];
    let opened = client
        .get(format!("{page}?event={event}&lang={lang}"))
        .header("cf-connecting-ip", network(0x1000 + number))
        .header("accept-encoding", "gzip");
    let html = unpacked(opened.send().await.expect("the vote page")).await;
    let mut form = hidden_fields(&html);
    form.push(("q.enjoyed".to_owned(), "5".to_owned()));
    form.push(("q.comment".to_owned(), "Спасибо! ".repeat(100)));
    let fields: Vec<_> = form
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    let sent = client
        .post(page)
        .header("cf-connecting-ip", network(0x1000 + number))
        .header("accept-encoding", "gzip")
        .header("content-type", "application/x-www-form-urlencoded")
        .body(urlencoded(&fields));
    let html = unpacked(sent.send().await.expect("the thanks")).await;
    assert!(html.contains("otklik-thanks"), "{html}");
}

#[tokio::test]
async fn a_whole_vote_fits_through_a_line_that_cuts_at_16_kb() {
    let app = App::enter().await;
    let event = fresh_event(&app).await;
    let count = share::of(10, 100);
    let line = CutLine::to(&app.parts.url).await;
    for number in 0..count {
        votes(&line, &event.id, number).await;
    }
    assert_eq!(line.n_cut(), 0);
    let tally = tally_of(&app, "guest", &event.id).await;
    assert_eq!(
        tally["enjoyed"],
        scores("enjoyed", &[(5, count as u64)])["enjoyed"]
    );
    let most = line.most_bytes();
    share::report(
        "votes through a line that cuts at 16,384 bytes",
        &format!(
            "{count} of {count}; page, vote and thanks take {most} bytes at most of one connection"
        ),
    );
}

/// The line does cut: a longer download fails.
#[tokio::test]
async fn the_line_cuts_what_is_longer() {
    let app = App::enter().await;
    let line = CutLine::to(&app.parts.url).await;
    let client = Client::builder().no_proxy().build().expect("a client");
    let url = format!("http://{}/openapi.json", line.address);
    let whole = client.get(url).header("accept-encoding", "identity");
    let whole = async { whole.send().await?.bytes().await }.await;
    assert!(whole.is_err(), "it came whole");
    until("the cut is counted", || async {
        (line.n_cut() == 1).then_some(())
    })
    .await;
    Reply::to(app.get("/openapi.json")).await.is(200);
}
