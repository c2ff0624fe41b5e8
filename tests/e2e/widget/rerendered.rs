//! Pages that contain several surveys, render again, or change to another event without loading.

use super::hosts::ELEMENT;
use super::{NEXT, SEND, Stage, TAKEN_OVER, THANKS, point, radio};
use crate::browser::{Console, Size};
use crate::host::Page;
use crate::numbers::{Tally, scores};
use crate::proxy::Rule;

/// Each has its own id, draft and thank-you.
#[tokio::test]
async fn two_of_one_survey() {
    let two = ELEMENT.replacen("survey=", "id=\"one\" survey=", 1);
    let markup = format!(
        "{two}{}",
        ELEMENT.replacen("survey=", "id=\"two\" survey=", 1)
    );
    let stage = open(&markup).await;
    let page = &stage.page;
    for (which, score) in [("[id=one]", 5), ("[id=two]", 2)] {
        page.inside(which);
        page.wait_for(TAKEN_OVER).await;
        page.tap(&point(score)).await;
    }
    page.driver.refresh().await.expect("a reload");
    for (which, score) in [("[id=one]", 5), ("[id=two]", 2)] {
        page.inside(which);
        page.wait_for(TAKEN_OVER).await;
        assert_eq!(page.prop(&radio(score), "checked").await, "true", "{which}");
    }
    for which in ["[id=two]", "[id=one]"] {
        page.inside(which);
        page.tap(NEXT).await;
        page.tap(SEND).await;
        page.wait_for(THANKS).await;
    }
    let both = scores("enjoyed", &[(5, 1), (2, 1)]);
    stage.ends_with(Console::Silent, both).await;
}

/// A single-page application removes the page and renders it again, link and all, while a guest answers.
#[tokio::test]
async fn a_page_that_renders_itself_again() {
    const SNIPPET: &str = r#"<a href="{server}/s/guest" data-otklik="guest">Оценить</a>
<script async src="{server}/embed/guest.js" data-event="{event}"></script>"#;
    // The script does not run again: scripts set as markup never do.
    const AGAIN: &str = "const link = document.createElement('a'); link.href = '/s/guest';
        link.dataset.otklik = 'guest'; link.textContent = 'again';
        document.body.replaceChildren(); const main = document.createElement('main');
        document.body.append(main); setTimeout(() => main.append(link), 50);";
    let stage = open(SNIPPET).await;
    let page = &stage.page;
    page.wait_for(TAKEN_OVER).await;
    page.tap(&point(3)).await;
    page.run(AGAIN, vec![]).await;
    let back = "return document.querySelector('main otklik-survey') !== null";
    let back = || async { (page.run(back, vec![]).await == true).then_some(()) };
    page.wait("the survey came back", back).await;
    assert_eq!(page.prop(&radio(3), "checked").await, "true");
    finish(stage, 3).await;
}

/// The same page changes to another event, link, script and all: a vote there belongs to that event.
#[tokio::test]
async fn page_changes_to_another_event() {
    const TURN: &str = "const main = document.querySelector('main');
        const [src] = [document.querySelector('script[src*=guest]').src];
        main.replaceChildren(Object.assign(document.createElement('a'), { href: new URL('/s/guest', src) }));
        main.firstChild.dataset.otklik = 'guest';
        const script = document.createElement('script');
        script.dataset.event = arguments[0]; script.src = src; main.append(script);";
    let stage = open(
        r#"<a href="{server}/s/guest" data-otklik="guest">Оценить</a>
<script async src="{server}/embed/guest.js" data-event="ev-of-another-page"></script>"#,
    )
    .await;
    let page = &stage.page;
    page.wait_for(TAKEN_OVER).await;
    page.tap(&point(1)).await;
    page.run(TURN, vec![stage.event.id.clone().into()]).await;
    let turned =
        "return document.querySelector('otklik-survey')?.getAttribute('event') === arguments[0]";
    let turned = || async {
        let event = stage.event.id.clone().into();
        (page.run(turned, vec![event]).await == true).then_some(())
    };
    page.wait("the element of the other event", turned).await;
    page.wait_for(TAKEN_OVER).await;
    assert_eq!(page.prop(&radio(1), "checked").await, "false");
    page.tap(&point(4)).await;
    finish(stage, 4).await;
}

