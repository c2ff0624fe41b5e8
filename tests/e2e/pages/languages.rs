//! The switch of languages on the pages of forms keeps what was typed, without scripts, and stores nothing.

use crate::actors::fresh_phone;
use crate::app::App;
use crate::browser::{Browser, Console, Size};
use crate::database::{fresh_event, rows};
use crate::invites::{Invited, kept};
use crate::numbers::{scores, tally_of, whole_vote};
use crate::open_link::OpenLink;

async fn open(app: &App, path: &str) -> Browser {
    let browser = Browser::open(app, Size::Phone).await;
    browser.without_scripts().await;
    browser.goto(&format!("{}{path}", app.parts.url)).await;
    browser
}

/// Switches, and returns the address of the page.
async fn switches(page: &Browser, lang: &str) -> String {
    page.tap(&format!("nav button[lang='{lang}']")).await;
    page.wait_for(&format!("html[lang='{lang}']")).await;
    let url = page.driver.current_url().await.expect("an address");
    url.as_str().to_owned()
}

#[tokio::test]
async fn a_vote_in_three_languages() {
    let app = App::enter().await;
    let event = fresh_event(&app).await;
    let path = format!(
        "/s/guest?event={}&channel=qr&brand=8a1538&lang=ru",
        event.id
    );
    let page = open(&app, &path).await;
    let id = page.prop("input[name='id']", "value").await;
    page.tap("label.otklik-point[data-score='4']").await;
    page.tap("input[name='q.liked'][value='food']").await;
    page.write("textarea[name='q.comment']", "Всё было <b>вкусно</b>")
        .await;
    for lang in ["uk", "en"] {
        let url = switches(&page, lang).await;
        let query = format!("?lang={lang}&event={}&channel=qr&brand=8a1538", event.id);
        assert!(url.ends_with(&query), "{url}");
        let checked = "input[name='q.enjoyed'][value='4']:checked";
        assert!(page.has(checked).await);
        assert!(
            page.has("input[name='q.liked'][value='food']:checked")
                .await
        );
        let comment = page.prop("textarea[name='q.comment']", "value").await;
        assert_eq!(comment, "Всё было <b>вкусно</b>");
        assert_eq!(page.prop("input[name='id']", "value").await, id);
        assert_eq!(
            tally_of(&app, "guest", &event.id).await,
            scores("enjoyed", &[])
        );
    }
    page.tap("button.otklik-send").await;
    page.wait_for(".otklik-thanks").await;
    page.close(Console::Silent).await;
    let tally = tally_of(&app, "guest", &event.id).await;
    assert_eq!(tally, whole_vote(4, "food"));
    let sql = format!("select locale from response where id = '{id}'");
    assert_eq!(rows(&sql).await, [serde_json::json!({"locale": "en"})]);
}

/// Nothing of a callback is in an address, and Enter in a field sends.
#[tokio::test]
async fn a_callback_in_two_languages() {
    let app = App::enter().await;
    let page = open(&app, "/c/site?lang=ru&by=message").await;
    let phone = fresh_phone();
    page.write("input[name='phone']", &phone).await;
    page.write("input[name='name']", "Оксана").await;
    page.write("textarea[name='comment']", "після шостої").await;
    page.tap("input[name='consent']").await;
    let url = switches(&page, "uk").await;
    assert!(url.ends_with("/c/site?lang=uk&by=message"), "{url}");
    assert_eq!(page.prop("input[name='phone']", "value").await, phone);
    assert_eq!(page.prop("input[name='name']", "value").await, "Оксана");
    let comment = page.prop("textarea[name='comment']", "value").await;
    assert_eq!(comment, "після шостої");
    assert!(page.has("input[name='consent']:checked").await);
    page.tap("input[name='name']").await;
    page.press(thirtyfour::Key::Enter).await;
    page.wait_for(".otklik-due").await;
    page.close(Console::Silent).await;
}

/// A required answer need not be there yet, and the form token and its time stay.
#[tokio::test]
async fn links_in_two_languages_are_counted() {
    let app = App::enter().await;
    let open_link = OpenLink::of(&app, 50).await;
    let [code] = Invited::event(&app).await.codes(["A-1"]).await;
    for path in [&open_link.path, &format!("/r/{code}")] {
        let page = open(&app, &format!("{path}?lang=ru")).await;
        let form_token = page.prop("input[name='form_token']", "value").await;
        switches(&page, "en").await;
        let kept = page.prop("input[name='form_token']", "value").await;
        assert_eq!(kept, form_token);
        page.tap("label.otklik-point[data-score='4']").await;
        page.glances(&app).await;
        page.tap("button.otklik-send").await;
        page.wait_for(".otklik-thanks").await;
        page.close(Console::Silent).await;
    }
    assert_eq!(open_link.votes().await, (1, 0));
    assert_eq!(kept(&code).await["status"], "accepted");
}
