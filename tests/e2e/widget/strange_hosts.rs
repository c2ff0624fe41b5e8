//! Host pages on which forms of this kind break: each stands for reports about some widget or other.

use super::hosts::ELEMENT;
use super::{NEXT, SEND, Stage, TAKEN_OVER, THANKS, point, stage};
use crate::browser::{Browser, Console, Size, Theme};
use crate::host::Page;
use crate::numbers::{Tally, scores};
use crate::proxy::Rule;
use crate::reply::Reply;
use serde_json::json;
use thirtyfour::prelude::*;

const LAYER: &str = "otklik-layer";

/// What to tap next for a vote of 4, by whatever is there, the widget or the form alone; `true` with the thanks.
const NEXT_TAP: &str = "const shows = it => it?.checkVisibility?.() ?? false;
if (shows(scope.querySelector('.otklik-thanks'))) return true;
const point = scope.querySelector('input[value=\"4\"]');
if (shows(point?.parentElement) && !point.checked) return point.parentElement;
return [...scope.querySelectorAll('.otklik-next, .otklik-send')].find(it => shows(it) && !it.disabled) ?? null;";

impl Browser {
    pub(super) async fn votes_somehow(&self, page: &str) {
        let done = || async { self.is_thanked_after_a_tap().await.then_some(()) };
        self.wait(&format!("the thanks, {page}"), done).await;
    }

    /// Taps once where the thanks are not visible yet.
    pub(super) async fn is_thanked_after_a_tap(&self) -> bool {
        let script = self.scoped(NEXT_TAP);
        let found = self.driver.execute(script, vec![]).await;
        let found = found.expect("the script runs");
        let is_thanked = *found.json() == true;
        if let Ok(element) = found.element() {
            // The page may replace it meanwhile.
            let _ = element.click().await;
        }
        is_thanked
    }

    /// By taps, in the widget.
    async fn votes(&self) {
        self.wait_for(TAKEN_OVER).await;
        self.tap(&point(4)).await;
        self.tap(NEXT).await;
        self.tap(SEND).await;
        self.wait_for(THANKS).await;
    }
}

async fn open(head: &str, markup: &str) -> Stage {
    let page = Page {
        head,
        markup: Some(markup),
        ..Page::default()
    };
    stage(Size::Phone, Rule::Pass, page).await
}

/// In the one that opens by itself.
async fn votes_in_a_window(stage: Stage) {
    stage.page.inside(LAYER);
    stage.page.wait_for("dialog[data-open]").await;
    stage.page.votes().await;
    counted_once(stage, Console::Silent).await;
}

async fn counted_once(stage: Stage, console: Console) {
    stage.ends_with(console, scores("enjoyed", &[(4, 1)])).await;
}

