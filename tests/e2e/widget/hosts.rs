//! Hostile host pages: whatever they forbid or break, a vote arrives, the page stays unchanged, nothing moves,
//! and the console is silent.

use super::{NEXT, SEND, TAKEN_OVER, THANKS, point, radio, stage_behind};
use crate::browser::{Browser, Console, Size};
use crate::host::Page;
use crate::numbers::{Tally, scores};
use crate::proxy::Rule;
use serde_json::Value;

/// The part of the product by which a vote is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    Widget,
    Form,
    /// The snippet's link, to the server's own page.
    Link,
}

/// The snippet of the README, with its height reserved by the host's style.
pub(super) const ELEMENT: &str = r#"<otklik-survey survey="guest" event="{event}"><a href="{server}/s/guest?event={event}">Оценить</a></otklik-survey>
<script async src="{server}/embed/guest.js"></script>"#;

const RESERVED: &str =
    r#"<style nonce="n0nce">otklik-survey { display: block; min-height: 320px }</style>"#;

/// 200 nodes of many kinds, whose computed styles are compared.
fn nodes() -> String {
    let block = r##"<h2>Праздники</h2><p>Свадьбы, <b>корпоративы</b>, <a href="#x">фестивали</a>.</p>
<ul><li>Раз</li></ul><label>Имя <input name="n"></label><button type="button">Кнопка</button>
<select><option>Да</option></select><form><fieldset><legend>Форма</legend><input type="radio"></fieldset></form>
<table><tbody><tr><td>1</td></tr></tbody></table><dialog>Окно</dialog>"##;
    block.repeat(10)
}

/// Every computed property of every node of the host page, as one text.
const STYLES: &str = "const all = [...document.querySelectorAll('main *:not(otklik-survey, otklik-survey *, a[data-otklik], script)')];
return [all.length, all.map(node => node.localName + ':' + [...getComputedStyle(node)]
  .map(name => getComputedStyle(node).getPropertyValue(name)).join(';')).join('\\n')];";

/// Every layout shift without user input: its value, and the nodes' positions.
const SHIFTS: &str = "const done = arguments[arguments.length - 1];
const place = rect => [rect.x, rect.y, rect.width, rect.height].map(Math.round).join(' ');
const moved = it => (it.node?.localName ?? it.node?.nodeName ?? 'gone') + ' ' + place(it.previousRect) + ' to ' + place(it.currentRect);
new PerformanceObserver(list => done(list.getEntries().filter(it => !it.hadRecentInput)
  .map(it => it.value + ': ' + it.sources.map(moved).join(', '))))
  .observe({ type: 'layout-shift', buffered: true });
requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => done([]), 300)));";

/// Opens a host page and votes: by `way`, with the host page unchanged.
async fn check(way: Way, console: Console, host: Page<'_>) {
    let head = format!("{RESERVED}{}", host.head);
    let below = nodes();
    let host = Page {
        markup: host.markup.or(Some(ELEMENT)),
        head: &head,
        below: &below,
        ..host
    };
    let stage = stage_behind(&["/embed/"], Size::Phone, Rule::Hold, host).await;
    let page = &stage.page;
    let is_whole = || async {
        let now = page.run(STYLES, vec![]).await;
        (now[0].as_u64() >= Some(200)).then_some(now)
    };
    let before = page.wait("the host page is whole", is_whole).await;
    stage.proxy.set(Rule::Pass);
    arrive(page, way).await;
    let after = page.run(STYLES, vec![]).await;
    assert_eq!(difference(&before, &after), None);
    let shifts = page.driver.execute_async(SHIFTS, vec![]).await;
    let shifts = shifts.expect("a list").json().clone();
    assert_eq!(shifts, serde_json::json!([]), "the layout shifts");
    vote(page, way).await;
    stage.ends_with(console, scores("enjoyed", &[(4, 1)])).await;
}

