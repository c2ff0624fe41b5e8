//! A real Chromium without a user: it runs every script of the page, and its own scripts follow links, press
//! buttons and send forms. WebDriver's own taps count as user activation, so it makes none.

use super::run::{of_bot, quarantined_by_flag};
use crate::app::App;
use crate::browser::{Browser, Console, Size};
use crate::invites::{Invited, kept};
use crate::share;
use crate::widget::TAKEN_OVER;
use serde_json::json;

/// Fills in a form in `root` as a scanner does: the first score, and every other field.
const FILL: &str = "
const fill = (root) => {
  root.querySelectorAll('input[type=radio][value=\"1\"]').forEach((input) => input.click());
  for (const area of root.querySelectorAll('textarea')) {
    area.value = 'scanned';
    area.dispatchEvent(new Event('input', { bubbles: true }));
  }
};
";

/// Presses every button of the form that leads on, step after step, with touch events; six times.
const PRESS: &str = "
fill(root);
const form = root.querySelector('form');
const events = ['pointerdown', 'mousedown', 'pointerup', 'mouseup', 'click', 'keydown', 'keyup'];
let times = 0;
const press = () => {
  for (const type of events) {
    const init = { bubbles: true, composed: true };
    form.querySelectorAll('label').forEach((it) => it.dispatchEvent(new Event(type, init)));
  }
  form.querySelectorAll('button:not(.otklik-back)').forEach((button) => button.click());
  if (++times < 6) setTimeout(press, 150);
};
press();
";

/// The same by the form itself: goes a step on each time, and then sends.
const REQUEST: &str = "
fill(root);
let times = 0;
const request = () => {
  root.querySelector('form').requestSubmit();
  if (++times < 6) setTimeout(request, 150);
};
request();
";

/// Runs before the page's first load event, so before the loader.
const EARLY: &str = "
addEventListener('DOMContentLoaded', () => {
  const root = document;
  if (!document.querySelector('form.otklik-form')) return;
  SCRIPT
});
";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Act {
    Waits,
    ClicksLinks,
    PressesEarly,
    SubmitsEarly,
    RequestsEarly,
    PressesLate,
    SubmitsLate,
    RequestsLate,
}

const ALL: [Act; 8] = [
    Act::Waits,
    Act::ClicksLinks,
    Act::PressesEarly,
    Act::SubmitsEarly,
    Act::RequestsEarly,
    Act::PressesLate,
    Act::SubmitsLate,
    Act::RequestsLate,
];

impl Act {
    fn name(self) -> &'static str {
        match self {
            Act::Waits => "runs scripts and waits",
            Act::ClicksLinks => "clicks every link",
            Act::PressesEarly => "presses every button of the plain form",
            Act::SubmitsEarly => "sends the plain form by submit()",
            Act::RequestsEarly => "sends the plain form by requestSubmit()",
            Act::PressesLate => "presses every button of the painted form",
            Act::SubmitsLate => "sends the painted form by submit()",
            Act::RequestsLate => "sends the painted form by requestSubmit()",
        }
    }

    /// A script that runs as soon as the page exists, before the loader.
    fn script_before_load(self) -> Option<&'static str> {
        match self {
            Act::PressesEarly => Some(PRESS),
            Act::SubmitsEarly => {
                Some("fill(root); document.querySelector('form.otklik-form').submit();")
            }
            Act::RequestsEarly => {
                Some("fill(root); document.querySelector('form.otklik-form').requestSubmit();")
            }
            _ => None,
        }
    }

    /// A script that runs in the painted form.
    fn script_in_form(self) -> Option<&'static str> {
        match self {
            Act::PressesLate => Some(PRESS),
            Act::SubmitsLate => Some("fill(root); root.querySelector('form').submit();"),
            Act::RequestsLate => Some(REQUEST),
            _ => None,
        }
    }

    fn is_kept(self) -> bool {
        !matches!(self, Act::Waits | Act::ClicksLinks)
    }
}

