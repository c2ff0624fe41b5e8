//! A whole survey by keyboard alone.

use super::{SEND, Stage, TAKEN_OVER, THANKS, stage, whole_vote};
use crate::browser::{Browser, Console, Size};
use crate::host::Page;
use crate::proxy::Rule;
use thirtyfour::prelude::*;

impl Browser {
    /// The focused element inside the product's root: its name or class.
    async fn focused(&self) -> String {
        let script = "const it = scope.activeElement; return it ? (it.value && it.name ? it.name + '=' + it.value : it.name || it.className || it.localName) : ''";
        let found = self.run(script, vec![]).await;
        found.as_str().unwrap_or_default().to_owned()
    }

    async fn has_focus_on(&self, what: &str) {
        let there = || async { (self.focused().await == what).then_some(()) };
        self.wait(&format!("focus on {what}"), there).await;
    }

    /// The steps whose questions are visible.
    async fn step(&self) -> String {
        let script = "return [...scope.querySelectorAll('.otklik-q')].filter(it => it.checkVisibility()).map(it => it.dataset.q).join()";
        let found = self.run(script, vec![]).await;
        found.as_str().unwrap_or_default().to_owned()
    }
}

async fn taken_over() -> Stage {
    let stage = stage(Size::Desktop, Rule::Pass, Page::default()).await;
    stage.page.wait_for(TAKEN_OVER).await;
    stage
}

#[tokio::test]
async fn a_whole_survey_by_keyboard() {
    let stage = taken_over().await;
    let page = &stage.page;
    // One tab stop for the scale; Space selects, arrows move the selection, and neither goes on.
    page.press(Key::Tab).await;
    page.press(" ").await;
    page.has_focus_on("q.enjoyed=1").await;
    for score in ["2", "3", "4", "5"] {
        page.press(Key::Right).await;
        page.has_focus_on(&format!("q.enjoyed={score}")).await;
    }
    page.press(Key::Left).await;
    page.has_focus_on("q.enjoyed=4").await;
    // The follow-up comes after its question, for the keyboard too.
    assert_eq!(page.step().await, "enjoyed,liked");
    page.press(Key::Tab).await;
    page.has_focus_on("q.liked=host").await;
    page.press(Key::Tab).await;
    page.press(" ").await;
    let music = "input[name='q.liked'][value='music']";
    assert_eq!(page.prop(music, "checked").await, "true");
    // Enter in a field acts as the button.
    page.press(Key::Enter).await;
    // The focus moves to the heading of the next step, and on from there.
    page.has_focus_on("otklik-label").await;
    assert_eq!(page.step().await, "comment");
    page.press(Key::Tab).await;
    page.press("Одной рукой").await;
    page.press(Key::Tab).await;
    page.has_focus_on("otklik-back").await;
    page.press(Key::Tab).await;
    page.has_focus_on("otklik-send").await;
    page.press(" ").await;
    page.wait_for(THANKS).await;
    page.has_focus_on("otklik-thanks").await;
    stage
        .ends_with(Console::Silent, whole_vote(4, "music"))
        .await;
}

/// Arrows only select; a button, Space or Enter goes on or sends, on the last step too.
#[tokio::test]
async fn arrows_never_send() {
    let stage = taken_over().await;
    let page = &stage.page;
    page.press(Key::Tab).await;
    for _ in 0..12 {
        page.press(Key::Right).await;
    }
    assert_eq!(page.step().await, "enjoyed,liked");
    assert!(!page.has(SEND).await && !page.has(THANKS).await);
    stage
        .ends_with(Console::Silent, crate::numbers::Tally::new())
        .await;
}

/// Without the widget: Enter on the scale opens the rest, and sends nothing.
#[tokio::test]
async fn the_painted_form_by_keyboard() {
    let stage = stage(Size::Desktop, Rule::Refuse, Page::default()).await;
    let page = &stage.page;
    page.wait_for("form.otklik-form").await;
    page.press(Key::Tab).await;
    page.press(" ").await;
    page.has_focus_on("q.enjoyed=1").await;
    assert_eq!(page.step().await, "enjoyed,disappointed");
    page.press(Key::Enter).await;
    page.has_focus_on("q.comment").await;
    assert_eq!(page.step().await, "enjoyed,disappointed,comment");
    page.press(Key::Tab).await;
    page.has_focus_on("otklik-send").await;
    page.press(Key::Enter).await;
    page.wait_for(THANKS).await;
    page.has_focus_on("otklik-thanks").await;
    stage
        .ends_with(Console::Noisy, crate::numbers::scores("enjoyed", &[(1, 1)]))
        .await;
}