async fn arrive(page: &Browser, way: Way) {
    match way {
        Way::Widget => drop(page.wait_for(TAKEN_OVER).await),
        Way::Form => {
            page.wait_for("form.otklik-form").await;
            // The widget has had its time: the page and all that it requested have loaded.
            let settled = "return document.readyState === 'complete'";
            let settled = || async { (page.run(settled, vec![]).await == true).then_some(()) };
            page.wait("all has loaded", settled).await;
            assert!(!page.has(TAKEN_OVER).await, "the widget came after all");
        }
        Way::Link => drop(page.wait_for("otklik-survey a").await),
    }
}

async fn vote(page: &Browser, way: Way) {
    match way {
        Way::Widget => {
            page.tap(&point(4)).await;
            page.tap(NEXT).await;
        }
        Way::Form => {
            page.tap(&point(4)).await;
            page.tap(NEXT).await;
        }
        Way::Link => {
            page.tap("otklik-survey a").await;
            page.tap(&point(4)).await;
        }
    }
    page.tap(SEND).await;
    page.wait_for(THANKS).await;
}

/// The first node whose style differs.
fn difference(before: &Value, after: &Value) -> Option<String> {
    let text = |value: &Value| value[1].as_str().unwrap_or_default().to_owned();
    let (before, after) = (text(before), text(after));
    let pairs = before.lines().zip(after.lines());
    let mut different = pairs.filter(|(one, other)| one != other);
    let first = different
        .next()
        .map(|(one, other)| format!("{one}\n{other}"));
    first.or_else(|| (before.lines().count() != after.lines().count()).then(|| "nodes".to_owned()))
}

/// A policy that names the server in every directive that needs it, with `script` as its rule for scripts.
fn policy(script: &str) -> String {
    let server = &crate::app::parts().public_url;
    format!(
        "default-src 'none'; style-src 'nonce-n0nce'; img-src data:; script-src {}; \
         connect-src {server}; form-action {server}",
        script.replace("{server}", server)
    )
}

async fn check_policy(way: Way, console: Console, script: &str) {
    let policy = policy(script);
    let page = Page {
        policy: &policy,
        ..Page::default()
    };
    check(way, console, page).await;
}

async fn check_head(way: Way, head: &str) {
    let page = Page {
        head,
        ..Page::default()
    };
    check(way, Console::Silent, page).await;
}

#[tokio::test]
async fn an_ordinary_page() {
    check(Way::Widget, Console::Silent, Page::default()).await;
}

#[tokio::test]
async fn a_strict_policy_that_allows_wasm() {
    check_policy(Way::Widget, Console::Silent, "{server} 'wasm-unsafe-eval'").await;
}

/// The browser itself reports violations of the policy, unless the host declares its policy to the loader.
#[tokio::test]
async fn a_strict_policy_that_forbids_wasm() {
    check_policy(Way::Form, Console::Policy, "{server}").await;
    let policy = policy("{server}");
    let markup = ELEMENT.replace("survey=", "widget=\"off\" survey=");
    let page = Page {
        policy: &policy,
        markup: Some(&markup),
        ..Page::default()
    };
    check(Way::Form, Console::Silent, page).await;
}

#[tokio::test]
async fn scripts_by_nonce_alone() {
    let markup = ELEMENT.replace("<script", "<script nonce=\"n0nce\"");
    for script in [
        "'nonce-n0nce' 'wasm-unsafe-eval'",
        "'nonce-n0nce' 'strict-dynamic' 'wasm-unsafe-eval'",
    ] {
        let policy = policy(script);
        let page = Page {
            policy: &policy,
            markup: Some(&markup),
            ..Page::default()
        };
        check(Way::Widget, Console::Silent, page).await;
    }
}

/// The policy allows no Trusted Types policy at all: none is needed.
#[tokio::test]
async fn trusted_types_are_required() {
    let page = Page {
        policy: "require-trusted-types-for 'script'; trusted-types 'none'",
        ..Page::default()
    };
    check(Way::Widget, Console::Silent, page).await;
}

#[tokio::test]
async fn scripts_and_forms_are_forbidden() {
    let page = Page {
        policy: "script-src 'none'; form-action 'none'",
        ..Page::default()
    };
    check(Way::Link, Console::Policy, page).await;
}

