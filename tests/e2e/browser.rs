//! A real Chromium, driven as a person would: taps, typing, and the visible text.

use crate::app::{App, until};
use serde_json::{Value, json};
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::io::Write as _;
use std::net::SocketAddr;
use std::time::Duration;
use thirtyfour::TypingData;
use thirtyfour::prelude::*;

/// Beyond these: headless, and no traffic of the browser's own.
const FLAGS: &[&str] = &[
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--hide-scrollbars",
    // After a failed load Chromium would reload when the connection returns, while a test navigates: the test's
    // page would then come second and miss the thanks.
    "--disable-auto-reload",
    // A guest's browser does not call itself headless.
    "--user-agent=Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36",
];

/// The root of the product's elements: the shadow root on a host page, the document on the server's own pages.
/// `inside` selects one where a page has several.
const SCOPE: &str = "const host = document.querySelector('HOST');
const scope = host?.shadowRoot ?? document;";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    /// The narrowest supported width.
    Small,
    Phone,
    Desktop,
}

impl Size {
    pub const BOTH: [Size; 2] = [Size::Phone, Size::Desktop];
    pub const ALL: [Size; 3] = [Size::Small, Size::Phone, Size::Desktop];

    pub fn width_px(self) -> u32 {
        match self {
            Size::Small => 320,
            Size::Phone => 390,
            Size::Desktop => 1280,
        }
    }

    fn height_px(self) -> u32 {
        match self {
            Size::Small => 568,
            Size::Phone => 844,
            Size::Desktop => 800,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Theme {
    Light,
    Dark,
}

impl Theme {
    pub const BOTH: [Theme; 2] = [Theme::Light, Theme::Dark];

    pub fn as_str(self) -> &'static str {
        match self {
            Theme::Light => "light",
            Theme::Dark => "dark",
        }
    }
}

/// Console messages that do not fail the test.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Console {
    Silent,
    /// Only messages about a violated policy.
    Policy,
    /// For pages that are blocked on purpose.
    Noisy,
}

#[derive(Debug)]
pub struct Browser {
    pub driver: WebDriver,
    /// The address of the driver that has this session.
    driver_url: &'static str,
    /// A selector of the element that is looked into, behind its name; the first one without.
    host: Cell<&'static str>,
    /// Findings so far, reported when the browser closes: the finding, and where.
    findings: RefCell<BTreeMap<String, Vec<String>>>,
}

impl Browser {
    /// A new browser with nothing stored: the driver makes a profile folder for each session.
    pub async fn open(app: &App, size: Size) -> Browser {
        Browser::open_with(app, size, "ru", &[]).await
    }

    /// `routes` maps an address (`http://localhost:8787`) to a socket of the test, so that a page keeps its
    /// real origin behind a proxy or on a host page of the test.
    pub async fn open_with(
        app: &App,
        size: Size,
        lang: &str,
        routes: &[(&str, SocketAddr)],
    ) -> Browser {
        let mut caps = DesiredCapabilities::chrome();
        for flag in FLAGS {
            caps.add_arg(flag).expect("a flag");
        }
        if !routes.is_empty() {
            let rules: Vec<String> = routes
                .iter()
                .map(|(url, socket)| format!("MAP {} {socket}", crate::proxy::authority(url)))
                .collect();
            let rules = format!("--host-resolver-rules={}", rules.join(","));
            caps.add_arg(&rules).expect("a flag");
            // No test waits for a request that a proxy holds before the load event.
            caps.set("pageLoadStrategy", "eager").expect("a strategy");
        }
        let langs = json!({"intl": {"accept_languages": lang, "selected_languages": lang}});
        caps.add_experimental_option("prefs", langs).expect("prefs");
        caps.set("goog:loggingPrefs", json!({"browser": "ALL"}))
            .expect("logging");
        let driver = WebDriver::new(&app.parts.webdriver, caps)
            .await
            .expect("a browser");
        driver
            .set_script_timeout(Duration::from_secs(30))
            .await
            .expect("a timeout");
        let browser = Browser::of(driver, &app.parts.webdriver);
        browser.resize(size).await;
        browser.dress(Theme::Light).await;
        browser
    }

    /// A session of any engine. Other engines than Chromium's know nothing of `cdp`, and so of `close`.
    pub fn of(driver: WebDriver, driver_url: &'static str) -> Browser {
        Browser {
            driver,
            driver_url,
            host: Cell::new(""),
            findings: RefCell::default(),
        }
    }

