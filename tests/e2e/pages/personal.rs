//! The page of a personal link in a browser: with scripts, without them, left before it was sent.

use crate::app::{App, until};
use crate::browser::{Browser, Console, Size};
use crate::database::rows;
use crate::invites::Invited;
use crate::proxy::{Proxy, Rule};
use crate::widget::{NEXT, SEND, TAKEN_OVER, THANKS};
use serde_json::{Value, json};

const FOUR: &str = "label.otklik-point[data-score='4']";
const CHOSEN: &str = "input[name='q.enjoyed']:checked";

/// The stored result of an invite: its response with the score, one row for each.
async fn stored(code: &str) -> Vec<Value> {
    let sql = format!(
        "select status, source, score from response join answer on answer.response = response.id where invite = '{code}' and question = 'enjoyed'"
    );
    rows(&sql).await
}

fn counted(score: u8) -> Vec<Value> {
    vec![json!({"status": "accepted", "source": "invite", "score": score})]
}

fn address(app: &App, code: &str, query: &str) -> String {
    format!("{}/r/{code}?{query}", app.parts.public_url)
}

async fn check_vote(size: Size) {
    let app = App::enter().await;
    let [code] = Invited::event(&app).await.codes(["A-1"]).await;
    let page = Browser::open(&app, size).await;
    page.goto(&address(&app, &code, "lang=uk&score=4")).await;
    page.wait_for(TAKEN_OVER).await;
    assert_eq!(
        page.prop(CHOSEN, "value").await,
        "4",
        "as tapped in the letter"
    );
    page.tap("input[name='q.liked'][value='music']").await;
    page.tap(NEXT).await;
    page.tap(SEND).await;
    page.wait_for(THANKS).await;
    page.close(Console::Silent).await;
    assert_eq!(stored(&code).await, counted(4));
    let sql = format!("select locale, channel from response where invite = '{code}'");
    assert_eq!(
        rows(&sql).await,
        [json!({"locale": "uk", "channel": "email"})]
    );
}

#[tokio::test]
async fn a_personal_vote_on_a_phone() {
    check_vote(Size::Phone).await;
}

#[tokio::test]
async fn a_personal_vote_on_a_desktop() {
    check_vote(Size::Desktop).await;
}

#[tokio::test]
async fn a_personal_vote_without_scripts() {
    let app = App::enter().await;
    let [code] = Invited::event(&app).await.codes(["A-1"]).await;
    let page = Browser::open(&app, Size::Phone).await;
    page.without_scripts().await;
    page.goto(&address(&app, &code, "lang=ru&score=5")).await;
    page.tap(FOUR).await;
    page.glances(&app).await;
    page.tap(SEND).await;
    page.wait_for(".otklik-thanks").await;
    page.close(Console::Silent).await;
    assert_eq!(stored(&code).await, counted(4));
}

/// Opens an invite's page with `rule` on the widget's files.
async fn open_behind(rule: Rule, app: &App, code: &str, size: Size) -> (Proxy, Browser) {
    let proxy = Proxy::open(&app.parts.public_url, &["/widget/"], rule).await;
    let routes = [(app.parts.public_url.as_str(), proxy.address)];
    let page = Browser::open_with(app, size, "ru", &routes).await;
    page.goto(&address(app, code, "lang=ru&score=5")).await;
    (proxy, page)
}

/// The place of the main button, and all that has moved so far.
const LAYOUT: &str = "const done = arguments[arguments.length - 1];
const root = document.querySelector('otklik-survey').shadowRoot;
const { x, y, width, height } = root.querySelector('.otklik-next').getBoundingClientRect();
const moved = [];
new PerformanceObserver((list) => moved.push(...list.getEntries().map((it) => it.value)))
  .observe({ type: 'layout-shift', buffered: true });
requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => done([x, y, width, height, moved]), 300)));";

