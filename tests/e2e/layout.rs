//! Every page fits: in each language, from 320 to 1280 pixels.

use crate::actors::{callback, fresh_phone, vote};
use crate::app::App;
use crate::browser::{Browser, Console, Size, Theme};
use crate::database::fresh_event;
use serde_json::json;

/// English with accents, a third longer.
pub const PSEUDO: &str = "en-XA";

/// Taller pages are cut in pictures.
const HEIGHT_MAX_PX: u64 = 8_000;

#[tokio::test]
async fn every_page_fits() {
    let app = App::enter().await;
    let event = fresh_event(&app).await.id;
    for score in [5, 5, 4, 2] {
        app.guest()
            .answers("guest", &vote(&event, score))
            .await
            .is(201);
    }
    app.visitor()
        .asks_for_a_call(&callback(&fresh_phone()))
        .await
        .is(201);
    let page = Browser::open(&app, Size::Phone).await;
    let url = &app.parts.url;
    // The pseudo-language is a third longer than English, and shows a text that is in no catalog.
    for lang in ["ru", "uk", "en", PSEUDO] {
        for survey in ["guest", "client"] {
            page.goto(&format!("{url}/s/{survey}?lang={lang}&score=5"))
                .await;
            page.fits_everywhere(&app, survey, lang).await;
        }
        page.tap("button.otklik-send").await;
        page.wait_for(".otklik-thanks").await;
        page.fits_everywhere(&app, "thanks", lang).await;
        page.goto(&format!("{url}/c/site?lang={lang}")).await;
        page.fits_everywhere(&app, "callback", lang).await;
        page.write("input[name='phone']", "12").await;
        page.run("document.forms[0].noValidate = true", vec![])
            .await;
        page.tap("button.otklik-send").await;
        page.wait_for("#err-phone").await;
        page.fits_everywhere(&app, "errors", lang).await;
        page.write("input[name='phone']", &fresh_phone()).await;
        page.tap("input[name='consent']").await;
        page.tap("button.otklik-send").await;
        page.wait_for(".otklik-due").await;
        page.fits_everywhere(&app, "due", lang).await;
        page.tap("a.otklik-cancel").await;
        page.wait_for("form[action^='?lang=']").await;
        page.fits_everywhere(&app, "cancel", lang).await;
        page.goto(&format!("{url}/s/guest?lang={lang}&score=1"))
            .await;
        page.tap("button.otklik-send").await;
        page.wait_for(".otklik-offer").await;
        page.fits_everywhere(&app, "offer", lang).await;
        page.goto(&format!("{url}/director?lang={lang}")).await;
        page.fits_everywhere(&app, "sign-in", lang).await;
        page.write("input[name='token']", &app.parts.token).await;
        page.tap("button[type='submit']").await;
        page.wait_for("form[action$='/director/session/end']").await;
        page.goto(&format!("{url}/director?lang={lang}")).await;
        page.fits_everywhere(&app, "director", lang).await;
        for name in ["callbacks", "low-answers"] {
            page.goto(&format!("{url}/director/{name}?lang={lang}"))
                .await;
            page.fits_everywhere(&app, name, lang).await;
        }
        page.driver.delete_all_cookies().await.expect("cookies");
        page.goto(&format!("{url}/director/nope?lang={lang}")).await;
        page.fits_everywhere(&app, "nowhere", lang).await;
    }
    page.close(Console::Noisy).await;
}

#[tokio::test]
async fn the_demo_site_fits() {
    let app = App::enter().await;
    let page = Browser::open(&app, Size::Phone).await;
    for (lang, path) in [("ru", ""), ("uk", "uk/"), ("en", "en/")] {
        page.goto(&format!("{}/{path}", app.parts.demo_url)).await;
        page.inside("[survey=guest]");
        page.wait_for("form.otklik-form[novalidate]").await;
        page.fits_everywhere(&app, "demo", lang).await;
        page.tap("label.otklik-point[data-score='5']").await;
        page.tap("input[name='q.liked'][value='other']").await;
        page.fits_everywhere(&app, "demo-choice", lang).await;
        // The next page starts without this one's draft.
        page.run("sessionStorage.clear()", vec![]).await;
    }
    page.close(Console::Silent).await;
}