    pub async fn cdp(&self, method: &str, params: Value) -> Value {
        let answer = self.driver.cdp().send_raw(method, params).await;
        answer.unwrap_or_else(|error| panic!("{method}: {error}"))
    }

    pub async fn resize(&self, size: Size) {
        let metrics = json!({
            "width": size.width_px(), "height": size.height_px(), "deviceScaleFactor": 1,
            "mobile": size != Size::Desktop,
        });
        self.cdp("Emulation.setDeviceMetricsOverride", metrics)
            .await;
    }

    /// Light or dark, and without motion: contrast is not defined for half-faded text.
    pub async fn dress(&self, theme: Theme) {
        let features = json!([
            {"name": "prefers-color-scheme", "value": theme.as_str()},
            {"name": "prefers-reduced-motion", "value": "reduce"},
        ]);
        self.cdp("Emulation.setEmulatedMedia", json!({"features": features}))
            .await;
    }

    /// Spends the time of a quick reader on the page: later requests are served by the app's clock, which is
    /// then ahead by that time.
    pub async fn glances(&self, app: &App) {
        let clock = app.clock();
        clock.catches_up();
        clock.passes(crate::link_page::GLANCE);
        self.cdp("Network.enable", json!({})).await;
        let headers = json!({crate::clock::HEADER: clock.next()});
        self.cdp("Network.setExtraHTTPHeaders", json!({"headers": headers}))
            .await;
    }

    pub async fn without_scripts(&self) {
        self.cdp(
            "Emulation.setScriptExecutionDisabled",
            json!({"value": true}),
        )
        .await;
    }

    pub async fn goto(&self, url: &str) {
        let arrived = self.driver.goto(url).await;
        arrived.unwrap_or_else(|error| panic!("{url}: {error}"));
    }

    /// Runs a function's body in the page; `scope` is the root of the product's elements.
    pub async fn run(&self, script: &str, args: Vec<Value>) -> Value {
        let script = self.scoped(script);
        let returned = self.driver.execute(script.clone(), args).await;
        let returned = returned.unwrap_or_else(|error| panic!("{script}: {error}"));
        returned.json().clone()
    }

    /// Uses the shadow root of another element from now on: of the survey with these attributes
    /// (`[survey=site][form=callback]`), or of a window (`otklik-layer[mode=tab]`).
    pub fn inside(&self, which: &'static str) {
        self.host.set(which);
    }

    /// Uses the host page itself from now on.
    pub fn outside(&self) {
        self.host.set("[nowhere]");
    }

    /// Presses the demo site's callback button, and uses the opened form.
    pub async fn opens_callback(&self) {
        let button = self.driver.find(By::Css("details.call > summary")).await;
        let pressed = button.expect("the callback button").click().await;
        pressed.expect("it can be pressed");
        self.inside("[form=callback]");
    }

    pub fn scoped(&self, script: &str) -> String {
        let host = match self.host.get() {
            which if which.starts_with('[') => format!("otklik-survey{which}"),
            "" => "otklik-survey".to_owned(),
            element => element.to_owned(),
        };
        let scope = SCOPE.replace("HOST", &host);
        format!("{scope}\n{script}")
    }

    async fn element(&self, css: &str) -> Option<WebElement> {
        let script = self.scoped("return scope.querySelector(arguments[0])");
        let found = self.driver.execute(script, vec![json!(css)]).await.ok()?;
        found.element().ok()
    }

    /// Waits for the element.
    pub async fn wait_for(&self, css: &str) -> WebElement {
        self.wait(css, || self.element(css)).await
    }

    /// Waits until the element is gone.
    pub async fn wait_until_gone(&self, css: &str) {
        let gone = || async { self.element(css).await.is_none().then_some(()) };
        self.wait(&format!("{css} goes away"), gone).await;
    }

    /// Taps the element as soon as it can be tapped.
    pub async fn tap(&self, css: &str) {
        // The page may replace the element between finding and tapping; then it is found again.
        let tap = || async { self.element(css).await?.click().await.ok() };
        self.wait(&format!("tapping {css}"), tap).await;
    }

    /// Presses keys where the focus is.
    pub async fn press(&self, keys: impl Into<TypingData>) {
        let chain = self.driver.action_chain().send_keys(keys);
        chain.perform().await.expect("keys can be pressed");
    }

