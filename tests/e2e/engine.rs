//! Firefox and WebKitGTK, for tests that `cargo xtask browsers` alone runs; see `browser` for Chromium.

use crate::app::{App, parts, until};
use crate::browser::Browser;
use serde_json::{Map, Value, json};
use std::ops::Deref;
use thirtyfour::prelude::*;
use tokio::sync::{Mutex, MutexGuard};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    Firefox,
    WebKit,
}

/// The drivers of both serve one session at a time.
static TURNS: [Mutex<()>; 2] = [Mutex::const_new(()), Mutex::const_new(())];

#[derive(Debug)]
pub struct Session {
    page: Browser,
    _turn: MutexGuard<'static, ()>,
}

impl Deref for Session {
    type Target = Browser;

    fn deref(&self) -> &Browser {
        &self.page
    }
}

impl Engine {
    pub fn as_str(self) -> &'static str {
        match self {
            Engine::Firefox => "firefox",
            Engine::WebKit => "webkit",
        }
    }

    /// The origin at which this engine's tests serve host pages; the deployment lists it.
    pub fn host_url(self) -> String {
        self.variable("HOST")
    }

    fn variable(self, what: &str) -> String {
        let name = format!("OTKLIK_{}_{what}", self.as_str().to_uppercase());
        std::env::var(&name).unwrap_or_else(|_| panic!("no {name}: run `cargo xtask browsers`"))
    }

    /// A new browser with nothing stored.
    pub async fn open(self, _: &App) -> Session {
        let turn = TURNS[self as usize].lock().await;
        let driver_url: &'static str = self.variable("DRIVER").leak();
        // The session of a failed test may not have ended yet.
        let start = || async {
            let driver = WebDriver::new(driver_url, self.capabilities()).await;
            driver.ok()
        };
        let what = format!("a session of {}, see its driver's log", self.as_str());
        let driver = until(&what, start).await;
        Session {
            page: Browser::of(driver, driver_url),
            _turn: turn,
        }
    }

    /// WebKit's driver knows where Debian keeps MiniBrowser, and what to pass to it.
    fn capabilities(self) -> Capabilities {
        let prefs = json!({"intl.accept_languages": "ru", "ui.prefersReducedMotion": 1});
        let firefox = json!({"args": ["-headless"], "prefs": prefs});
        let mut all = Map::<String, Value>::new();
        if self == Engine::Firefox {
            all.insert("moz:firefoxOptions".to_owned(), firefox);
        }
        Capabilities::from(all)
    }
}

impl Session {
    /// Checks that a person sees this part of the form, and keeps a picture of it in `target/browsers`.
    pub async fn sees(&self, css: &str, engine: Engine, name: &str) {
        let is_seen = "return new Promise((done) => {
                const check = () => {
                    const { x, y, width, height } = scope.querySelector(arguments[0]).getBoundingClientRect();
                    const top = (scope.elementFromPoint ? scope : document).elementFromPoint(x + width / 2, y + height / 2);
                    done(width > 0 && !!top?.closest(arguments[0]));
                };
                // After the paint.
                requestAnimationFrame(() => requestAnimationFrame(check));
            })";
        let is_seen = self.run(is_seen, vec![json!(css)]).await;
        let file = format!("{}-{name}.png", engine.as_str());
        let file = parts().artifacts("browsers").join(file);
        self.page.driver.screenshot(&file).await.expect("a picture");
        assert_eq!(is_seen, true, "{css} cannot be seen: {}", file.display());
    }

    pub async fn quits(self) {
        let driver = self.page.driver.clone();
        driver.quit().await.expect("the browser quits");
    }
}
