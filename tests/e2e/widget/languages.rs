//! The language on a host page: the snippet's, else the page's, else the browser's.

use super::{TAKEN_OVER, stage};
use crate::app::App;
use crate::browser::{Browser, Console, Size};
use crate::host::Page;
use crate::numbers::Tally;
use crate::proxy::Rule;

/// The language of the survey on a host page.
async fn check_language(host: Page<'_>, sentence: &str) {
    let stage = stage(Size::Phone, Rule::Pass, host).await;
    let seen = || async {
        let text = stage.page.page_text().await;
        text.contains(sentence).then_some(())
    };
    stage.page.wait(sentence, seen).await;
    stage.page.wait_for(TAKEN_OVER).await;
    assert!(
        stage.page.page_text().await.contains(sentence),
        "the widget keeps the language"
    );
    stage.ends_with(Console::Silent, Tally::new()).await;
}

#[tokio::test]
async fn the_host_pages_language_decides_before_the_browsers() {
    let host = Page {
        lang: "uk",
        ..Page::default()
    };
    check_language(host, "Наскільки вам сподобався захід?").await;
}

#[tokio::test]
async fn a_region_is_no_other_language() {
    let host = Page {
        lang: "en-GB",
        ..Page::default()
    };
    check_language(host, "How much did you enjoy the event?").await;
}

/// A country's code in place of the language's, which many pages have.
#[tokio::test]
async fn a_page_in_ua_is_ukrainian() {
    let host = Page {
        lang: "ua",
        ..Page::default()
    };
    check_language(host, "Наскільки вам сподобався захід?").await;
}

#[tokio::test]
async fn the_snippets_language_decides_before_the_pages() {
    let host = Page {
        lang: "uk",
        data: "data-lang=\"en\"",
        ..Page::default()
    };
    check_language(host, "How much did you enjoy the event?").await;
}

#[tokio::test]
async fn a_page_without_a_known_language_gets_the_browsers() {
    let host = Page {
        lang: "de",
        ..Page::default()
    };
    check_language(host, "Насколько вам понравилось мероприятие?").await;
}

/// The demo site in each language, with survey and callback in it.
#[tokio::test]
async fn the_demo_site_is_of_one_language_throughout() {
    let app = App::enter().await;
    let page = Browser::open(&app, Size::Phone).await;
    for (path, survey, callback) in [
        ("", "Насколько вам понравилось мероприятие?", "Когда удобно"),
        ("uk/", "Наскільки вам сподобався захід?", "Коли зручно"),
        (
            "en/",
            "How much did you enjoy the event?",
            "Good time to call",
        ),
    ] {
        page.goto(&format!("{}/{path}", app.parts.demo_url)).await;
        let says = async |sentence: &str| {
            page.wait_for(TAKEN_OVER).await;
            let text = page.page_text().await;
            assert!(text.contains(sentence), "{path}: no {sentence:?} in {text}");
        };
        page.inside("[survey=guest]");
        says(survey).await;
        page.opens_callback().await;
        says(callback).await;
    }
    page.close(Console::Silent).await;
}
