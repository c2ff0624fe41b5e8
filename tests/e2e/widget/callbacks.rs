//! The callback form on a host page.

use super::{SEND, TAKEN_OVER, THANKS, stage};
use crate::actors::fresh_phone;
use crate::browser::{Console, Size};
use crate::host::{Page, Snippet};
use crate::numbers::Tally;
use crate::proxy::Rule;

/// The callback form on a host page, with the widget and without it.
async fn check_callback(rule: Rule, console: Console) {
    let host = Page {
        form: Snippet::Callback,
        ..Page::default()
    };
    let stage = stage(Size::Phone, rule, host).await;
    let page = &stage.page;
    let name = format!("Имя {}", crate::app::fresh());
    page.wait_for("form.otklik-form").await;
    if rule == Rule::Pass {
        page.wait_for(TAKEN_OVER).await;
    }
    let phone = fresh_phone();
    let typed = format!("8 ({}) {}", &phone[2..5], &phone[5..]);
    page.write("input[name='phone']", &typed).await;
    page.write("input[name='name']", &name).await;
    page.tap("input[name='consent']").await;
    page.tap(SEND).await;
    page.wait_for(THANKS).await;
    let all = stage.app.director().callbacks().await;
    let list = all["callbacks"].as_array().expect("a list");
    let listed = list
        .iter()
        .find(|callback| callback["contact"]["name"] == name.as_str());
    assert_eq!(listed.expect("it is listed")["contact"]["phone"], phone);
    stage.ends_with(console, Tally::new()).await;
}

#[tokio::test]
async fn a_callback_by_the_widget() {
    check_callback(Rule::Pass, Console::Silent).await;
}

#[tokio::test]
async fn a_callback_with_the_widget_cut_off() {
    check_callback(Rule::Refuse, Console::Noisy).await;
}

/// After a low answer: the offer, the callback form in the same place, the due time with its number, and the
/// link to cancel. After a high one there is no offer.
#[tokio::test]
async fn low_answer_leads_to_a_due_time() {
    for (score, is_offered) in [(5, false), (1, true)] {
        let stage = stage(Size::Phone, Rule::Pass, Page::default()).await;
        let page = &stage.page;
        page.wait_for(TAKEN_OVER).await;
        page.tap(&super::point(score)).await;
        page.tap(super::NEXT).await;
        page.tap(SEND).await;
        page.wait_for(THANKS).await;
        let text = page.page_text().await;
        assert_eq!(
            text.contains("Хотите, чтобы мы с вами связались?"),
            is_offered
        );
        if is_offered {
            page.tap(".otklik-offer-message").await;
            page.wait_for("input[name='phone']").await;
            page.wait_for(TAKEN_OVER).await;
            page.write("input[name='phone']", &fresh_phone()).await;
            page.tap("input[name='consent']").await;
            page.tap(SEND).await;
            page.wait_for(THANKS).await;
            let due = page.text(".otklik-due").await;
            assert!(due.starts_with("Напишем "), "{due}");
            let cancel = page.prop(".otklik-cancel", "href").await;
            assert!(cancel.contains("/cancel/"), "{cancel}");
        }
        let counted = crate::numbers::scores("enjoyed", &[(score, 1)]);
        stage.ends_with(Console::Silent, counted).await;
    }
}

#[tokio::test]
async fn declined_contact_is_offered_once() {
    let stage = stage(Size::Phone, Rule::Pass, Page::default()).await;
    let page = &stage.page;
    page.wait_for(TAKEN_OVER).await;
    page.tap(&super::point(2)).await;
    page.tap(super::NEXT).await;
    page.tap(SEND).await;
    page.tap(".otklik-offer-no").await;
    page.wait_until_gone(".otklik-offer").await;
    let focused = page
        .run("return scope.activeElement?.className", vec![])
        .await;
    assert_eq!(focused, "otklik-thanks");
    let counted = crate::numbers::scores("enjoyed", &[(2, 1)]);
    stage.ends_with(Console::Silent, counted).await;
}

/// The host page's context about its visitor is stored, without words that nobody can check: no event names that manager.
#[tokio::test]
async fn the_context_of_a_host_page_is_stored() {
    let markup = r#"<otklik-survey survey="stage" event="{event}" touchpoint="concept" channel="messenger"
 manager="m-7" reference="order 4711"></otklik-survey><script async src="{server}/embed/stage.js"></script>"#;
    let page = Page {
        markup: Some(markup),
        ..Page::default()
    };
    let stage = stage(Size::Phone, Rule::Pass, page).await;
    let page = &stage.page;
    page.wait_for(TAKEN_OVER).await;
    assert!(page.page_text().await.contains("предложенной концепцией"));
    page.tap("label.otklik-point[data-score='4']").await;
    page.tap(SEND).await;
    page.wait_for(THANKS).await;
    let sql = format!(
        "select touchpoint, channel, manager, reference from response where event = '{}'",
        stage.event.id
    );
    let rows = crate::database::rows(&sql).await;
    let stored = serde_json::json!([{
        "touchpoint": "concept", "channel": "messenger", "manager": null, "reference": "order 4711"
    }]);
    assert_eq!(serde_json::Value::Array(rows), stored);
    stage.page.close(Console::Silent).await;
}
