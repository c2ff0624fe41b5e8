//! Data kept on a guest's device: none before an action, and never a name or a phone.

use super::{NEXT, SEND, Stage, TAKEN_OVER, THANKS, point, radio, stage, whole_vote};
use crate::browser::{Browser, Console, Size};
use crate::host::{Page, Snippet};
use crate::numbers::Tally;
use crate::proxy::Rule;

impl Browser {
    /// Everything stored by the page's origin, as one text: `{}{}` is nothing.
    pub async fn stored(&self) -> String {
        let script = "const all = JSON.stringify({ ...localStorage }) + JSON.stringify({ ...sessionStorage }) + document.cookie;
            return decodeURIComponent(all.replaceAll('+', ' '))";
        let found = self.run(script, vec![]).await;
        found.as_str().unwrap_or_default().to_owned()
    }

    async fn reload(&self) {
        self.driver.refresh().await.expect("a reload");
        self.wait_for(TAKEN_OVER).await;
    }
}

async fn taken_over() -> Stage {
    let stage = stage(Size::Phone, Rule::Pass, Page::default()).await;
    stage.page.wait_for(TAKEN_OVER).await;
    stage
}

#[tokio::test]
async fn a_draft_survives_a_reload_and_goes_with_the_vote() {
    let stage = taken_over().await;
    let page = &stage.page;
    assert_eq!(page.stored().await, "{}{}", "before any act");
    page.tap(&point(4)).await;
    page.tap("input[name='q.liked'][value='music']").await;
    page.tap(NEXT).await;
    page.write("textarea[name='q.comment']", "Почти готово")
        .await;
    let id = page.prop("input[name='id']", "value").await;
    page.reload().await;
    assert_eq!(page.prop("input[name='id']", "value").await, id);
    let typed = page.prop("textarea[name='q.comment']", "value").await;
    assert_eq!(typed, "Почти готово");
    page.wait_for(SEND).await;
    assert_eq!(page.prop(&radio(4), "checked").await, "true");
    page.tap(SEND).await;
    page.wait_for(THANKS).await;
    let stored = page.stored().await;
    assert!(stored.ends_with("\"}{}"), "the draft is gone: {stored}");
    page.reload().await;
    assert_ne!(page.prop("input[name='id']", "value").await, id);
    assert_eq!(page.prop(&radio(4), "checked").await, "false");
    stage
        .ends_with(Console::Silent, whole_vote(4, "music"))
        .await;
}

#[tokio::test]
async fn a_callbacks_draft_holds_nothing_personal() {
    let host = Page {
        form: Snippet::Callback,
        ..Page::default()
    };
    let stage = stage(Size::Phone, Rule::Pass, host).await;
    let page = &stage.page;
    page.wait_for(TAKEN_OVER).await;
    page.write("input[name='phone']", "89161234567").await;
    // Digits are grouped while they are typed.
    let phone = page.prop("input[name='phone']", "value").await;
    assert_eq!(phone, "8 916 123-45-67");
    page.write("input[name='name']", "Имя Гостя").await;
    page.write("textarea[name='comment']", "Личное").await;
    page.write("input[name='topic']", "Свадьба летом").await;
    let stored = page.stored().await;
    assert!(stored.contains("Свадьба летом"), "{stored}");
    for personal in ["916", "Имя", "Личное"] {
        assert!(!stored.contains(personal), "{stored}");
    }
    page.reload().await;
    let topic = page.prop("input[name='topic']", "value").await;
    assert_eq!(topic, "Свадьба летом");
    assert_eq!(page.prop("input[name='phone']", "value").await, "");
    stage.ends_with(Console::Silent, Tally::new()).await;
}

#[tokio::test]
async fn another_language_keeps_the_answers() {
    let stage = taken_over().await;
    let page = &stage.page;
    page.tap(&point(4)).await;
    page.tap("input[name='q.liked'][value='food']").await;
    for (lang, sentence) in [
        ("uk", "Що сподобалося найбільше?"),
        ("en", "What did you like most?"),
    ] {
        page.tap(&format!(".otklik-languages [hreflang={lang}]"))
            .await;
        page.wait_for(&format!("form[lang={lang}][novalidate]"))
            .await;
        assert!(page.page_text().await.contains(sentence));
        let food = page.prop("input[value='food']", "checked").await;
        assert_eq!(food, "true");
    }
    // The language that was chosen outlives a reload, too.
    page.driver.refresh().await.expect("a reload");
    page.wait_for("form[lang=en][novalidate]").await;
    page.tap(NEXT).await;
    page.write("textarea[name='q.comment']", "Fine").await;
    page.tap(SEND).await;
    page.wait_for(THANKS).await;
    assert!(page.page_text().await.contains("Thank you"));
    stage
        .ends_with(Console::Silent, whole_vote(4, "food"))
        .await;
}

/// The reply was lost, so the vote may be stored; after a reload the guest changes it. The last answer counts,
/// once.
#[tokio::test]
async fn vote_with_a_lost_reply_can_be_changed_after_a_reload() {
    let page = Page::default();
    let stage = super::stage_behind(&["/v1/"], Size::Phone, Rule::Pass, page).await;
    let page = &stage.page;
    page.wait_for(TAKEN_OVER).await;
    page.tap(&point(5)).await;
    page.tap(NEXT).await;
    stage.proxy.set(Rule::Swallow);
    page.tap(SEND).await;
    page.says(super::queue::KEPT).await;
    stage.proxy.set(Rule::Refuse);
    page.reload().await;
    page.tap(".otklik-back").await;
    page.tap(&point(2)).await;
    page.tap(NEXT).await;
    stage.proxy.set(Rule::Pass);
    page.tap(SEND).await;
    page.wait_for(THANKS).await;
    let changed = crate::numbers::scores("enjoyed", &[(2, 1)]);
    stage.ends_with(Console::Noisy, changed).await;
}

/// A draft belongs to the touchpoint of its answers.
#[tokio::test]
async fn another_touchpoint_is_another_draft() {
    let markup = r#"<otklik-survey survey="stage" touchpoint="consult" event="{event}"></otklik-survey>
<script async src="{server}/embed/stage.js"></script>"#;
    const AGAIN: &str = "const old = document.querySelector('otklik-survey');
        const again = document.createElement('otklik-survey');
        for (const { name, value } of old.attributes) again.setAttribute(name, value);
        again.setAttribute('touchpoint', arguments[0]);
        old.replaceWith(again);";
    let page = Page {
        markup: Some(markup),
        ..Page::default()
    };
    let stage = stage(Size::Phone, Rule::Pass, page).await;
    let page = &stage.page;
    let chosen = "input[name='q.satisfied'][value='2']";
    page.wait_for(TAKEN_OVER).await;
    page.tap("label.otklik-point[data-score='2']").await;
    for (touchpoint, is_there) in [("concept", "false"), ("consult", "true")] {
        page.run(AGAIN, vec![touchpoint.into()]).await;
        page.wait_for(TAKEN_OVER).await;
        assert_eq!(page.prop(chosen, "checked").await, is_there, "{touchpoint}");
    }
    stage.ends_with(Console::Silent, Tally::new()).await;
}
