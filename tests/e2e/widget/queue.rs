//! No vote is lost in transit: interrupted connections, closed tabs, wrong clocks. Each vote arrives exactly
//! once.

use super::{NEXT, SEND, Stage, TAKEN_OVER, THANKS, point, stage, stage_behind};
use crate::app::until;
use crate::browser::{Browser, Console, Size};
use crate::host::Page;
use crate::numbers::{scores, whole_vote};
use crate::proxy::Rule;
use serde_json::{Value, json};

/// The message after a submission was stored in the queue.
pub const KEPT: &str = "сохранено на этом устройстве";
pub const NOT_SENT: &str = "Не удалось отправить";

/// All records in this device's queue; a page that stored nothing has no database at all.
const WAITING: &str =
    "return indexedDB.databases().then(all => all.length && new Promise((done, failed) => {
    const opening = indexedDB.open('otklik');
    opening.onerror = failed;
    opening.onsuccess = () => {
        const database = opening.result;
        const request = database.transaction('queue').objectStore('queue').getAll();
        request.onsuccess = () => done(request.result);
        database.close();
    };
})).then(found => found || [])";

impl Browser {
    pub async fn is_offline(&self, offline: bool) {
        self.cdp("Network.enable", json!({})).await;
        let conditions = json!({
            "offline": offline, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1,
        });
        self.cdp("Network.emulateNetworkConditions", conditions)
            .await;
    }

    pub async fn waiting(&self) -> Vec<Value> {
        let found = self.run(WAITING, vec![]).await;
        found.as_array().cloned().unwrap_or_default()
    }

    /// Reloads without a connection, and waits for the browser's offline page.
    async fn is_lost_by_a_reload(&self) {
        self.run("window.isHere = true", vec![]).await;
        // The driver returns an error.
        _ = self.driver.refresh().await;
        let gone = || async {
            let here = self.driver.execute("return !!window.isHere", vec![]).await;
            here.is_ok_and(|it| *it.json() == false).then_some(())
        };
        self.wait("the page has gone", gone).await;
    }

    /// Waits until that many records are in the queue.
    pub async fn has_waiting(&self, n: usize) {
        let found = || async { (self.waiting().await.len() == n).then_some(()) };
        self.wait(&format!("{n} wait on the device"), found).await;
    }

    pub async fn says(&self, text: &str) {
        let said = || async { self.page_text().await.contains(text).then_some(()) };
        self.wait(text, said).await;
    }

    /// Answers all three questions, up to the button that sends.
    pub async fn answers_all(&self, score: i64, liked: &str) {
        self.tap(&point(score)).await;
        self.tap(&format!("input[name='q.liked'][value='{liked}']"))
            .await;
        self.tap(NEXT).await;
        self.write("textarea[name='q.comment']", "Дошло").await;
    }

    /// Sends while nothing gets through, and sees the message about it.
    async fn sends_in_vain(&self) {
        self.answers_all(4, "music").await;
        self.tap(SEND).await;
        self.says(KEPT).await;
    }
}

async fn taken_over() -> Stage {
    let stage = stage_behind(&["/v1/"], Size::Phone, Rule::Pass, Page::default()).await;
    stage.page.wait_for(TAKEN_OVER).await;
    stage
}

async fn kept_offline() -> Stage {
    let stage = taken_over().await;
    let page = &stage.page;
    assert_eq!(page.waiting().await, [] as [Value; 0], "before any act");
    page.is_offline(true).await;
    page.sends_in_vain().await;
    page.has_waiting(1).await;
    stage
}

/// The guest reloads without a connection, and opens the page again with one. Nothing is delivered before the form
/// is there: the page that was left runs for another moment, and would show its thanks out of sight.
async fn reloads_offline_and_comes_back(stage: &Stage) {
    stage.proxy.set(Rule::Hold);
    let page = &stage.page;
    page.is_lost_by_a_reload().await;
    page.is_offline(false).await;
    page.goto(&stage.app.parts.demo_url).await;
    page.wait_for(TAKEN_OVER).await;
    stage.proxy.set(Rule::Pass);
}

