//! The remedy for a line that cuts: docs/nginx.conf on the agency's own domain, with the widget's files cached.

use super::line::CutLine;
use crate::app::{App, until};
use crate::browser::{Browser, Console, Size};
use crate::database::{Event, fresh_event};
use crate::host::{Host, Page};
use crate::numbers::{and_answers, scores, tally_of};
use crate::reply::Reply;
use crate::widget::{NEXT, SEND, TAKEN_OVER, THANKS};
use std::net::SocketAddr;

/// A host page with the survey, whose addresses lead to `line` instead of nginx.
async fn visits(app: &App, event: &Event, line: Option<SocketAddr>) -> (Browser, Host) {
    let data = format!("data-event=\"{}\"", event.id);
    let host = Page {
        data: &data,
        ..Page::default()
    };
    let host = Host::serve(app.parts, &host).await;
    let mut routes = vec![(app.parts.demo_url.as_str(), host.address)];
    routes.extend(line.map(|line| (app.parts.public_url.as_str(), line)));
    let page = Browser::open_with(app, Size::Phone, "ru", &routes).await;
    page.goto(&app.parts.demo_url).await;
    (page, host)
}

async fn votes(page: &Browser) {
    page.tap("[data-q='enjoyed'] label.otklik-point[data-score='5']")
        .await;
    page.tap("input[name='q.liked'][value='music']").await;
    page.tap(NEXT).await;
}

#[tokio::test]
async fn whole_widget_works_through_nginx() {
    let app = App::enter().await;
    let event = fresh_event(&app).await;
    let (page, _host) = visits(&app, &event, None).await;
    page.wait_for(TAKEN_OVER).await;
    votes(&page).await;
    page.tap(SEND).await;
    page.wait_for(THANKS).await;
    let list = "return performance.getEntriesByType('resource').map(it => it.name)
      .filter(it => it.includes('/widget/'))";
    let files = page.driver.execute(list, vec![]).await.expect("a list");
    let files = files.json().as_array().expect("a list").clone();
    page.close(Console::Silent).await;
    let counted = and_answers(
        scores("enjoyed", &[(5, 1)]),
        "liked",
        &[("", 1), ("music", 1)],
    );
    assert_eq!(tally_of(&app, "guest", &event.id).await, counted);
    assert!(files.len() >= 2, "{files:?}");
    for file in files {
        let file = file.as_str().expect("an address");
        assert!(file.starts_with(&app.parts.public_url), "{file}");
        // With a browser's headers: cached once for clients that accept brotli, once for others.
        let asked = || {
            let again = app.request_at("GET", file);
            Reply::to(again.header("accept-encoding", "gzip, deflate, br, zstd"))
        };
        asked().await.is(200);
        let kept = asked().await;
        assert_eq!(kept.is(200).header("x-cache"), "HIT", "{file}");
        assert!(!kept.body.is_empty(), "{file}");
    }
    // Dynamic replies are never cached.
    let page = format!("{}/s/guest?event={}", app.parts.public_url, event.id);
    let asked = || Reply::to(app.request_at("GET", &page));
    let (one, other) = (asked().await, asked().await);
    assert_ne!(
        one.is(200).body,
        other.is(200).body,
        "one id for two guests"
    );
}

/// The problem: without the remedy the widget does not load, and the form votes alone.
#[tokio::test]
async fn form_votes_through_a_line_that_cuts() {
    let app = App::enter().await;
    let event = fresh_event(&app).await;
    let line = CutLine::to(&app.parts.public_url).await;
    let (page, _host) = visits(&app, &event, Some(line.address)).await;
    until("the widget is cut off", || async {
        (line.n_cut() > 0).then_some(())
    })
    .await;
    votes(&page).await;
    page.tap(SEND).await;
    page.wait_for(THANKS).await;
    assert!(!page.has(TAKEN_OVER).await, "the widget came after all");
    page.close(Console::Noisy).await;
    let counted = and_answers(
        scores("enjoyed", &[(5, 1)]),
        "liked",
        &[("", 1), ("music", 1)],
    );
    assert_eq!(tally_of(&app, "guest", &event.id).await, counted);
}
