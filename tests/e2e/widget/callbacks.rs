//! The request to be called, on a host page.

use super::{SEND, TAKEN_OVER, THANKS, stage};
use crate::browser::{Console, Size};
use crate::gate::Rule;
use crate::host::{Page, Snippet};
use crate::numbers::Tally;

/// The callback form on a host page, with the widget and without it.
async fn check_callback(rule: Rule, console: Console) {
    let host = Page {
        form: Snippet::Callback,
        ..Page::default()
    };
    let stage = stage(Size::Phone, rule, host).await;
    let page = &stage.page;
    let name = format!("Имя {}", crate::world::fresh());
    page.see("form.otklik-form").await;
    if rule == Rule::Pass {
        page.see(TAKEN_OVER).await;
    }
    page.write("input[name='phone']", "8 (916) 765-43-21").await;
    page.write("input[name='name']", &name).await;
    page.tap("input[name='consent']").await;
    page.tap(SEND).await;
    page.see(THANKS).await;
    let all = stage.world.director().callbacks().await;
    let list = all["callbacks"].as_array().expect("a list");
    let listed = list
        .iter()
        .find(|callback| callback["contact"]["name"] == name.as_str());
    assert_eq!(
        listed.expect("it is listed")["contact"]["phone"],
        "+79167654321"
    );
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
