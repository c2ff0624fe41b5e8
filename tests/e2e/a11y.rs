//! axe-core finds nothing on any page in any state: languages, sizes, light and dark.

use crate::app::App;
use crate::browser::{Browser, Console, Size};
use crate::layout::PSEUDO;
use crate::proxy::{Proxy, Rule};

#[tokio::test]
async fn vote_pages() {
    let app = App::enter().await;
    let page = Browser::open(&app, Size::Phone).await;
    for survey in ["guest", "client", "stage", "effort", "site"] {
        for lang in ["ru", "uk", "en", PSEUDO] {
            // One survey in each language, the others in the default one.
            if survey == "guest" || lang == "ru" {
                page.goto(&format!("{}/s/{survey}?lang={lang}&score=1", app.parts.url))
                    .await;
                page.checks_access(&app, &format!("vote page {survey} {lang}"))
                    .await;
            }
        }
    }
    page.close(Console::Silent).await;
}

#[tokio::test]
async fn thanks_and_errors() {
    let app = App::enter().await;
    let page = Browser::open(&app, Size::Phone).await;
    page.goto(&format!("{}/c/site?lang=ru", app.parts.url))
        .await;
    page.checks_access(&app, "callback page").await;
    page.write("input[name='phone']", "12").await;
    page.tap("input[name='consent']").await;
    page.tap("button.otklik-send").await;
    page.wait_for("#err-phone").await;
    page.checks_access(&app, "callback page with an error")
        .await;
    page.write("input[name='phone']", &crate::actors::fresh_phone())
        .await;
    page.tap("button.otklik-send").await;
    page.wait_for(".otklik-thanks").await;
    page.checks_access(&app, "thanks for a callback").await;
    page.tap("a.otklik-cancel").await;
    page.wait_for("form[action^='?lang=']").await;
    page.checks_access(&app, "about to cancel").await;
    page.tap("button.otklik-send").await;
    page.wait_for("a[href^='/c/']").await;
    page.checks_access(&app, "cancelled").await;
    page.goto(&format!("{}/s/guest?lang=ru", app.parts.url))
        .await;
    page.run("document.forms[0].noValidate = true", vec![])
        .await;
    page.tap("button.otklik-send").await;
    page.wait_for("[id='err-answers.enjoyed']").await;
    page.checks_access(&app, "vote page with an error").await;
    page.tap("label.otklik-point[data-score='1']").await;
    page.tap("button.otklik-send").await;
    page.wait_for(".otklik-offer").await;
    page.checks_access(&app, "thanks for a low vote").await;
    page.goto(&format!("{}/s/nosuch", app.parts.url)).await;
    page.checks_access(&app, "no such survey").await;
    page.close(Console::Noisy).await;
}

/// The demo page before the widget has loaded, and with the widget at each step.
#[tokio::test]
async fn the_widget_at_each_step() {
    let app = App::enter().await;
    let proxy = Proxy::open(&app.parts.url, &["/widget/"], Rule::Hold).await;
    let routes = [(app.parts.url.as_str(), proxy.address)];
    let page = Browser::open_with(&app, Size::Phone, "ru", &routes).await;
    page.goto(&format!("{}/", app.parts.demo_url)).await;
    page.inside("[survey=guest]");
    page.wait_for("form.otklik-form").await;
    page.checks_access(&app, "demo page, form").await;
    proxy.set(Rule::Pass);
    page.wait_for("form.otklik-form[novalidate]").await;
    page.checks_access(&app, "demo page, first step").await;
    page.tap(".otklik-next").await;
    page.wait_for(".otklik-error").await;
    page.checks_access(&app, "demo page, error").await;
    page.tap("label.otklik-point[data-score='4']").await;
    page.tap("input[name='q.liked'][value='other']").await;
    page.checks_access(&app, "demo page, choice").await;
    page.tap(".otklik-next").await;
    page.wait_for("textarea[name='q.comment']").await;
    page.checks_access(&app, "demo page, comment").await;
    page.tap("button.otklik-send").await;
    page.wait_for(".otklik-thanks").await;
    page.checks_access(&app, "demo page, thanks").await;
    page.opens_callback().await;
    page.write("input[name='phone']", "12").await;
    page.tap("button.otklik-send").await;
    page.wait_for(".otklik-error").await;
    page.checks_access(&app, "demo page, callback with errors")
        .await;
    page.close(Console::Noisy).await;
}

/// The host page itself, with both forms, in its other languages.
#[tokio::test]
async fn the_demo_site_in_other_languages() {
    let app = App::enter().await;
    let page = Browser::open(&app, Size::Phone).await;
    for path in ["uk/", "en/"] {
        page.goto(&format!("{}/{path}", app.parts.demo_url)).await;
        page.wait_for("form.otklik-form[novalidate]").await;
        page.checks_access(&app, path).await;
    }
    page.close(Console::Silent).await;
}

#[tokio::test]
async fn the_directors_pages() {
    let app = App::enter().await;
    let page = Browser::open(&app, Size::Desktop).await;
    page.goto(&format!("{}/director?lang=ru", app.parts.url))
        .await;
    page.checks_access(&app, "sign-in").await;
    page.write("input[name='token']", "wrong").await;
    page.tap("button[type='submit']").await;
    page.wait_for(".otklik-error").await;
    page.checks_access(&app, "sign-in with a wrong token").await;
    page.write("input[name='token']", &app.parts.token).await;
    page.tap("button[type='submit']").await;
    page.wait_for("form[action$='/director/session/end']").await;
    page.checks_access(&app, "the director's page").await;
    page.close(Console::Noisy).await;
}
