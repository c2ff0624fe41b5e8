//! The hidden link of a link's page, handed on to a person: the answer that follows counts.

use crate::app::App;
use crate::browser::{Browser, Console, Size};
use crate::invites::{Invited, kept};
use crate::open_link::OpenLink;

/// Opens the hidden link of a page, as a person who got it in a message.
async fn opens_hidden_link(page: &Browser, app: &App, path: &str) {
    page.goto(&format!("{}{path}?lang=en", app.parts.public_url))
        .await;
    let hidden = page
        .run(
            "return document.querySelector('a[href*=honeypot]').href",
            Vec::new(),
        )
        .await;
    page.goto(hidden.as_str().expect("an address")).await;
}

/// Goes on from there to the ordinary page, and votes.
async fn votes(page: &Browser, app: &App) {
    let form = "return document.querySelector('form').checkVisibility()";
    assert_eq!(
        page.run(form, Vec::new()).await,
        false,
        "no form to fill in in vain"
    );
    page.tap("main p > a").await;
    page.tap("label.otklik-point[data-score='4']").await;
    page.glances(app).await;
    page.tap("button.otklik-send").await;
    page.wait_for(".otklik-thanks").await;
}

#[tokio::test]
async fn handed_hidden_link_sets_no_guests_vote_aside() {
    let app = App::enter().await;
    let event = OpenLink::of(&app, 50).await;
    let page = Browser::open(&app, Size::Phone).await;
    opens_hidden_link(&page, &app, &event.path).await;
    votes(&page, &app).await;
    page.close(Console::Silent).await;
    assert_eq!(event.votes().await, (1, 0));
}

#[tokio::test]
async fn handed_hidden_link_sets_no_invites_answer_aside() {
    let app = App::enter().await;
    let event = Invited::event(&app).await;
    let [code] = event.codes(["A-1"]).await;
    let page = Browser::open(&app, Size::Phone).await;
    // The page's own form, not the loader's.
    page.without_scripts().await;
    opens_hidden_link(&page, &app, &format!("/r/{code}")).await;
    votes(&page, &app).await;
    page.close(Console::Silent).await;
    assert_eq!(kept(&code).await["status"], "accepted");
}
