//! The survey on a host page: painted by the loader, with and without the widget.

mod callbacks;
mod drafts;
mod failures;
mod frames;
mod hosts;
mod keyboard;
mod languages;
mod policies;
mod popups;
mod published;
mod queue;
mod queue_limits;
mod reader;
mod rerendered;
mod strange_hosts;
mod takeover;
mod votes;

use crate::app::App;
use crate::browser::{Browser, Console, Size};
use crate::database::{Event, fresh_event};
use crate::host::{Host, Page};
use crate::numbers::{Tally, tally_of, whole_vote};
use crate::proxy::{Proxy, Rule};

/// A browser on a host page, behind a proxy.
struct Stage {
    app: App,
    event: Event,
    proxy: Proxy,
    _host: Host,
    page: Browser,
}

/// Opens a host page of the demo's origin with the guest survey, `rule` on the widget's files.
async fn stage(size: Size, rule: Rule, host: Page<'_>) -> Stage {
    stage_behind(&["/widget/"], size, rule, host).await
}

/// The same with `rule` on all paths below any of `prefixes`.
async fn stage_behind(prefixes: &[&'static str], size: Size, rule: Rule, host: Page<'_>) -> Stage {
    let app = App::enter().await;
    let event = fresh_event(&app).await;
    let data = format!(
        "data-event=\"{}\" data-channel=\"messenger\" {}",
        event.code, host.data
    );
    let markup = host.markup.map(|it| it.replace("{event}", &event.code));
    let host = Host::serve(
        app.parts,
        &Page {
            data: &data,
            markup: markup.as_deref(),
            ..host
        },
    )
    .await;
    let proxy = Proxy::open(&app.parts.public_url, prefixes, rule).await;
    let routes = [
        (app.parts.public_url.as_str(), proxy.address),
        (app.parts.demo_url.as_str(), host.address),
    ];
    let page = Browser::open_with(&app, size, "ru", &routes).await;
    page.goto(&app.parts.demo_url).await;
    Stage {
        app,
        event,
        proxy,
        _host: host,
        page,
    }
}

impl Stage {
    /// Closes the browser; then the director's numbers of the event must equal `counted`.
    async fn ends_with(self, console: Console, counted: Tally) {
        self.page.close(console).await;
        let tally = tally_of(&self.app, "guest", &self.event.id).await;
        assert_eq!(tally, counted);
    }
}

/// The widget validates by itself; the painted form relies on the browser.
pub const TAKEN_OVER: &str = "form.otklik-form[novalidate]";
pub const SEND: &str = "button.otklik-send";
pub const THANKS: &str = ".otklik-thanks:not([hidden])";
pub const NEXT: &str = ".otklik-next";

fn point(score: i64) -> String {
    format!("[data-q='enjoyed'] label.otklik-point[data-score='{score}']")
}

fn radio(score: i64) -> String {
    format!("input[name='q.enjoyed'][value='{score}']")
}

/// A vote by the painted form, where the widget does not load.
async fn check_form_alone(stage: Stage, console: Console) {
    let page = &stage.page;
    page.tap(&point(3)).await;
    page.tap(NEXT).await;
    page.tap("input[name='q.liked'][value='decor']").await;
    page.write("textarea[name='q.comment']", "Без виджета")
        .await;
    assert!(!page.has(TAKEN_OVER).await, "the widget came after all");
    page.tap(SEND).await;
    page.wait_for(THANKS).await;
    stage.ends_with(console, whole_vote(3, "decor")).await;
}
