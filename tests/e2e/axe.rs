//! axe-core on the page as it stands, shadow roots included.

use crate::browser::{Browser, Size, Theme};
use crate::world::World;
use serde_json::Value;

const RUN: &str = "const done = arguments[arguments.length - 1];
axe.run(document, {resultTypes: ['violations']}).then(
  result => done(result.violations.map(v => v.id + ': ' + v.help + '\\n' + v.nodes.map(
    n => '  ' + JSON.stringify(n.target) + ' ' + n.failureSummary).join('\\n'))),
  error => done([String(error)]));";

impl Browser {
    /// No violation in any size and theme; `what` names the state of the page.
    pub async fn is_accessible(&self, world: &World, what: &str) {
        for size in Size::BOTH {
            for theme in Theme::BOTH {
                self.resize(size).await;
                self.dress(theme).await;
                let violations = self.violations(world).await;
                assert!(
                    violations.is_empty(),
                    "{what} at {} px, {}:\n{}",
                    size.width_px(),
                    theme.word(),
                    violations.join("\n")
                );
                self.fits(what, size).await;
            }
        }
    }

    async fn violations(&self, world: &World) -> Vec<String> {
        if self.run("return typeof axe === 'undefined'", vec![]).await == Value::Bool(true) {
            let source = std::fs::read_to_string(world.parts.axe());
            let source = source.expect("axe-core is among the npm packages");
            self.driver
                .execute(source, vec![])
                .await
                .expect("axe loads");
        }
        let found = self
            .driver
            .execute_async(RUN, vec![])
            .await
            .expect("axe runs");
        let found = found.json().as_array().expect("a list").clone();
        let text = |violation: &Value| violation.as_str().unwrap_or_default().to_owned();
        found.iter().map(text).collect()
    }

    /// Nothing sticks out sideways.
    async fn fits(&self, what: &str, size: Size) {
        let script =
            "return document.documentElement.scrollWidth - document.documentElement.clientWidth";
        let over_px = self.run(script, vec![]).await;
        assert_eq!(
            over_px,
            0,
            "{what} scrolls sideways at {} px",
            size.width_px()
        );
    }
}