async fn check_layout(size: Size) {
    let app = App::enter().await;
    let [code] = Invited::event(&app).await.codes(["A-1"]).await;
    let (proxy, page) = open_behind(Rule::Hold, &app, &code, size).await;
    page.wait_for(NEXT).await;
    let layout = async || {
        let layout = page.driver.execute_async(LAYOUT, vec![]).await;
        layout.expect("a layout").json().clone()
    };
    let before = layout().await;
    assert_eq!(before[4], json!([]), "nothing has moved");
    // A score tapped before the widget has loaded is kept.
    page.tap(FOUR).await;
    proxy.set(Rule::Pass);
    page.wait_for(TAKEN_OVER).await;
    assert_eq!(page.prop(CHOSEN, "value").await, "4");
    assert_eq!(layout().await, before);
    page.tap(NEXT).await;
    page.tap(SEND).await;
    page.wait_for(THANKS).await;
    page.close(Console::Silent).await;
    assert_eq!(stored(&code).await, counted(4));
}

#[tokio::test]
async fn the_widget_moves_nothing_of_a_personal_page_on_a_phone() {
    check_layout(Size::Phone).await;
}

#[tokio::test]
async fn the_widget_moves_nothing_of_a_personal_page_on_a_desktop() {
    check_layout(Size::Desktop).await;
}

#[tokio::test]
async fn a_personal_vote_with_the_widget_cut_off() {
    let app = App::enter().await;
    let [code] = Invited::event(&app).await.codes(["A-1"]).await;
    let (_proxy, page) = open_behind(Rule::Refuse, &app, &code, Size::Phone).await;
    page.tap(FOUR).await;
    page.tap(NEXT).await;
    page.tap(SEND).await;
    page.wait_for(THANKS).await;
    page.close(Console::Noisy).await;
    assert_eq!(stored(&code).await, counted(4));
}

/// In such a browser the page's own form is shown, and a script records user activation.
#[tokio::test]
async fn a_personal_vote_where_the_loader_fails() {
    let app = App::enter().await;
    let [code] = Invited::event(&app).await.codes(["A-1"]).await;
    let page = Browser::open(&app, Size::Phone).await;
    let old = json!({"source": "delete window.CSSStyleSheet"});
    page.cdp("Page.addScriptToEvaluateOnNewDocument", old).await;
    page.goto(&address(&app, &code, "lang=ru&score=5")).await;
    page.tap("textarea[name='q.comment']").await;
    page.tap(FOUR).await;
    assert_eq!(
        page.prop("input[name='user_activation']", "value").await,
        "1"
    );
    page.glances(&app).await;
    page.tap(SEND).await;
    page.wait_for(".otklik-thanks").await;
    page.close(Console::Noisy).await;
    assert_eq!(stored(&code).await, counted(4));
}

/// Without the widget the loader's languages are pages of the same invite.
#[tokio::test]
async fn a_personal_page_keeps_its_invite_in_other_languages() {
    let app = App::enter().await;
    let [code] = Invited::event(&app).await.codes(["A-1"]).await;
    let (_proxy, page) = open_behind(Rule::Refuse, &app, &code, Size::Phone).await;
    page.tap("[hreflang='uk']").await;
    page.wait_for("form[lang='uk']").await;
    let url = page.driver.current_url().await.expect("an address");
    assert_eq!(url.path(), format!("/r/{code}"));
    page.close(Console::Noisy).await;
}

/// A tap that was never confirmed stays partial; the vote itself may still follow.
#[tokio::test]
async fn unconfirmed_tap_stays_partial() {
    let app = App::enter().await;
    let event = Invited::event(&app).await;
    let [code] = event.codes(["A-1"]).await;
    let page = Browser::open(&app, Size::Phone).await;
    page.goto(&address(&app, &code, "lang=ru")).await;
    page.wait_for(TAKEN_OVER).await;
    page.tap(FOUR).await;
    page.goto("about:blank").await;
    let left = json!({"status": "partial", "source": "invite", "score": 4});
    until("the tap arrives", || async {
        (stored(&code).await == [left.clone()]).then_some(())
    })
    .await;
    assert_eq!(event.unanswered().await, ["A-1"]);
    let filter = format!("survey=guest&event={}", event.id);
    let report = app.director().aggregates(&filter).await;
    let source = &report["groups"][0]["questions"][0]["sources"][0];
    assert_eq!((&source["n"], &source["partial"]), (&json!(0), &json!(1)));
    page.goto(&address(&app, &code, "lang=ru&score=5")).await;
    page.wait_for(TAKEN_OVER).await;
    page.tap(NEXT).await;
    page.tap(SEND).await;
    page.wait_for(THANKS).await;
    // After the vote, leaving sends nothing.
    page.goto("about:blank").await;
    page.close(Console::Silent).await;
    let score = stored(&code).await[0]["score"].clone();
    assert_eq!(
        stored(&code).await,
        counted(score.as_u64().map_or(0, |it| it as u8))
    );
    assert_eq!(event.unanswered().await, Vec::<String>::new());
}

