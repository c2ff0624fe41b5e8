//! axe-core on the page in its present state, shadow roots included.

use crate::app::App;
use crate::browser::{Browser, Size, Theme};
use serde_json::{Value, json};

/// A theme changes colours only.
fn options(theme: Theme) -> Value {
    match theme {
        Theme::Light => json!({}),
        Theme::Dark => json!({"runOnly": ["color-contrast"]}),
    }
}

/// Each violation as one text: the rule and the first three places.
const RUN: &str = "const done = arguments[arguments.length - 1];
const place = node => '  ' + node.target.flat().join(' ') + ': ' +
  node.failureSummary.split('\\n').slice(1, 3).join(';');
axe.run(document, {resultTypes: ['violations'], ...arguments[0]}).then(
  result => done(result.violations.map(v => v.id + ': ' + v.help + ', places: ' + v.nodes.length +
    '\\n' + v.nodes.slice(0, 3).map(place).join('\\n'))),
  error => done([String(error)]));";

impl Browser {
    /// Looks for violations on a phone and on a desktop, light and dark; `what` names the state of the page.
    /// Violations fail the test when the browser closes, so that one run reports all.
    pub async fn checks_access(&self, app: &App, what: &str) {
        self.checks_access_at(app, what, &Size::BOTH).await;
    }

    pub async fn checks_access_at(&self, app: &App, what: &str, sizes: &[Size]) {
        for &size in sizes {
            self.resize(size).await;
            let at = format!("{what}, {} px", size.width_px());
            self.fits(&at).await;
            self.looks_at(app, Theme::Light, &at).await;
        }
        // No colour depends on the size.
        self.dress(Theme::Dark).await;
        self.looks_at(app, Theme::Dark, what).await;
        self.dress(Theme::Light).await;
    }

    async fn looks_at(&self, app: &App, theme: Theme, at: &str) {
        for violation in self.violations(app, theme).await {
            self.note(&format!("{at}, {}", theme.as_str()), &violation);
        }
    }

    async fn violations(&self, app: &App, theme: Theme) -> Vec<String> {
        if self.run("return typeof axe === 'undefined'", vec![]).await == Value::Bool(true) {
            let source = std::fs::read_to_string(app.parts.axe());
            let source = source.expect("axe-core is among the npm packages");
            self.driver
                .execute(source, vec![])
                .await
                .expect("axe loads");
        }
        let found = self
            .driver
            .execute_async(RUN, vec![options(theme)])
            .await
            .expect("axe runs");
        let found = found.json().as_array().expect("a list").clone();
        let text = |violation: &Value| violation.as_str().unwrap_or_default().to_owned();
        found.iter().map(text).collect()
    }
}