async fn check_arrived(stage: Stage) {
    let page = &stage.page;
    page.wait_for(THANKS).await;
    page.has_waiting(0).await;
    stage
        .ends_with(Console::Noisy, whole_vote(4, "music"))
        .await;
}

#[tokio::test]
async fn offline_before_the_tap() {
    let stage = kept_offline().await;
    stage.page.is_offline(false).await;
    check_arrived(stage).await;
}

/// The vote is in transit, and held there.
async fn sending() -> Stage {
    let stage = taken_over().await;
    let page = &stage.page;
    page.answers_all(4, "music").await;
    stage.proxy.set(Rule::Hold);
    page.tap(SEND).await;
    page.wait_for("button.otklik-send:disabled").await;
    page.has_waiting(1).await;
    stage
}

/// Without another tap; `rule` is the fate of the held request.
async fn check_cut_while_sending(rule: Rule) {
    let stage = sending().await;
    let page = &stage.page;
    stage.proxy.set(rule);
    page.says(KEPT).await;
    stage.proxy.set(Rule::Pass);
    check_arrived(stage).await;
}

#[tokio::test]
async fn cut_between_tap_and_server() {
    check_cut_while_sending(Rule::Refuse).await;
}

#[tokio::test]
async fn cut_between_server_and_thanks() {
    check_cut_while_sending(Rule::Swallow).await;
}

#[tokio::test]
async fn the_tab_is_closed_while_sending() {
    let stage = sending().await;
    let page = &stage.page;
    let driver = &page.driver;
    let first = driver.window().await.expect("a window");
    let second = driver.new_tab().await.expect("a tab");
    driver.switch_to_window(first).await.expect("the first");
    driver.close_window().await.expect("it closes");
    stage.proxy.set(Rule::Refuse);
    driver.switch_to_window(second).await.expect("the second");
    // Another page of the site, later: it has no state of the first tab.
    page.goto(&stage.app.parts.demo_url).await;
    page.wait_for(TAKEN_OVER).await;
    stage.proxy.set(Rule::Pass);
    page.has_waiting(0).await;
    stage
        .ends_with(Console::Noisy, whole_vote(4, "music"))
        .await;
}

#[tokio::test]
async fn reloaded_offline_and_back_online() {
    let stage = kept_offline().await;
    reloads_offline_and_comes_back(&stage).await;
    check_arrived(stage).await;
}

/// A page that is left may be frozen while it sends: it must not keep the lock that the next page needs.
#[tokio::test]
async fn a_page_that_is_left_lets_the_next_one_send() {
    let stage = sending().await;
    let page = &stage.page;
    let leaves = "dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))";
    page.run(leaves, vec![]).await;
    let frozen = json!({ "state": "frozen" });
    page.cdp("Page.setWebLifecycleState", frozen).await;
    let met = stage.proxy.n_met();
    let second = page.driver.new_tab().await.expect("a tab");
    let switched = page.driver.switch_to_window(second).await;
    switched.expect("the second");
    page.goto(&stage.app.parts.demo_url).await;
    page.wait_for(TAKEN_OVER).await;
    let sends = || async { (stage.proxy.n_met() > met).then_some(()) };
    until("the next page sends", sends).await;
    page.has_waiting(1).await;
    stage.proxy.set(Rule::Pass);
    page.has_waiting(0).await;
    stage
        .ends_with(Console::Noisy, whole_vote(4, "music"))
        .await;
}

/// A vote that arrives before its form exists is confirmed by the window as it opens.
#[tokio::test]
async fn arrived_before_its_window_is_opened() {
    let markup = r#"<otklik-survey survey="guest" event="{event}" mode="popup"></otklik-survey>
<script async src="{server}/embed/guest.js"></script>"#;
    let host = Page {
        markup: Some(markup),
        ..Page::default()
    };
    let stage = stage_behind(&["/v1/"], Size::Phone, Rule::Pass, host).await;
    let page = &stage.page;
    page.inside("otklik-layer");
    let opens = async || {
        page.wait_for("dialog").await;
        let open = "document.querySelector('otklik-survey').open()";
        page.run(open, vec![]).await;
    };
    opens().await;
    page.wait_for(TAKEN_OVER).await;
    stage.proxy.set(Rule::Refuse);
    page.sends_in_vain().await;
    page.has_waiting(1).await;
    stage.proxy.set(Rule::Pass);
    page.driver.refresh().await.expect("a reload");
    page.has_waiting(0).await;
    assert!(!page.has("form").await, "nobody has opened it");
    opens().await;
    check_arrived(stage).await;
}

