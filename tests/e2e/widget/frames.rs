//! Host pages inside frames of other sites.

use super::hosts::ELEMENT;
use super::{NEXT, SEND, TAKEN_OVER, THANKS, point};
use crate::app::App;
use crate::browser::{Browser, Console, Size};
use crate::database::{Event, fresh_event};
use crate::host::{Host, Page};
use crate::numbers::{Tally, scores, tally_of};
use thirtyfour::prelude::*;

/// A page of another site with a host page in a frame; the browser is inside the frame.
struct Framed {
    app: App,
    event: Event,
    page: Browser,
    _hosts: [Host; 2],
}

/// `is_listed`: whether the host page's origin is on the deployment's list.
async fn open(is_listed: bool, attributes: &str) -> Framed {
    let app = App::enter().await;
    let event = fresh_event(&app).await;
    let markup = ELEMENT.replace("{event}", &event.code);
    let inner = Page {
        markup: Some(&markup),
        ..Page::default()
    };
    let inner = Host::serve(app.parts, &inner).await;
    let address = if is_listed {
        app.parts.demo_url.clone()
    } else {
        format!("http://{}", inner.address)
    };
    let frame =
        format!(r#"<iframe src="{address}/" width="380" height="600" {attributes}></iframe>"#);
    let outer = Page {
        markup: Some(&frame),
        ..Page::default()
    };
    let outer = Host::serve(app.parts, &outer).await;
    let routes = [(app.parts.demo_url.as_str(), inner.address)];
    let page = Browser::open_with(&app, Size::Phone, "ru", &routes).await;
    page.goto(&format!("http://{}/", outer.address)).await;
    let frame = page.driver.find(By::Css("iframe")).await;
    let entered = frame.expect("the frame").enter_frame().await;
    entered.expect("the frame can be entered");
    Framed {
        app,
        event,
        page,
        _hosts: [inner, outer],
    }
}

impl Framed {
    async fn taps_send(&self) {
        let page = &self.page;
        page.wait_for(TAKEN_OVER).await;
        page.tap(&point(4)).await;
        page.tap(NEXT).await;
        page.tap(SEND).await;
    }

    /// Goes on in the window that the page has opened.
    async fn enters_new_window(&self) {
        let driver = &self.page.driver;
        let first = driver.window().await.expect("a window");
        let other = || async {
            let windows = driver.windows().await.ok()?;
            windows.into_iter().find(|window| *window != first)
        };
        let other = self.page.wait("a new window", other).await;
        let switched = driver.switch_to_window(other).await;
        switched.expect("the new window");
    }

    async fn ends_with(self, counted: Tally) {
        self.page.close(Console::Noisy).await;
        let tally = tally_of(&self.app, "guest", &self.event.id).await;
        assert_eq!(tally, counted);
    }
}

#[tokio::test]
async fn thanks_are_shown_in_place() {
    let framed = open(true, "").await;
    framed.taps_send().await;
    framed.page.wait_for(THANKS).await;
    framed.ends_with(scores("enjoyed", &[(4, 1)])).await;
}

/// The server's pages refuse to be framed: they come in a window of their own.
#[tokio::test]
async fn an_unlisted_page_opens_a_window() {
    let framed = open(false, "").await;
    framed.taps_send().await;
    framed.enters_new_window().await;
    framed.page.wait_for(THANKS).await;
    framed.ends_with(scores("enjoyed", &[(4, 1)])).await;
}

/// A sandbox forbids forms: there is a sentence, and a link that opens the form in a window.
#[tokio::test]
async fn a_sandbox_leaves_a_link() {
    let sandbox = r#"sandbox="allow-scripts allow-popups allow-popups-to-escape-sandbox""#;
    let framed = open(true, sandbox).await;
    let page = &framed.page;
    let note = page.text("slot").await;
    assert!(page.page_text().await.contains("в новом окне"), "{note}");
    page.outside();
    page.tap("otklik-survey a[target=_blank]").await;
    framed.enters_new_window().await;
    page.tap(&point(4)).await;
    page.tap(SEND).await;
    page.wait_for(THANKS).await;
    framed.ends_with(scores("enjoyed", &[(4, 1)])).await;
}