#[tokio::test]
async fn browser_without_user_activation_is_not_counted() {
    let app = App::enter().await;
    let event = Invited::event(&app).await;
    let each = share::of(2, 100);
    let codes = event.codes_of(ALL.len() * each).await;
    // Each gets links answered before its visit and links answered after it.
    let of_act = |act: usize| -> Vec<String> {
        let own = codes.iter().skip(act).step_by(ALL.len());
        own.cloned().collect()
    };
    let browser = Browser::open(&app, Size::Desktop).await;
    let works = async |_: &[String]| {
        for (place, act) in ALL.into_iter().enumerate() {
            act_on(&app, &browser, act, &of_act(place)).await;
        }
        // The browser uses the bot's clock.
        app.clock().catches_up();
    };
    let figures = of_bot(&event, &codes, false, true, works).await;
    let seconds = figures.expect("only the people's answers count").seconds;
    for (place, act) in ALL.into_iter().enumerate() {
        let links = of_act(place);
        let quarantined = quarantined_by_flag(&links).await;
        assert_eq!(
            quarantined.is_empty(),
            !act.is_kept(),
            "{}: {quarantined}",
            act.name()
        );
        let by_flag = if quarantined.is_empty() {
            "nothing"
        } else {
            &quarantined
        };
        let result = format!(
            "{} links, 0 counted; quarantined: {by_flag}; as many people before or after it counted once each ({seconds:.0} s for all of Chromium)",
            links.len()
        );
        share::report(&format!("bot profiles, Chromium {}", act.name()), &result);
    }
    // The console reports loads that its own clicks aborted.
    browser.close(Console::Noisy).await;
}

async fn act_on(app: &App, browser: &Browser, act: Act, codes: &[String]) {
    let mut early = None;
    if let Some(script) = act.script_before_load() {
        let source = format!("{FILL}{}", EARLY.replace("SCRIPT", script));
        let added = browser.cdp(
            "Page.addScriptToEvaluateOnNewDocument",
            json!({"source": source}),
        );
        early = Some(added.await);
    }
    for code in codes {
        visit(app, browser, act, code).await;
    }
    if let Some(added) = early {
        browser
            .cdp("Page.removeScriptToEvaluateOnNewDocument", added)
            .await;
    }
}

async fn visit(app: &App, browser: &Browser, act: Act, code: &str) {
    let before = history(code).await;
    let url = format!("{}/r/{code}", app.parts.public_url);
    browser.goto(&url).await;
    if act.is_kept() && act.script_before_load().is_some() {
        browser.wait(act.name(), || is_longer(code, &before)).await;
        return;
    }
    browser.wait_for("[data-step]").await;
    if let Some(script) = act.script_in_form() {
        let script = format!("{FILL} const root = scope; {script}");
        browser.run(&script, vec![]).await;
        browser.wait(act.name(), || is_longer(code, &before)).await;
        return;
    }
    // All resources of the page have loaded, and its script has looked for user activation.
    browser.wait_for(TAKEN_OVER).await;
    if act == Act::ClicksLinks {
        click_links(browser, &url).await;
    }
}

/// Every link of the page, opened anew for each; at most ten.
async fn click_links(browser: &Browser, url: &str) {
    let links =
        "return [...document.querySelectorAll('a'), ...(scope.querySelectorAll?.('a') ?? [])]";
    let count = browser.run(&format!("{links}.length"), vec![]).await;
    let count = count.as_u64().expect("a count").min(10);
    assert!(count >= 2, "{count} links");
    for place in 0..count {
        browser.goto(url).await;
        browser
            .run(
                &format!("({}[{place}])?.click()", &links["return ".len()..]),
                vec![],
            )
            .await;
        let rests = "return document.readyState === 'complete'";
        let rests = || async { (browser.run(rests, vec![]).await == true).then_some(()) };
        browser.wait("the page that a link leads to", rests).await;
    }
}

async fn history(code: &str) -> String {
    let stored = kept(code).await;
    stored["history"].as_str().unwrap_or_default().to_owned()
}

async fn is_longer(code: &str, before: &str) -> Option<()> {
    (history(code).await.len() > before.len()).then_some(())
}
