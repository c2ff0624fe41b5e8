//! The survey inside a host page: painted by the loader, taken over by WASM, or not.

use crate::browser::{Browser, Console, Size};
use crate::database::{Event, fresh_event};
use crate::gate::{Gate, Rule};
use crate::host::{Host, Page, Snippet};
use crate::numbers::{Tally, and_answers, scores, tally_of};
use crate::world::World;

/// What stands between browser and worker, and what the host page is like.
struct Stage {
    world: World,
    event: Event,
    gate: Gate,
    _host: Host,
    page: Browser,
}

/// Opens a host page of the demo's origin with the guest survey, `rule` on the widget's files.
async fn stage(size: Size, rule: Rule, host: Page<'_>) -> Stage {
    let world = World::enter().await;
    let event = fresh_event(&world).await;
    let data = format!(
        "data-event=\"{}\" data-channel=\"messenger\" {}",
        event.id, host.data
    );
    let host = Host::serve(
        world.parts,
        &Page {
            data: &data,
            ..host
        },
    )
    .await;
    let gate = Gate::open(&world.parts.public_url, "/widget/", rule).await;
    let routes = [
        (world.parts.public_url.as_str(), gate.address),
        (world.parts.demo_url.as_str(), host.address),
    ];
    let page = Browser::open_with(&world, size, "ru", &routes).await;
    page.goto(&world.parts.demo_url).await;
    Stage {
        world,
        event,
        gate,
        _host: host,
        page,
    }
}

impl Stage {
    /// Ends the browser; then `counted` is what the director reads of the event.
    async fn ends_with(self, console: Console, counted: Tally) {
        self.page.close(console).await;
        let tally = tally_of(&self.world, "guest", &self.event.id).await;
        assert_eq!(tally, counted);
    }
}

/// One vote with a score, one liked thing and a comment.
fn whole_vote(score: i64, liked: &str) -> Tally {
    let tally = scores("enjoyed", &[(score, 1)]);
    let tally = and_answers(tally, "liked", &[("", 1), (liked, 1)]);
    and_answers(tally, "comment", &[("", 1)])
}

/// The widget checks by itself; the painted form leaves that to the browser.
const TAKEN_OVER: &str = "form.otklik-form[novalidate]";
const SEND: &str = "button.otklik-send";
const THANKS: &str = ".otklik-thanks";

fn point(score: i64) -> String {
    format!("[data-q='enjoyed'] label.otklik-point[data-score='{score}']")
}

fn radio(score: i64) -> String {
    format!("input[name='q.enjoyed'][value='{score}']")
}