/// A framework keeps the element, and changes its attribute.
#[tokio::test]
async fn element_changes_to_another_event() {
    let markup = ELEMENT.replace("event=\"{event}\"", "event=\"ev-of-another-page\"");
    let stage = open(&markup).await;
    let page = &stage.page;
    page.wait_for(TAKEN_OVER).await;
    page.tap(&point(1)).await;
    let turn = "document.querySelector('otklik-survey').setAttribute('event', arguments[0])";
    page.run(turn, vec![stage.event.id.clone().into()]).await;
    page.wait_for(TAKEN_OVER).await;
    assert_eq!(page.prop(&radio(1), "checked").await, "false");
    page.tap(&point(4)).await;
    finish(stage, 4).await;
}

/// After the vote too: a guest who has answered sees the thanks, not the form.
#[tokio::test]
async fn an_element_that_is_rendered_again_after_the_vote() {
    const AGAIN: &str = "window.heard = 0;
        document.addEventListener('otklik:submitted', ({ target }) => { heard++; target.replaceWith(target.cloneNode(true)); });";
    let stage = open(ELEMENT).await;
    let page = &stage.page;
    page.wait_for(TAKEN_OVER).await;
    page.run(AGAIN, vec![]).await;
    page.tap(&point(3)).await;
    page.tap(NEXT).await;
    page.tap(SEND).await;
    page.wait_for(THANKS).await;
    // Showing the thanks again fires no second vote event, or the page would render in a loop.
    assert_eq!(page.run("return heard", vec![]).await, 1);
    stage
        .ends_with(Console::Silent, scores("enjoyed", &[(3, 1)]))
        .await;
}

/// The same with the element: the new one restores the draft.
#[tokio::test]
async fn an_element_that_is_rendered_again() {
    const AGAIN: &str = "const old = document.querySelector('otklik-survey');
        const again = document.createElement('otklik-survey');
        for (const { name, value } of old.attributes) again.setAttribute(name, value);
        document.body.replaceChildren(again);";
    let stage = open(ELEMENT).await;
    let page = &stage.page;
    page.wait_for(TAKEN_OVER).await;
    page.tap(&point(3)).await;
    page.run(AGAIN, vec![]).await;
    page.wait_for(TAKEN_OVER).await;
    assert_eq!(page.prop(&radio(3), "checked").await, "true");
    finish(stage, 3).await;
}

async fn open(markup: &str) -> Stage {
    let page = Page {
        markup: Some(markup),
        ..Page::default()
    };
    super::stage(Size::Phone, Rule::Pass, page).await
}

async fn finish(stage: Stage, score: i64) {
    let page = &stage.page;
    page.tap(NEXT).await;
    page.tap(SEND).await;
    page.wait_for(THANKS).await;
    let one: Tally = scores("enjoyed", &[(score, 1)]);
    stage.ends_with(Console::Silent, one).await;
}

/// Turbo swaps bodies instead of loading pages, and shows copies of them on the way back.
#[tokio::test]
async fn turbo_goes_on_and_back() {
    const SNIPPET: &str = r#"<a id="next" href="/other">Дальше</a>
<a href="{server}/s/guest" data-otklik="guest">Оценить</a>
<script async src="{server}/embed/guest.js" data-event="{event}"></script>"#;
    let turbo = crate::app::parts()
        .root
        .join("node_modules/@hotwired/turbo/dist/turbo.es2017-umd.js");
    let turbo = std::fs::read_to_string(turbo).expect("turbo is among the npm packages");
    let host = Page {
        markup: Some(SNIPPET),
        head: &format!("<script>{turbo}</script>"),
        ..Page::default()
    };
    let stage = super::stage(Size::Phone, Rule::Pass, host).await;
    let page = &stage.page;
    let is_at = async |path: &str| {
        let arrived = format!(
            "return location.pathname === '{path}' && document.querySelectorAll('otklik-survey').length === 1
             && document.querySelectorAll('otklik-survey > a').length === 1"
        );
        let arrived = || async { (page.run(&arrived, vec![]).await == true).then_some(()) };
        page.wait(path, arrived).await;
        page.wait_for(TAKEN_OVER).await;
    };
    is_at("/").await;
    page.tap(&point(3)).await;
    for _ in 0..2 {
        page.outside();
        let next = page.driver.find(thirtyfour::By::Id("next")).await;
        let tapped = next.expect("a link").click().await;
        tapped.expect("it can be tapped");
        page.inside("");
        is_at("/other").await;
        assert_eq!(page.prop(&radio(3), "checked").await, "true");
        page.driver.back().await.expect("the way back");
        is_at("/").await;
        assert_eq!(page.prop(&radio(3), "checked").await, "true");
    }
    page.tap(NEXT).await;
    page.tap(SEND).await;
    page.wait_for(THANKS).await;
    stage
        .ends_with(Console::Silent, scores("enjoyed", &[(3, 1)]))
        .await;
}