/// Reloaded while the page loads and the server is unavailable: the guest still sees the state of the vote.
#[tokio::test]
async fn reloaded_while_the_server_is_down() {
    let stage = taken_over().await;
    let page = &stage.page;
    stage.proxy.set(Rule::Refuse);
    page.sends_in_vain().await;
    page.driver.refresh().await.expect("a reload");
    page.says(KEPT).await;
    stage.proxy.set(Rule::Pass);
    check_arrived(stage).await;
}

/// Counts how often a page finds the lock taken, and its requests.
const WATCH: &str = "window.denied = window.sent = 0;
    const { locks } = navigator;
    const request = locks.request.bind(locks);
    locks.request = (name, options, work) =>
        request(name, options, (lock) => { if (!lock) denied++; return work(lock); });
    const { fetch } = window;
    window.fetch = (...all) => { sent++; return fetch(...all); };";

#[tokio::test]
async fn two_tabs_send_once() {
    let stage = taken_over().await;
    let page = &stage.page;
    stage.proxy.set(Rule::Refuse);
    page.sends_in_vain().await;
    let driver = &page.driver;
    let first = driver.window().await.expect("a window");
    let second = driver.new_tab().await.expect("a tab");
    driver.switch_to_window(second).await.expect("the second");
    page.goto(&stage.app.parts.demo_url).await;
    page.wait_for(TAKEN_OVER).await;
    stage.proxy.set(Rule::Hold);
    let held = stage.proxy.n_met();
    // Both tabs get the online event while one of them is sending.
    page.run("dispatchEvent(new Event('online'))", vec![]).await;
    let met = || async { (stage.proxy.n_met() > held).then_some(()) };
    until("one tab sends", met).await;
    driver.switch_to_window(first).await.expect("the first");
    page.run(WATCH, vec![]).await;
    page.run("dispatchEvent(new Event('online'))", vec![]).await;
    let turned_away =
        || async { (page.run("return denied > 0", vec![]).await == true).then_some(()) };
    page.wait("the other tab finds the lock taken", turned_away)
        .await;
    page.has_waiting(1).await;
    assert_eq!(page.run("return sent", vec![]).await, 0);
    assert_eq!(stage.proxy.n_met(), held + 1, "the other tab waits");
    stage.proxy.set(Rule::Pass);
    // The first tab is notified of the second one's delivery.
    page.wait_for(THANKS).await;
    assert_eq!(stage.proxy.n_met(), held + 1, "nothing was sent twice");
    check_arrived(stage).await;
}

/// Where storage is denied, no message promises a later delivery, and the vote is sent directly.
#[tokio::test]
async fn denied_storage_still_sends() {
    let denied = "<script>Object.defineProperty(window, 'indexedDB', {
        get() { throw new DOMException('denied', 'SecurityError') } });</script>";
    let host = Page {
        head: denied,
        ..Page::default()
    };
    let stage = stage(Size::Phone, Rule::Pass, host).await;
    let page = &stage.page;
    page.wait_for(TAKEN_OVER).await;
    page.answers_all(4, "music").await;
    page.is_offline(true).await;
    page.tap(SEND).await;
    page.says(NOT_SENT).await;
    assert!(!page.page_text().await.contains(KEPT));
    page.is_offline(false).await;
    page.tap(SEND).await;
    page.wait_for(THANKS).await;
    stage
        .ends_with(Console::Noisy, whole_vote(4, "music"))
        .await;
}

