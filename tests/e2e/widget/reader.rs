//! Screen readers: the outline of each step, and that the plain form and the widget have the same.

use super::{NEXT, TAKEN_OVER};
use crate::app::App;
use crate::browser::{Browser, Console, Size};
use crate::host::{Host, Page};
use crate::proxy::{Proxy, Rule};
use crate::tree;
use serde_json::Value;

const LANGS: [&str; 3] = ["ru", "uk", "en"];

/// Together these have every kind of question.
const SURVEYS: [&str; 3] = ["guest", "client", "effort"];

struct Site {
    app: App,
    proxy: Proxy,
    _host: Host,
    page: Browser,
}

/// A host page with `survey` in `lang`, the widget held back.
async fn site(survey: &str, lang: &str) -> Site {
    let app = App::enter().await;
    let markup = format!(
        r#"<otklik-survey survey="{survey}" lang="{lang}"></otklik-survey>
<script async src="{{server}}/embed/{survey}.js?lang={lang}"></script>"#
    );
    let page = Page {
        lang,
        markup: Some(&markup),
        ..Page::default()
    };
    let host = Host::serve(app.parts, &page).await;
    let proxy = Proxy::open(&app.parts.public_url, &["/widget/otklik-"], Rule::Hold).await;
    let routes = [
        (app.parts.public_url.as_str(), proxy.address),
        (app.parts.demo_url.as_str(), host.address),
    ];
    let page = Browser::open_with(&app, Size::Phone, lang, &routes).await;
    page.goto(&app.parts.demo_url).await;
    page.wait_for("form.otklik-form").await;
    Site {
        app,
        proxy,
        _host: host,
        page,
    }
}

/// The first step by the loader has the outline of the widget's; every step has its stored outline.
async fn check_outlines(survey: &str, lang: &str) {
    let site = site(survey, lang).await;
    let page = &site.page;
    let painted = page.outline().await;
    site.proxy.set(Rule::Pass);
    page.wait_for(TAKEN_OVER).await;
    let taken_over = page.outline().await;
    assert_eq!(painted, taken_over, "{survey} {lang}");
    let mut outlines = vec![taken_over];
    page.tap("label.otklik-point[data-score='1']").await;
    while page.has(NEXT).await {
        outlines.push(page.outline().await);
        page.tap(NEXT).await;
    }
    outlines.push(page.outline().await);
    tree::is_kept(&format!("{survey}-{lang}"), &outlines.join("\n"));
    site.page.close(Console::Silent).await;
}

#[tokio::test]
async fn every_step_is_read_out_in_russian() {
    for survey in SURVEYS {
        check_outlines(survey, "ru").await;
    }
}

#[tokio::test]
async fn every_step_is_read_out_in_ukrainian() {
    for survey in SURVEYS {
        check_outlines(survey, "uk").await;
    }
}

#[tokio::test]
async fn every_step_is_read_out_in_english() {
    for survey in SURVEYS {
        check_outlines(survey, "en").await;
    }
}

/// Markup and position of every question, without the parts that differ by design.
const QUESTIONS: &str = "return [...scope.querySelectorAll('.otklik-q')].map(block => {
  const copy = block.cloneNode(true);
  copy.removeAttribute('data-step'); copy.removeAttribute('hidden');
  return copy.outerHTML;
});";

/// Page, painted form and widget show the same question, of every kind and language.
#[tokio::test]
async fn form_and_widget_show_the_same_questions() {
    for survey in SURVEYS {
        for lang in LANGS {
            let site = site(survey, lang).await;
            let page = &site.page;
            let painted = page.run(QUESTIONS, vec![]).await;
            site.proxy.set(Rule::Pass);
            page.wait_for(TAKEN_OVER).await;
            let taken_over = page.run(QUESTIONS, vec![]).await;
            let own = format!("{}/s/{survey}?lang={lang}", site.app.parts.url);
            page.goto(&own).await;
            let plain = page.run(QUESTIONS, vec![]).await;
            assert_eq!(painted, plain, "{survey} {lang}");
            assert_eq!(taken_over, plain, "{survey} {lang}");
            assert!(plain.as_array().is_some_and(|all| all.len() > 1));
            site.page.close(Console::Silent).await;
        }
    }
}

/// The positions in pixels, of the first step before and after the enhancement.
const BOXES: &str = "return [...scope.querySelectorAll('.otklik *')].filter(it => it.checkVisibility()).map(it => {
  const { x, y, width, height } = it.getBoundingClientRect();
  return [it.localName, Math.round(x), Math.round(y), Math.round(width), Math.round(height)].join(' ');
});";

/// Nothing moves by a pixel when the widget takes over the form.
#[tokio::test]
async fn enhancement_moves_nothing() {
    for survey in SURVEYS {
        let site = site(survey, "ru").await;
        let page = &site.page;
        let mut before = Vec::new();
        for size in Size::ALL {
            page.resize(size).await;
            before.push(page.run(BOXES, vec![]).await);
        }
        site.proxy.set(Rule::Pass);
        page.wait_for(TAKEN_OVER).await;
        for (size, before) in Size::ALL.into_iter().zip(before) {
            page.resize(size).await;
            let after = page.run(BOXES, vec![]).await;
            assert_eq!(after, before, "{survey} at {} px", size.width_px());
        }
        site.page.close(Console::Silent).await;
    }
}

/// Eleven buttons in one row, in their order, each at least of the minimum target size.
#[tokio::test]
async fn eleven_buttons_fit_the_narrowest_phone() {
    let site = site("client", "ru").await;
    let page = &site.page;
    page.resize(Size::Small).await;
    let script = "return [...scope.querySelectorAll('[data-q=nps] label')].map(it => {
        const { x, y, width, height } = it.getBoundingClientRect(); return { x, y, width, height } })";
    let boxes = page.run(script, vec![]).await;
    let boxes = boxes.as_array().expect("boxes");
    assert_eq!(boxes.len(), 11);
    let of = |it: &Value, key: &str| it[key].as_f64().expect("a number");
    for pair in boxes.windows(2) {
        assert!(of(&pair[0], "x") < of(&pair[1], "x"), "in their order");
        assert_eq!(pair[0]["y"], pair[1]["y"], "in one row");
    }
    for it in boxes {
        assert!(of(it, "width") >= 24.0 && of(it, "height") >= 44.0, "{it}");
    }
    site.proxy.set(Rule::Pass);
    page.wait_for(TAKEN_OVER).await;
    site.page.close(Console::Silent).await;
}
