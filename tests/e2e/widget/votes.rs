//! Votes on a host page: by the widget, without it, and while it loads.

use super::{NEXT, SEND, TAKEN_OVER, THANKS, check_form_alone, point, radio, stage};
use crate::app::App;
use crate::browser::{Browser, Console, Size};
use crate::host::Page;
use crate::numbers::{Tally, and_answers, scores, whole_vote};
use crate::proxy::Rule;

async fn check_widget(size: Size) {
    let stage = stage(size, Rule::Pass, Page::default()).await;
    let page = &stage.page;
    page.wait_for(TAKEN_OVER).await;
    page.tap(&point(5)).await;
    page.tap("input[name='q.liked'][value='music']").await;
    page.tap(".otklik-next").await;
    page.tap(".otklik-back").await;
    assert_eq!(page.prop(&radio(5), "checked").await, "true");
    assert_eq!(
        page.prop("input[name='q.liked'][value='music']", "checked")
            .await,
        "true"
    );
    page.tap(".otklik-next").await;
    page.write("textarea[name='q.comment']", "Было весело")
        .await;
    page.tap(SEND).await;
    page.wait_for(THANKS).await;
    stage
        .ends_with(Console::Silent, whole_vote(5, "music"))
        .await;
}

#[tokio::test]
async fn a_vote_by_the_widget_on_a_phone() {
    check_widget(Size::Phone).await;
}

#[tokio::test]
async fn a_vote_by_the_widget_on_a_desktop() {
    check_widget(Size::Desktop).await;
}

#[tokio::test]
async fn a_vote_with_the_widget_cut_off() {
    for size in Size::BOTH {
        let stage = stage(size, Rule::Refuse, Page::default()).await;
        check_form_alone(stage, Console::Noisy).await;
    }
}

#[tokio::test]
async fn vote_while_the_widget_loads() {
    let stage = stage(Size::Phone, Rule::Hold, Page::default()).await;
    check_form_alone(stage, Console::Noisy).await;
}

#[tokio::test]
async fn taps_before_the_widget_are_kept() {
    let stage = stage(Size::Phone, Rule::Hold, Page::default()).await;
    let page = &stage.page;
    page.tap(&point(4)).await;
    stage.proxy.set(Rule::Pass);
    page.wait_for(TAKEN_OVER).await;
    assert_eq!(page.prop(&radio(4), "checked").await, "true");
    page.tap("input[name='q.liked'][value='food']").await;
    page.tap(NEXT).await;
    page.write("textarea[name='q.comment']", "Напечатано позже")
        .await;
    page.tap(SEND).await;
    page.wait_for(THANKS).await;
    stage
        .ends_with(Console::Silent, whole_vote(4, "food"))
        .await;
}

/// A form that opens by itself, and then closes again under a finger, loses a tap.
#[tokio::test]
async fn late_widget_does_not_interrupt_a_guest() {
    let stage = stage(Size::Phone, Rule::Hold, Page::default()).await;
    let page = &stage.page;
    page.tap(&point(4)).await;
    page.tap(NEXT).await;
    page.write("textarea[name='q.comment']", "Без виджета")
        .await;
    stage.proxy.set(Rule::Pass);
    let came =
        "return performance.getEntriesByType('resource').some(it => it.name.endsWith('.wasm'))";
    let came = || async { (page.run(came, vec![]).await == true).then_some(()) };
    page.wait("the widget came", came).await;
    page.tap("input[name='q.liked'][value='food']").await;
    assert!(!page.has(TAKEN_OVER).await);
    page.tap(SEND).await;
    page.wait_for(THANKS).await;
    stage
        .ends_with(Console::Silent, whole_vote(4, "food"))
        .await;
}

/// The choice that fits the last score counts, with the widget and without it.
#[tokio::test]
async fn a_lowered_score_replaces_the_choice() {
    for (rule, console) in [
        (Rule::Pass, Console::Silent),
        (Rule::Refuse, Console::Noisy),
    ] {
        let stage = stage(Size::Phone, rule, Page::default()).await;
        let page = &stage.page;
        if rule == Rule::Pass {
            page.wait_for(TAKEN_OVER).await;
        }
        page.tap(&point(5)).await;
        page.tap("input[name='q.liked'][value='music']").await;
        page.tap(&point(1)).await;
        page.tap("input[name='q.disappointed'][value='food']").await;
        page.tap(NEXT).await;
        page.tap(SEND).await;
        page.wait_for(THANKS).await;
        let counted = scores("enjoyed", &[(1, 1)]);
        let counted = and_answers(counted, "disappointed", &[("", 1), ("food", 1)]);
        stage.ends_with(console, counted).await;
    }
}

#[tokio::test]
async fn widget_requires_required_answers() {
    let stage = stage(Size::Phone, Rule::Pass, Page::default()).await;
    let page = &stage.page;
    page.wait_for(TAKEN_OVER).await;
    page.tap(NEXT).await;
    page.wait_for(".otklik-error").await;
    let id = page.prop(".otklik-error", "id").await;
    assert_eq!(id, "err-answers.enjoyed");
    assert!(
        page.has("[aria-describedby~='err-answers.enjoyed']").await,
        "the question points at it"
    );
    page.tap(&point(1)).await;
    page.wait_until_gone(".otklik-error").await;
    stage.ends_with(Console::Silent, Tally::new()).await;
}

/// The demo site as it is served: another origin than the server's, with survey and callback.
#[tokio::test]
async fn the_demo_site_takes_votes_and_callbacks() {
    let app = App::enter().await;
    for size in Size::BOTH {
        let page = Browser::open(&app, size).await;
        page.goto(&format!("{}/", app.parts.demo_url)).await;
        page.inside("[survey=guest]");
        page.wait_for(TAKEN_OVER).await;
        page.tap(&point(5)).await;
        page.tap(".otklik-next").await;
        page.tap(SEND).await;
        page.wait_for(THANKS).await;
        page.opens_callback().await;
        page.write("input[name='phone']", "+380 67 765 43 21").await;
        page.tap("input[name='consent']").await;
        page.tap(SEND).await;
        page.wait_for(THANKS).await;
        page.close(Console::Silent).await;
    }
}
