//! The agency's own domain: behind a reverse proxy, every address on a page comes from the settings.

use crate::app::App;
use crate::browser::{Browser, Console, Size};
use crate::database::fresh_event;
use crate::numbers::{scores, tally_of};
use crate::reply::Reply;

/// Behind the proxy no page shows the worker's own address.
#[tokio::test]
async fn no_page_shows_the_workers_own_address() {
    let app = App::enter().await;
    let behind = &app.parts.url;
    assert_ne!(behind, &app.parts.public_url, "the proxy stands in front");
    for path in [
        "/s/guest?lang=ru",
        "/c/site",
        "/embed/guest.js?lang=ru",
        "/embed/guest.json?lang=ru",
        "/v1/surveys/guest/email?invites=none",
        "/openapi.json",
        "/director",
    ] {
        let url = format!("{}{path}", app.parts.public_url);
        let reply = Reply::to(app.request_at("GET", &url)).await;
        reply.is(200);
        assert!(
            !reply.body.contains(behind.as_str()),
            "{path} names {behind}"
        );
    }
    let url = format!("{}/openapi.json", app.parts.public_url);
    Reply::to(app.request_at("GET", &url))
        .await
        .holds(&app.parts.public_url);
}

#[tokio::test]
async fn a_vote_goes_all_the_way_through() {
    let app = App::enter().await;
    let event = fresh_event(&app).await;
    let page = Browser::open(&app, Size::Phone).await;
    page.goto(&format!(
        "{}/s/guest?event={}&lang=uk",
        app.parts.public_url, event.id
    ))
    .await;
    page.tap("label.otklik-point[data-score='5']").await;
    page.tap("button.otklik-send").await;
    page.wait_for(".otklik-thanks").await;
    let url = page.driver.current_url().await.expect("an address");
    assert!(url.as_str().starts_with(&app.parts.public_url), "{url}");
    page.close(Console::Silent).await;
    assert_eq!(
        tally_of(&app, "guest", &event.id).await,
        scores("enjoyed", &[(5, 1)])
    );
}

#[tokio::test]
async fn the_director_signs_in_through_the_proxy() {
    let app = App::enter().await;
    let page = Browser::open(&app, Size::Desktop).await;
    page.goto(&format!("{}/director", app.parts.public_url))
        .await;
    page.write("input[name='token']", &app.parts.token).await;
    page.tap("button[type='submit']").await;
    page.wait_for("form[action$='/director/session/end']").await;
    let url = page.driver.current_url().await.expect("an address");
    let address = url.as_str().split('?').next().unwrap_or_default();
    assert_eq!(address, format!("{}/director", app.parts.public_url));
    page.close(Console::Silent).await;
}