/// Stored with a clock that is wrong by a day, sent with one that is right, and the reverse.
#[tokio::test]
async fn a_clock_that_is_wrong_by_a_day() {
    for off_ms in [-86_400_000, 86_400_000] {
        let stage = taken_over().await;
        let page = &stage.page;
        let shift = "const now = Date.now; Date.now = () => now() + arguments[0];";
        page.run(shift, vec![json!(off_ms)]).await;
        page.is_offline(true).await;
        page.answers_all(4, "music").await;
        page.tap(SEND).await;
        page.says(KEPT).await;
        page.has_waiting(1).await;
        reloads_offline_and_comes_back(&stage).await;
        check_arrived(stage).await;
    }
}

/// A vote sent before the queue has loaded is stored as soon as it loads.
#[tokio::test]
async fn sent_before_the_widget_is_there() {
    let stage = stage(Size::Phone, Rule::Hold, Page::default()).await;
    let page = &stage.page;
    page.cdp("Network.enable", json!({})).await;
    let blocked = |urls: Value| page.cdp("Network.setBlockedURLs", json!({"urls": urls}));
    blocked(json!(["*/v1/*"])).await;
    page.tap(&point(4)).await;
    page.tap(NEXT).await;
    page.tap(SEND).await;
    page.says(NOT_SENT).await;
    stage.proxy.set(Rule::Pass);
    page.says(KEPT).await;
    page.has_waiting(1).await;
    blocked(json!([])).await;
    page.wait_for(THANKS).await;
    page.has_waiting(0).await;
    stage
        .ends_with(Console::Noisy, scores("enjoyed", &[(4, 1)]))
        .await;
}

/// A guest who goes on after the first step and leaves has voted.
#[tokio::test]
async fn a_confirmed_score_arrives_without_the_rest() {
    for rule in [Rule::Pass, Rule::Refuse] {
        // With the widget and without it: held requests are those after the loader has come.
        let host = Page {
            data: if rule == Rule::Pass {
                ""
            } else {
                "data-widget=\"off\""
            },
            ..Page::default()
        };
        let stage = stage(Size::Phone, Rule::Pass, host).await;
        let page = &stage.page;
        if rule == Rule::Pass {
            page.wait_for(TAKEN_OVER).await;
        }
        page.tap(&point(4)).await;
        page.tap(NEXT).await;
        let app = &stage.app;
        let event = &stage.event.id;
        let voted = || async {
            let tally = crate::numbers::tally_of(app, "guest", event).await;
            (tally == scores("enjoyed", &[(4, 1)])).then_some(())
        };
        page.wait("the score is counted", voted).await;
        assert!(!page.has(THANKS).await, "the guest is not disturbed");
        page.has_waiting(0).await;
        let shows_one_step = rule == Rule::Pass;
        if shows_one_step {
            page.tap(".otklik-back").await;
        }
        page.tap("input[name='q.liked'][value='food']").await;
        if shows_one_step {
            page.tap(NEXT).await;
        }
        page.write("textarea[name='q.comment']", "И всё").await;
        page.tap(SEND).await;
        page.wait_for(THANKS).await;
        stage
            .ends_with(Console::Silent, whole_vote(4, "food"))
            .await;
    }
}

/// The score is in the queue too; the later submission replaces it there.
#[tokio::test]
async fn a_confirmed_score_waits_and_is_replaced() {
    let stage = taken_over().await;
    let page = &stage.page;
    page.is_offline(true).await;
    page.tap(&point(4)).await;
    page.tap("input[name='q.liked'][value='music']").await;
    page.tap(NEXT).await;
    page.has_waiting(1).await;
    page.write("textarea[name='q.comment']", "Дошло").await;
    // By now a delivery has failed.
    assert!(
        !page.page_text().await.contains(KEPT),
        "no message is shown"
    );
    page.tap(SEND).await;
    page.says(KEPT).await;
    let waiting = page.waiting().await;
    assert_eq!(waiting.len(), 1);
    assert_eq!(waiting[0]["rev"], 2);
    page.is_offline(false).await;
    check_arrived(stage).await;
}
