//! Pop-ups and the tab on the edge: when they open, the focus, and when they stay closed.

use super::{NEXT, SEND, Stage, TAKEN_OVER, THANKS, point};
use crate::browser::{Browser, Console, Size};
use crate::host::Page;
use crate::numbers::{Tally, scores};
use crate::proxy::Rule;
use serde_json::json;
use thirtyfour::prelude::*;

const OPEN: &str = "dialog[data-open]";
const LAYER: &str = "otklik-layer";

/// A host page with a pop-up of these attributes, a link in it, and a text to scroll through.
async fn open(attributes: &str) -> Stage {
    open_at(Size::Phone, attributes).await
}

async fn open_at(size: Size, attributes: &str) -> Stage {
    let markup = format!(
        r#"<button id="host">Кнопка</button><p id="else">Иначе</p>
<otklik-survey survey="guest" event="{{event}}" {attributes}><a href="{{server}}/s/guest">Оценить</a></otklik-survey>
<script async src="{{server}}/embed/guest.js"></script>"#
    );
    let below = "<p>Текст страницы.</p>".repeat(120);
    let page = Page {
        markup: Some(&markup),
        below: &below,
        ..Page::default()
    };
    let stage = super::stage(size, Rule::Pass, page).await;
    // The widget has loaded.
    stage.page.inside(LAYER);
    stage.page.wait_for("dialog").await;
    stage
}

impl Browser {
    /// Whether the window is open, after the page has had time to open it.
    async fn is_shut(&self) -> bool {
        let settle = "const done = arguments[arguments.length - 1]; setTimeout(done, 300);";
        let waited = self.driver.execute_async(settle, vec![]).await;
        waited.expect("time passes");
        !self.has(OPEN).await
    }

    async fn page_focus(&self) -> String {
        let script = "return document.activeElement.id || document.activeElement.localName";
        let found = self.run(script, vec![]).await;
        found.as_str().unwrap_or_default().to_owned()
    }
}

async fn ends_unheard(stage: Stage) {
    stage.ends_with(Console::Silent, Tally::new()).await;
}

/// It does not take the focus, is announced, closes on Escape, and does not open again.
#[tokio::test]
async fn popup_takes_no_focus_and_stays_closed() {
    let stage = open("mode=popup delay-s=0.4").await;
    let page = &stage.page;
    page.run("document.querySelector('#host').focus()", vec![])
        .await;
    page.wait_for(OPEN).await;
    page.wait_for(TAKEN_OVER).await;
    assert_eq!(page.page_focus().await, "host");
    assert!(!page.has("dialog:modal").await, "the page stays usable");
    let news = page.text("[role=status].otklik-news").await;
    assert!(news.contains("Как вам мероприятие?"), "{news}");
    assert_eq!(
        page.stored().await,
        "{}{}",
        "showing is no act of the guest"
    );
    page.press(Key::Escape).await;
    page.wait_until_gone(OPEN).await;
    assert!(page.stored().await.contains("guest:survey"), "closing is");
    page.driver.refresh().await.expect("a reload");
    page.wait_for("dialog").await;
    assert!(page.is_shut().await, "it was closed today");
    // A guest who asks for it gets it all the same.
    page.outside();
    page.tap("otklik-survey a").await;
    page.inside(LAYER);
    page.wait_for("dialog[data-open]:modal").await;
    ends_unheard(stage).await;
}