#[tokio::test]
async fn tailwinds_reset() {
    let path = crate::app::parts()
        .root
        .join("node_modules/tailwindcss/preflight.css");
    let reset = std::fs::read_to_string(path).expect("tailwindcss is among the npm packages");
    check_head(Way::Widget, &format!("<style>{reset}</style>")).await;
}

#[tokio::test]
async fn everything_is_unset() {
    let head = "<style>* { all: unset !important }
        otklik-survey { display: block !important; min-height: 320px !important }</style>";
    check_head(Way::Widget, head).await;
}

#[tokio::test]
async fn styles_that_reach_for_everything() {
    let head = "<style>* { font: 40px serif !important; color: red !important; position: relative;
        letter-spacing: 3px; text-transform: uppercase; --ink: pink; --paper: pink; direction: rtl }
        div, form, input, button, label { display: none !important }</style>";
    check_head(Way::Widget, head).await;
}

/// As old libraries did.
#[tokio::test]
async fn polluted_prototypes() {
    let head = r#"<script>
        Object.prototype.extend = function () { return this; };
        Object.prototype.method = "DELETE";
        Object.prototype.body = "polluted";
        Object.prototype.signal = "none";
        Array.prototype.toJSON = function () { return "[polluted]"; };
        String.prototype.toJSON = function () { return "polluted"; };
        Array.prototype.last = function () { return this[this.length - 1]; };
        Array.from = function (it) { return it && it.toArray ? it.toArray() : []; };
    </script>"#;
    check_head(Way::Widget, head).await;
    // A draft survives the pollution too.
    let page = Page {
        head,
        ..Page::default()
    };
    let stage = super::stage(Size::Phone, Rule::Pass, page).await;
    let page = &stage.page;
    page.wait_for(TAKEN_OVER).await;
    page.tap(&point(3)).await;
    page.driver.refresh().await.expect("a reload");
    page.wait_for(TAKEN_OVER).await;
    assert_eq!(page.prop(&radio(3), "checked").await, "true");
    stage.ends_with(Console::Silent, Tally::new()).await;
}

/// The widget needs fetch for its WASM; the form sends by XMLHttpRequest.
#[tokio::test]
async fn broken_fetch() {
    for fetch in [
        "() => { throw new Error('patched') }",
        "() => undefined",
        "() => Promise.reject(new TypeError('patched'))",
        "async () => new Response('<p>not yours</p>')",
    ] {
        check_head(
            Way::Form,
            &format!("<script>window.fetch = {fetch}</script>"),
        )
        .await;
    }
}

/// A monitor that wraps fetch and clones each reply.
#[tokio::test]
async fn monitored_fetch() {
    let head = "<script>const real = window.fetch;
        window.fetch = async function (...all) { const reply = await real.apply(this, all); await reply.clone().text(); return reply }</script>";
    check_head(Way::Widget, head).await;
}

#[tokio::test]
async fn quirks_mode() {
    let page = Page {
        doctype: "",
        ..Page::default()
    };
    check(Way::Widget, Console::Silent, page).await;
}

#[tokio::test]
async fn a_page_from_right_to_left() {
    check_head(Way::Widget, "<style>html { direction: rtl }</style>").await;
}

#[tokio::test]
async fn foreign_base_element() {
    check_head(
        Way::Widget,
        r#"<base href="https://elsewhere.example/deep/">"#,
    )
    .await;
}

/// A browser that forbids storage.
#[tokio::test]
async fn storage_is_denied() {
    let head = r#"<script>for (const name of ["localStorage", "sessionStorage"])
        Object.defineProperty(window, name, { get() { throw new DOMException("denied", "SecurityError") } });</script>"#;
    check_head(Way::Widget, head).await;
}

#[tokio::test]
async fn the_script_is_included_twice() {
    let script = r#"<script async src="{server}/embed/guest.js"></script>"#;
    let markup = format!("{ELEMENT}\n{script}\n{script}");
    let page = Page {
        markup: Some(&markup),
        ..Page::default()
    };
    check(Way::Widget, Console::Silent, page).await;
}