    /// Replaces the content of a field.
    pub async fn write(&self, css: &str, text: &str) {
        let write = || async {
            let field = self.element(css).await?;
            field.clear().await.ok()?;
            field.send_keys(text).await.ok()
        };
        self.wait(&format!("writing into {css}"), write).await;
    }

    pub async fn text(&self, css: &str) -> String {
        let read = || async { self.element(css).await?.text().await.ok() };
        self.wait(css, read).await
    }

    /// A DOM property as text, `checked` or `value`.
    pub async fn prop(&self, css: &str, name: &'static str) -> String {
        let read = || async { self.element(css).await?.prop(name).await.ok()? };
        self.wait(css, read).await
    }

    pub async fn has(&self, css: &str) -> bool {
        self.element(css).await.is_some()
    }

    /// The visible text of the product's elements.
    pub async fn page_text(&self) -> String {
        let script = "const top = scope === document ? document.body : scope;
            return [...(top.children ?? [])].map(e => e.innerText).join('\\n')";
        self.run(script, vec![])
            .await
            .as_str()
            .unwrap_or_default()
            .to_owned()
    }

    /// Polls `probe`; at the timeout keeps a picture of the page and panics with its address.
    pub async fn wait<T, F>(&self, what: &str, probe: impl FnMut() -> F) -> T
    where
        F: Future<Output = Option<T>>,
    {
        let picture = Picture {
            driver: &self.driver,
            what,
        };
        picture.or_panic(until(what, probe)).await
    }

    /// Keeps a finding for the end; the same one in several places is reported once.
    pub fn note(&self, at: &str, finding: &str) {
        let mut findings = self.findings.borrow_mut();
        findings
            .entry(finding.to_owned())
            .or_default()
            .push(at.to_owned());
    }

    /// Ends the session; fails on findings and on console errors.
    pub async fn close(self, console: Console) {
        let log = self.driver.browser_log().await.expect("the console's log");
        let errors: Vec<String> = log
            .into_iter()
            .filter(|entry| entry.level == "SEVERE")
            .map(|entry| entry.message)
            .collect();
        self.driver.clone().quit().await.expect("the browser quits");
        let findings = self.findings.take();
        assert!(findings.is_empty(), "{findings:#?}");
        let is_expected = |error: &String| match console {
            Console::Silent => false,
            Console::Policy => error.contains("Content Security Policy"),
            Console::Noisy => true,
        };
        let unexpected: Vec<_> = errors.iter().filter(|it| !is_expected(it)).collect();
        assert!(unexpected.is_empty(), "the console says: {unexpected:#?}");
    }
}

/// A failed test has not closed its browser. The library's own drop would wait for the runtime, which is
/// unwinding; so the session is deleted by hand.
impl Drop for Browser {
    fn drop(&mut self) {
        if std::thread::panicking() && self.driver.clone().leak().is_ok() {
            let authority = crate::proxy::authority(self.driver_url);
            let session = self.driver.session_id();
            let request = format!(
                "DELETE /session/{session} HTTP/1.1\r\nHost: {authority}\r\nConnection: close\r\n\r\n"
            );
            if let Ok(mut driver) = std::net::TcpStream::connect(authority) {
                let _ = driver.write_all(request.as_bytes());
            }
        }
    }
}

/// Takes a picture of a page whose wait timed out.
struct Picture<'a> {
    driver: &'a WebDriver,
    what: &'a str,
}

impl Picture<'_> {
    async fn or_panic<T>(&self, waiting: impl Future<Output = T>) -> T {
        // Shorter than the timeout of `until`, so that this panic comes first.
        let patience = crate::app::TIMEOUT - Duration::from_secs(2);
        match tokio::time::timeout(patience, waiting).await {
            Ok(found) => found,
            Err(_) => {
                let folder = crate::app::parts().artifacts("failures");
                let thread = std::thread::current();
                let name = thread.name().unwrap_or("test").replace("::", "-");
                let file = folder.join(format!("{name}.png"));
                let shot = self.driver.screenshot(&file).await;
                let url = self.driver.current_url().await;
                let log = self.driver.browser_log().await;
                panic!(
                    "waited in vain: {}\nat {url:?}\npicture: {} {shot:?}\nconsole: {log:#?}",
                    self.what,
                    file.display()
                )
            }
        }
    }
}