/// Opened by the guest it is modal: the focus enters, stays inside, and returns.
#[tokio::test]
async fn a_tab_opens_a_dialog_that_keeps_the_focus() {
    let stage = open_at(Size::Desktop, r#"mode="tab" label="Оценить праздник""#).await;
    let page = &stage.page;
    assert_eq!(page.text(".otklik-tab").await, "Оценить праздник");
    page.tap(".otklik-tab").await;
    page.wait_for("dialog:modal").await;
    page.wait_for(TAKEN_OVER).await;
    let inside = "return !!scope.activeElement?.closest('dialog')";
    for _ in 0..12 {
        page.press(Key::Tab).await;
        let focus = page.page_focus().await;
        let is_inside = page.run(inside, vec![]).await == true;
        // After the last control comes the browser's own toolbar, never the page.
        assert!(is_inside || focus == "body", "the focus is on {focus}");
    }
    page.press(Key::Escape).await;
    page.wait_until_gone(OPEN).await;
    let back = page
        .run("return scope.activeElement?.className", vec![])
        .await;
    assert_eq!(back, "otklik-tab");
    page.tap(".otklik-tab").await;
    page.tap(&point(5)).await;
    page.tap(NEXT).await;
    page.tap(SEND).await;
    page.wait_for(THANKS).await;
    page.tap(".otklik-close").await;
    page.wait_until_gone(OPEN).await;
    stage
        .ends_with(Console::Silent, scores("enjoyed", &[(5, 1)]))
        .await;
}

#[tokio::test]
async fn scrolling_opens() {
    let stage = open("mode=popup scroll-percent=60").await;
    assert!(stage.page.is_shut().await);
    let script = "scrollTo(0, document.documentElement.scrollHeight / 2)";
    stage.page.run(script, vec![]).await;
    stage.page.wait_for(OPEN).await;
    ends_unheard(stage).await;
}

#[tokio::test]
async fn click_on_a_named_element_opens_a_dialog() {
    let stage = open("mode=popup click='#else'").await;
    let page = &stage.page;
    page.outside();
    page.tap("#host").await;
    page.inside(LAYER);
    assert!(page.is_shut().await);
    page.outside();
    page.tap("#else").await;
    page.inside(LAYER);
    page.wait_for("dialog[data-open]:modal").await;
    ends_unheard(stage).await;
}

#[tokio::test]
async fn exit_intent_opens_only_where_configured() {
    for (attributes, opens) in [("mode=popup", false), ("mode=popup exit-intent", true)] {
        let stage = open_at(Size::Desktop, attributes).await;
        let page = &stage.page;
        // A driven mouse cannot leave its window: dispatch the event that the browser would send.
        let leave = "document.documentElement.dispatchEvent(new MouseEvent('mouseout', { bubbles: true, clientY: -1 }))";
        page.run(leave, vec![]).await;
        if opens {
            page.wait_for(OPEN).await;
        } else {
            assert!(page.is_shut().await, "{attributes}");
        }
        ends_unheard(stage).await;
    }
}

#[tokio::test]
async fn popup_respects_its_conditions() {
    for (attributes, opens) in [
        ("path='/'", true),
        ("path='/prices*'", false),
        ("path='/prices* /*'", true),
        ("languages='uk en'", false),
        ("languages='ru'", true),
        ("sample-percent=0", false),
        ("sample-percent=100", true),
    ] {
        let stage = open(&format!("mode=popup delay-s=0.1 {attributes}")).await;
        if opens {
            stage.page.wait_for(OPEN).await;
        } else {
            assert!(stage.page.is_shut().await, "{attributes}");
        }
        ends_unheard(stage).await;
    }
}

/// The element's own API, and the events for the host page.
#[tokio::test]
async fn the_host_page_opens_closes_and_listens() {
    let stage = open("mode=popup").await;
    let page = &stage.page;
    let listen = "window.heard = [];
        for (const name of ['ready', 'answered', 'submitted', 'closed'])
          document.addEventListener('otklik:' + name, ({ detail }) => heard.push([name, detail.survey, detail.form, detail.question ?? null, detail.score ?? null].join(' ')));
        document.querySelector('otklik-survey').open();";
    page.run(listen, vec![]).await;
    page.wait_for(OPEN).await;
    page.wait_for(TAKEN_OVER).await;
    page.tap(&point(5)).await;
    page.tap(NEXT).await;
    page.tap(SEND).await;
    page.wait_for(THANKS).await;
    page.run("document.querySelector('otklik-survey').close()", vec![])
        .await;
    page.wait_until_gone(OPEN).await;
    let heard = page.run("return heard", vec![]).await;
    assert_eq!(
        heard,
        json!([
            "ready guest survey  ",
            "answered guest survey q.enjoyed 5",
            "submitted guest survey  ",
            "closed guest survey  "
        ])
    );
    let globals = "return Object.keys(window).filter(name => /otklik/i.test(name)).length";
    assert_eq!(page.run(globals, vec![]).await, 0);
    stage
        .ends_with(Console::Silent, scores("enjoyed", &[(5, 1)]))
        .await;
}

/// A single-page application removes the element while its window is open, and shows it again.
#[tokio::test]
async fn a_window_leaves_with_its_element() {
    let stage = open("mode=popup click='#host'").await;
    let page = &stage.page;
    let press = async || {
        page.outside();
        page.tap("#host").await;
        page.inside(LAYER);
        page.wait_for("dialog[data-open]:modal").await;
    };
    press().await;
    let remove = "window.kept = document.querySelector('otklik-survey'); kept.remove()";
    page.run(remove, vec![]).await;
    let is_gone = "return !document.querySelector('otklik-layer')";
    let gone = || async { (page.run(is_gone, vec![]).await == true).then_some(()) };
    page.wait("the window leaves", gone).await;
    page.run("document.body.append(kept)", vec![]).await;
    page.wait_for("dialog").await;
    assert!(!page.has(OPEN).await, "it comes back closed");
    press().await;
    page.press(Key::Escape).await;
    page.wait_until_gone(OPEN).await;
    ends_unheard(stage).await;
}