/// Takes pictures of the pages, for people.
#[tokio::test]
async fn personal_pages_fit() {
    let app = App::enter().await;
    let event = Invited::event(&app).await;
    let [code, honeypot_hit] = event.codes(["A-1", "B-2"]).await;
    let machine = json!({"id": crate::app::fresh(), "rev": 1, "invite": honeypot_hit, "user_activation": false,
        "answers": {"enjoyed": {"score": 1}, "comment": {"text": "?"}}});
    app.guest().answers("guest", &machine).await.is(201);
    let page = Browser::open(&app, Size::Phone).await;
    page.goto(&format!("{}/director?lang=ru", app.parts.url))
        .await;
    page.write("input[name='token']", &app.parts.token).await;
    page.tap("button[type='submit']").await;
    page.wait_for("form[action$='/director/session/end']").await;
    for lang in ["ru", "uk", "en"] {
        page.goto(&address(&app, &code, &format!("lang={lang}&score=5")))
            .await;
        page.wait_for(TAKEN_OVER).await;
        page.fits_everywhere(&app, "personal", lang).await;
        if lang == "ru" {
            page.checks_access(&app, "personal page").await;
        }
        // The next page starts without this one's draft.
        page.run("sessionStorage.clear()", vec![]).await;
        for (name, path) in [
            ("quarantined", "/director/moderation".to_owned()),
            ("invites", format!("/director/events/{}", event.id)),
        ] {
            page.goto(&format!("{}{path}?lang={lang}", app.parts.url))
                .await;
            page.fits_everywhere(&app, name, lang).await;
            if lang == "ru" {
                page.checks_access(&app, name).await;
            }
        }
    }
    page.close(Console::Silent).await;
}

/// The form for links, as the director uses it: an error names its line, then the table follows.
#[tokio::test]
async fn links_are_ordered_on_the_events_page() {
    let app = App::enter().await;
    let event = Invited::event(&app).await;
    let path = format!("/director/events/{}/invites?lang=ru", event.id);
    let cookie = app.director().signs_in().await;
    let order = |body: &str| {
        let request = app.request("POST", &path).header("cookie", &cookie);
        let request = request
            .header("origin", &app.parts.public_url)
            .header("content-type", "application/x-www-form-urlencoded");
        crate::reply::Reply::to(request.body(body.to_owned()))
    };
    let refused = order("survey=guest&references=A-1%0D%0Aivan%40example.org&count=").await;
    refused
        .is(422)
        .holds("2: В обозначении телефон")
        .holds("ivan@example.org");
    let table = order("survey=client&references=A-1%0D%0A%0D%0AB-2&count=").await;
    assert_eq!(crate::invites::csv_rows(&table.is(200).body).len(), 2);
    assert!(table.header("content-disposition").contains("attachment"));
    let by_count = order("survey=guest&references=&count=3").await;
    assert_eq!(crate::invites::csv_rows(&by_count.is(200).body).len(), 3);
    order("survey=guest&references=&count=").await.is(422);
    let strange = app.request("POST", &path).header("cookie", &cookie);
    let strange = strange.header("origin", "https://stranger.example");
    crate::reply::Reply::to(strange.body("survey=guest&count=1"))
        .await
        .is(403);
    crate::reply::Reply::to(app.request("POST", &path).body("count=1"))
        .await
        .is(401);
}
