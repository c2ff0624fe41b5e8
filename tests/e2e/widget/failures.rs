//! Connections that fail during a vote: the typed input is kept, nothing counts twice.

use super::queue::{KEPT, NOT_SENT};
use super::{SEND, Stage, TAKEN_OVER, THANKS, point, radio, stage_behind};
use crate::browser::{Console, Size};
use crate::host::Page;
use crate::numbers::scores;
use crate::proxy::Rule;

/// The widget at its last step, with a score.
async fn ready_to_send() -> Stage {
    let stage = stage_behind(&["/v1/"], Size::Phone, Rule::Pass, Page::default()).await;
    let page = &stage.page;
    page.wait_for(TAKEN_OVER).await;
    page.tap(&point(4)).await;
    page.tap(".otklik-next").await;
    page.wait_for(SEND).await;
    stage
}

/// Sends under `rule`, sees the message, and sends again without the rule; both on the page, without the queue.
async fn check_retry(stage: Stage, rule: Rule, message: &str) {
    let page = &stage.page;
    stage.proxy.set(rule);
    page.tap(SEND).await;
    page.says(message).await;
    assert_eq!(page.prop(&radio(4), "checked").await, "true");
    stage.proxy.set(Rule::Pass);
    if message == NOT_SENT {
        page.tap(SEND).await;
    }
    page.wait_for(THANKS).await;
    stage
        .ends_with(Console::Noisy, scores("enjoyed", &[(4, 1)]))
        .await;
}

#[tokio::test]
async fn widget_resends_a_lost_request() {
    check_retry(ready_to_send().await, Rule::Refuse, KEPT).await;
}

#[tokio::test]
async fn widget_resends_after_a_lost_reply() {
    check_retry(ready_to_send().await, Rule::Swallow, KEPT).await;
}

/// The painted form, with the widget cut off too.
async fn form_ready_to_send() -> Stage {
    let behind = ["/v1/", "/widget/"];
    let stage = stage_behind(&behind, Size::Phone, Rule::Refuse, Page::default()).await;
    stage.page.tap(&point(4)).await;
    stage.page.tap(".otklik-next").await;
    stage
}

#[tokio::test]
async fn form_resends_a_lost_request() {
    check_retry(form_ready_to_send().await, Rule::Refuse, NOT_SENT).await;
}

#[tokio::test]
async fn form_resends_after_a_lost_reply() {
    check_retry(form_ready_to_send().await, Rule::Swallow, NOT_SENT).await;
}

#[tokio::test]
async fn second_tap_has_no_effect() {
    let stage = ready_to_send().await;
    let page = &stage.page;
    stage.proxy.set(Rule::Hold);
    page.tap(SEND).await;
    page.wait_for("button.otklik-send:disabled").await;
    stage.proxy.set(Rule::Pass);
    page.wait_for(THANKS).await;
    stage
        .ends_with(Console::Silent, scores("enjoyed", &[(4, 1)]))
        .await;
}