/// Tag managers put their markup into such containers.
#[tokio::test]
async fn a_popup_in_a_hidden_or_transformed_container() {
    for style in [
        "display: none; visibility: hidden",
        "transform: scale(0.1); overflow: hidden; height: 1px",
    ] {
        let popup = ELEMENT.replacen("survey=", "mode=\"popup\" delay-s=\"0\" survey=", 1);
        let stage = open("", &format!(r#"<div style="{style}">{popup}</div>"#)).await;
        votes_in_a_window(stage).await;
    }
}

/// A page's own dialog, and windows that opened by themselves: Escape closes the topmost alone.
#[tokio::test]
async fn escape_closes_one_layer() {
    let popup = ELEMENT.replacen("survey=", "mode=\"popup\" delay-s=\"0\" survey=", 1);
    let markup = format!("<dialog id=\"own\">Окно сайта</dialog>{popup}");
    let stage = open("", &markup).await;
    let page = &stage.page;
    page.inside(LAYER);
    page.wait_for("dialog[data-open]").await;
    page.run("document.querySelector('#own').showModal()", vec![])
        .await;
    page.press(Key::Escape).await;
    let is_closed = "return !document.querySelector('#own').open";
    let closed = || async { (page.run(is_closed, vec![]).await == true).then_some(()) };
    page.wait("the page's dialog closes", closed).await;
    assert!(page.has("dialog[data-open]").await, "the window stays");
    page.press(Key::Escape).await;
    page.wait_until_gone("dialog[data-open]").await;
    stage.ends_with(Console::Silent, Tally::new()).await;
}

/// Letters that a guest types are no shortcuts of the page; Escape and Tab are keys of its dialogs too.
#[tokio::test]
async fn shortcuts_of_the_page() {
    let head =
        "<script>heard = []; for (const name of ['keydown', 'keyup', 'input', 'beforeinput'])
        document.addEventListener(name, event => heard.push(event.key ?? name));</script>";
    let stage = open(head, ELEMENT).await;
    let page = &stage.page;
    page.wait_for(TAKEN_OVER).await;
    page.tap(&point(4)).await;
    page.tap(NEXT).await;
    page.write("textarea", "abc").await;
    page.press(Key::Escape).await;
    let heard = page.run("return heard", vec![]).await;
    assert_eq!(heard, json!(["Escape", "Escape"]));
    stage
        .ends_with(Console::Silent, scores("enjoyed", &[(4, 1)]))
        .await;
}

/// Old libraries replace methods of the DOM by ones that fail on our elements.
#[tokio::test]
async fn replaced_methods() {
    for broken in [
        "Element.prototype.remove = function () { this.parentElement.removeChild(this) }",
        "window.Window = function () {}",
        "window.Element = function () {}",
        "Function.prototype.bind = function () { return this }",
        "Element.prototype.matches = function () { throw new Error('old') }",
        "Node.prototype.contains = undefined",
        "Promise.race = undefined",
        "window.requestAnimationFrame = callback => setTimeout(callback, 0)",
    ] {
        let stage = open(&format!("<script>{broken}</script>"), ELEMENT).await;
        stage.page.votes_somehow(broken).await;
        counted_once(stage, Console::Noisy).await;
    }
}

/// Copied into the page, and inside a module: the script's own address says nothing.
#[tokio::test]
async fn a_script_that_was_copied() {
    let app = crate::app::App::enter().await;
    let loader = Reply::to(app.get("/embed/guest.js?lang=ru")).await.body;
    drop(app);
    for kind in ["text/javascript", "module"] {
        let element = ELEMENT.split("<script").next().expect("the element");
        let markup = format!("{element}<script type=\"{kind}\">{loader}</script>");
        let stage = open("", &markup).await;
        stage.page.votes().await;
        counted_once(stage, Console::Silent).await;
    }
    // The link before a module becomes the element too.
    let markup = format!(
        r#"<a href="{{server}}/s/guest" data-otklik="guest">Оценить</a><script type="module">{loader}</script>"#
    );
    let stage = open("", &markup).await;
    stage.page.wait_for(TAKEN_OVER).await;
    stage.ends_with(Console::Silent, Tally::new()).await;
}

/// Tag managers strip attributes of scripts.
#[tokio::test]
async fn a_mode_in_the_scripts_address() {
    let markup = r#"<script async src="{server}/embed/guest.js?1697341234&amp;mode=popup&amp;delay-s=0&amp;event={event}"></script>"#;
    let stage = open("", markup).await;
    votes_in_a_window(stage).await;
}

/// React sets attributes as properties where an element has one of that name, and every element can `click`.
#[tokio::test]
async fn an_attribute_that_is_set_as_a_property() {
    let (_, loader) = ELEMENT.split_once("<script").expect("the script");
    let markup = format!(
        "<script>customElements.whenDefined('otklik-survey').then(() => {{
            const made = document.createElement('otklik-survey');
            for (const [name, value] of [['survey', 'guest'], ['event', '{{event}}'], ['mode', 'popup']]) made.setAttribute(name, value);
            made.click = '#rate';
            document.body.append(made);
        }})</script><button id='rate'>Оценить</button><script{loader}"
    );
    let stage = open("", &markup).await;
    let page = &stage.page;
    page.inside(LAYER);
    page.wait_for("dialog").await;
    page.outside();
    page.tap("#rate").await;
    page.inside(LAYER);
    page.wait_for("dialog:modal").await;
    page.votes().await;
    counted_once(stage, Console::Silent).await;
}