async fn check_widget(size: Size) {
    let stage = stage(size, Rule::Pass, Page::default()).await;
    let page = &stage.page;
    page.see(TAKEN_OVER).await;
    page.tap(&point(5)).await;
    page.tap(".otklik-next").await;
    page.tap("input[name='q.liked'][value='music']").await;
    page.tap(".otklik-back").await;
    assert_eq!(page.prop(&radio(5), "checked").await, "true");
    page.tap(".otklik-next").await;
    assert_eq!(
        page.prop("input[name='q.liked'][value='music']", "checked")
            .await,
        "true"
    );
    page.tap(".otklik-next").await;
    page.write("textarea[name='q.comment']", "Было весело")
        .await;
    page.tap(SEND).await;
    page.see(THANKS).await;
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

async fn check_form_alone(stage: Stage, console: Console) {
    let page = &stage.page;
    page.tap(&point(3)).await;
    page.tap("input[name='q.liked'][value='decor']").await;
    page.write("textarea[name='q.comment']", "Без виджета")
        .await;
    assert!(!page.has(TAKEN_OVER).await, "the widget came after all");
    page.tap(SEND).await;
    page.see(THANKS).await;
    stage.ends_with(console, whole_vote(3, "decor")).await;
}

#[tokio::test]
async fn a_vote_with_the_widget_cut_off() {
    for size in Size::BOTH {
        let stage = stage(size, Rule::Refuse, Page::default()).await;
        check_form_alone(stage, Console::Noisy).await;
    }
}

#[tokio::test]
async fn a_vote_where_the_policy_forbids_wasm() {
    let server = &crate::world::parts().public_url;
    let policy = format!("default-src 'self' {server}; img-src data:; script-src {server}");
    let host = Page {
        policy: &policy,
        ..Page::default()
    };
    check_form_alone(stage(Size::Phone, Rule::Pass, host).await, Console::Noisy).await;
}

#[tokio::test]
async fn a_vote_while_the_widget_is_under_way() {
    let stage = stage(Size::Phone, Rule::Hold, Page::default()).await;
    check_form_alone(stage, Console::Noisy).await;
}

#[tokio::test]
async fn what_was_tapped_before_the_widget_came_is_kept() {
    let stage = stage(Size::Phone, Rule::Hold, Page::default()).await;
    let page = &stage.page;
    page.tap(&point(4)).await;
    page.tap("input[name='q.liked'][value='food']").await;
    page.write("textarea[name='q.comment']", "Напечатано раньше")
        .await;
    stage.gate.set(Rule::Pass);
    page.see(TAKEN_OVER).await;
    // Who is typing goes on typing: the widget opens at the step of the focus.
    let comment = page.see("textarea[name='q.comment']").await;
    assert!(comment.is_displayed().await.expect("a look"));
    page.write_more("textarea[name='q.comment']", ", и позже")
        .await;
    page.tap(".otklik-back").await;
    assert_eq!(
        page.prop("input[name='q.liked'][value='food']", "checked")
            .await,
        "true"
    );
    page.tap(".otklik-back").await;
    assert_eq!(page.prop(&radio(4), "checked").await, "true");
    page.tap(".otklik-next").await;
    page.tap(".otklik-next").await;
    let typed = page.prop("textarea[name='q.comment']", "value").await;
    assert_eq!(typed, "Напечатано раньше, и позже");
    page.tap(SEND).await;
    page.see(THANKS).await;
    stage
        .ends_with(Console::Silent, whole_vote(4, "food"))
        .await;
}

#[tokio::test]
async fn the_widget_asks_for_what_is_required() {
    let stage = stage(Size::Phone, Rule::Pass, Page::default()).await;
    let page = &stage.page;
    page.tap(".otklik-next").await;
    page.see(".otklik-error").await;
    let id = page.prop(".otklik-error", "id").await;
    assert_eq!(id, "err-answers.enjoyed");
    assert!(
        page.has("[aria-describedby~='err-answers.enjoyed']").await,
        "the question points at it"
    );
    page.tap(&point(1)).await;
    page.lose(".otklik-error").await;
    stage.ends_with(Console::Silent, Tally::new()).await;
}

/// The language in which the survey asks on a host page.
async fn check_language(host: Page<'_>, sentence: &str) {
    let stage = stage(Size::Phone, Rule::Pass, host).await;
    let seen = || async {
        let text = stage.page.page_text().await;
        text.contains(sentence).then_some(())
    };
    stage.page.wait(sentence, seen).await;
    stage.page.see(TAKEN_OVER).await;
    assert!(
        stage.page.page_text().await.contains(sentence),
        "the widget keeps the language"
    );
    stage.ends_with(Console::Silent, Tally::new()).await;
}

#[tokio::test]
async fn the_host_pages_language_decides_before_the_browsers() {
    let host = Page {
        lang: "uk",
        ..Page::default()
    };
    check_language(host, "Наскільки вам сподобався захід?").await;
}

#[tokio::test]
async fn a_region_is_no_other_language() {
    let host = Page {
        lang: "en-GB",
        ..Page::default()
    };
    check_language(host, "How much did you enjoy the event?").await;
}

#[tokio::test]
async fn the_snippets_language_decides_before_the_pages() {
    let host = Page {
        lang: "uk",
        data: "data-lang=\"en\"",
        ..Page::default()
    };
    check_language(host, "How much did you enjoy the event?").await;
}

#[tokio::test]
async fn a_page_without_a_known_language_gets_the_browsers() {
    let host = Page {
        lang: "de",
        ..Page::default()
    };
    check_language(host, "Насколько вам понравилось мероприятие?").await;
}

/// Neither fetch nor form may leave the host page: the plain link comes back and works.
#[tokio::test]
async fn the_link_comes_back_where_the_policy_forbids_everything() {
    let server = &crate::world::parts().public_url;
    let policy = format!(
        "default-src 'self'; img-src data:; script-src {server}; connect-src 'self'; form-action 'self'"
    );
    let host = Page {
        policy: &policy,
        ..Page::default()
    };
    let stage = stage(Size::Phone, Rule::Pass, host).await;
    let page = &stage.page;
    page.tap(&point(4)).await;
    page.tap(SEND).await;
    page.tap("a[data-otklik='guest']").await;
    page.see("form.otklik-form").await;
    assert_eq!(page.prop(&radio(4), "checked").await, "true");
    page.tap(SEND).await;
    page.see(THANKS).await;
    stage.page.close(Console::Noisy).await;
}

/// Fetch is forbidden, the form is not: it goes there by itself.
#[tokio::test]
async fn the_form_navigates_where_the_policy_forbids_fetch() {
    let server = &crate::world::parts().public_url;
    let policy = format!(
        "default-src 'self'; img-src data:; script-src {server}; connect-src 'self'; form-action {server}"
    );
    let host = Page {
        policy: &policy,
        ..Page::default()
    };
    let stage = stage(Size::Phone, Rule::Pass, host).await;
    let page = &stage.page;
    page.tap(&point(2)).await;
    page.tap(SEND).await;
    page.see(THANKS).await;
    stage
        .ends_with(Console::Noisy, scores("enjoyed", &[(2, 1)]))
        .await;
}

/// The browser refuses to show the answer to a page that is not on the list; nothing is stored.
#[tokio::test]
async fn a_site_that_is_not_listed_cannot_vote() {
    let world = World::enter().await;
    let event = fresh_event(&world).await;
    let data = format!("data-event=\"{}\"", event.id);
    let host = Host::serve(
        world.parts,
        &Page {
            data: &data,
            ..Page::default()
        },
    )
    .await;
    let page = Browser::open(&world, Size::Phone).await;
    page.goto(&format!("http://{}/", host.address)).await;
    page.see(TAKEN_OVER).await;
    page.tap(&point(5)).await;
    page.tap(".otklik-next").await;
    page.tap(".otklik-next").await;
    page.tap(SEND).await;
    let refused = || async {
        let text = page.page_text().await;
        (text.contains("Не удалось") || text.contains("не может")).then_some(())
    };
    page.wait("the guest is told", refused).await;
    assert!(!page.has(THANKS).await);
    page.close(Console::Noisy).await;
    assert_eq!(tally_of(&world, "guest", &event.id).await, Tally::new());
}

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

/// The demo site as it is served: another origin than the server's, survey and callback on it.
#[tokio::test]
async fn the_demo_site_takes_votes_and_callbacks() {
    let world = World::enter().await;
    for size in Size::BOTH {
        let page = Browser::open(&world, size).await;
        page.goto(&format!("{}/", world.parts.demo_url)).await;
        page.inside("guest");
        page.see(TAKEN_OVER).await;
        page.tap(&point(5)).await;
        page.tap(".otklik-next").await;
        page.tap(".otklik-next").await;
        page.tap(SEND).await;
        page.see(THANKS).await;
        page.inside("site");
        page.write("input[name='phone']", "+380 67 765 43 21").await;
        page.tap("input[name='consent']").await;
        page.tap(SEND).await;
        page.see(THANKS).await;
        page.close(Console::Silent).await;
    }
}