/// Layout errors of a page at its size: horizontal scrolling, truncated words, and controls that are too small
/// to be tapped or overlap another control of their form.
const MISFITS: &str = "
const root = document.documentElement;
const misfits = [];
const over = root.scrollWidth - root.clientWidth;
if (over) misfits.push(`the page scrolls sideways by ${over} px`);
const all = (node) => [...node.querySelectorAll('*')].flatMap((it) => [it, ...(it.shadowRoot ? all(it.shadowRoot) : [])]);
const isSeen = (it) => {
  const { width, height, right } = it.getBoundingClientRect();
  return it.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && width > 1 && height > 1 && right > 0;
};
const seen = all(document).filter(isSeen);
const name = (it) => it.localName + (it.className ? '.' + it.className : '') + ' ' + (it.name ?? '') + (it.value ?? '');
const hasWords = (it) => [...it.childNodes].some((child) => child.nodeType === 3 && child.data.trim());
for (const it of seen.filter(hasWords)) {
  const { overflowX, display } = getComputedStyle(it);
  const isCut = display !== 'inline' && overflowX !== 'auto' && overflowX !== 'scroll' && it.scrollWidth > it.clientWidth + 1;
  if (isCut) misfits.push(`${name(it)} is cut: ${it.scrollWidth} in ${it.clientWidth} px`);
}
const isChoice = (it) => it.matches('input[type=radio], input[type=checkbox]');
const targets = seen.filter((it) => it.matches('button, select, textarea, input, summary') && !isChoice(it))
  .concat(seen.filter((it) => it.localName === 'label' && it.control && isChoice(it.control)))
  .map((it) => [it, it.getBoundingClientRect()]);
for (const [it, { width, height }] of targets) {
  if (width < 24 || height < 24) misfits.push(`${name(it)} is too small: ${width} x ${height}`);
}
targets.forEach(([one, a], place) => targets.slice(place + 1).forEach(([other, b]) => {
  // A window overlaps the page that it opened on.
  const isElsewhere = (what) => one.closest(what) !== other.closest(what);
  if (isElsewhere('form') || isElsewhere('dialog') || one.contains(other) || other.contains(one)) return;
  const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
  const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
  if (across > 1 && down > 1) misfits.push(`${name(one)} and ${name(other)} lie over each other`);
}));
return misfits;";

/// The texts of labels, buttons and table headings of at least eight letters, all of them plain ASCII.
const TEXTS: &str = "return [...document.querySelectorAll('label, legend, button, th, h1, h2')]
  .map((it) => it.textContent.trim())
  .filter((text) => /[a-z]{8}/.test(text) && /^[\\x00-\\x7f]*$/.test(text));";

impl Browser {
    /// Layout errors fail the test when the browser closes, so that one run reports all.
    pub async fn fits(&self, at: &str) {
        let misfits = self.run(MISFITS, vec![]).await;
        for misfit in misfits.as_array().expect("a list") {
            self.note(at, misfit.as_str().expect("a text"));
        }
    }

    /// Checks the page in its present state in every size. With pictures turned on, keeps one of each size and
    /// theme: `target/screens/<page>-<language>-<width>-<theme>.png`.
    pub async fn fits_everywhere(&self, app: &App, name: &str, lang: &str) {
        if lang == PSEUDO {
            self.has_accents(name).await;
        }
        for size in Size::ALL {
            self.resize(size).await;
            self.fits(&format!("{name} {lang}, {} px", size.width_px()))
                .await;
        }
        if std::env::var_os("OTKLIK_PICTURES").is_some() {
            self.pictures(app, name, lang).await;
        }
    }

    /// Labels, buttons and headings that are not in the pseudo-language come from no catalog, or from a missing key.
    async fn has_accents(&self, name: &str) {
        let texts = self.run(TEXTS, vec![]).await;
        let texts = texts.as_array().expect("a list").iter();
        for text in texts.map(|text| text.as_str().expect("a text")) {
            self.note(name, &format!("{text:?} is not in the pseudo-language"));
        }
    }

    async fn pictures(&self, app: &App, name: &str, lang: &str) {
        let folder = app.parts.artifacts("screens");
        for size in Size::BOTH {
            for theme in Theme::BOTH {
                self.resize(size).await;
                self.dress(theme).await;
                let height = self
                    .run("return document.documentElement.scrollHeight", vec![])
                    .await;
                let height_px = height.as_u64().expect("a height").min(HEIGHT_MAX_PX);
                let whole = json!({
                    "width": size.width_px(), "height": height_px, "deviceScaleFactor": 1,
                    "mobile": size == Size::Phone,
                });
                self.cdp("Emulation.setDeviceMetricsOverride", whole).await;
                let picture = self.driver.screenshot_as_png().await.expect("a picture");
                let file = format!("{name}-{lang}-{}-{}.png", size.width_px(), theme.as_str());
                std::fs::write(folder.join(file), picture).expect("the picture is kept");
            }
        }
    }
}