#[tokio::test]
async fn a_page_that_is_light_alone() {
    let look = "return [getComputedStyle(scope.querySelector('.otklik')).backgroundColor,
        getComputedStyle(scope.querySelector('.otklik')).colorScheme]";
    for (declared, paper) in [
        ("only light", json!(["rgb(255, 255, 255)", "light"])),
        ("light dark", json!(["rgb(26, 29, 33)", "light dark"])),
    ] {
        let head = format!("<style>:root {{ color-scheme: {declared} }}</style>");
        let stage = open(&head, ELEMENT).await;
        let page = &stage.page;
        page.dress(Theme::Dark).await;
        page.driver.refresh().await.expect("a reload");
        page.wait_for(TAKEN_OVER).await;
        assert_eq!(page.run(look, vec![]).await, paper, "{declared}");
        stage.ends_with(Console::Silent, Tally::new()).await;
    }
}

/// A browser that translates the page replaces its text nodes, and translates what changes later.
#[tokio::test]
async fn a_page_that_is_translated() {
    const TRANSLATE: &str =
        "for (const element of scope.querySelectorAll('button, .otklik-progress'))
        for (const text of [...element.childNodes].filter(it => it.data)) {
          const font = document.createElement('font');
          font.textContent = '[' + text.textContent + ']';
          text.replaceWith(font);
        }";
    let stage = open("", ELEMENT).await;
    let page = &stage.page;
    page.wait_for(TAKEN_OVER).await;
    page.run(TRANSLATE, vec![]).await;
    assert_eq!(page.text(NEXT).await, "[Дальше]");
    page.tap(&point(4)).await;
    assert_eq!(page.text(NEXT).await, "[Дальше]", "nothing has changed");
    page.tap(NEXT).await;
    assert_eq!(page.text(".otklik-progress").await, "Вопрос 2 из 2");
    assert_eq!(page.text(SEND).await, "Отправить");
    page.tap(SEND).await;
    page.wait_for(THANKS).await;
    stage
        .ends_with(Console::Silent, scores("enjoyed", &[(4, 1)]))
        .await;
}

/// Side columns: everything inside, and no point narrower than a finger needs.
#[tokio::test]
async fn narrow_columns() {
    const FITS: &str = "const box = scope.querySelector('.otklik').getBoundingClientRect();
        return [...scope.querySelectorAll('label, span, button, legend, p')].filter(it => it.checkVisibility())
          .map(it => [it.className || it.localName, it.getBoundingClientRect()])
          .filter(([name, at]) => at.right > box.right + 0.5 || at.left < box.left - 0.5 || (name.includes('point') && at.width < 23))
          .map(([name, at]) => name + ' ' + at.width)";
    for (survey, width_px) in [
        ("client", 200),
        ("client", 240),
        ("guest", 200),
        ("effort", 200),
    ] {
        let element = ELEMENT.replace("guest", survey);
        let markup = format!(r#"<div style="width:{width_px}px">{element}</div>"#);
        let stage = open("", &markup).await;
        let page = &stage.page;
        page.wait_for(TAKEN_OVER).await;
        let outside = page.run(FITS, vec![]).await;
        assert_eq!(outside, json!([]), "{survey} in {width_px} px");
        stage.ends_with(Console::Silent, Tally::new()).await;
    }
}

/// A service worker of the page breaks requests to other origins: no retry helps, so the form leaves the page.
#[tokio::test]
async fn a_service_worker_that_breaks_votes() {
    let head = "<script>navigator.serviceWorker.register('/worker.js').then(() => navigator.serviceWorker.ready)
        .then(() => navigator.serviceWorker.controller || location.reload())</script>";
    let page = Page {
        head,
        markup: Some(ELEMENT),
        worker: "oninstall = () => skipWaiting(); onactivate = event => event.waitUntil(clients.claim());
            onfetch = event => { if (event.request.method === 'POST') event.respondWith(Response.error()) };",
        ..Page::default()
    };
    let stage = stage(Size::Phone, Rule::Pass, page).await;
    let page = &stage.page;
    let controlled = "return !!navigator.serviceWorker.controller";
    let controlled = || async { (page.run(controlled, vec![]).await == true).then_some(()) };
    page.wait("the service worker", controlled).await;
    page.driver.refresh().await.expect("a reload");
    page.votes().await;
    let url = page.driver.current_url().await.expect("an address");
    let server = &stage.app.parts.public_url;
    assert!(url.as_str().starts_with(server), "{url}");
    counted_once(stage, Console::Noisy).await;
}
