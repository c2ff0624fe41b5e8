//! The widget takes over wholly or not at all: whatever fails on the way, a vote arrives.

use super::hosts::ELEMENT;
use super::{TAKEN_OVER, stage};
use crate::browser::{Console, Size};
use crate::database::rows;
use crate::host::Page;
use crate::proxy::Rule;

/// Lists the functions that the widget calls of the page and the browser; the one that the address names throws.
const WATCH: &str = "<script>{
    const failing = decodeURIComponent(location.search.slice(1));
    window.called = new Set();
    const real = WebAssembly.instantiateStreaming;
    WebAssembly.instantiateStreaming = (source, imports) => {
        for (const functions of Object.values(imports))
            for (const [name, real] of Object.entries(functions))
                if (typeof real === 'function') functions[name] = (...all) => {
                    called.add(name);
                    if (name !== failing) return real(...all);
                    window.isFailing = true;
                    throw new Error('the page has replaced this');
                };
        return real.call(WebAssembly, source, imports);
    };
}</script>";

/// Ten seconds on a screen of 60 Hz: a device that does not store delays sending by two, twice.
const FRAMES_MAX: usize = 600;

/// Either has taken over, or has failed.
const SETTLED: &str = "return !!window.isFailing || !!scope.querySelector('form[novalidate]')";

#[tokio::test]
async fn every_call_fails_once() {
    let page = Page {
        head: WATCH,
        markup: Some(ELEMENT),
        ..Page::default()
    };
    let stage = stage(Size::Phone, Rule::Pass, page).await;
    let page = &stage.page;
    page.wait_for(TAKEN_OVER).await;
    page.votes_somehow("nothing fails").await;
    let called = page.run("return [...called]", vec![]).await;
    let called: Vec<String> = serde_json::from_value(called).expect("names");
    assert!(called.len() > 40, "{called:?}");
    let mut lost = Vec::new();
    for name in &called {
        page.run(
            "sessionStorage.clear(); localStorage.clear(); indexedDB.deleteDatabase('otklik')",
            vec![],
        )
        .await;
        page.goto(&format!("{}/?{name}", stage.app.parts.demo_url))
            .await;
        let settled = || async { (page.run(SETTLED, vec![]).await == true).then_some(()) };
        page.wait(&format!("{name} fails, or is not called yet"), settled)
            .await;
        // Many short looks rather than one wait: one report names all that are lost.
        let mut is_done = false;
        for _ in 0..FRAMES_MAX {
            is_done = page.is_thanked_after_a_tap().await;
            if is_done {
                break;
            }
            let frame = "requestAnimationFrame(arguments[0])";
            let shown = page.driver.execute_async(frame, vec![]).await;
            shown.expect("a frame");
        }
        if !is_done {
            lost.push(name);
        }
    }
    assert!(lost.is_empty(), "no thanks where these fail: {lost:?}");
    // So many votes of one link are a burst: some are stored without being counted.
    let event = &stage.event.id;
    let stored = format!("SELECT count(*) AS n FROM response WHERE event = '{event}'");
    let stored = rows(&stored).await[0]["n"].as_u64();
    assert_eq!(stored, Some(called.len() as u64 + 1));
    stage.page.close(Console::Noisy).await;
}
